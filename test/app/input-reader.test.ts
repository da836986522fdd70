import { describe, expect, test } from 'vitest';
import { readInput, spelled, type Step } from './read-input.ts';

const ESC = '\x1b';
const ESCAPE_KEY = '"\\u001b[27u"';
const UP = '"\\u001b[A"';
const WHEEL = `${ESC}[<64;10;10M`;
const COLOUR = `${ESC}]11;rgb:1e1e/1e1e/1e1e${ESC}\\`;
const reply = `reply ${JSON.stringify(COLOUR)}`;

function reads(...steps: readonly Step[]): readonly string[] {
  return spelled(readInput(steps));
}

describe('keys', () => {
  test.each<{ title: string; steps: readonly Step[]; events: readonly string[] }>([
    { title: 'a letter comes alone', steps: ['a', 100, 'b'], events: ['"a"*', '"b"*'] },
    { title: 'letters of one read do not', steps: ['ab'], events: ['"ab"'] },
    { title: 'nor one right behind another', steps: ['a', 10, 'b'], events: ['"a"*', '"b"'] },
    { title: 'a key behind a letter in one read does not', steps: [`a${ESC}[A`], events: ['"a"', UP] },
    { title: 'Enter behind text in one read is Enter', steps: ['hello\r'], events: ['"hello"', '"\\r"'] },
    { title: 'also as CR LF', steps: ['hello\r\n'], events: ['"hello"', '"\\r\\n"'] },
    { title: 'Enter comes alone', steps: ['hello', 100, '\r'], events: ['"hello"', '"\\r"*'] },
    { title: 'a key waits for no Enter', steps: ['a\r', `${ESC}[A`], events: ['"a"', '"\\r"', UP] },
    { title: 'Enter and a key behind it', steps: ['\r\x04'], events: ['"\\r\\u0004"'] },
    { title: 'Tab and one letter are keys', steps: ['\tx'], events: ['"\\tx"'] },
    { title: 'ctrl+c passes what waits', steps: ['a\r', '\x03'], events: ['"a"', '"\\r"', '"\\u0003"'] },
    { title: 'alt with a letter', steps: [`${ESC}b`], events: ['"\\u001bb"*'] },
    { title: 'alt with Enter', steps: [`${ESC}\r`], events: ['"\\u001b\\r"*'] },
    { title: 'alt with an arrow', steps: [ESC, ESC, '[', 'A'], events: ['"\\u001b\\u001b[A"*'] },
    { title: 'alt+_ in spite of APC', steps: [`${ESC}_`], events: ['"\\u001b_"*'] },
    { title: 'alt+P with a letter behind it', steps: [`${ESC}Px`], events: ['"\\u001bP"', '"x"'] },
    {
      title: 'rxvt and the console',
      steps: [`${ESC}[3$`, 50, `${ESC}[[A`],
      events: ['"\\u001b[3$"*', '"\\u001b[[A"*'],
    },
    { title: 'a key with parameters torn', steps: [`${ESC}[1;5`, 900, 'D'], events: ['"\\u001b[1;5D"*'] },
    { title: 'SS3 torn', steps: [`${ESC}O`, 900, 'A'], events: ['"\\u001bOA"*'] },
    { title: 'a key of kitty torn', steps: [`${ESC}[97;`, 500, '5u'], events: ['"\\u001b[97;5u"*'] },
  ])('$title', ({ steps, events }) => expect(reads(...steps)).toEqual(events));
});

describe('an ESC', () => {
  test('alone is the Esc key after a moment', () => {
    expect(reads(ESC, 75)).toEqual([`${ESCAPE_KEY}*`]);
    expect(spelled(readInput([ESC, 150, '[A'], { escapeMs: 200 }))).toEqual([`${UP}*`]);
  });

  test('is the beginning of a sequence, however long it takes, where Esc has a sequence of its own', () => {
    expect(reads(`${ESC}[?1u`, ESC, 900, '[A')).toEqual(['kitty 1', `${UP}*`]);
    expect(reads(`${ESC}[27u`, 100, ESC, 900, '[A')).toEqual([`${ESCAPE_KEY}*`, `${UP}*`]);
    expect(reads(`${ESC}[?0u`, ESC, 900, 'a')).toEqual(['kitty 0', `${ESCAPE_KEY}*`, '"a"*']);
  });

  test.each(['[A', '[B\x1b[B', '[<64;10;10M', '[I', '[O', '[1;5D', '[97;5u', '[3~', 'OA', '[?0u', '[[A'])(
    'that was taken for the Esc key does not let %j be typed',
    (rest) => {
      const events = reads(ESC, 200, rest);
      expect(events[0]).toBe(`${ESCAPE_KEY}*`);
      expect(events.slice(1)).toEqual(reads(ESC + rest));
    },
  );

  test.each(['[', 'O', '[x] done', '[1] one', 'OK', '[Ab', 'abc'])('does not swallow %j, typed after Esc', (text) =>
    expect(reads(ESC, 200, text).join('')).toContain(JSON.stringify(text)),
  );

  test('is no longer part of what comes a while later', () => expect(reads(ESC, 2000, '[A')).toContain('"[A"'));
});

