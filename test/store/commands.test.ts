import { expect, test } from 'vitest';
import { emptyState } from '../../src/store/empty-state.ts';
import { readCommand } from '../../src/store/commands.ts';
import { allCommands, commandsOf } from '../../src/store/commands/all.ts';
import { usageOf, type CommandContext } from '../../src/store/commands/command.ts';
import type { State } from '../../src/store/state.ts';
import { noTasks } from '../../src/store/tasks.ts';
import { runningTask } from '../fixtures/tasks.ts';

const order = ['1f3a9c2e', '1f77b0e1', 'c0ffee42'];
const byId = Object.fromEntries(order.map((id) => [id, runningTask({ id })]));
const state: State = { ...emptyState, tasks: { ...noTasks, order, byId } };

function read(draft: string): object {
  const command = readCommand(draft, state);
  return command.kind === 'slash' ? { slash: command.command.name, argument: command.argument } : command;
}

test.each<{ draft: string; command: object }>([
  { draft: ' fix it \n', command: { kind: 'prompt', text: 'fix it' } },
  { draft: '', command: { kind: 'prompt', text: '' } },
  { draft: '!ls -l', command: { kind: 'shell', command: 'ls -l' } },
  { draft: '! ls', command: { kind: 'shell', command: 'ls' } },
  { draft: '&npm run dev', command: { kind: 'background', command: 'npm run dev' } },
  { draft: '/quit', command: { slash: 'quit', argument: '' } },
  { draft: '/help', command: { slash: 'help', argument: '' } },
  { draft: '/stop c0ff', command: { slash: 'stop', argument: 'c0ffee42' } },
  { draft: '/log 1f3a9c2e', command: { slash: 'log', argument: '1f3a9c2e' } },
  { draft: '/pause c0', command: { slash: 'pause', argument: 'c0ffee42' } },
  { draft: '/resume c0', command: { slash: 'resume', argument: 'c0ffee42' } },
  { draft: '/rerun c0', command: { slash: 'rerun', argument: 'c0ffee42' } },
  { draft: '/etc/hosts is wrong', command: { kind: 'prompt', text: '/etc/hosts is wrong' } },
])('"$draft" is $command', ({ draft, command }) => {
  expect(read(draft)).toEqual(command);
});

test.each([
  { draft: '!', says: 'after the !' },
  { draft: '& ', says: 'after the &' },
  { draft: '/frobnicate', says: 'Unknown command /frobnicate' },
  { draft: '/stop', says: 'wants the id' },
  { draft: '/log 9', says: 'no task 9' },
  { draft: '/log 1f', says: 'More than one' },
  { draft: '/help me', says: 'wants nothing after it' },
])('"$draft" says: $says', ({ draft, says }) => {
  expect(read(draft)).toMatchObject({ kind: 'wrong', sentence: expect.stringContaining(says) });
});

test('a task command offers the tasks it can be about, the newest first', () => {
  const stop = allCommands.find(({ name }) => name === 'stop');
  expect(stop?.argument?.choices?.(state).map(({ value }) => value)).toEqual(order.toReversed());
  const resume = allCommands.find(({ name }) => name === 'resume');
  expect(resume?.argument?.choices?.(state)).toEqual([]);
});

test('a written command sends its text with what was typed behind it, and hides no other', () => {
  const written = (name: string, body: string) => ({ name, words: name, hint: null, body });
  const commands = [
    written('fix-2', 'Fix $ARGUMENTS, all of $ARGUMENTS.'),
    written('review', 'Review.'),
    written('quit', 'x'),
  ];
  const knowing: State = { ...state, knowledge: { ...state.knowledge, commands } };
  const sent = (draft: string) => {
    const prompts: string[] = [];
    const command = readCommand(draft, knowing);
    if (command.kind !== 'slash') return command;
    const session = { submit: (text: string) => void prompts.push(text) };
    command.command.run({ session, getState: () => knowing } as unknown as CommandContext, command.argument);
    return prompts;
  };
  expect(sent('/fix-2 a $& b')).toEqual(['Fix a $& b, all of a $& b.']);
  expect(sent('/review')).toEqual(['Review.']);
  expect(sent('/review the last one')).toEqual(['Review.\n\nthe last one']);
  expect(commandsOf(knowing).filter(({ name }) => name === 'quit')).toHaveLength(1);
});

test('every slash command has a name of its own, and words', () => {
  expect(new Set(allCommands.map(({ name }) => name)).size).toBe(allCommands.length);
  for (const command of allCommands) expect(usageOf(command) && command.words).not.toBe('');
});

test.each([
  ['/exit', 'quit', ''],
  ['/new', 'clear', ''],
  ['/usage', 'cost', ''],
  ['/plan', 'permissions', 'plan'],
  ['/rename the cart', 'title', 'the cart'],
  ['/rewind', 'fork', ''],
])('%s, a name of other agents, is /%s %s', (line, name, argument) => {
  expect(readCommand(line, emptyState)).toMatchObject({ kind: 'slash', command: { name }, argument });
});

test.each([
  ['/exut', 'Unknown command /exut. Did you mean /exit?'],
  ['/permisions', 'Unknown command /permisions. Did you mean /permissions?'],
  ['/zzz', 'Unknown command /zzz. /help lists all commands.'],
  ['/doctor', 'There is no /doctor. Run it in a shell: !meanwhile doctor'],
])('%s: %s', (line, sentence) => {
  expect(readCommand(line, emptyState)).toEqual({ kind: 'wrong', sentence });
});
