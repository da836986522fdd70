/** What an MCP server may ask its client: which folder is worked in (roots), and the user (elicitation). */
import { pathToFileURL } from 'node:url';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ElicitRequestSchema, ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { elicit, type ElicitPorts } from './elicit.ts';

export interface ClientRequestPorts {
  /** Name of the server. */
  readonly server: string;
  /** The project folder, the only root. */
  readonly cwd: string;
  /** Without it nobody can be asked, and the server is told so at the start. */
  readonly ask: ElicitPorts['ask'] | undefined;
  /** Those of the calls that run: a question ends with the call that it may belong to. */
  calls(): readonly AbortSignal[];
}

/** What the client says of itself in the handshake. The project folder does not change. */
export function clientCapabilities({ ask }: Pick<ClientRequestPorts, 'ask'>) {
  return { roots: { listChanged: false }, ...(ask === undefined ? {} : { elicitation: { form: {}, url: {} } }) };
}

/** Has to be called before the handshake: a server may ask at once. */
export function answerRequests(client: Client, { server, cwd, ask, calls }: ClientRequestPorts): void {
  client.setRequestHandler(ListRootsRequestSchema, () => ({
    roots: [{ uri: pathToFileURL(cwd).href, name: 'project' }],
  }));
  if (ask === undefined) return;
  client.setRequestHandler(ElicitRequestSchema, async ({ params }, { signal }) => {
    const result = await elicit(params, { server, ask, signal: AbortSignal.any([signal, ...calls()]) });
    return { ...result };
  });
}
