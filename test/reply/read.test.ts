/** What an answer to a letter asks for, and everything that is too unclear to be carried out. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AnsweredLetter, readReply } from '../../domain/reply/read.js';
import { REPLY_HEADING, tokenMark, tokenOf, tokensIn } from '../../domain/reply/token.js';

const today = '2027-03-01';
const two: AnsweredLetter = {
  unit: 'fgj',
  names: ['区发展改革局', '区发改局'],
  tasks: [
    { id: 'p/2027/3', number: 3 },
    { id: 'p/2027/12', number: 12 },
  ],
};
const one: AnsweredLetter = { ...two, tasks: two.tasks.slice(1) };
const twins: AnsweredLetter = { ...two, tasks: [...two.tasks, { id: 'q/2027/3', number: 3 }] };

/** `3 sign`, `12 report 道路已通车`, `12 requestExtension 2027-09-30 资金未到位`; a refusal by its code. */
function read(words: string, letter = two): readonly string[] | string {
  const reading = readReply(words, letter, today);
  if ('why' in reading) return reading.why;
  return reading.proposals.map(({ task, act }) => {
    const { kind, unit: _unit, ...rest } = act;
    return [task.split('/').at(-1), kind, ...Object.values(rest)].join(' ');
  });
}

describe('an answer is read', () => {
  test.each([
    ['收到。', ['3 sign', '12 sign']],
    ['已签收，谢谢！\n\n张三\n区发展改革局 综合科\n电话：0533-1234567\n2027年3月1日', ['3 sign', '12 sign']],
    ['您好：\n来信收悉。\n此致\n敬礼', ['3 sign', '12 sign']],
    ['第3、１２项已签收', ['3 sign', '12 sign']],
    [
      '第3项已完成：园区建成，绿化率达到35%，招待所和待业人员培训中心投入使用',
      ['3 report 园区建成，绿化率达到35%，招待所和待业人员培训中心投入使用'],
    ],
    [
      '第3项已完成：年度投资完成100%，不但通过验收，而且未发生事故',
      ['3 report 年度投资完成100%，不但通过验收，而且未发生事故'],
    ],
    [
      '第3项已办结，3项工程全部竣工，共建成学校12所\n建设中心已于5月移交',
      ['3 report 3项工程全部竣工，共建成学校12所\n建设中心已于5月移交'],
    ],
    ['12. 签收', ['12 sign']],
    ['第12项 已完成：道路已通车，\n已通过验收。', ['12 report 道路已通车，\n已通过验收。']],
    ['3．已办结，园区建成', ['3 report 园区建成']],
    ['第3项进展：已开工，完成30%', ['3 progress 已开工，完成30%']],
    ['第3项申请延期至2027年9月30日，原因：资金未到位。', ['3 requestExtension 2027-09-30 资金未到位。']],
    ['第3项申请延期到９月３０日前，因资金未到位', ['3 requestExtension 2027-09-30 资金未到位']],
    ['第3项申请延期至1月31日（理由：冬季停工）', ['3 requestExtension 2028-01-31 冬季停工']],
    ['第3项申请延期至2027-9-30\n资金未到位', ['3 requestExtension 2027-09-30 资金未到位']],
    [
      '收到。第12项已完成：道路已通车\n第3项申请延期至2027-09-30，资金未到位',
      ['3 sign', '12 sign', '12 report 道路已通车', '3 requestExtension 2027-09-30 资金未到位'],
    ],
  ])('%j', (words, acts) => {
    expect(read(words)).toEqual(acts);
  });

  test('without a number where the letter has one task', () => {
    expect(read('已完成：道路已通车', one)).toEqual(['12 report 道路已通车']);
    expect(read('进展情况如下：\n已开工', one)).toEqual(['12 progress 已开工']);
  });
});

