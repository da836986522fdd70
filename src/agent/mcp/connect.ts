/** One connection to an MCP server: handshake, its tools, calls. What goes wrong is a sentence. */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js';
import { CallToolResultSchema, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { withoutSecrets, type Environment } from '../../background/local/environment.ts';
import { failureWords } from './failure-words.ts';
import { programTransport, type ProgramPorts } from './program-transport.ts';
import { describePrompt, promptText, type AskedPrompt, type ServerPrompt } from './prompts.ts';
import { resourceAnswer, resourceList } from './resource-text.ts';
import { callAnswer, type CallAnswer } from './result-text.ts';
import { isProgram, withVariables, type ServerConfig } from './server-config.ts';

export interface Connection {
  readonly tools: readonly ListedTool[];
  /** Never rejects. */
  call(tool: string, input: unknown, signal: AbortSignal): Promise<CallAnswer>;
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
  /** Ends it, and the program if it is one, with all that this started. */
  close(): Promise<void>;
}

export type Connected =
  | { readonly kind: 'connected'; readonly connection: Connection }
  | { readonly kind: 'failed'; readonly sentence: string };

export interface ConnectPorts {
  readonly cwd: string;
  readonly environment: Environment;
  readonly sandbox?: ProgramPorts['sandbox'];
  /** Aborts when nobody wants it any more before it is there. */
  readonly signal: AbortSignal;
  /** It is gone, without having been closed. */
  onGone(sentence: string): void;
  /** It offers other tools now. */
  onTools(tools: readonly ListedTool[]): void;
}

/** How long it has to answer that it is there. Milliseconds. */
const ANSWER_WITHIN = 20_000;
/** A program that cannot be written to any more has ended, which is known a moment later. */
const SHOWS_WITHIN = 500;
const LISTS_WITHIN = 1_000;
const READ_WITHIN = 60_000;
const NO_TEMPLATES = { resourceTemplates: [] };
/** A call ends when its task does. */
const NO_LIMIT = 2 ** 31 - 1;
const MOST_TOOLS = 200;

export async function connect(given: ServerConfig, ports: ConnectPorts): Promise<Connected> {
  const config = withVariables(given, withoutSecrets(ports.environment));
  const client = new Client({ name: 'meanwhile', version: '1' }, { capabilities: {} });
  const transport = transportOf(config, ports);
  let isOpen = true;
  let isListOld = false;
  let listing: Promise<void> | undefined;
  // What a server sends of its own accord, and lines that are no messages, harm nobody.
  client.onerror = () => {};
  const wordsOf = (error: unknown) =>
    failureWords(error, {
      config,
      end: 'endWords' in transport ? transport.endWords() : '',
      lastWords: 'lastWords' in transport ? transport.lastWords() : '',
    });
  const close = async () => {
    isOpen = false;
    // The SDK waits for a farewell over HTTP; who is gone does not give one.
    await Promise.race([client.close().catch(() => {}), new Promise((done) => setTimeout(done, 3_000).unref())]);
    await transport.close().catch(() => {});
  };
  try {
    const { signal } = ports;
    await client.connect(transport as Parameters<Client['connect']>[0], { timeout: ANSWER_WITHIN, signal });
    const tools = await listTools(client);
    const prompts = await listPrompts(client);
    client.setNotificationHandler(ToolListChangedNotificationSchema, onListOld);
    client.onclose = () => {
      if (isOpen) ports.onGone(wordsOf(undefined));
      isOpen = false;
    };
    const hasResources = client.getServerCapabilities()?.resources !== undefined;
    return {
      kind: 'connected',
      connection: { tools, call, prompts, prompt, hasResources, listResources, readResource, close },
    };
  } catch (error) {
    if ('ended' in transport) await Promise.race([transport.ended, delay(SHOWS_WITHIN, undefined, { ref: false })]);
    const sentence = wordsOf(error);
    await close();
    return { kind: 'failed', sentence };
  }

  /** However often it says so, one list at a time is asked for. */
  function onListOld(): void {
    isListOld = true;
    listing ??= listAgain().finally(() => (listing = undefined));
  }

  async function listAgain(): Promise<void> {
    while (isListOld && isOpen) {
      isListOld = false;
      await listTools(client).then(ports.onTools, () => {});
    }
  }

  function call(tool: string, input: unknown, signal: AbortSignal): Promise<CallAnswer> {
    return answered(async () => {
      const params = { name: tool, arguments: input as Record<string, unknown> };
      const result = await client.callTool(params, CallToolResultSchema, { signal, timeout: NO_LIMIT });
      // What it taught the server is offered with the answer.
      await Promise.race([listing, delay(LISTS_WITHIN, undefined, { ref: false })]);
      return callAnswer(CallToolResultSchema.parse(result));
    });
  }

  async function prompt(name: string, values: Readonly<Record<string, string>>): Promise<AskedPrompt> {
    try {
      const made = await client.getPrompt({ name, arguments: values }, { timeout: READ_WITHIN });
      return { kind: 'prompt', text: promptText(made) };
    } catch (error) {
      return { kind: 'failed', sentence: wordsOf(error) };
    }
  }

  function listResources(signal: AbortSignal): Promise<CallAnswer> {
    const options = { signal, timeout: ANSWER_WITHIN };
    return answered(async () => {
      const { resources } = await client.listResources({}, options);
      // A server that has no templates may not know the question.
      const { resourceTemplates } = await client.listResourceTemplates({}, options).catch(() => NO_TEMPLATES);
      return resourceList(resources, resourceTemplates);
    });
  }

  function readResource(uri: string, signal: AbortSignal): Promise<CallAnswer> {
    return answered(async () => resourceAnswer(await client.readResource({ uri }, { signal, timeout: READ_WITHIN })));
  }

  async function answered(ask: () => Promise<CallAnswer>): Promise<CallAnswer> {
    try {
      return await ask();
    } catch (error) {
      return { text: wordsOf(error), isError: true, pictures: [] };
    }
  }
}

function transportOf(config: ServerConfig, { cwd, environment, sandbox }: ConnectPorts) {
  if (isProgram(config)) {
    return programTransport(config, { cwd: path.resolve(cwd, config.cwd ?? '.'), environment, sandbox });
  }
  return new StreamableHTTPClientTransport(new URL(config.url), { requestInit: { headers: config.headers ?? {} } });
}

async function listTools(client: Client): Promise<readonly ListedTool[]> {
  if (client.getServerCapabilities()?.tools === undefined) return [];
  const tools: ListedTool[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listTools(cursor === undefined ? {} : { cursor }, { timeout: ANSWER_WITHIN });
    tools.push(...page.tools);
    cursor = page.nextCursor;
  } while (cursor !== undefined && tools.length < MOST_TOOLS);
  return tools.slice(0, MOST_TOOLS);
}

/** Tools are what it is there for: without its prompts it is as good. */
async function listPrompts(client: Client): Promise<readonly ServerPrompt[]> {
  if (client.getServerCapabilities()?.prompts === undefined) return [];
  const page = await client.listPrompts({}, { timeout: ANSWER_WITHIN }).catch(() => ({ prompts: [] }));
  return page.prompts.map(describePrompt);
}
