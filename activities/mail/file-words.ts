/** A file name that every system takes: path signs and quotes become a space. */
export const fileWords = (title: string): string => title.replace(/[\\/:*?"<>|]+/g, ' ').slice(0, 80);
