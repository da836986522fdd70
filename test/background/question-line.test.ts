import { expect, test } from 'vitest';
import { looksLikeQuestion } from '../../src/background/question-line.ts';

test.each([
  'Ok to proceed? (y) ',
  'Do you want to continue? [Y/n] ',
  'Are you sure you want to continue connecting (yes/no/[fingerprint])?',
  '[sudo] password for ada: ',
  'Overwrite (y/N)',
  'Enter passphrase for key',
  'Press any key to continue . . .',
  '? Which framework?',
  'Select a version >',
  'package name: (shop) ',
  'Name [shop]: ',
  '? Project name: › vite-project',
  '(END)',
])('asks: %s', (line) => {
  expect(looksLikeQuestion(line)).toBe(true);
});

test.each(['', 'added 312 packages in 41s', 'ready - http://localhost:3000', 'Compiling shop v0.1.0', '{ "a": 1 }'])(
  'does not ask: %s',
  (line) => {
    expect(looksLikeQuestion(line)).toBe(false);
  },
);