describe('what begins as a sequence and never ends', () => {
  test.each([
    `${ESC}[`,
    `${ESC}[<64;10`,
    `${ESC}[1;5`,
    `${ESC}[20`,
    `${ESC}O`,
    `${ESC}]`,
    `${ESC}]11;rgb:1e`,
    `${ESC}P>|xt`,
  ])('is not typed: %j', (begun) => expect(reads('a', 100, begun, 2000, 'b')).toEqual(['"a"*', '"b"*']));

  test('gives way to a key', () => {
    expect(reads(`${ESC}[`, '\r')).toEqual(['"\\r"']);
    expect(reads(`${ESC}]11;x`, '\x03')).toEqual(['"\\u0003"']);
    expect(reads(`${ESC}[1;`, `${ESC}[A`)).toEqual([UP]);
  });
});

describe('what the terminal says', () => {
  test.each<{ title: string; steps: readonly Step[]; events: readonly string[] }>([
    { title: 'a colour', steps: [`a${COLOUR}b`], events: ['"a"', reply, '"b"'] },
    { title: 'a colour torn', steps: [COLOUR.slice(0, 9), 900, COLOUR.slice(9, -1), 900, '\\'], events: [reply] },
    {
      title: 'a reply that ends with BEL',
      steps: [`${ESC}]11;x\x07`],
      events: [`reply ${JSON.stringify(`${ESC}]11;x\x07`)}`],
    },
    {
      title: 'a version',
      steps: [`${ESC}P>|tmux 3.3a${ESC}\\x`],
      events: [`reply ${JSON.stringify(`${ESC}P>|tmux 3.3a${ESC}\\`)}`, '"x"'],
    },
    { title: 'its focus', steps: [`a${ESC}[O`, `b${ESC}[`, 'Ic'], events: ['"a"', 'blur', '"b"', 'focus', '"c"'] },
    { title: 'the wheel', steps: [`${ESC}[<64;1;1M${ESC}[<65;1;1M`], events: ['wheel -1', 'wheel 1'] },
    {
      title: 'a click, also with shift',
      steps: [`${ESC}[<0;10;5M${ESC}[<4;10;5M`],
      events: ['press 9,4', 'press 9,4'],
    },
    { title: 'releases and other buttons', steps: [`${ESC}[<0;1;1m${ESC}[<2;1;1M${ESC}[<66;1;1M`], events: [] },
    { title: 'a click torn', steps: [`${ESC}[`, '<0;1', 200, '0;5', 'M'], events: ['press 9,4'] },
    { title: 'the first protocol of the mouse', steps: [`${ESC}[M !`, '!x'], events: ['"x"'] },
    { title: 'a report right behind Esc', steps: [`${ESC}${WHEEL}`], events: [ESCAPE_KEY, 'wheel -1'] },
  ])('is heard: $title', ({ steps, events }) => expect(reads(...steps)).toEqual(events));
});

