/**
 * The MCP servers of a session: each is connected when tools are first needed, once more when it is gone and called
 * again, and closed with the session. The SDK is loaded only when there is a server.
 */
import type { HostedWork } from '../../background/hosted-work.ts';
import type { Environment } from '../../background/local/environment.ts';
import type { TaskId } from '../../background/task.ts';
import type { Attachment } from '../messages.ts';
import type { Connected, Connection, ConnectPorts } from './connect.ts';
import { promptArguments, promptUsage, type AskedPrompt, type ServerPrompt } from './prompts.ts';
import type { CallAnswer } from './result-text.ts';
import type { ServerConfig } from './server-config.ts';

export type ServerState =
  | { readonly kind: 'waiting' | 'connecting' }
  | { readonly kind: 'ready'; readonly tools: readonly ServerTool[] }
  | { readonly kind: 'failed'; readonly sentence: string };

/** A tool as its server describes it. */
export interface ServerTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
}

export interface ServerStatus {
  readonly name: string;
  readonly state: ServerState;
  /** What it offers, or offered last: one that is gone is connected again by a call. */
  readonly offers: readonly ServerTool[];
  /** Something can be read of it. */
  readonly hasResources: boolean;
  readonly prompts: readonly ServerPrompt[];
}

export interface McpServers {
  readonly status: () => readonly ServerStatus[];
  /** Connects all that are not; settles when each is ready or has failed. */
  connect(): Promise<readonly ServerStatus[]>;
  /** Carries out the call of a task. */
  readonly work: HostedWork;
  /** What can be read of a server. Never rejects. */
  listResources(server: string, signal: AbortSignal): Promise<CallAnswer>;
  /** Never rejects. */
  readResource(server: string, uri: string, signal: AbortSignal): Promise<CallAnswer>;
  /** One of the prompts of a server, `files:review`, with what was typed behind it. Never rejects. */
  prompt(address: string, typed: string): Promise<AskedPrompt>;
  /** The pictures that came with the answer of a task, once. */
  takePictures(id: TaskId): readonly Attachment[];
  close(): Promise<void>;
}

export interface McpServersOptions {
  readonly servers: Readonly<Record<string, ServerConfig>>;
  readonly cwd: string;
  readonly environment: Environment;
  readonly sandbox?: ConnectPorts['sandbox'];
  /** How one stands or what it offers has changed. */
  onChange?(): void;
}

interface Server {
  readonly name: string;
  readonly config: ServerConfig;
  state: ServerState;
  offers: readonly ServerTool[];
  hasResources: boolean;
  prompts: readonly ServerPrompt[];
  connecting?: Promise<Connection | undefined> | undefined;
}

export function createMcpServers(options: McpServersOptions): McpServers {
  const servers: readonly Server[] = Object.entries(options.servers).map(([name, config]) => ({
    name,
    config,
    state: { kind: 'waiting' },
    offers: [],
    hasResources: false,
    prompts: [],
  }));
  const pictures = new Map<TaskId, readonly Attachment[]>();
  const closing = new AbortController();
  const status = () => servers.map(({ config: _, connecting: __, ...status }) => status);

  return {
    status,
    async connect() {
      await Promise.all(servers.map(connectionOf));
      return status();
    },
    async work({ id, spec: { hosted } }, { print, signal }) {
      if (hosted?.kind !== 'call') return { failure: 'it is no call' };
      const server = servers.find(({ name }) => name === hosted.server);
      if (server === undefined) return { failure: `there is no MCP server ${hosted.server} in the settings` };
      const connection = await Promise.race([connectionOf(server), aborted(signal)]);
      if (connection === undefined) return { failure: reasonOf(server.state) };
      const answer = await connection.call(hosted.tool, hosted.input, signal);
      if (answer.pictures.length > 0) pictures.set(id, answer.pictures);
      print(answer.text === '' ? '' : `${answer.text}\n`);
      const failure = answer.text.split('\n')[0]?.slice(0, 200) || 'the tool reports an error';
      return { answer: answer.text, ...(answer.isError ? { failure } : {}) };
    },
    listResources: (name, signal) => ask(name, signal, (connection) => connection.listResources(signal)),
    readResource: (name, uri, signal) => ask(name, signal, (connection) => connection.readResource(uri, signal)),
    async prompt(address, typed) {
      const [, name, wanted] = /^([\w-]+):(\S+)$/.exec(address) ?? [];
      const server = servers.find((one) => one.name === name);
      const connection = server === undefined ? undefined : await connectionOf(server);
      const prompt = server?.prompts.find((one) => one.name === wanted);
      if (server === undefined || connection === undefined || prompt === undefined) {
        return { kind: 'failed', sentence: `There is no prompt ${address}. /mcp lists what there is.` };
      }
      const values = promptArguments(prompt, typed);
      if (values === undefined)
        return { kind: 'failed', sentence: `It wants more: /mcp ${promptUsage(server.name, prompt)}` };
      const asked = await connection.prompt(prompt.name, values);
      return asked.kind === 'prompt' ? asked : { kind: 'failed', sentence: `${address} failed: ${asked.sentence}.` };
    },
    takePictures(id) {
      const own = pictures.get(id) ?? [];
      pictures.delete(id);
      return own;
    },
    async close() {
      closing.abort();
      await Promise.all(servers.map(async ({ connecting }) => (await connecting)?.close()));
    },
  };

  async function ask(
    name: string,
    signal: AbortSignal,
    question: (connection: Connection) => Promise<CallAnswer>,
  ): Promise<CallAnswer> {
    const server = servers.find((one) => one.name === name);
    const failed = (text: string) => ({ text, isError: true, pictures: [] });
    if (server === undefined) return failed(`there is no MCP server ${name} in the settings`);
    const connection = await Promise.race([connectionOf(server), aborted(signal)]);
    return connection === undefined ? failed(reasonOf(server.state)) : question(connection);
  }

  function connectionOf(server: Server): Promise<Connection | undefined> {
    return (server.connecting ??= open(server));
  }

  async function open(server: Server): Promise<Connection | undefined> {
    if (closing.signal.aborted) return undefined;
    stand(server, { kind: 'connecting' });
    const onGone = (sentence: string) => {
      server.connecting = undefined;
      stand(server, { kind: 'failed', sentence });
    };
    const onTools = (tools: Connection['tools']) => stand(server, { kind: 'ready', tools: tools.map(describe) });
    const connected = await load(server, { ...options, signal: closing.signal, onGone, onTools });
    if (connected.kind === 'failed') return void onGone(connected.sentence);
    server.hasResources = connected.connection.hasResources;
    server.prompts = connected.connection.prompts;
    onTools(connected.connection.tools);
    return connected.connection;
  }

  function stand(server: Server, state: ServerState): void {
    server.state = state;
    if (state.kind === 'ready') server.offers = state.tools;
    options.onChange?.();
  }

  async function load({ config }: Server, ports: ConnectPorts): Promise<Connected> {
    const { connect } = await import('./connect.ts');
    return connect(config, ports);
  }
}

function describe({ name, description = '', inputSchema }: Connection['tools'][number]): ServerTool {
  return { name, description, inputSchema };
}

function reasonOf(state: ServerState): string {
  return state.kind === 'failed' ? state.sentence : 'it was stopped before the server answered';
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
