/**
 * Tools of MCP servers that are not all sent with each request: when their definitions are long, the model finds them by
 * words, and those that it found are offered from then on, after the others. The API has a search of its own
 * (`tool_search_tool_*` with `defer_loading`); this one works with each model and gateway.
 */
import { z } from 'zod';
import { tokensOfText } from '../token-estimate.ts';
import { toolDefinition } from './definition.ts';
import type { AnyTool, Tool } from './tool.ts';
import { counted, oneLine } from './words.ts';

export interface DeferredTools {
  /** Those of `tools` that are offered now. */
  offered(tools: readonly AnyTool[]): readonly AnyTool[];
  /** Has to be among `tools`; it is offered only while something is left out. */
  readonly find: AnyTool;
}

/** Of the definitions of all tools of MCP servers; fewer are all sent. */
const MOST_TOKENS = 10_000;
const MOST_FOUND = 8;

const schema = z.strictObject({
  query: z.string().min(1).max(400).describe('Words of what the tool does, or its name'),
});

/** `tools`: all that there are now. */
export function createDeferredTools(tools: () => readonly AnyTool[]): DeferredTools {
  const shown = new Set<string>();
  const find: Tool<z.infer<typeof schema>> = {
    name: 'find_tools',
    description:
      'Finds tools of MCP servers, which are too many to be offered at once. Those that it finds can be called from ' +
      'your next message on.',
    schema,
    headline: ({ query }) => ({ verb: 'found', subject: oneLine(`tools: ${query}`) }),
    permission: async () => ({ kind: 'free' }),
    async run({ query }) {
      const remote = tools().filter(isRemote);
      const found = ranked(remote, query).slice(0, MOST_FOUND);
      if (found.length === 0) {
        const servers = [...new Set(remote.map(({ name }) => name.split('__')[1]))].join(', ');
        return { text: `No tool has these words. Servers: ${servers}.`, isError: false, summary: 'none found' };
      }
      found.forEach(({ name }) => shown.add(name));
      const text = found.map((tool) => JSON.stringify(toolDefinition(tool))).join('\n');
      return { text, isError: false, summary: counted(found.length, 'tool') };
    },
  };
  let last:
    { readonly all: readonly AnyTool[]; readonly size: number; readonly offered: readonly AnyTool[] } | undefined;
  return {
    find: find as AnyTool,
    offered(all) {
      if (last?.all !== all || last.size !== shown.size) {
        const offered = choose(all);
        last = { all, size: shown.size, offered };
      }
      return last.offered;
    },
  };

  function choose(all: readonly AnyTool[]): readonly AnyTool[] {
    const others = all.filter((tool) => !isRemote(tool) && tool.name !== find.name);
    const remote = all.filter(isRemote);
    if (tokensOfText(JSON.stringify(remote.map(toolDefinition))) <= MOST_TOKENS) {
      // One that was offered once stays, when more of them come.
      remote.forEach(({ name }) => shown.add(name));
      return [...others, ...remote];
    }
    const known = [...shown].flatMap((name) => remote.find((tool) => tool.name === name) ?? []);
    return [...others, find as AnyTool, ...known];
  }
}

function isRemote({ name }: AnyTool): boolean {
  return name.startsWith('mcp__');
}

/** Those with the most of the words, of which each counts more in a name; without any of them, none. */
function ranked(tools: readonly AnyTool[], query: string): readonly AnyTool[] {
  const words = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
  return tools
    .map((tool) => {
      const name = tool.name.toLowerCase();
      const description = tool.description.toLowerCase();
      const points = words.map((word) => (name.includes(word) ? 3 : description.includes(word) ? 1 : 0));
      return { tool, points: points.reduce<number>((sum, point) => sum + point, 0) };
    })
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ tool }) => tool);
}
