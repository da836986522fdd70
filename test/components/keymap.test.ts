import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/components/key-context.ts';
import { createKeymap } from '../../src/components/keymap.ts';
import { hintLine } from '../../src/components/status-lines.ts';
import { createTheme } from '../../src/components/theme.ts';
import type { Place } from '../../src/store/selectors.ts';

const { bindings, bindingFor, hintsFor } = createKeymap();
const none = new Set<Condition>();

function actionFor(place: Place, key: string, context: ReadonlySet<Condition>): string | undefined {
  return bindingFor(place, key, context)?.action;
}

describe('the key table', () => {
  test.each<{ place: Place; key: string; when?: Condition; action: string | undefined }>([
    { place: 'input', key: 'enter', action: 'send' },
    { place: 'input', key: 'alt+enter', action: 'edit newline' },
    { place: 'input', key: 'shift+enter', action: 'edit newline' },
    { place: 'input', key: 'esc', action: undefined },
    { place: 'input', key: 'esc', when: 'working', action: 'interrupt' },
    { place: 'tasks', key: 'esc', when: 'working', action: 'interrupt' },
    { place: 'tasks', key: 'esc', action: 'to input' },
    { place: 'question', key: 'esc', when: 'working', action: 'decline' },
    { place: 'input', key: 'esc', when: 'working', action: 'interrupt' },
    { place: 'input', key: 'esc', when: 'asked', action: 'decline' },
    { place: 'log', key: 'esc', when: 'working', action: 'back' },
    { place: 'input', key: 'ctrl+b', action: 'edit left' },
    { place: 'input', key: 'ctrl+b', when: 'foreground command', action: 'to background' },
    { place: 'tasks', key: 'ctrl+b', action: undefined },
    { place: 'input', key: 'ctrl+d', action: 'edit delete' },
    { place: 'input', key: 'ctrl+d', when: 'draft empty', action: 'quit' },
    { place: 'input', key: '?', action: undefined },
    { place: 'input', key: '?', when: 'draft empty', action: 'help' },
    { place: 'input', key: 'y', action: undefined },
    { place: 'question', key: 'y', action: 'answer once' },
    { place: 'question', key: 'enter', action: 'choose' },
    { place: 'tasks', key: 'x', action: undefined },
    { place: 'tasks', key: 'x', when: 'stoppable task', action: 'stop task' },
    { place: 'tasks', key: 'p', when: 'pausable task', action: 'pause task' },
    { place: 'log', key: 'p', when: 'paused task', action: 'resume task' },
    { place: 'tasks', key: 'r', when: 'task', action: 'run again' },
    { place: 'tasks', key: 'r', action: undefined },
    { place: 'tasks', key: 's', action: undefined },
    { place: 'log', key: 's', when: 'open stdin', action: 'type into task' },
    { place: 'sending', key: 's', action: undefined },
    { place: 'sending', key: 'ctrl+d', when: 'draft empty', action: 'end input' },
    { place: 'quit', key: 's', action: 'quit stopping' },
    { place: 'quit', key: 'ctrl+c', action: 'leave' },
  ])('$key in $place when $when: $action', ({ place, key, when, action }) => {
    expect(actionFor(place, key, when === undefined ? none : new Set([when]))).toBe(action);
  });

  test('has words for every key', () => {
    for (const { words, keys, places } of bindings) {
      expect(words).not.toBe('');
      expect(keys.length * places.length).toBeGreaterThan(0);
    }
  });

  test('reaches every binding: no key is hidden by one above it', () => {
    for (const binding of bindings) {
      const context = new Set([binding.when ?? []].flat());
      const reached = binding.places.flatMap((place) => binding.keys.map((key) => bindingFor(place, key, context)));
      expect(reached).toContain(binding);
    }
  });

  test('hints only at keys that mean something in the place', () => {
    const working = new Set<Condition>(['working', 'foreground command']);
    expect(hintsFor('input', none).map(({ words }) => words)).not.toContain('to background');
    expect(hintsFor('input', working).map(({ words }) => words)).toContain('to background');
    expect(hintsFor('question', none)).toContainEqual({ key: 'tab', words: 'tasks', isHelp: false });
    expect(hintsFor('tasks', none).map(({ words }) => words)).not.toContain('stop');
  });
});

test.each([
  { width: 60, line: 'tab tasks · enter send · ? keys · ctrl+p actions' },
  { width: 40, line: 'tab tasks · enter send · ? keys' },
  { width: 24, line: 'tab tasks · ? keys' },
  { width: 8, line: '? keys' },
])('of the hints those that fit in $width columns are shown, the help among them', ({ width, line }) => {
  const hint = (key: string, words: string) => ({ key, words, isHelp: words === 'keys' });
  const hints = [hint('tab', 'tasks'), hint('enter', 'send'), hint('?', 'keys'), hint('ctrl+p', 'actions')];
  const shown = hintLine(hints, { width, theme: createTheme({ colours: false }) });
  expect(stripVTControlCharacters(shown)).toBe(line);
});
