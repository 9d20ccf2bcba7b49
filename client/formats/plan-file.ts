/** Does the name say that the file holds a settled plan (YAML or JSON) and no document? */
export function isPlanFile(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name);
}
