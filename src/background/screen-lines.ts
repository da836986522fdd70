import { isColour } from './clean-text.ts';
import { withoutInvisible } from './invisible.ts';
import { createTerminalLine } from './terminal-line.ts';

/**
 * What a terminal would show of raw output, line by line. Chunks may be cut anywhere, also inside a character or an
 * escape sequence: the lines are the same.
 *
 * - `\r` restarts a line, so that of a progress bar its last state stays; `\r\n` ends it. `\b` takes a character back.
 * - Tabs become spaces. Colours (SGR) stay, each line on its own; every other control sequence goes.
 * - A line longer than `maxLine` characters (default 4,000) is cut and says how much is missing.
 *
 * Deliberately not here: cursor moves to other lines. What draws over several lines leaves all its states.
 */
export interface ScreenLines {
  /** Takes more output; answers the lines that are finished by it. */
  write(chunk: Uint8Array | string): readonly string[];
  /** The line that is not finished yet, as it stands; empty when the last one is finished. */
  rest(): string;
}

export function createScreenLines(options: { readonly maxLine?: number } = {}): ScreenLines {
  const decoder = new TextDecoder();
  const line = createTerminalLine(options.maxLine ?? 4_000);
  let parse: Parser = parseText;
  let finished: string[] = [];
  /** Parameters of the control sequence that is being read. */
  let parameters = '';

  return {
    write(chunk) {
      finished = [];
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      let at = 0;
      while (at < text.length) at = parse(text, at);
      return finished;
    },
    rest: () => withoutInvisible(line.render()),
  };

  function parseText(text: string, at: number): number {
    const end = endOf(PLAIN, text, at);
    if (end > at) {
      line.append(text.slice(at, end));
      return end;
    }
    obey(text[at] ?? '');
    return at + 1;
  }

  function obey(control: string): void {
    if (control === '\n') finishLine();
    else if (control === '\r') line.restart();
    else if (control === '\b') line.takeBack();
    else if (control === '\t') line.tab();
    else if (control === '\x1b') parse = parseEscape;
    else if (control === '\x9b') startSequence();
    else if (STRING_IN_C1.test(control)) parse = parseString;
  }

  function finishLine(): void {
    finished.push(withoutInvisible(line.render()));
    line.clear();
  }

  function startSequence(): void {
    parameters = '';
    parse = parseSequence;
  }

  function parseEscape(text: string, at: number): number {
    const next = text[at] ?? '';
    if (INTERMEDIATE.test(next)) return at + 1;
    parse = parseText;
    if (next === '[') startSequence();
    else if (STRING_START.test(next)) parse = parseString;
    return FINAL_OF_ESCAPE.test(next) ? at + 1 : at;
  }

  function parseSequence(text: string, at: number): number {
    const end = endOf(PARAMETERS, text, at);
    // Longer ones are no colours, whatever follows.
    parameters = (parameters + text.slice(at, end)).slice(0, 100);
    if (end === text.length) return end;
    parse = parseText;
    const final = text[end] ?? '';
    if (!FINAL_OF_SEQUENCE.test(final)) return end;
    obeySequence(final);
    return end + 1;
  }

  function obeySequence(final: string): void {
    const colour = `\x1b[${parameters}m`;
    if (final === 'm' && isColour(colour)) line.style(colour);
    else if (final === 'K') line.erase(parameters === '1' || parameters === '2' ? 'all' : 'to the end');
    else if (final === 'G' && (parameters === '' || parameters === '1')) line.restart();
  }

  /** A title, a link, a picture: it ends at its terminator, and at the latest with the line. */
  function parseString(text: string, at: number): number {
    const end = endOf(STRING, text, at);
    if (end === text.length) return end;
    parse = text[end] === '\x1b' ? parseEscape : parseText;
    return text[end] === '\n' ? end : end + 1;
  }
}

type Parser = (text: string, at: number) => number;

/** Control characters, and the characters that reorder, join or hide text (as in `clean-text.ts`). */
const PLAIN = /[^\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]*/y;
const PARAMETERS = /[ -?]*/y;
const STRING = /[^\x07\x1b\x9c\n]*/y;
const INTERMEDIATE = /[ -/]/;
const STRING_START = /[PX^_\]]/;
const STRING_IN_C1 = /[\x90\x98\x9d-\x9f]/;
const FINAL_OF_ESCAPE = /[0-~]/;
const FINAL_OF_SEQUENCE = /[@-~]/;

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}
