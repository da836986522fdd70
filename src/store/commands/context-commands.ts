import type { SlashCommand } from './command.ts';

/** Slash commands about what the model has before it, and what it costs. */
export const contextCommands: readonly SlashCommand[] = [
  {
    name: 'compact',
    words: 'let the model sum up what is old; after it, what must be kept',
    argument: { name: 'FOCUS', optional: true },
    run({ actions, session, getState }, focus) {
      const isWorking = getState().session.activity.kind !== 'idle';
      session.compact(focus);
      if (isWorking) actions.say('Room is made before the next request.');
    },
  },
  { name: 'cost', words: 'tokens, requests and money so far', run: ({ actions }) => actions.showCost() },
  {
    name: 'context',
    words: 'what fills the window of the model, by kind',
    run: ({ actions }) => actions.showContext(),
  },
  {
    name: 'mcp',
    words: 'MCP servers, their tools and prompts; or send one of the prompts',
    argument: { name: 'PROMPT', optional: true },
    run: ({ actions }, argument) => (argument === '' ? actions.showMcp() : actions.sendMcpPrompt(argument)),
  },
];
