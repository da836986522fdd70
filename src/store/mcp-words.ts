/** `/mcp`: each server with its state and what it has, as Markdown-free lines for the conversation. */
import { commandLine } from '../background/start-command.ts';
import { promptUsage } from '../agent/mcp/prompts.ts';
import type { ServerState, ServerStatus } from '../agent/mcp/servers.ts';

/** `refused`: names of tools that the model's server does not take. */
export function mcpWords(servers: readonly ServerStatus[], refused: readonly string[] = []): string {
  if (servers.length === 0) return `No MCP servers. Add one: ${commandLine('mcp add NAME COMMAND')}`;
  const leftOut = refused.map((tool) => `${tool} is left out: the model's server refuses it`);
  return [...servers.flatMap(linesOf), ...leftOut].join('\n');
}

function linesOf({ name, state, hasResources, prompts }: ServerStatus): readonly string[] {
  const resources = hasResources && state.kind === 'ready' ? ['has resources to read'] : [];
  return [
    `${name}: ${[stateWords(state), ...resources].join(', ')}`,
    ...(state.kind === 'ready' ? state.leftOut : []).map(({ name, reason }) => `  ${name} is left out: ${reason}`),
    ...prompts.map((prompt) => `  /mcp ${promptUsage(name, prompt)}${prompt.description && `  ${prompt.description}`}`),
  ];
}

function stateWords(state: ServerState): string {
  switch (state.kind) {
    case 'waiting':
      return 'connected at the first request';
    case 'connecting':
      return 'connecting';
    case 'ready':
      return state.tools.length === 0
        ? 'ready, offers no tools'
        : `ready, ${state.tools.length} ${state.tools.length === 1 ? 'tool' : 'tools'}: ${state.tools.map(({ name }) => name).join(', ')}`;
    case 'failed':
      return `failed: ${state.sentence}`;
    default:
      return state satisfies never;
  }
}
