import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  continuedLine,
  createEditor,
  edit,
  fullText,
  type EditCommand,
  type Editor,
  type EditVerb,
} from '../../src/store/editor.ts';

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

test.each([
  ['fix it\\|', 'fix it\n|'],
  ['!make \\|', '!make \\\n|'],
  ['a\\b|', null],
])('enter behind a backslash: %j becomes %j', (before, after) => {
  const next = continuedLine(editorOf(before));
  expect(next && marked(next)).toBe(after);
});

describe('undo', () => {
  const insert = (editor: Editor, ...texts: readonly string[]) =>
    texts.reduce((next, text) => edit(next, { type: 'insert', text }), editor);

  test('goes back word by word, and redo forth again', () => {
    const editor = insert(createEditor(), 'f', 'i', 'x', ' ', 'i', 't');
    expect(marked(run(editor, 'undo'))).toBe('fix |');
    expect(marked(run(editor, 'undo', 'undo'))).toBe('|');
    expect(marked(run(editor, 'undo', 'undo', 'redo', 'redo'))).toBe('fix it|');
  });

  test('takes a run of deletions for one step, a cut for its own', () => {
    expect(marked(run(editorOf('a bc|'), 'backspace', 'backspace', 'undo'))).toBe('a bc|');
    expect(marked(run(editorOf('a bc|'), 'killWord', 'killWord', 'undo'))).toBe('a |');
  });

  test('a move between two letters ends a step', () => {
    expect(marked(run(insert(run(insert(createEditor(), 'ab'), 'left'), 'x'), 'undo'))).toBe('a|b');
  });

  test('brings back a cleared draft, and the draft behind the history', () => {
    expect(marked(run(editorOf('dra|ft'), 'clear', 'undo'))).toBe('dra|ft');
    expect(marked(run(editorOf('draft|', ['one', 'two']), 'up', 'up', 'undo'))).toBe('draft|');
  });

  test('typing after an undo leaves nothing to redo', () => {
    const editor = run(insert(createEditor(), 'a ', 'b'), 'undo');
    expect(marked(run(insert(editor, 'c'), 'redo'))).toBe('a c|');
  });

  test('what it keeps is bounded', () => {
    const large = Array.from({ length: 300 }).reduce<Editor>(
      (editor) => edit(editor, { type: 'splice', from: 0, to: 0, text: 'x'.repeat(20_000) }),
      createEditor(),
    );
    expect(large.past.reduce((size, { text }) => size + text.length, 0)).toBeLessThanOrEqual(2_000_000);
  });
});

describe('a long paste', () => {
  const lines = Array.from({ length: 312 }, (_, index) => `line ${index}`).join('\n');
  const pasted = edit(editorOf('see | please'), { type: 'paste', text: lines.replaceAll('\n', '\r') });

  test('is folded to one character and sent whole', () => {
    expect(marked(pasted)).toMatch(/^see .{1,2}\| please$/u);
    expect(fullText(pasted)).toBe(`see ${lines} please`);
    expect(run(pasted, 'submitted').history).toEqual([`see ${lines} please`]);
  });

  test('deletes as one, and comes back by undo', () => {
    expect(marked(run(pasted, 'backspace'))).toBe('see | please');
    expect(fullText(run(pasted, 'backspace', 'undo'))).toBe(`see ${lines} please`);
  });

  test('can be unfolded', () => {
    expect(run(pasted, 'unfold').text).toBe(`see ${lines} please`);
    expect(run(pasted, 'home', 'unfold').text).toBe(`see ${lines} please`);
    expect(run(run(pasted, 'unfold'), 'undo').text).toBe(pasted.text);
  });

  test('keeps what it holds when it is cut and put back after something was sent', () => {
    expect(fullText(run(pasted, 'killToStart', 'submitted', 'yank'))).toBe(`see ${lines}`);
  });

  test('a short one stays as it is', () => {
    expect(edit(editorOf('|'), { type: 'paste', text: 'one\ntwo' }).text).toBe('one\ntwo');
  });

  test('nothing from outside can pretend to be one', () => {
    expect(fullText(edit(pasted, { type: 'insert', text: '\u{10F000}' }))).toBe(`see ${lines}\uFFFD please`);
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
    'undo',
    'redo',
    'unfold',
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
    fc.constant({ type: 'paste' as const, text: 'p\n'.repeat(20) }),
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
