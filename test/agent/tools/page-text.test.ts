/** Whoever writes a page must not decide how long the program stands still, or whether it goes on. */
import { expect, test } from 'vitest';
import { textOfPage } from '../../../src/agent/tools/page-text.ts';

const baseUrl = 'https://example.org/';
const { signal } = new AbortController();

test.each([
  ['a cell that spans 99,999,999 rows', '<table><tr><td rowspan=99999999>x', 'x'],
  ['a cell that spans 99,999,999 columns', '<table><tr><td colspan=99999999>x', 'x'],
  ['20 cells of 1000 × 1000', `<table>${'<tr><td rowspan=1000 colspan=1000>x'.repeat(20)}`, /x/],
  ['elements that are nested 100,000 deep', `${'<div>'.repeat(100_000)}x`, /^/],
])('%s are converted', async (_, html, text) => {
  const made = await textOfPage(html, { baseUrl, signal });
  expect(made).toMatchObject({ kind: 'text', text: typeof text === 'string' ? text : expect.stringMatching(text) });
});

test('what takes too much memory fails, and the program goes on', async () => {
  const html = `<table><tr>${'<td rowspan=50 colspan=50>x'.repeat(70_000)}`;
  expect(await textOfPage(html, { baseUrl, signal, timeout: 120_000 })).toEqual({
    kind: 'failed',
    reason: expect.stringMatching(/memory/),
  });
});

test('what takes too long fails, and other work goes on meanwhile', async () => {
  const html = '<table><tr><td rowspan=50 colspan=50>x'.repeat(2_000);
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 10);
  const made = await textOfPage(html, { baseUrl, signal, timeout: 500 });
  clearInterval(ticking);
  expect(made).toEqual({ kind: 'failed', reason: 'it takes longer than 0.5 s' });
  expect(ticks).toBeGreaterThan(3);
});

test('an interruption ends it at once', async () => {
  const controller = new AbortController();
  const html = '<table><tr><td rowspan=50 colspan=50>x'.repeat(2_000);
  const made = textOfPage(html, { baseUrl, signal: controller.signal });
  controller.abort();
  expect(await made).toEqual({ kind: 'failed', reason: 'it was interrupted' });
});
