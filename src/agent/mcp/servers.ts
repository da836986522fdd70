/**
 * The MCP servers of a session: each is connected when tools are first needed, once more when it is gone and called
 * again, and closed with the session. The SDK is loaded only when there is a server.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { HostedWork } from '../../background/hosted-work.ts';
import type { Environment } from '../../background/local/environment.ts';
import type { TaskId } from '../../background/task.ts';
import type { Attachment } from '../messages.ts';
import type { Connected, Connection, ConnectPorts } from './connect.ts';
import type { LeftOutTool, ListedTools, ServerTool } from './listing.ts';
import { createProgressLines } from './progress-lines.ts';
import { promptArguments, promptUsage, type AskedPrompt, type ServerPrompt } from './prompts.ts';
import type { CallAnswer } from './result-text.ts';
import type { ServerConfig } from './server-config.ts';

export type ServerState =
  | { readonly kind: 'waiting' | 'connecting' }
  | { readonly kind: 'ready'; readonly tools: readonly ServerTool[]; readonly leftOut: readonly LeftOutTool[] }
  | { readonly kind: 'failed'; readonly sentence: string };

export interface ServerStatus {
  readonly name: string;
  readonly state: ServerState;
  /** What it offers, or offered last: one that is gone is connected again by a call. */
  readonly offers: readonly ServerTool[];
  /** Something can be read of it. */
  readonly hasResources: boolean;
  readonly prompts: readonly ServerPrompt[];
  /** How it wants to be used, as it wrote it; often empty. */
  readonly instructions: string;
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
  /** Without it, servers are reached directly. */
  readonly network?: ConnectPorts['network'];
  /** Logins at servers by address. */
  readonly logins?: ConnectPorts['logins'];
  /** Without it, servers cannot ask the user anything. */
  readonly askUser?: ConnectPorts['askUser'];
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
  instructions: string;
  connecting?: Promise<Connection | undefined> | undefined;
  /** The one that `connecting` came to. */
  connection?: Connection | undefined;
}

interface Asked<Answer> {
  readonly signal: AbortSignal;
  question(connection: Connection): Promise<Answer>;
}

/** A program is ended within that, by signals if need be. Milliseconds. */
const CLOSES_WITHIN = 5_000;

export function createMcpServers(options: McpServersOptions): McpServers {
  const servers: readonly Server[] = Object.entries(options.servers).map(([name, config]) => ({
    name,
    config,
    state: { kind: 'waiting' },
    offers: [],
    hasResources: false,
    prompts: [],
    instructions: '',
  }));
  const pictures = new Map<TaskId, readonly Attachment[]>();
  const closing = new AbortController();
  const status = () => servers.map(({ config: _, connecting: __, connection: ___, ...status }) => status);

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
      const onProgress = createProgressLines({ print, now: Date.now });
      const call = (connection: Connection) => connection.call(hosted.tool, hosted.input, { signal, onProgress });
      const answer = await ask(server, { signal, question: call });
      if (answer === undefined) return { failure: reasonOf(server.state) };
      if (answer.pictures.length > 0) pictures.set(id, answer.pictures);
      print(answer.text === '' ? '' : `${answer.text}\n`);
      const failure = answer.text.split('\n')[0]?.slice(0, 200) || 'the tool reports an error';
      return { answer: answer.text, ...(answer.isError ? { failure } : {}) };
    },
    listResources: (name, signal) => read(name, { signal, question: (connection) => connection.listResources(signal) }),
    readResource: (name, uri, signal) =>
      read(name, { signal, question: (connection) => connection.readResource(uri, signal) }),
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
      const question = (one: Connection) => one.prompt(prompt.name, values);
      const asked = (await ask(server, { signal: closing.signal, question })) ?? {
        kind: 'failed',
        sentence: reasonOf(server.state),
      };
      return asked.kind === 'prompt' ? asked : { kind: 'failed', sentence: `${address} failed: ${asked.sentence}.` };
    },
    takePictures(id) {
      const own = pictures.get(id) ?? [];
      pictures.delete(id);
      return own;
    },
    async close() {
      closing.abort();
      const closed = Promise.all(servers.map(async ({ connecting }) => (await connecting)?.close()));
      await Promise.race([closed, delay(CLOSES_WITHIN, undefined, { ref: false })]);
    },
  };

  async function read(name: string, asked: Asked<CallAnswer>): Promise<CallAnswer> {
    const server = servers.find((one) => one.name === name);
    const failed = (text: string) => ({ text, isError: true, pictures: [] });
    if (server === undefined) return failed(`there is no MCP server ${name} in the settings`);
    return (await ask(server, asked)) ?? failed(reasonOf(server.state));
  }

  /** Nothing when there is no connection; `state` says why. Once more when the server has forgotten the session. */
  async function ask<Answer>(server: Server, { signal, question }: Asked<Answer>): Promise<Answer | undefined> {
    const connection = await Promise.race([connectionOf(server), aborted(signal)]);
    const answer = connection && (await question(connection));
    if (connection?.isForgotten() !== true) return answer;
    forget(server, connection);
    const next = await Promise.race([connectionOf(server), aborted(signal)]);
    return next && question(next);
  }

  function forget(server: Server, connection: Connection): void {
    if (server.connection !== connection) return;
    server.connection = undefined;
    server.connecting = undefined;
    void connection.close();
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
    const onTools = (listed: ListedTools) => stand(server, { kind: 'ready', ...listed });
    const connected = await load(server, { ...options, name: server.name, signal: closing.signal, onGone, onTools });
    if (connected.kind === 'failed') return void onGone(connected.sentence);
    server.hasResources = connected.connection.hasResources;
    server.prompts = connected.connection.prompts;
    server.instructions = connected.connection.instructions;
    server.connection = connected.connection;
    onTools(connected.connection.listed);
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

function reasonOf(state: ServerState): string {
  return state.kind === 'failed' ? state.sentence : 'it was stopped before the server answered';
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
