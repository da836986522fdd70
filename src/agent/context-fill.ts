/** What fills the model's window, by kind: estimated by characters, and scaled to what the API counted last. Pure. */
import { instructionsIn } from './knowledge/prompt-parts.ts';
import type { AssistantBlock, Message, UserBlock } from './messages.ts';
import type { ToolDefinition } from './provider.ts';
import { tokensOf, tokensOfText } from './token-estimate.ts';

/** All in tokens. */
export interface ContextFill {
  readonly system: number;
  /** Files of instructions, which stand in the system prompt and are not counted in `system`. */
  readonly instructions: readonly { readonly file: string; readonly tokens: number }[];
  /** Tools of the program. */
  readonly tools: number;
  /** Tools of MCP servers, by the names that stand in the names of the tools. */
  readonly servers: readonly { readonly server: string; readonly tools: number; readonly tokens: number }[];
  /** What was typed, said and called. */
  readonly conversation: number;
  readonly thinking: number;
  readonly results: number;
  /** What the program told: ends of tasks, changes, instructions of MCP servers. */
  readonly notices: number;
  readonly total: number;
  /** Whether the API has counted, so that the parts are scaled to that. */
  readonly isScaled: boolean;
  readonly window: number | null;
}

export interface ContextFacts {
  readonly system: string;
  readonly tools: readonly ToolDefinition[];
  readonly history: readonly Message[];
  /** What the API counted last, for so many messages of the history. */
  readonly measured: { readonly tokens: number; readonly messages: number } | null;
  readonly window: number | undefined;
}

export function contextFill({ system, tools, history, measured, window }: ContextFacts): ContextFill {
  const before = tokensOfText(system) + tokensOfText(JSON.stringify(tools));
  const counted = measured === null ? 0 : before + tokensOf(history.slice(0, measured.messages));
  const scale = measured === null || counted === 0 ? 1 : measured.tokens / counted;
  const scaled = (tokens: number) => Math.round(tokens * scale);
  const files = instructionsIn(system);
  const instructions = files.map(({ file, text }) => ({ file, tokens: scaled(tokensOfText(text)) }));
  const ownSystem = tokensOfText(system) - files.reduce((sum, { text }) => sum + tokensOfText(text), 0);
  const sizes = { conversation: 0, thinking: 0, results: 0, notices: 0 };
  for (const { role, blocks } of history) {
    for (const block of blocks) sizes[kindOf(block)] += tokensOf([{ role, blocks: [block] } as Message]);
  }
  const parts = {
    system: scaled(ownSystem),
    tools: scaled(tokensOfTools(tools.filter(({ name }) => serverIn(name) === undefined))),
    conversation: scaled(sizes.conversation),
    thinking: scaled(sizes.thinking),
    results: scaled(sizes.results),
    notices: scaled(sizes.notices),
  };
  const servers = [...new Set(tools.flatMap(({ name }) => serverIn(name) ?? []))].map((server) => {
    const own = tools.filter(({ name }) => serverIn(name) === server);
    return { server, tools: own.length, tokens: scaled(tokensOfTools(own)) };
  });
  const total = [...Object.values(parts), ...[...instructions, ...servers].map(({ tokens }) => tokens)];
  return {
    ...parts,
    instructions,
    servers,
    total: total.reduce((sum, tokens) => sum + tokens, 0),
    isScaled: scale !== 1,
    window: window ?? null,
  };
}

function kindOf({ kind }: UserBlock | AssistantBlock): 'conversation' | 'thinking' | 'results' | 'notices' {
  switch (kind) {
    case 'text':
    case 'tool-call':
    case 'prompt':
    case 'summary':
    case 'shell':
      return 'conversation';
    case 'thinking':
    case 'redacted-thinking':
      return 'thinking';
    case 'tool-result':
      return 'results';
    case 'notice':
      return 'notices';
    default:
      return kind satisfies never;
  }
}

function serverIn(tool: string): string | undefined {
  return /^mcp__(.+?)__/.exec(tool)?.[1];
}

function tokensOfTools(tools: readonly ToolDefinition[]): number {
  return tools.length === 0 ? 0 : tokensOfText(JSON.stringify(tools));
}
