/** The public's pages in a real browser: without script, on a desk and on a phone, and as axe-core judges them. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { instantOf } from '../../domain/day.js';
import { pdf } from './public-files.js';
import { comment, listComments, noticedAt, office, openPeriod, type PublicSite, publicSite } from './public-site.js';

const program = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/** A folder for pictures of all pages, where somebody wants to look at them. */
const pictures = process.env['DUBAN_TEST_PICTURES'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = { desktop: 1280, phone: 390 } as const;
/** The narrowest phone on which nothing may stick out. */
const NARROW = 360;

if (existsSync(program)) describe('in Chromium', inChromium);
else {
  // biome-ignore lint/suspicious/noSkippedTests: a machine without a browser cannot open pages
  test.skip(`in Chromium (skipped: ${program} is absent, CHROMIUM_PATH names another)`, () => undefined);
}

function inChromium(): void {
  let site: PublicSite;
  let browser: Browser;
  let base: string;

  beforeAll(async () => {
    site = await publicSite({ limits: false });
    await site.web.listen({ host: '127.0.0.1', port: 0 });
    base = `http://127.0.0.1:${(site.web.server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
    await openPeriod(site, 'street');
    await openPeriod(site, 'paused', { title: '示范街道停车管理办法（征求意见稿）' });
    await site.comments.act('paused/1', { kind: 'suspend', reason: '附件有误，正在更正' }, office);
    await openPeriod(site, 'over', { title: '示范街道绿化方案（征求意见稿）' });
    await comment(site, 'over/1', { text: '多种树，少铺草坪。', item: '3' });
    await comment(site, 'over/1', { text: '请把路灯也修一修。' });
    const now = site.clock.now;
    site.clock.now = instantOf('2026-04-02', 600);
    await site.comments.pass('over/1', 'closed');
    await site.comments.pass('over/1', 'answering');
    const change = { where: '第3项', before: '岸线绿化5公里', after: '岸线绿化5公里，以乔木为主' };
    await site.comments.dispose('over/1', [1], { kind: 'adopted', change }, office);
    await site.comments.dispose('over/1', [2], { kind: 'outside', forwardedTo: '区城市管理局' }, office);
    await site.comments.act('over/1', { kind: 'publish' }, office);
    site.clock.now = now;
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  const open = async (width: number, javaScriptEnabled: boolean): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled, locale: 'zh-CN' });
    return context.newPage();
  };
  /** Fills in and sends the form as a person does, four seconds after opening the page. */
  const send = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
    await page.goto(`${base}/public/street/1?item=2#comment`);
    site.clock.now += 4_000;
    for (const [name, value] of Object.entries(fields)) await page.locator(`#${name}`).fill(value);
    await page
      .getByRole('button', { name: '提意见' })
      .or(page.getByRole('button', { name: '提交意见' }))
      .click();
    await page.waitForLoadState();
  };

  test('the form works without script, with a file, and the browser vouches for where it came from', async () => {
    const page = await open(widths.desktop, false);
    await page.goto(`${base}/public/street/1`);
    await page.getByRole('link', { name: /对本项提意见.*第3项/ }).click();
    site.clock.now += 4_000;
    await page.locator('#text').fill('河道两岸请装护栏');
    const file = join(mkdtempSync(join(tmpdir(), 'duban-attached-')), '照片 说明.pdf');
    writeFileSync(file, pdf);
    await page.locator('#files').setInputFiles(file);
    await page.getByRole('button', { name: '提交意见' }).click();
    const number = await page.locator('.receipt-number').textContent();
    await page.reload();
    expect(await page.locator('.receipt-number').textContent()).toBe(number);
    expect(page.url()).not.toContain(String(number));
    expect(await listComments(site.ledger, 'street/1')).toMatchObject([
      { item: 3, text: '河道两岸请装护栏', suspect: false, files: [{ name: '照片 说明.pdf' }] },
    ]);
    await page.getByRole('link', { name: '查询办理结果' }).first().click();
    await page.getByLabel('回执编号').fill(String(number).toLowerCase());
    await page.getByRole('button', { name: '查询' }).click();
    expect(await page.locator('main').textContent()).toContain('正在办理');
    await page.context().close();
  });

  test('the keyboard reaches the content first and never the trap', async () => {
    const page = await open(widths.desktop, true);
    await page.goto(`${base}/public/street/1`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('跳到正文');
    const reached = new Set<unknown>();
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate('document.activeElement.name'));
    }
    expect([...reached]).toEqual(expect.arrayContaining(['item', 'text', 'files', 'name', 'contact']));
    expect(reached).not.toContain('website');
    await page.context().close();
  });

  describe.each(Object.entries(widths))('on %s', (kind, width) => {
    const pages: readonly (readonly [name: string, go: (page: Page) => Promise<unknown>])[] = [
      ['list', (page) => page.goto(`${base}/public`)],
      ['period', (page) => page.goto(`${base}/public/street/1`)],
      ['suspended', (page) => page.goto(`${base}/public/paused/1`)],
      ['published', (page) => page.goto(`${base}/public/over/1`)],
      ['faults', (page) => send(page, { text: '有意见', name: '名'.repeat(41), contact: '请勿联系' })],
      ['received', (page) => send(page, { text: `在${kind}上写的意见`, contact: 'resident@home.example.org' })],
      ['lookup', (page) => page.goto(`${base}/public/receipt`)],
      ['close-out', (page) => page.goto(`${base}/public/over/1/close-out`)],
      ['missing', (page) => page.goto(`${base}/public/none/1`)],
    ];

    test.each(pages)('the page “%s” has no serious fault and fits', async (name, go) => {
      site.clock.now = Math.max(site.clock.now, noticedAt);
      const page = await open(width, true);
      await go(page);
      await page.evaluate(axe);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      const told = violations.map(({ impact, id, nodes }) => [impact, id, nodes.map((node) => node.html)]);
      expect(told.filter(([impact]) => impact === 'serious' || impact === 'critical')).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(await page.evaluate('document.querySelectorAll("h1").length')).toBe(1);
      if (pictures !== undefined) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `${name}-${kind}.png`), fullPage: true });
      }
      if (kind === 'phone') {
        await page.setViewportSize({ width: NARROW, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      }
      await page.context().close();
    });
  });
}
