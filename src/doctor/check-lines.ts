import type { Check } from './check.ts';

const SIGNS = { fine: '✓', weak: '!', broken: '✗' } as const;
const NAME_WIDTH = 12;
const INDENT = NAME_WIDTH + 4;
/** A narrower terminal wraps by itself. */
const LEAST_WORDS = 20;

/** What was found and what to do, in lines of a terminal of so many columns; without them one line each. */
export function checkLines({ name, state, found, advice = '' }: Check, columns = Infinity): readonly string[] {
  const width = columns - INDENT < LEAST_WORDS ? Infinity : columns - INDENT;
  const head = `${SIGNS[state]} ${name.padEnd(NAME_WIDTH)}  `;
  const lines = [...wrapped(found, width), ...(advice === '' ? [] : wrapped(advice, width))];
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(INDENT)) + line);
}

/** At spaces; a word that is longer stands alone. */
function wrapped(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
