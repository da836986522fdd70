import { expect, test } from 'vitest';
import { readCommand } from '../../src/store/commands.ts';

const ids = ['1f3a9c2e', '1f77b0e1', 'c0ffee42'];

test.each<{ draft: string; command: object }>([
  { draft: ' fix it \n', command: { kind: 'prompt', text: 'fix it' } },
  { draft: '', command: { kind: 'prompt', text: '' } },
  { draft: '!ls -l', command: { kind: 'shell', command: 'ls -l' } },
  { draft: '! ls', command: { kind: 'shell', command: 'ls' } },
  { draft: '&npm run dev', command: { kind: 'background', command: 'npm run dev' } },
  { draft: '/quit', command: { kind: 'quit' } },
  { draft: '/help', command: { kind: 'help' } },
  { draft: '/stop c0ff', command: { kind: 'stop', id: 'c0ffee42' } },
  { draft: '/log 1f3a9c2e', command: { kind: 'log', id: '1f3a9c2e' } },
  { draft: '/pause c0', command: { kind: 'pause', id: 'c0ffee42' } },
  { draft: '/resume c0', command: { kind: 'resume', id: 'c0ffee42' } },
  { draft: '/rerun c0', command: { kind: 'rerun', id: 'c0ffee42' } },
  { draft: '/etc/hosts is wrong', command: { kind: 'prompt', text: '/etc/hosts is wrong' } },
])('"$draft" is $command', ({ draft, command }) => {
  expect(readCommand(draft, ids)).toEqual(command);
});

test.each([
  { draft: '!', says: 'after the !' },
  { draft: '& ', says: 'after the &' },
  { draft: '/frobnicate', says: 'no /frobnicate' },
  { draft: '/stop', says: 'wants the id' },
  { draft: '/log 9', says: 'no task 9' },
  { draft: '/log 1f', says: 'More than one' },
])('"$draft" says: $says', ({ draft, says }) => {
  expect(readCommand(draft, ids)).toMatchObject({ kind: 'wrong', sentence: expect.stringContaining(says) });
});
