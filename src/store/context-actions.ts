/** What the user does about the model's context, and what it has cost. */
import { contextWords } from './context-words.ts';
import { append } from './items.ts';
import { mcpWords } from './mcp-words.ts';
import { spendingWords } from './spending-words.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export interface ContextActions {
  /** Tells what the session has used, in the conversation; the model does not hear of it. */
  showCost(): void;
  /** Tells what fills the model's window. */
  showContext(): void;
  /** Tells how the MCP servers stand. */
  showMcp(): void;
  /** Sends a prompt of an MCP server, named first in what was typed. */
  sendMcpPrompt(typed: string): void;
}

export function createContextActions({ session, store, act }: SessionUiPorts): ContextActions {
  const note = (text: string) => {
    act({ scroll: null, seen: null });
    store.setState(({ conversation }) => ({ conversation: append(conversation, { kind: 'note', text }) }));
  };
  return {
    showCost: () => note(spendingWords(store.getState())),
    showContext: () => void session.contextFill().then((fill) => note(contextWords(fill))),
    showMcp: () => note(mcpWords(session.mcpServers(), session.refusedTools())),
    sendMcpPrompt(typed) {
      const [, address = '', rest = ''] = /^(\S*)\s*([^]*)$/.exec(typed.trim()) ?? [];
      void session.submitMcpPrompt(address, rest).then((why) => why !== null && note(why));
    },
  };
}
