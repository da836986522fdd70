import { z } from 'zod';
import { RESULT_LIMIT } from './bound.ts';
import { fetchPage, type Page } from './fetch-page.ts';
import { mediaTypeAt } from './attachment.ts';
import { failure } from './outcome.ts';
import { reveal } from '../../background/invisible.ts';
import { textOfPage, type PageText } from './page-text.ts';
import type { Tool, ToolOutcome } from './tool.ts';
import { hostOf, isLocalHost, readAddress } from './web-address.ts';
import { counted, number, oneLine } from './words.ts';

/** Characters of one answer, within what a result may have. */
const PART = RESULT_LIMIT - 2_000;

const schema = z.strictObject({
  url: z.string().describe('The address, starting with https:// or http://'),
  offset: z.int().min(0).optional().describe('The character of the text to start at'),
});

type Input = z.infer<typeof schema>;

export const webFetch: Tool<Input> = {
  name: 'web_fetch',
  description:
    'Fetches a web page and returns it as Markdown; images and PDF files are shown to you. The user is asked for each host. ' +
    'For a server on this machine use curl in bash.',
  schema,
  headline: ({ url }) => ({ verb: 'fetched', subject: oneLine(url) }),
  runsTogether: () => true,
  async permission({ url: written }, context) {
    const read = readAddress(written);
    if (read.kind === 'wrong') return { kind: 'answered', outcome: failure(read.sentence) };
    const { url } = read;
    if (isLocalHost(hostOf(url)) && !(await context.isNamedByRule('web_fetch', url.href))) {
      return { kind: 'answered', outcome: failure(localSentence(url), 'local address') };
    }
    const question = { title: 'Fetch this page?', body: reveal(url.href), context: `from ${url.host}` };
    return { kind: 'use', tool: 'web_fetch', subject: url.href, readOnly: true, question };
  },
  async run({ url: written, offset = 0 }, context) {
    const read = readAddress(written);
    if (read.kind === 'wrong') return failure(read.sentence);
    const { url } = read;
    const local = await context.isNamedByRule('web_fetch', url.href);
    const page = await fetchPage({ url, local, signal: context.signal, network: context.network });
    if (page.kind === 'failed') return failure(`${url.href} could not be fetched: ${page.reason}.`);
    if (page.kind === 'elsewhere') {
      const text = `${url.href} leads to another host: ${page.to}. Fetch that, if it is what you want.`;
      return { text, isError: false, summary: 'leads elsewhere' };
    }
    return outcomeOf(page, { offset, signal: context.signal });
  },
};

function localSentence({ href, origin }: URL): string {
  return (
    `${href} is of this machine or a private network. It is fetched only when the user has a rule that names its host, ` +
    `such as web_fetch(${origin}/*) under allow. Use bash with curl for a server that you started.`
  );
}

async function outcomeOf(
  page: Extract<Page, { kind: 'page' }>,
  { offset, signal }: { readonly offset: number; readonly signal: AbortSignal },
): Promise<ToolOutcome> {
  const { url, type, bytes, cut } = page;
  const [kind = ''] = type.toLowerCase().split(';');
  const mediaType = mediaTypeAt(bytes);
  if (mediaType !== undefined && !cut) {
    const text = `${url.href} is ${mediaType} (${counted(bytes.length, 'byte')}), shown here.`;
    const files = [{ mediaType, data: bytes.toString('base64') }];
    return { text, isError: false, summary: mediaType, files };
  }
  if (!isText(kind, bytes)) {
    return failure(`${url.href} is not text but ${kind || 'unknown'} (${counted(bytes.length, 'byte')}).`, 'not text');
  }
  const head = kind.includes('html') ? bytes.subarray(0, HEAD_BYTES).toString('latin1') : '';
  const decoded = decode(bytes, charsetOf(type) ?? charsetOf(head));
  const made: PageText = isHtml(kind, decoded)
    ? await textOfPage(decoded, { baseUrl: url.href, signal })
    : { kind: 'text', text: decoded };
  if (made.kind === 'failed') {
    return failure(`The HTML of ${url.href} could not be converted to text: ${made.reason}.`, 'not converted');
  }
  const { text } = made;
  if (offset > 0 && offset >= text.length) return failure(`Its text has only ${counted(text.length, 'character')}.`);
  const part = text.slice(offset, offset + PART);
  const rest = text.length - offset - part.length;
  const notes = [
    ...(rest > 0 ? [`[${counted(rest, 'more character')}: go on with offset ${offset + part.length}.]`] : []),
    ...(cut ? ['[The page is larger than 2 MiB; the rest was not read.]'] : []),
  ];
  const body = part.trim() === '' ? '[The page has no text.]' : part;
  return {
    text: [`[${url.href}]`, body, ...notes].join('\n'),
    isError: false,
    summary: `${number(text.length)} characters`,
  };
}

function isText(kind: string, bytes: Buffer): boolean {
  if (kind === '') return !bytes.subarray(0, 8_192).includes(0);
  return kind.startsWith('text/') || /[/+](?:json|xml|javascript|yaml|toml|x-ndjson)$/.test(kind.trim());
}

function isHtml(kind: string, text: string): boolean {
  return kind.includes('html') || (kind === '' && /^\s*<(?:!doctype html|html)/i.test(text));
}

/** HTML may say it itself, near its beginning. */
const HEAD_BYTES = 1_024;

function charsetOf(text: string): string | undefined {
  return /charset\s*=\s*["']?([\w-]+)/i.exec(text)?.[1];
}

function decode(bytes: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
