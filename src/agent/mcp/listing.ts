/**
 * The lists of an MCP server: tools, prompts, resources, page by page. What stands in them is checked piece by piece, so
 * that one that is wrong hides no other; the SDK's own lists are all or nothing.
 */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { apiSchema, type ApiSchema } from './api-schema.ts';
import { readAnnotations, type ToolAnnotations } from './annotations.ts';

/** A tool as its server describes it, with a schema that the API takes. */
export interface ServerTool extends Pick<ApiSchema, 'original'> {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ApiSchema['schema'];
  readonly annotations: ToolAnnotations;
}

/** A tool that cannot be offered, by its name or place, and why. */
export interface LeftOutTool {
  readonly name: string;
  readonly reason: string;
}

export interface ListedTools {
  readonly tools: readonly ServerTool[];
  readonly leftOut: readonly LeftOutTool[];
}

export interface ListOptions {
  readonly signal: AbortSignal;
  /** Milliseconds for one page. */
  readonly timeout: number;
}

const MOST_TOOLS = 200;
const MOST_ENTRIES = 1_000;
const MOST_PAGES = 50;

/** Rejects when the server gives no list, or one without an end. */
export async function listTools(client: Client, options: ListOptions): Promise<ListedTools> {
  const listed = (await listAll(client, { ...options, method: 'tools/list', key: 'tools', most: MOST_TOOLS })).map(
    readTool,
  );
  return {
    tools: listed.flatMap((one) => ('reason' in one ? [] : [one])),
    leftOut: listed.flatMap((one) => ('reason' in one ? [one] : [])),
  };
}

export interface ListRequest extends ListOptions {
  readonly method: string;
  /** Where the entries stand in a page. */
  readonly key: string;
  readonly most?: number;
}

/** Its entries as they came. */
export async function listAll(
  client: Client,
  { method, key, most = MOST_ENTRIES, ...options }: ListRequest,
): Promise<readonly unknown[]> {
  const entries: unknown[] = [];
  const cursors = new Set<string>();
  for (let cursor: string | undefined; ;) {
    const params = cursor === undefined ? {} : { cursor };
    const page: Record<string, unknown> = await client.request({ method, params }, ResultSchema, options);
    entries.push(...entriesOf(page, key));
    const next = page['nextCursor'];
    if (typeof next !== 'string' || next === '' || entries.length >= most) return entries.slice(0, most);
    if (cursors.has(next) || cursors.size === MOST_PAGES) throw new Error(`its list of ${key} does not end`);
    cursors.add(next);
    cursor = next;
  }
}

/** The list at a place of an answer. Throws when there is none. */
export function entriesOf(answer: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
  const entries = answer[key];
  if (!Array.isArray(entries)) throw new Error(`it answered what the protocol does not know (${key}: no list)`);
  return entries;
}

function readTool(entry: unknown, index: number): ServerTool | LeftOutTool {
  const { name, title, description, inputSchema, annotations } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name.trim() === '') return { name: `tool ${index + 1}`, reason: 'it has no name' };
  const { schema, note, original } = apiSchema(inputSchema);
  const words = [typeof description === 'string' ? description : '', note].filter(Boolean).join('\n');
  return {
    name,
    description: words,
    inputSchema: schema,
    annotations: readAnnotations(annotations, title),
    original,
  };
}
