/** What MCP servers let one read, offered when one of them has something. */
import { z } from 'zod';
import type { CallAnswer } from '../mcp/result-text.ts';
import type { McpServers } from '../mcp/servers.ts';
import { reveal } from '../../background/invisible.ts';
import type { AnyTool, Tool, ToolOutcome } from './tool.ts';
import { counted, oneLine } from './words.ts';

const server = z.string().describe('Name of the server');
const listSchema = z.strictObject({ server });
const readSchema = z.strictObject({
  server,
  uri: z.string().min(1).describe('Its address, from list_mcp_resources'),
});

/** Those of the named servers, which have resources. */
export function mcpResourceTools(servers: McpServers, named: readonly string[]): readonly AnyTool[] {
  return named.length === 0 ? [] : [listTool(servers, named) as AnyTool, readTool(servers) as AnyTool];
}

function listTool(servers: McpServers, named: readonly string[]): Tool<z.infer<typeof listSchema>> {
  return {
    name: 'list_mcp_resources',
    description: `Lists the resources of an MCP server, for read_mcp_resource. Servers: ${named.join(', ')}.`,
    schema: listSchema,
    headline: ({ server }) => ({ verb: 'listed', subject: oneLine(`resources of ${server}`) }),
    runsTogether: () => true,
    permission: async () => ({ kind: 'free' }),
    async run({ server }, { signal }) {
      const answer = await servers.listResources(server, signal);
      const lines = answer.text.split('\n').filter(Boolean).length;
      return outcomeOf(answer, { empty: `${server} has no resources.`, summary: counted(lines, 'resource') });
    },
  };
}

function readTool(servers: McpServers): Tool<z.infer<typeof readSchema>> {
  return {
    name: 'read_mcp_resource',
    description: 'Reads one resource of an MCP server.',
    schema: readSchema,
    headline: ({ server, uri }) => ({ verb: 'read', subject: oneLine(`${uri} of ${server}`) }),
    runsTogether: () => true,
    async permission({ server, uri }) {
      const question = { title: 'Read this resource?', body: reveal(uri), context: `of the MCP server ${server}` };
      return { kind: 'use', tool: 'read_mcp_resource', subject: `${server}:${uri}`, readOnly: true, question };
    },
    async run({ server, uri }, { signal }) {
      const answer = await servers.readResource(server, uri, signal);
      return outcomeOf(answer, { empty: '(it is empty)', summary: counted(answer.text.length, 'character') });
    },
  };
}

function outcomeOf(
  { text, isError, pictures }: CallAnswer,
  { empty, summary }: { readonly empty: string; readonly summary: string },
): ToolOutcome {
  const files = pictures.length === 0 ? {} : { files: pictures };
  return { text: text || empty, isError, summary: isError ? oneLine(text) : summary, ...files };
}
