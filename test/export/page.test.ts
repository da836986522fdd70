/** The exported page in a real browser: it opens without a network, fits, and follows the reader's wishes. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportText } from '../../src/export/write-export.ts';
import { recordStory, STORY_ID } from './record-story.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const reason = existsSync(CHROMIUM) ? '' : ` (skipped: there is no ${CHROMIUM}; CHROMIUM names another)`;
/** It must not look anything up by itself. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(reason !== '')(`the exported page${reason}`, () => {
  let folder: string;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'meanwhile-page-'));
    const folders = { tasks: path.join(folder, 'tasks'), sessions: path.join(folder, 'sessions') };
    await recordStory(folders, '/home/ada/shop');
    const file = path.join(folder, 'page.html');
    const options = { folders, id: STORY_ID, format: 'html', now: Date.now(), home: '/home/ada' } as const;
    const made = await exportText(options);
    await writeFile(file, made.kind === 'text' ? made.text : made.sentence);
    address = pathToFileURL(file).href;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET, timeout: 60_000 });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function open(options: Parameters<Browser['newPage']>[0] = {}) {
    const page = await browser.newPage(options);
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(address);
    return { page, requests, complaints };
  }

  test('asks for nothing, runs nothing, and shows hostile words as words', async () => {
    const { page, requests, complaints } = await open();
    expect(requests).toEqual([address]);
    expect(complaints).toEqual([]);
    expect(await page.title()).toBe('Install the dependencies and run the tests. Write the README meanwhile.');
    expect(await page.locator('img, script, iframe').count()).toBe(0);
    expect(await page.locator('.answer').nth(4).innerText()).toContain('<script>document.title = "owned"</script>');
  });

  test.each([360, 800, 1600])('fits a window of %i columns of dots, everything open', async (width) => {
    const { page } = await open({ viewport: { width, height: 900 } });
    await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test('is light or dark as the reader wishes, and readable in both', async () => {
    const colours = async (colorScheme: 'light' | 'dark') => contrast((await open({ colorScheme })).page);
    const [light, dark] = [await colours('light'), await colours('dark')];
    expect(light.paper).toBeGreaterThan(0.8);
    expect(dark.paper).toBeLessThan(0.1);
    // WCAG 2: at least 4.5 for text.
    expect(light.ratio).toBeGreaterThan(7);
    expect(dark.ratio).toBeGreaterThan(7);
  });

  test('folds what tools did, opens it by a click, and leads from a notice to its task', async () => {
    const { page } = await open();
    const call = page.locator('details.call').first();
    expect(await call.locator('pre').first().isVisible()).toBe(false);
    await call.locator('summary').click();
    expect(await call.locator('pre').first().isVisible()).toBe(true);
    await page.locator('.notice a').first().click();
    expect(await page.evaluate('document.querySelector(":target").id')).toBe('task-1f3a9c2e');
  });

  test('prints what is folded too', async () => {
    const { page } = await open();
    await page.emulateMedia({ media: 'print' });
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    expect(await page.locator('details.call pre').first().isVisible()).toBe(true);
  });
});

/** How light the paper is, from 0 to 1, and the contrast of the text on it, as WCAG 2 reckons both. */
async function contrast(page: Page): Promise<{ readonly paper: number; readonly ratio: number }> {
  const colour = (property: string) => page.evaluate(`getComputedStyle(document.body)['${property}']`);
  const [paper, ink] = [luminance(await colour('backgroundColor')), luminance(await colour('color'))];
  return { paper, ratio: (Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05) };
}

function luminance(colour: unknown): number {
  const [red = 0, green = 0, blue = 0] = (String(colour).match(/\d+/g) ?? []).map((value) => {
    const part = Number(value) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
