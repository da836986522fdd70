import { describe, expect, test } from 'vitest';
import type { Key } from 'ink';
import { readKeyPresses } from '../../src/components/key-presses.ts';

const plain: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

describe('an input event', () => {
  test.each<{ input: string; key?: Partial<Key>; presses: readonly string[] }>([
    { input: 'a', presses: ['"a"'] },
    { input: 'A', key: { shift: true }, presses: ['"A"'] },
    { input: 'hello', presses: ['"hello"'] },
    { input: 'hello\r', presses: ['"hello"', 'enter'] },
    { input: 'x\ty\r\r', presses: ['"x"', 'tab', '"y"', 'enter', 'enter'] },
    { input: 'abc\x15', presses: ['"abc"', 'ctrl+u'] },
    { input: 'a\r\nb', presses: ['"a"', 'enter', '"b"'] },
    { input: '\n', presses: ['ctrl+j'] },
    { input: 'é👍🏽', presses: ['"é👍🏽"'] },
    { input: '\r', key: { return: true }, presses: ['enter'] },
    { input: '\r', key: { return: true, meta: true }, presses: ['alt+enter'] },
    { input: '\r', key: { return: true, shift: true }, presses: ['shift+enter'] },
    { input: '', key: { escape: true }, presses: ['esc'] },
    { input: '', key: { escape: true, meta: true }, presses: ['esc'] },
    { input: 'c', key: { ctrl: true }, presses: ['ctrl+c'] },
    { input: 'b', key: { meta: true }, presses: ['alt+b'] },
    { input: '', key: { tab: true, shift: true }, presses: ['shift+tab'] },
    { input: '', key: { leftArrow: true, ctrl: true }, presses: ['ctrl+left'] },
    { input: '', key: { leftArrow: true, meta: true }, presses: ['alt+left'] },
    { input: '', presses: [] },
    { input: 'a', key: { eventType: 'release' }, presses: [] },
  ])('$input $key means $presses', ({ input, key, presses }) => {
    const read = readKeyPresses(input, { ...plain, ...key });
    expect(read.map((press) => (press.kind === 'key' ? press.name : JSON.stringify(press.text)))).toEqual(presses);
  });
});
