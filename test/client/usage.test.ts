/** Numbers as people type them on the command line. */
import { expect, test } from '@jest/globals';
import { numbersOf } from '../../client/cli/usage.js';

const read = numbersOf('指标序号', 99);

test.each([
  ['7', [7]],
  ['1,2、3', [1, 2, 3]],
  ['1-4，9', [1, 2, 3, 4, 9]],
  ['15至17, 16', [15, 16, 17]],
])('%s', (text, numbers) => {
  expect(read(text)).toEqual(numbers);
});

test.each(['', '1-', '9-1', '0-3', '1-100', 'a'])('“%s” is refused in the words of what is numbered', (text) => {
  expect(() => read(text)).toThrow(/不能作指标序号/);
});
