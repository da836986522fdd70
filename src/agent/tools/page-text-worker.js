/**
 * Converts the HTML of one page to Markdown, in a worker thread: whoever wrote the page decides how much time and memory
 * that takes, so `page-text.ts` bounds both. JavaScript, because the tests run it as it is on Node 20.
 */
import { convert } from 'html-to-text';
import { parentPort, workerData } from 'node:worker_threads';

/** A cell takes an entry in a table for each row and column it spans: `rowspan=99999999` would fill the memory. */
const MOST_SPAN = 50;

/** Elements within elements; browsers stop at 512 too. */
const MOST_DEPTH = 512;

/** @type {{ html: string, baseUrl: string }} */
const { html, baseUrl } = workerData;
const base = baseOf(html);
let openFences = 0;
parentPort?.postMessage(markdownOf());

/** Headings, lists, links, code and tables; nothing of scripts, styles and pictures. */
function markdownOf() {
  return convert(html, {
    wordwrap: false,
    baseElements: { selectors: [/<main[\s>]/i.test(html) ? 'main' : 'body'] },
    limits: { maxInputLength: 2 * 1024 * 1024, maxBaseElements: 1, maxDepth: MOST_DEPTH },
    formatters: { boundedTable, fence, code, heading, link },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'nav', format: 'skip' },
      { selector: 'a', format: 'link' },
      { selector: 'code', format: 'code' },
      { selector: 'pre', format: 'fence' },
      { selector: 'ul', options: { itemPrefix: '- ' } },
      ...[1, 2, 3, 4, 5, 6].map((level) => ({ selector: `h${level}`, format: 'heading' })),
      { selector: 'table', format: 'boundedTable', options: { uppercaseHeaderCells: false } },
    ],
  });
}

/** @type {import('html-to-text').FormatCallback} */
function heading(element, walk, builder) {
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addInline(`${'#'.repeat(Number(element.name?.slice(1)))} `);
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 2 });
}

/** @type {import('html-to-text').FormatCallback} */
function link(element, walk, builder) {
  const address = addressOf(element);
  const text = textOf(element).trim();
  if (address === null || text === '') return walk(element.children, builder);
  if (text === address) return builder.addInline(`<${address}>`);
  builder.addInline('[');
  walk(element.children, builder);
  builder.addInline(`](${address})`);
}

/** @type {import('html-to-text').FormatCallback} */
function code(element, walk, builder) {
  const text = textOf(element);
  if (openFences > 0 || text.trim() === '' || text.includes('`')) return walk(element.children, builder);
  builder.addInline('`');
  walk(element.children, builder);
  builder.addInline('`');
}

/** @type {import('html-to-text').FormatCallback} */
function fence(element, walk, builder) {
  const longest = Math.max(2, ...(textOf(element).match(/`{3,}/g) ?? []).map((ticks) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addInline(ticks + languageOf(element));
  builder.openBlock({ isPre: true, leadingLineBreaks: 1 });
  openFences += 1;
  walk(element.children, builder);
  openFences -= 1;
  builder.closeBlock({ trailingLineBreaks: 1, blockTransform: (block) => block.replace(/\n+$/, '') });
  builder.addInline(ticks);
  builder.closeBlock({ trailingLineBreaks: 2 });
}

/** What highlighters write: `class="language-ts"` on the element or on the `code` in it. */
function languageOf(/** @type {import('html-to-text').DomNode} */ element) {
  for (const node of [element, ...(element.children ?? [])]) {
    const name = /(?:^|\s)lang(?:uage)?-([\w+#-]{1,20})/.exec(node.attribs?.class ?? '')?.[1];
    if (name !== undefined) return name;
  }
  return '';
}

/** The whole address, or `null` for what leads nowhere else. */
function addressOf(/** @type {import('html-to-text').DomNode} */ { attribs }) {
  const href = attribs?.href?.trim() ?? '';
  if (href === '' || href.startsWith('#')) return null;
  try {
    const { protocol, href: address } = new URL(href, base);
    return /^(?:https?|mailto):$/.test(protocol) ? address.replaceAll('(', '%28').replaceAll(')', '%29') : null;
  } catch {
    return null;
  }
}

/** A page may say what its links are relative to: https://html.spec.whatwg.org/#the-base-element */
function baseOf(/** @type {string} */ page) {
  const said = /<base\s[^>]*?href\s*=\s*["']?([^"'\s>]+)/i.exec(page.slice(0, 50_000))?.[1];
  try {
    return new URL(said ?? '', baseUrl).href;
  } catch {
    return baseUrl;
  }
}

/** Without recursion: a page may nest as deep as it likes. */
function textOf(/** @type {import('html-to-text').DomNode} */ element) {
  let text = '';
  const open = [element];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    text += node.data ?? '';
    open.push(...(node.children ?? []).toReversed());
  }
  return text;
}

/** @type {import('html-to-text').FormatCallback} */
function boundedTable(table, walk, builder, options) {
  boundSpans(table);
  builder.options.formatters?.['dataTable']?.(table, walk, builder, options);
}

/** @param {import('html-to-text').DomNode} table */
function boundSpans(table) {
  const open = [table];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const name of ['colspan', 'rowspan']) {
      const span = Number(node.attribs?.[name]);
      if (span > MOST_SPAN) node.attribs[name] = String(MOST_SPAN);
    }
    open.push(...(node.children ?? []));
  }
}
