/** What went wrong with an MCP server, in one sentence that says what to do. */
import { commandLine } from '../../background/start-command.ts';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { cleanText } from '../../background/clean-text.ts';
import { networkReason, proxyWords } from '../network/network-reason.ts';
import { isProgram, type ServerConfig } from './server-config.ts';
import { startOf } from '../../background/cut.ts';

const LONGEST = 300;

export interface Failing {
  /** Of the server in the settings. */
  readonly name: string;
  readonly config: ServerConfig;
  /** The proxy on the way to a server by address, without user and password. */
  readonly proxy: string | null;
  /** How its program ended, and what it said last; both may be empty. */
  readonly end: string;
  readonly lastWords: string;
}

export function failureWords(error: unknown, about: Failing): string {
  return startOf(cleanText(wordsOf(error, about)).replace(/\s+/g, ' '), LONGEST);
}

function wordsOf(error: unknown, { name, config, proxy, end, lastWords }: Failing): string {
  const code = codeOf(error);
  if (isProgram(config)) {
    if (code === 'ENOENT')
      return `there is no program ${config.command}; install it, or change "command" in the settings`;
    if (code === 'EACCES') return `${config.command} may not be run; make it executable`;
    if (end !== '') return `it has ended (${end})${lastWords === '' ? '' : `: ${lastWords}`}`;
  } else {
    const reason = networkReason(error);
    const ofProxy = proxy === null ? undefined : proxyWords(reason, proxy, originOf(config.url));
    if (ofProxy !== undefined) return ofProxy.replace(/^T/, 't');
    if (reason?.kind === 'certificate')
      return `the certificate of ${originOf(config.url)} was not accepted (${reason.words}). ${reason.advice}`;
    if (code === 'ECONNREFUSED') return `nothing answers at ${originOf(config.url)}; start the server, or change "url"`;
    if (code === 'ENOTFOUND') return `there is no host of that name: ${originOf(config.url)}`;
    if (code === '401')
      return `it refuses access (HTTP 401); run ${commandLine(`mcp login ${name}`)}, or give it "headers" with what it wants`;
    if (code === '403') return `it refuses access (HTTP ${code}); give it "headers" with what it wants`;
  }
  if (code === String(TIMED_OUT)) return 'it did not answer in time';
  const message = error instanceof Error ? messageOf(error) : String(error ?? 'it has ended');
  return message.replace(/^MCP error -?\d+: /, '');
}

/** What does not fit the protocol comes as a list of places; what failed on the network says why in its cause. */
function messageOf(error: Error): string {
  if ('issues' in error && Array.isArray(error.issues)) {
    const [{ path = [], message = '' } = {}] = error.issues as readonly {
      path?: readonly unknown[];
      message?: string;
    }[];
    return `it answered what the protocol does not know (${[path.join('.'), message].filter(Boolean).join(': ')})`;
  }
  return error.message === 'fetch failed' && error.cause instanceof Error ? error.cause.message : error.message;
}

/** JSON-RPC error code of a request without an answer. */
const TIMED_OUT = -32001;

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof UnauthorizedError) return '401';
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')) return String(error.code);
  return codeOf(error.cause);
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'that address';
}
