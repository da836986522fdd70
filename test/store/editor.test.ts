import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEditor, edit, type EditCommand, type Editor, type EditVerb } from '../../src/store/editor.ts';

/** An editor from text in which `|` marks the cursor. */
function editorOf(marked: string, history: readonly string[] = []): Editor {
  return { ...createEditor(history), text: marked.replace('|', ''), cursor: marked.indexOf('|') };
}

function marked({ text, cursor }: Editor): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function run(editor: Editor, ...verbs: readonly EditVerb[]): Editor {
  return verbs.reduce((next, type) => edit(next, { type }), editor);
}

describe('keys', () => {
  test.each<[EditVerb, string, string]>([
    ['newline', 'a|b', 'a\n|b'],
    ['backspace', 'ab|c', 'a|c'],
    ['backspace', '|a', '|a'],
    ['backspace', 'a👩‍👩‍👧|', 'a|'],
    ['backspace', 'e\u0301|', '|'],
    ['backspace', 'a\n|b', 'a|b'],
    ['delete', 'a|bc', 'a|c'],
    ['delete', '|🇫🇷x', '|x'],
    ['delete', 'a|', 'a|'],
    ['left', 'a漢|', 'a|漢'],
    ['right', '|👍🏽x', '👍🏽|x'],
    ['right', 'a|', 'a|'],
    ['home', 'a\nbc|d', 'a\n|bcd'],
    ['home', '|a', '|a'],
    ['end', 'a|b\nc', 'ab|\nc'],
    ['wordLeft', 'npm run-dev |', 'npm run-|dev '],
    ['wordLeft', 'déjà vu|', 'déjà |vu'],
    ['wordLeft', '|', '|'],
    ['wordRight', 'npm| run dev', 'npm run| dev'],
    ['wordRight', 'a|', 'a|'],
    ['killWord', 'cat a/b-c.txt  |x', 'cat |x'],
    ['killWordLeft', 'cat a/b-c|', 'cat a/b-|'],
    ['killWordRight', 'a| bc d', 'a| d'],
    ['killToStart', 'a\nbc|d', 'a\n|d'],
    ['killToEnd', 'a|bc\nd', 'a|\nd'],
    ['killToEnd', 'a|\nd', 'a|d'],
    ['clear', 'ab|c', '|'],
  ])('%s makes of %j %j', (verb, before, after) => expect(marked(run(editorOf(before), verb))).toBe(after));

  test.each<EditVerb>(['left', 'backspace', 'home', 'killToStart', 'killWord', 'up', 'down', 'yank', 'clear'])(
    '%s changes nothing where there is nothing to change',
    (verb) => {
      const editor = createEditor();
      expect(run(editor, verb)).toBe(editor);
    },
  );
});

test('what was cut comes back at the cursor, also after something was sent', () => {
  expect(marked(run(editorOf('one two|'), 'killWord', 'home', 'yank'))).toBe('two|one ');
  expect(marked(run(editorOf('one two|'), 'killWord', 'submitted', 'yank'))).toBe('two|');
});

describe('inserted text', () => {
  test.each([
    ['a\r\nb\rc', 'x a\nb\nc|y'],
    ['\u001B[31mred\u001B[0m\u0007', 'x red|y'],
    ['\tz', 'x \tz|y'],
    ['', 'x |y'],
  ])('%j is made safe', (text, expected) =>
    expect(marked(edit(editorOf('x |y'), { type: 'insert', text }))).toBe(expected),
  );

  test('a paste of a megabyte goes in whole', () => {
    const text = 'line of a log\n'.repeat(75_000);
    expect(edit(editorOf('a|b'), { type: 'insert', text }).text).toBe(`a${text}b`);
  });

  test('a cursor between parts that join goes behind the whole', () => {
    expect(marked(edit(editorOf('|\u0301x'), { type: 'insert', text: 'e' }))).toBe('e\u0301|x');
  });
});

describe('lines', () => {
  test('up and down keep their column over a short line', () => {
    const editor = editorOf('long line\nx\nlong l|ine');
    expect(marked(run(editor, 'up'))).toBe('long line\nx|\nlong line');
    expect(marked(run(editor, 'up', 'up'))).toBe('long l|ine\nx\nlong line');
    expect(marked(run(editor, 'up', 'up', 'down', 'down'))).toBe('long line\nx\nlong l|ine');
    expect(marked(run(editor, 'up', 'left', 'up'))).toBe('|long line\nx\nlong line');
  });

  test('an empty first line can be reached', () => expect(marked(run(editorOf('\na|'), 'up'))).toBe('|\na'));
});

describe('history', () => {
  const history = ['first', 'second\nline'];

  test('up at the first line shows what was sent before, down comes back to the draft', () => {
    const editor = editorOf('dra|ft', history);
    expect(marked(run(editor, 'up'))).toBe('second\nline|');
    expect(marked(run(editor, 'up', 'up', 'up'))).toBe('first|');
    expect(marked(run(editor, 'up', 'up', 'up', 'up'))).toBe('first|');
    expect(marked(run(editor, 'up', 'up', 'up', 'down'))).toBe('second\nline|');
    expect(marked(run(editor, 'up', 'up', 'up', 'down', 'down'))).toBe('draft|');
    expect(marked(run(editor, 'up', 'down', 'down'))).toBe('draft|');
  });

  test('what is sent joins it, once when repeated, never when blank', () => {
    expect(run(editorOf('third|', history), 'submitted').history).toEqual([...history, 'third']);
    expect(run(editorOf('second\nline|', history), 'submitted').history).toBe(history);
    expect(run(editorOf(' |', history), 'submitted').history).toBe(history);
  });

  test('it is bounded', () => {
    const full = Array.from({ length: 500 }, (_, index) => `entry ${index}`);
    const after = run(editorOf('new|', full), 'submitted').history;
    expect([after.length, after[0], after.at(-1)]).toEqual([500, 'entry 1', 'new']);
  });
});

test('the cursor always stands between two characters', () => {
  const verbs: readonly EditVerb[] = [
    'newline',
    'backspace',
    'delete',
    'left',
    'right',
    'up',
    'down',
    'wordLeft',
    'wordRight',
    'home',
    'end',
    'killWord',
    'killWordLeft',
    'killWordRight',
    'killToStart',
    'killToEnd',
    'yank',
    'clear',
    'submitted',
  ];
  const pieces = [
    'a',
    'word ',
    ' ',
    '\n',
    '漢',
    'e\u0301',
    '\u0301',
    '👩',
    '\u200D',
    '🏽',
    '🇫',
    '🇷',
    'ᄀ',
    'ᅡ',
    '\u0600',
    'न',
    'ि',
  ];
  const command: fc.Arbitrary<EditCommand> = fc.oneof(
    fc.constantFrom(...verbs).map((type) => ({ type })),
    fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 6 })
      .map((parts) => ({ type: 'insert' as const, text: parts.join('') })),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      let editor = createEditor(['sent 漢字', 'two\nlines 👩‍👩‍👧']);
      for (const each of commands) {
        editor = edit(editor, each);
        expect(borders(editor.text)).toContain(editor.cursor);
      }
    }),
    { numRuns: 500 },
  );
});

function borders(text: string): readonly number[] {
  return [...Array.from(new Intl.Segmenter().segment(text), ({ index }) => index), text.length];
}
