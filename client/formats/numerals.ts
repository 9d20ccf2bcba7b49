/**
 * Numbers as word processors and browsers print them in automatic lists: 1, １, 一, ①, a, iv. The names are those of
 * ECMA-376 part 1, 17.18.59 (ST_NumberFormat); `numeralOf` takes those, HTML's list types are mapped in html.ts.
 */

const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS = '甲乙丙丁戊己庚辛壬癸';
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥';

/** The number in the named format; a format not listed here is printed in Arabic digits. `none` and bullets give ''. */
export function numeralOf(value: number, format: string): string {
  switch (format) {
    case 'none':
    case 'bullet':
      return '';
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'japaneseCounting':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
      return hanzi(value, DIGITS, '十', '百', '千');
    case 'chineseLegalSimplified':
    case 'ideographLegalTraditional':
      return hanzi(value, FORMAL, '拾', '佰', '仟');
    case 'ideographDigital':
    case 'japaneseDigitalTenThousand':
    case 'taiwaneseDigital':
      return [...String(value)].map((digit) => (digit === '0' ? '〇' : (DIGITS[Number(digit)] ?? ''))).join('');
    case 'decimalFullWidth':
    case 'decimalFullWidth2':
      return [...String(value)].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return value >= 1 && value <= 20 ? String.fromCharCode(0x245f + value) : `(${value})`;
    case 'decimalEnclosedParen':
      return `(${value})`;
    case 'decimalEnclosedFullstop':
      return `${value}.`;
    case 'lowerLetter':
      return letters(value).toLowerCase();
    case 'upperLetter':
      return letters(value);
    case 'lowerRoman':
      return roman(value).toLowerCase();
    case 'upperRoman':
      return roman(value);
    case 'ideographTraditional':
      return STEMS[(value - 1) % 10] ?? String(value);
    case 'ideographZodiac':
      return BRANCHES[(value - 1) % 12] ?? String(value);
    default:
      return String(value);
  }
}

function hanzi(value: number, digits: readonly string[], ten: string, hundred: string, thousand: string): string {
  if (value <= 0 || value > 9999) return String(value);
  if (value >= 10 && value < 20)
    return `${digits[1] === '一' ? '' : digits[1]}${ten}${value === 10 ? '' : digits[value - 10]}`;
  let words = '';
  let zero = false;
  for (const [place, unit] of [
    [1000, thousand],
    [100, hundred],
    [10, ten],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / place) % 10;
    if (digit === 0) zero = words !== '';
    else {
      words += `${zero ? digits[0] : ''}${digits[digit]}${unit}`;
      zero = false;
    }
  }
  return words;
}

/** a … z, aa, bb …, as Word counts on. */
function letters(value: number): string {
  if (value <= 0 || value > 780) return String(value);
  return String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

const romans: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(value: number): string {
  if (value <= 0 || value > 3999) return String(value);
  let left = value;
  let words = '';
  for (const [worth, letter] of romans) {
    while (left >= worth) {
      words += letter;
      left -= worth;
    }
  }
  return words;
}
