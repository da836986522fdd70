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
  const html = '<table><tr><td rowspan=50 colspan=50>x'.repeat(20_000);
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 10);
  const made = await textOfPage(html, { baseUrl, signal, timeout: 500 });
  clearInterval(ticking);
  expect(made).toEqual({ kind: 'failed', reason: 'it takes longer than 0.5 s' });
  expect(ticks).toBeGreaterThan(3);
});

test('an interruption ends it at once', async () => {
  const controller = new AbortController();
  const html = '<table><tr><td rowspan=50 colspan=50>x'.repeat(20_000);
  const made = textOfPage(html, { baseUrl, signal: controller.signal });
  controller.abort();
  expect(await made).toEqual({ kind: 'failed', reason: 'it was interrupted' });
});

const page = 'https://example.org/docs/start?v=2';

test.each([
  ['/guide?a=1', 'https://example.org/guide?a=1'],
  ['next.html', 'https://example.org/docs/next.html'],
  ['../up', 'https://example.org/up'],
  ['?q=1', 'https://example.org/docs/start?q=1'],
  ['//other.example/x', 'https://other.example/x'],
  ['https://other.example/a_(b)', 'https://other.example/a_%28b%29'],
])('the link %s is resolved against the page', async (href, address) => {
  const made = await textOfPage(`<p>see <a href="${href}">the guide</a>.`, { baseUrl: page, signal });
  expect(made).toEqual({ kind: 'text', text: `see [the guide](${address}).` });
});

test('a page may name what its links are relative to', async () => {
  const html = '<head><base href="/v3/"></head><body><a href="x">y</a>';
  expect(await textOfPage(html, { baseUrl: page, signal })).toEqual({
    kind: 'text',
    text: '[y](https://example.org/v3/x)',
  });
});

test.each([
  ['a link to the page itself', '<a href="#top">up</a>', 'up'],
  ['a link that runs a script', '<a href="javascript:alert(1)">run</a>', 'run'],
  ['a link around a picture', '<a href="/x"><img src="y.png"></a>done', 'done'],
  ['an address as its own text', '<a href="https://a.example/">https://a.example/</a>', '<https://a.example/>'],
  ['headings', '<h1>One</h1><h3>Two</h3>', '# One\n\n### Two'],
  ['words of code', '<p>run <code>npm ci</code> first', 'run `npm ci` first'],
  ['a list', '<ul><li>a<li>b</ul>', '- a\n- b'],
  [
    'a block of code',
    '<p>so:<pre><code class="hljs language-js">if (a) {\n  b();\n}\n</code></pre><p>then',
    'so:\n\n```js\nif (a) {\n  b();\n}\n```\n\nthen',
  ],
  ['a block that holds a fence', '<pre>```\nx\n```</pre>', '````\n```\nx\n```\n````'],
])('%s becomes Markdown', async (_, html, text) => {
  expect(await textOfPage(html, { baseUrl: page, signal })).toEqual({ kind: 'text', text });
});