describe('what is not clear is left to the office, and nothing of it is carried out', () => {
  test.each([
    ['', 'unclear'],
    ['未收到附件', 'unclear'],
    ['收到，但这不是我们的工作', 'unclear'],
    ['收到。\n请问联系人是谁？', 'unclear'],
    ['第12项已完成80%', 'unclear'],
    ['第12项已完成，80%已投用', 'unclear'],
    ['第12项尚未完成', 'unclear'],
    ['第12项已完成：道路已通车\n第3项不归我局', 'unclear'],
    ['第12项已完成：道路已通车\n另外第3项有困难', 'unclear'],
    ['第12项已完成，但尚未验收', 'unclear'],
    ['第12项已完成：百分之八十', 'unclear'],
    ['第12项已完成：正在推进剩余工程', 'unclear'],
    ['第12项已完成：尚有部分未做', 'unclear'],
    ['第12项已完成：主体工程，附属工程待完成', 'unclear'],
    ['第12项已完成：3项中的2项', 'unclear'],
    ['第12项已完成：5项工程，已完成4项', 'unclear'],
    ['第12项已完成：总工程量完成80%', 'unclear'],
    ['第12项已完成：除附属工程外全部竣工', 'unclear'],
    ['第12项已完成：道路施工中', 'unclear'],
    ['第12项已完成：道路已通车\n绿化工程还在施工', 'unclear'],
    ['第3项已完成：预计明年', 'unclear'],
    ['第3项已办结：见附件', 'unclear'],
    ['第3项已完成，但第12项因资金问题还在推进', 'unclear'],
    ['第3项已完成：园区建成。第12项申请延期至2027年9月30日，资金未到位', 'unclear'],
    ['第3项进展：已完成30%，申请延期', 'unclear'],
    ['第3项进展：已开工。任务12已完成', 'unclear'],
    ['第3项申请延期至2027年9月30日，资金未到位，第12项已完成', 'unclear'],
    ['第3至12项已签收', 'unclear'],
    ['12.5亿元已到位', 'unclear'],
    ['已完成：道路已通车', 'number-missing'],
    ['申请延期至2027年9月30日，资金未到位', 'number-missing'],
    ['第5项已完成：道路已通车', 'number-unknown'],
    ['第12项已完成', 'text-missing'],
    ['第3项申请延期至9月底，资金未到位', 'date-unclear'],
    ['第3项申请延期至2027年2月30日，资金未到位', 'date-unclear'],
    ['第3项申请延期至2027年9月30日', 'reason-missing'],
    ['第3项已完成：园区建成\n第3项申请延期至2027年9月30日，资金未到位', 'said-twice'],
    [`收到\n${REPLY_HEADING}\n“第12项已完成：（办结情况）”`, 'unclear'],
  ])('%j: %s', (words, why) => {
    expect(read(words)).toBe(why);
  });

  test('a number that two plans of the letter share, and a letter without tasks', () => {
    expect(read('第3项已完成：园区建成', twins)).toBe('number-twice');
    expect(read('收到', { ...two, tasks: [] })).toBe('no-tasks');
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '收到',
      '已完成：',
      '申请延期至',
      '2027年9月30日',
      '进展：',
      '第3项',
      '第99项',
      '12.',
      '，因',
      '\n',
      '。',
      '第3、12项',
    ),
  );

  test('never throws, and asks for nothing but acts of the unit on tasks of the letter, one request a task', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(one, two, twins), (pieces, letter) => {
        const reading = readReply(pieces.join(''), letter, today);
        if ('why' in reading) return;
        const ids = letter.tasks.map(({ id }) => id);
        expect(reading.proposals.length).toBeGreaterThan(0);
        for (const { task, act } of reading.proposals) {
          expect(ids).toContain(task);
          expect(act.unit).toBe(letter.unit);
        }
        const requests = reading.proposals.filter(({ act }) => act.kind !== 'sign').map(({ task }) => task);
        expect(new Set(requests).size).toBe(requests.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('with a word in it of what is left to do, of another task or of another request is never carried out as a report', () => {
    const plain = fc.constantFrom('', '园区建成，', '道路已通车，通过验收。', '共3处，', '绿化率达到35%，');
    const left = fc.constantFrom(
      ...[
        '正在推进',
        '仍在整改',
        '还在施工',
        '尚有尾款',
        '尚未验收',
        '剩余2处',
        '附属工程待完成',
        '预计6月',
        '计划6月底前验收',
      ],
      ...['百分之九十', '部分路段', '见附件', '第12项有困难', '3项中的2项', '申请延期', '完成80%'],
    );
    const head = fc.constantFrom('第3项已完成：', '第3项已办结，', '3. 已完成，', '收到。第3项已完成：');
    fc.assert(
      fc.property(head, plain, left, plain, fc.constantFrom('', '\n'), (begin, before, word, after, cut) => {
        expect(read(`${begin}${before}${cut}${word}${after}`)).toEqual('unclear');
      }),
    );
  });

  test('gives back exactly the tokens that were put into it', () => {
    const token = fc.uint8Array({ minLength: 7, maxLength: 7 }).map(tokenOf);
    fc.assert(
      fc.property(fc.array(token, { maxLength: 3 }), fc.string({ unit: 'grapheme' }), (tokens, noise) => {
        const text = tokens
          .map((one) => `${noise.replace(/督办/g, '')} Re: ${tokenMark(one).toLowerCase()}`)
          .join('\n');
        expect(tokensIn(text)).toEqual([...new Set(tokens)]);
      }),
    );
  });
});
