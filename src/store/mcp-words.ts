/** `/mcp`: each server with its state and its tools, as Markdown-free lines for the conversation. */
import type { ServerState, ServerStatus } from '../agent/mcp/servers.ts';

export function mcpWords(servers: readonly ServerStatus[]): string {
  if (servers.length === 0) return 'There is no MCP server. The setting mcpServers names them: meanwhile config.';
  return servers
    .map(({ name, state, hasResources }) => `${name}: ${stateWords(state)}${hasResources ? '; resources to read' : ''}`)
    .join('\n');
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
