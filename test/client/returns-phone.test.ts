/** The page of a return with twenty tasks in a real browser: on a phone, without script, and as axe-core judges it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { loadReturn } from '../../activities/ledger/supervision/returns.js';
import { id, linkOf, own, type ReturnSite, returnSite } from './return-site.js';

const program = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/** A folder for pictures of the page, where somebody wants to look at it. */
const pictures = process.env['DUBAN_TEST_PICTURES'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = 390;
const MORE = 18;

if (existsSync(program)) describe('in Chromium', inChromium);
else {
  // biome-ignore lint/suspicious/noSkippedTests: a machine without a browser cannot open pages
  test.skip(`in Chromium (skipped: ${program} is absent, CHROMIUM_PATH names another)`, () => undefined);
}

function inChromium(): void {
  let site: ReturnSite;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    site = await returnSite(MORE);
    await site.web.listen({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${(site.web.server.address() as AddressInfo).port}${linkOf(own)}`;
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  const open = async (javaScriptEnabled: boolean): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: PHONE, height: 800 },
      javaScriptEnabled,
      locale: 'zh-CN',
    });
    return context.newPage();
  };
  const picture = async (page: Page, name: string): Promise<void> => {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, `return-${name}.png`), await page.screenshot({ fullPage: true }));
  };

  test('a unit answers for twenty tasks without script, with a file, and confirms what was asked back', async () => {
    const page = await open(false);
    await page.goto(url);
    await picture(page, 'empty');
    expect(await page.locator('form#return > section').count()).toBe(MORE + 3);
    for (const state of await page.locator('fieldset.choices').all())
      await state.getByRole('radio', { name: '达到序时进度' }).check();
    for (const field of await page.getByLabel('进展情况').all())
      if ((await field.inputValue()) === '') await field.fill('按计划推进');
    await page.getByLabel('技改投资').first().fill('50000');
    const file = join(mkdtempSync(join(tmpdir(), 'duban-evidence-')), '证明 材料.pdf');
    writeFileSync(file, '%PDF-1.4 sample');
    await page.getByLabel('选择文件').setInputFiles(file);
    await page.getByRole('button', { name: '报送', exact: true }).click();
    await page.getByLabel('数值核对无误').check();
    await picture(page, 'doubts');
    await page.getByLabel('选择文件').setInputFiles(file);
    await page.getByRole('button', { name: '报送', exact: true }).click();
    expect(await page.getByRole('status').textContent()).toContain('第1次报送已收到');
    const kept = await loadReturn(site.ledger, id);
    expect(kept?.content.tasks).toHaveLength(MORE + 2);
    expect(kept?.content.tasks[0]?.values).toEqual([{ target: 0, value: 50_000 }]);
    expect(kept?.files.map((one) => one.name)).toEqual(['证明 材料.pdf']);
    await page.context().close();
  }, 120_000);

  test('nothing sticks out on a phone, and nobody is kept out', async () => {
    const page = await open(true);
    await page.goto(url);
    expect(Number(await page.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(PHONE);
    await picture(page, 'filled');
    await page.evaluate(axe);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map((node) => node.html)])).toEqual([]);
    await page.context().close();
  }, 60_000);
}
