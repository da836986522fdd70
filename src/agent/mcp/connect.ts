/** One connection to an MCP server: handshake, its tools, calls. What goes wrong is a sentence. */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResultSchema, ToolListChangedNotificationSchema, type Progress } from '@modelcontextprotocol/sdk/types.js';
import { withoutSecrets, type Environment } from '../../background/local/environment.ts';
import type { Network } from '../network/network.ts';
import { answerRequests, clientCapabilities } from './client-requests.ts';
import type { ElicitPorts } from './elicit.ts';
import { failureWords } from './failure-words.ts';
import { entriesOf, listAll, listTools, type ListedTools } from './listing.ts';
import type { Logins } from './logins.ts';
import { sessionClient } from './oauth-client.ts';
import { shareRenewals } from './share-renewals.ts';
import { programTransport, type ProgramPorts } from './program-transport.ts';
import { describePrompt, promptText, type AskedPrompt, type ServerPrompt } from './prompts.ts';
import { resourceAnswer, resourceList } from './resource-text.ts';
import { callAnswer, type CallAnswer } from './result-text.ts';
import { isProgram, unsetVariables, withVariables, type ServerConfig } from './server-config.ts';

export interface Connection {
  readonly listed: ListedTools;
  /** How it wants to be used, as it wrote it; empty when it does not say. */
  readonly instructions: string;
  /** Never rejects. */
  call(tool: string, input: unknown, ports: CallPorts): Promise<CallAnswer>;
  /** What it has ready to be asked. */
  readonly prompts: readonly ServerPrompt[];
  /** Never rejects. */
  prompt(name: string, values: Readonly<Record<string, string>>): Promise<AskedPrompt>;
  /** Whether it has resources: what can be read of it by an address. */
  readonly hasResources: boolean;
  /** Never rejects; the text has a line for each. */
  listResources(signal: AbortSignal): Promise<CallAnswer>;
  /** Never rejects. */
  readResource(uri: string, signal: AbortSignal): Promise<CallAnswer>;
  /** The server no longer knows the session, so that nothing it is asked is done; only a new connection helps. */
  isForgotten(): boolean;
  /** Ends it, and the program if it is one, with all that this started. */
  close(): Promise<void>;
}

export interface CallPorts {
  readonly signal: AbortSignal;
  /** How far the server says that it is. */
  onProgress?(progress: Progress): void;
}

export type Connected =
  | { readonly kind: 'connected'; readonly connection: Connection }
  | { readonly kind: 'failed'; readonly sentence: string };

export interface ConnectPorts {
  /** Of the server in the settings. */
  readonly name: string;
  readonly cwd: string;
  readonly environment: Environment;
  readonly sandbox?: ProgramPorts['sandbox'];
  readonly network?: Network | undefined;
  readonly logins?: Logins | undefined;
  /** Where the server's questions to the user go; without it nobody is asked. */
  readonly askUser?: ElicitPorts['ask'] | undefined;
  /** Aborts when nobody wants it any more before it is there. */
  readonly signal: AbortSignal;
  /** It is gone, without having been closed. */
  onGone(sentence: string): void;
  /** It offers other tools now. */
  onTools(listed: ListedTools): void;
}

/** How long it has until all that it offers is known, and for each list later. Milliseconds. */
const ANSWER_WITHIN = 20_000;
/** A program that cannot be written to any more has ended, which is known a moment later. */
const SHOWS_WITHIN = 500;
const LISTS_WITHIN = 1_000;
const READ_WITHIN = 60_000;
/** A call ends when its task does. */
const NO_LIMIT = 2 ** 31 - 1;

