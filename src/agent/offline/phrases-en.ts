import type { Ending } from './endings.ts';
import type { Phrases } from './phrases.ts';

const SELF =
  'This is the offline demo model (no AI). For a real model, set `ANTHROPIC_API_KEY` (or `ANTHROPIC_BASE_URL`) and ' +
  'start meanwhile again. Without one, `!command` and `&command` run whatever you like.';

const ABILITIES = [
  'Requests that I understand, in English and French, also joined by “then” or “and”:',
  '',
  '- npm test, or any other command line',
  '- Run the tests',
  '- Run "npm test" in the background',
  '- Start 2 background tasks: "sleep 2", "sleep 4". Check their status.',
  '- Run "git status"',
  '- Create notes.md with "some text"',
  '- Read README.md',
  '- Edit notes.md: replace "some" with "more"',
  '- Stop 1f3a9c2e, stop "npm test", stop all tasks',
].join('\n');

const OUTCOMES: Readonly<Record<string, string>> = {
  completed: 'completed',
  exited: 'ended and left processes running',
  failed: 'failed',
  timeout: 'was stopped at its time limit',
  stopped: 'was stopped',
  error: 'could not start',
  skipped: 'was skipped',
  lost: 'was lost',
};

export const ENGLISH: Phrases = {
  starting: (commands) =>
    commands.length === 1
      ? `Starting \`${commands[0]}\` in the background.`
      : `Starting ${commands.length} tasks in the background.`,
  running: (command) => `Running \`${command}\`.`,
  looking: (path) => `Checking whether the name ${path} is free.`,
  writing: (path) => `Writing ${path}.`,
  reading: (path) => `Reading ${path}.`,
  editing: (path) => `Editing ${path}.`,
  checking: 'Checking the tasks.',
  stopping: 'Stopping.',
  carryingOn: (path) => `Meanwhile, reading ${path}.`,

  started: (id, command) => `Task ${id} was started in the background: \`${command}\`.`,
  queued: (id, command) => `Task ${id} is queued and starts when a place is free: \`${command}\`.`,
  notStarted: (command) => `\`${command}\` was not started:`,
  ran: (command) => `\`${command}\`:`,
  notRun: (command) => `\`${command}\` did not run to its end:`,
  written: (path) => `I wrote ${path}.`,
  chosenName: (path) => `You gave no name, so I chose ${path}, which was free.`,
  ownContent: 'You gave no content, and I cannot make any up, so it holds a short note about itself.',
  notWritten: (path) => `${path} was not written:`,
  noFreeName: 'I found no free name for the file. Tell me one: create NAME with "text".',
  edited: (path) => `I edited ${path}.`,
  notEdited: (path) => `${path} was not changed:`,
  content: (path) => `${path}:`,
  notRead: (path) => `${path} could not be read:`,
  whichFile: 'Which file? Name it, such as notes.md.',
  status: 'Status:',
  notChecked: 'The tasks could not be checked:',
  noSuchTask: (text) => `I know of no task that runs “${text}”.`,
  nothingRuns: 'No task runs that I could stop.',
  stopped: (id) => `Task ${id}:`,
  notStopped: (id) => `Task ${id} was not stopped:`,
  readMeanwhile: (path, title) => `Meanwhile I read ${path}. It begins with: ${title}`,
  nothingToRead: (path) => `I wanted to read ${path} meanwhile, but could not:`,
  free: 'Ready for your next request.',
  promise: (count) => (count === 1 ? 'You will see its result when it ends.' : 'You will see each result as it ends.'),
  more: (lines) => `… (${lines} more ${lines === 1 ? 'line' : 'lines'})`,

  note: (date) => `# Notes\n\nCreated by the offline model of meanwhile on ${date}.\n`,
  remark: (words) => `Task ${words}`,
  ending: ({ id, outcome, how, command }: Ending) =>
    `Task ${id} ${OUTCOMES[outcome] ?? `ended (${outcome})`}: \`${command}\` (${how}).`,
  printed: ({ outcome, line }: Ending) =>
    line === '' ? 'It printed nothing.' : `${outcome === 'completed' ? 'Its last line' : 'It says'}: ${line}`,
  lookingHow: 'Looking how this project does that.',
  noProjectCommand: (task) => `I found no ${task} command in this project. Name it: run "make ${task}".`,
  listedBefore: 'Type “help” for what I understand.',
  self: SELF,
  abilities: ABILITIES,
  greeting: 'Hello!',
  welcome: 'You are welcome.',
  notUnderstood: (text) => `I did not understand “${text}”.`,
};
