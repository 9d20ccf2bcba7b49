/** What a value that does not fit a schema is told, where the schema itself says nothing: short Chinese words. */
import { z } from 'zod';

const kindWords: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  tuple: '列表',
  object: '一组“名称: 值”',
  record: '一组“名称: 值”',
  null: '空值',
};

const sizeWords: Readonly<Record<string, string>> = { string: '个字', array: '项', set: '项', map: '项' };

const { localeError: fallback } = z.locales.zhCN();

/** The words for an issue; the library's own for kinds that no schema here raises. */
export const issueWords: z.core.$ZodErrorMap = (issue) => {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return input === undefined ? '没有填写' : `应为 ${kindWords[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return input === undefined
        ? '没有填写'
        : `应为 ${issue.values.map(String).join('、')}${issue.values.length > 1 ? ' 之一' : ''}`;
    case 'too_small':
      if (input === '') return '不能为空';
      return `${issue.origin in sizeWords ? '至少' : '应不小于'} ${issue.minimum}${sizeOf(issue.origin)}`;
    case 'too_big':
      return `${issue.origin in sizeWords ? '最多' : '应不大于'} ${issue.maximum}${sizeOf(issue.origin)}`;
    case 'unrecognized_keys':
      return `没有“${issue.keys.join('”“')}”这一项`;
    case 'invalid_union':
      return input === undefined ? '没有填写' : '不是可用的写法';
    default:
      return fallback(issue);
  }
};

const sizeOf = (origin: string): string => (origin in sizeWords ? ` ${sizeWords[origin]}` : '');
