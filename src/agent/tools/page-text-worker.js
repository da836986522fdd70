/**
 * Converts the HTML of one page to text, in a worker thread: whoever wrote the page decides how much time and memory
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
parentPort?.postMessage(textOf());

/** Headings, lists, links and tables as one reads them; nothing of scripts, styles and pictures. */
function textOf() {
  return convert(html, {
    wordwrap: false,
    baseElements: { selectors: [/<main[\s>]/i.test(html) ? 'main' : 'body'] },
    limits: { maxInputLength: 2 * 1024 * 1024, maxBaseElements: 1, maxDepth: MOST_DEPTH },
    formatters: { boundedTable },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'nav', format: 'skip' },
      { selector: 'a', options: { baseUrl, ignoreHref: false, hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
      ...[1, 2, 3, 4, 5, 6].map((level) => ({ selector: `h${level}`, options: { uppercase: false } })),
      { selector: 'table', format: 'boundedTable', options: { uppercaseHeaderCells: false } },
    ],
  });
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