describe('a paste with marks', () => {
  const paste = (text: string) => `${ESC}[200~${text}${ESC}[201~`;

  test('is one, whatever it holds', () => {
    const text = `one\r\t${COLOUR}${WHEEL}\x03 two`;
    expect(reads(`a${paste(text)}b`)).toEqual(['"a"', `paste ${JSON.stringify(text)}`, '"b"']);
  });

  test('ends wherever its end is torn, and the mouse is heard after it', () => {
    const whole = `${paste('one\rtwo')}${WHEEL}`;
    for (let cut = 1; cut < whole.length; cut++) {
      expect(reads(whole.slice(0, cut), 900, whole.slice(cut)).at(-1), `cut at ${cut}`).toBe('wheel -1');
      expect(reads(whole.slice(0, cut), 20, whole.slice(cut))).toEqual(['paste "one\\rtwo"', 'wheel -1']);
    }
    expect(reads(...whole)).toEqual(['paste "one\\rtwo"', 'wheel -1']);
  });

  test('is one also when the ESC of its beginning was taken for the Esc key', () =>
    expect(reads(ESC, 200, '[200~one\rtwo', 500, `\rthree${ESC}[201~`)).toEqual([
      `${ESCAPE_KEY}*`,
      'paste "one\\rtwo\\rthree"',
    ]));

  test('that never ends is handed over after a while, and keys are keys again', () => {
    expect(reads(`${ESC}[200~one\rtwo`, 2000, 'x')).toEqual(['paste "one\\rtwo"', '"x"*']);
    expect(reads(`${ESC}[200~one`, 2000, WHEEL, 'y')).toEqual(['paste "one"', 'wheel -1', '"y"*']);
  });

  test('that never ends lets ctrl+c through', () => {
    expect(reads(`${ESC}[200~one\rtwo`, 100, '\x03')).toEqual(['paste "one\\rtwo"', '"\\u0003"*']);
    expect(reads(`${ESC}[200~one`, 100, `${ESC}[99;5u`)).toEqual(['paste "one"', '"\\u001b[99;5u"*']);
  });

  test('that stalls is pasted to its end', () => {
    expect(reads(`${ESC}[200~one`, 5000, ' two\r', 100, `three${ESC}[20`, 5000, '1~', 100, 'x')).toEqual([
      'paste "one"',
      'paste " two\\rthree"',
      '"x"*',
    ]);
  });

  test('of which the beginning is lost is pasted', () =>
    expect(reads(`rm -r x\r${ESC}[201~y`)).toEqual(['paste "rm -r x\\ry"']));

  test('of 50 MB takes no time that grows with its square', () => {
    const chunk = 'x'.repeat(4095);
    const [event] = readInput([`${ESC}[200~`, ...Array.from({ length: 12_000 }, () => chunk), `${ESC}[201~`]);
    expect(event?.kind === 'paste' && event.text.length).toBe(12_000 * 4095);
  });
});

describe('a paste without marks', () => {
  test.each<{ title: string; steps: readonly Step[]; events: readonly string[] }>([
    { title: 'lines in one read', steps: ['one\r!two\ry\r'], events: ['paste "one\\r!two\\ry\\r"'] },
    { title: 'lines that end in LF', steps: ['one\ntwo'], events: ['paste "one\\ntwo"'] },
    { title: 'lines that end in CR LF', steps: ['one\r\ntwo\r\n'], events: ['paste "one\\r\\ntwo\\r\\n"'] },
    { title: 'lines with other control characters', steps: ['!one\r\x04y'], events: ['paste "!one\\r\\u0004y"'] },
    { title: 'two Enters', steps: ['\r\r'], events: ['paste "\\r\\r"'] },
    { title: 'a tab with text behind it', steps: ['\tx', 5, 'y'], events: ['paste "\\txy"'] },
    {
      title: 'a line in each read',
      steps: ['one\r', 20, 'two\r', 20, 'y\r'],
      events: ['"one"', 'paste "\\rtwo\\ry\\r"'],
    },
    { title: 'in pieces', steps: ['one\rtw', 25, 'o', 25, '\r', 25, 'y'], events: ['paste "one\\rtwo\\ry"'] },
    { title: 'a letter in each read', steps: ['o', 5, '\r', 5, '!', 5, 'x'], events: ['"o"*', 'paste "\\r!x"'] },
    { title: 'then Enter', steps: ['one\rtwo', 100, '\r'], events: ['paste "one\\rtwo"', '"\\r"*'] },
    { title: 'with the wheel in it', steps: ['one\r', WHEEL, 'two'], events: ['"one"', 'wheel -1', 'paste "\\rtwo"'] },
  ])('$title', ({ steps, events }) => expect(reads(...steps)).toEqual(events));

  test('is no answer by its first letter', () => {
    const deliberate = (key: string) => 'y\r'.includes(key);
    const answers = (...steps: readonly Step[]) => spelled(readInput(steps, { deliberate }));
    expect(answers('y')).toEqual(['"y"*']);
    expect(answers('y', 10, 'e', 10, 's')).toEqual(['"yes"']);
    expect(answers('y', 10, '\r')).toEqual(['"y\\r"']);
    expect(answers('x', 10, 'y')).toEqual(['"x"*', '"y"']);
    expect(answers(`${ESC}[B`, 10, '\r')).toEqual(['"\\u001b[B"*', '"\\r"']);
    expect(answers('y', 10, `${ESC}[B`)).toEqual(['"y"', '"\\u001b[B"']);
  });
});
