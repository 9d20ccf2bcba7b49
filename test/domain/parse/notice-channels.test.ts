import { describe, expect, test } from '@jest/globals';
import { channelsIn } from '../../../domain/parse/notice-channels.js';
import { fold } from '../../../domain/parse/passage.js';

const read = (text: string): string[] =>
  channelsIn(fold(text), text).map(
    ({ kind, value, mark }) => `${kind} ${value}${mark === undefined ? '' : ` <${mark}>`}`,
  );

describe('the ways to comment a notice names', () => {
  test.each([
    ['联系电话：0100-1234567、7654321；传真：0100-1234568', ['phone 0100-1234567', 'phone 7654321']],
    ['电话（传真）：（0100）1234567', ['phone (0100)1234567']],
    ['电话：0100-123 4567（联系地址：甲区新华路9号）', ['phone 0100-123 4567', 'post 甲区新华路9号']],
    ['联系人：张某，手机１３８００００００００', ['phone 13800000000']],
    ['邮编：100000，监督电话：0100-12345678', []],
    ['咨询热线12345；QQ：12345678', ['phone 12345']],
    ['发送至邮箱 yijian @ jiaqu.example.org，邮件主题注明“水源计划”。', ['email yijian@jiaqu.example.org <水源计划>']],
    [
      '通过信函方式将意见寄至：甲市甲区解放路1号甲区水务局规划科（邮编：100000），并请在信封上注明“水源计划征求意见”字样。',
      ['post 甲市甲区解放路1号甲区水务局规划科 <水源计划征求意见>'],
    ],
    [
      '邮件地址：a@b.example.org\n通讯地址：甲镇人民路8号302室 邮编100000',
      ['email a@b.example.org', 'post 甲镇人民路8号302室'],
    ],
    ['登录区政府门户网站“民意征集”栏目提出意见。', ['web 登录区政府门户网站“民意征集”栏目提出']],
    ['登录 http://www.jiaqu.example.org/yjzj，在线提交意见。', ['web http://www.jiaqu.example.org/yjzj']],
    ['现通过区政府网站向社会公开征求意见。', []],
    ['草案全文请在 www.jiaqu.example.org 下载。', []],
    ['意见请于2023年8月23日前反馈。文号：20230724', []],
    [
      '(一)网上：在本页面下方留言。(二)电话：0100-1234567。(三)邮寄：甲区解放路1号。(四)邮箱：a@b.example.org',
      ['web 在本页面下方留言', 'phone 0100-1234567', 'post 甲区解放路1号', 'email a@b.example.org'],
    ],
    ['电话：0100-1234567。有疑问请致电0100-1234567。', ['phone 0100-1234567']],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});