export async function connect(given: ServerConfig, ports: ConnectPorts): Promise<Connected> {
  const variables = withoutSecrets(ports.environment);
  const unset = unsetVariables(given, variables);
  if (unset.length > 0) {
    const names = unset.map((name) => `\${${name}}`).join(', ');
    return {
      kind: 'failed',
      sentence: `${names} in its settings is not set in your environment; set it, or write the value`,
    };
  }
  const config = withVariables(given, variables);
  const capabilities = clientCapabilities({ ask: ports.askUser });
  const client = new Client({ name: 'meanwhile', version: '1' }, { capabilities });
  const calls = new Set<AbortSignal>();
  const { name: server, cwd, askUser: ask } = ports;
  answerRequests(client, { server, cwd, ask, calls: () => [...calls] });
  const transport = transportOf(config, ports);
  let isOpen = true;
  let isListOld = false;
  let forgotten = false;
  let listing: Promise<void> | undefined;
  // What a server sends of its own accord, and lines that are no messages, harm nobody.
  client.onerror = () => {};
  const wordsOf = (error: unknown) =>
    failureWords(error, {
      name: ports.name,
      config,
      proxy: proxyOf(config, ports.network),
      end: 'endWords' in transport ? transport.endWords() : '',
      lastWords: 'lastWords' in transport ? transport.lastWords() : '',
    });
  const close = async () => {
    isOpen = false;
    // The SDK waits for a farewell over HTTP; who is gone does not give one.
    await Promise.race([client.close().catch(() => {}), delay(3_000, undefined, { ref: false })]);
    await transport.close().catch(() => {});
  };
  try {
    const { listed, prompts } = await withDeadline(handshake, ports.signal);
    client.setNotificationHandler(ToolListChangedNotificationSchema, onListOld);
    client.onclose = () => {
      if (isOpen) ports.onGone(wordsOf(undefined));
      isOpen = false;
    };
    const hasResources = client.getServerCapabilities()?.resources !== undefined;
    const isForgotten = () => forgotten;
    const instructions = client.getInstructions() ?? '';
    const answers = { call, prompt, listResources, readResource, isForgotten, close };
    return { kind: 'connected', connection: { listed, instructions, prompts, hasResources, ...answers } };
  } catch (error) {
    if ('ended' in transport) await Promise.race([transport.ended, delay(SHOWS_WITHIN, undefined, { ref: false })]);
    const sentence = wordsOf(error);
    await close();
    return { kind: 'failed', sentence };
  }

  async function handshake(signal: AbortSignal) {
    const options = { timeout: ANSWER_WITHIN, signal };
    await client.connect(transport as Parameters<Client['connect']>[0], options);
    const offers = client.getServerCapabilities();
    const listed = offers?.tools === undefined ? NO_TOOLS : await listTools(client, options);
    // Tools are what it is there for: without its prompts it is as good.
    const prompts =
      offers?.prompts === undefined
        ? []
        : await listAll(client, { ...options, method: 'prompts/list', key: 'prompts' }).catch(() => []);
    return { listed, prompts: prompts.map(describePrompt).filter((one) => one !== undefined) };
  }

  /** However often it says so, one list at a time is asked for. */
  function onListOld(): void {
    isListOld = true;
    listing ??= listAgain().finally(() => (listing = undefined));
  }

  async function listAgain(): Promise<void> {
    while (isListOld && isOpen) {
      isListOld = false;
      const list = (signal: AbortSignal) => listTools(client, { signal, timeout: ANSWER_WITHIN });
      await withDeadline(list, ports.signal).then(ports.onTools, () => {});
    }
  }

  function call(tool: string, input: unknown, { signal, onProgress }: CallPorts): Promise<CallAnswer> {
    calls.add(signal);
    const answer = answered(async () => {
      const result = await client.request(
        { method: 'tools/call', params: { name: tool, arguments: input as Record<string, unknown> } },
        ResultSchema,
        { signal, timeout: NO_LIMIT, ...(onProgress && { onprogress: onProgress }) },
      );
      // What it taught the server is offered with the answer.
      await Promise.race([listing, delay(LISTS_WITHIN, undefined, { ref: false })]);
      return callAnswer(result);
    });
    return answer.finally(() => calls.delete(signal));
  }

  async function prompt(name: string, values: Readonly<Record<string, string>>): Promise<AskedPrompt> {
    try {
      const request = { method: 'prompts/get', params: { name, arguments: values } };
      const made = await client.request(request, ResultSchema, { timeout: READ_WITHIN });
      return { kind: 'prompt', text: promptText(entriesOf(made, 'messages')) };
    } catch (error) {
      noteForgotten(error);
      return { kind: 'failed', sentence: wordsOf(error) };
    }
  }

  function listResources(signal: AbortSignal): Promise<CallAnswer> {
    const list = (method: string, key: string) => listAll(client, { method, key, signal, timeout: ANSWER_WITHIN });
    return answered(async () => {
      const resources = await list('resources/list', 'resources');
      // A server that has no templates may not know the question.
      return resourceList(resources, await list('resources/templates/list', 'resourceTemplates').catch(() => []));
    });
  }

  function readResource(uri: string, signal: AbortSignal): Promise<CallAnswer> {
    return answered(async () => {
      const request = { method: 'resources/read', params: { uri } };
      const read = await client.request(request, ResultSchema, { signal, timeout: READ_WITHIN });
      return resourceAnswer(entriesOf(read, 'contents'));
    });
  }

  async function answered(ask: () => Promise<CallAnswer>): Promise<CallAnswer> {
    try {
      return await ask();
    } catch (error) {
      noteForgotten(error);
      return { text: wordsOf(error), isError: true, pictures: [] };
    }
  }

  /** A server that was started again answers 404 to the sessions of before (transports: session management). */
  function noteForgotten(error: unknown): void {
    const hadSession = 'sessionId' in transport && transport.sessionId !== undefined;
    if (hadSession && error instanceof StreamableHTTPError && error.code === 404) forgotten = true;
  }
}

const NO_TOOLS: ListedTools = { tools: [], leftOut: [] };

/** Rejects when it takes too long or `signal` aborts, whether or not `work` heeds that. */
async function withDeadline<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const controller = new AbortController();
  let give = (_reason: Error) => {};
  const givenUp = new Promise<never>((_, reject) => (give = reject));
  const stop = (reason: string) => {
    give(new Error(reason));
    controller.abort();
  };
  const cancel = () => stop('it was closed before it answered');
  const timer = setTimeout(() => stop('it did not answer in time'), ANSWER_WITHIN);
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    return await Promise.race([givenUp, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

function proxyOf(config: ServerConfig, network: Network | undefined): string | null {
  if (isProgram(config) || !URL.canParse(config.url)) return null;
  return network?.proxyOf(new URL(config.url)) ?? null;
}

function transportOf(config: ServerConfig, { cwd, environment, sandbox, network, logins }: ConnectPorts) {
  if (isProgram(config)) {
    return programTransport(config, { cwd: path.resolve(cwd, config.cwd ?? '.'), environment, sandbox });
  }
  const { headers = {} } = config;
  const namesAccess = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const authProvider = namesAccess ? undefined : sessionClient(logins, config.url);
  return new StreamableHTTPClientTransport(new URL(config.url), {
    requestInit: { headers },
    ...(authProvider && { authProvider }),
    fetch: shareRenewals(network?.fetch ?? globalThis.fetch),
  });
}
