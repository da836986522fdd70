import { expect, test } from 'vitest';
import { createKeymap } from '../../src/components/keymap.ts';
import { allBindings } from '../../src/components/keys/all.ts';
import { readKey, remap, type Remaps } from '../../src/components/keys/remap.ts';
import type { Place } from '../../src/store/selectors.ts';

function actionFor(remaps: Remaps, place: Place, key: string): string | undefined {
  return createKeymap(remap(allBindings, remaps).bindings).bindingFor(
    place,
    key,
    new Set(['pausable task', 'stoppable task', 'draft empty']),
  )?.action;
}

test.each([
  ['ctrl+x', 'ctrl+x'],
  ['Ctrl+X', 'ctrl+x'],
  ['shift+ctrl+z', 'ctrl+shift+z'],
  ['option+left', 'alt+left'],
  ['Escape', 'esc'],
  ['F5', 'f5'],
  ['space', ' '],
  ['ctrl+space', 'ctrl+space'],
  ['G', 'G'],
  ['?', '?'],
  ['+', '+'],
  ['ctrl++', 'ctrl++'],
  ['ctrl+frob', undefined],
  ['hyper+x', undefined],
  ['f13', undefined],
  ['', undefined],
])('%j is read as %j', (written, key) => expect(readKey(written)).toBe(key));

test('an action has the keys that the user gives it, and no others', () => {
  expect(actionFor({ 'stop task': ['d'] }, 'tasks', 'd')).toBe('stop task');
  expect(actionFor({ 'stop task': ['d'] }, 'log', 'x')).toBeUndefined();
  expect(actionFor({ 'stop task': [] }, 'tasks', 'x')).toBeUndefined();
});

test('the user’s key takes the place of another action’s, and that is said with names', () => {
  const remaps = { palette: ['ctrl+k'] };
  expect(actionFor(remaps, 'input', 'ctrl+k')).toBe('palette');
  expect(remap(allBindings, remaps).problems).toEqual([
    'Your keys: ctrl+k is "palette" now, and no longer "edit killToEnd" (input).',
  ]);
});

test('two actions on one key are said; keys that hold only sometimes may be shared', () => {
  expect(remap(allBindings, { redraw: ['f5'], suspend: ['f5'] }).problems).toEqual([
    expect.stringMatching(/f5 is both "redraw" and "suspend" .*; "redraw" counts/),
  ]);
  expect(remap(allBindings, { 'to background': ['ctrl+k'] }).problems).toEqual([]);
});

test('what is wrong is said, and the rest holds', () => {
  const { problems } = remap(allBindings, { 'stop tsk': ['d'], 'stop task': ['d', 'ctrl+frob'] });
  expect(problems).toEqual([
    'Your keys: there is no action "stop tsk". Did you mean "stop task"?',
    'Your keys: "ctrl+frob" for "stop task" is no key. Write for example ctrl+x, alt+left, f5 or ?.',
  ]);
  expect(actionFor({ 'stop task': ['d', 'ctrl+frob'] }, 'tasks', 'd')).toBe('stop task');
});

test('the answers of dialogs have the user’s keys; a number before an answer stays', () => {
  expect(actionFor({ 'answer once': ['o'] }, 'question', 'o')).toBe('answer once');
  expect(actionFor({ 'answer once': ['o'] }, 'question', 'y')).toBeUndefined();
  expect(actionFor({ 'quit keeping': ['b'] }, 'quit', 'b')).toBe('quit keeping');
  expect(remap(allBindings, { 'answer once': ['o'], 'choose 1': ['z'] }).problems).toEqual([
    'Your keys: "choose 1" keeps its number, which stands before the answer.',
  ]);
});

test('a letter does not become a key where it is written', () => {
  expect(actionFor({ 'search history': ['h'] }, 'input', 'h')).toBeUndefined();
});
