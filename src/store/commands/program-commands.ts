import type { SlashCommand } from './command.ts';

export const programCommands: readonly SlashCommand[] = [
  { name: 'tasks', words: 'to the tasks', run: ({ actions }) => actions.focus('tasks') },
  {
    name: 'copy',
    words: 'copy the last answer, to the clipboard and a file',
    run: ({ actions }) => actions.copyAnswer(),
  },
  { name: 'keys', words: 'keys and commands, as /help', run: ({ actions }) => actions.showHelp() },
  {
    name: 'timeline',
    words: 'what the model and the tasks did at the same time',
    run: ({ actions }) => actions.showTimeline(),
  },
  { name: 'ledger', words: 'what the model was told of tasks, and when', run: ({ actions }) => actions.showLedger() },
  { name: 'help', words: 'keys and commands', run: ({ actions }) => actions.showHelp() },
  {
    name: 'find',
    words: 'search the conversation',
    argument: { name: 'TEXT', optional: true },
    run: ({ actions }, text) => actions.startSearch(text),
  },
  {
    name: 'mouse',
    words: 'let the terminal have the mouse, to select and copy; or take it back',
    run: ({ actions, getState }) => actions.useMouse(!getState().ui.mouse),
  },
  {
    name: 'export',
    words: 'write the session into a file: a page, or Markdown when it ends in .md',
    argument: { name: 'FILE', optional: true },
    run: ({ actions }, file) => actions.exportTo(file),
  },
  {
    name: 'undo',
    words: 'take back what the tools changed in files in the last turn that changed any',
    run: ({ actions, session }) => void session.undo().then(actions.say),
  },
  {
    name: 'redo',
    words: 'put back what /undo took back',
    run: ({ actions, session }) => void session.redo().then(actions.say),
  },
  { name: 'quit', words: 'quit; asks when tasks run', run: ({ actions }) => actions.quit() },
];
