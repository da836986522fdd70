/** What the user gets does not depend on the pieces in which the bytes come. */
import fc from 'fast-check';
import { StringDecoder } from 'node:string_decoder';
import { expect, test } from 'vitest';
import { ESCAPE_KEY, type InputEvent } from '../../src/app/input-reader.ts';
import { readInput, spelled, type Step } from './read-input.ts';

const ESC = '\x1b';
/** Longer than anything waits. */
const REST = 3000;
/** Shorter than what tells typing from pasting, and than what an ESC alone waits. */
const SHORT = 24;
/** Shorter than what a sequence or a stalled paste waits, when its ESC is not alone. */
const LONG = 900;

/** Each is sent after a rest. `pause`: the longest within it that must make no difference, behind its first two bytes. */
interface Sent {
  readonly text: string;
  readonly pause: number;
}

const letters = fc.stringMatching(/^[a-zA-Z0-9 .!&/éüß漢字🙂👩‍👩‍👦]{1,12}$/u).map((text): Sent => ({ text, pause: SHORT }));
const keys = fc
  .constantFrom('[A', '[B', '[1;5D', '[3~', '[5~', '[Z', 'OP', 'OA', '[97;5u', '[27u', '[57414u', '[3$')
  .map((key): Sent => ({ text: ESC + key, pause: LONG }));
const reports = fc
  .constantFrom(
    '[<64;10;10M',
    '[<0;3;4M',
    '[<0;3;4m',
    '[I',
    '[O',
    '[?0u',
    ']11;rgb:1e1e/1e/1\x07',
    ']11;x\x1b\\',
    'P>|v 1\x1b\\',
  )
  .map((report): Sent => ({ text: ESC + report, pause: LONG }));
const words = fc.constantFrom('one', '!touch pasted-and-run', '&touch it', '/clear', 'y', '', '\ttab', '漢字', 'a');
const lines = fc.array(words, { minLength: 2, maxLength: 6 });
const breaks = fc.constantFrom('\r', '\n', '\r\n');
const marked = fc
  .tuple(lines, breaks, fc.constantFrom('', `${ESC}]11;rgb`, `${ESC}[<64;1;1M`, '\x03!', `${ESC}[201`))
  .map(([parts, end, odd]): Sent => ({ text: `${ESC}[200~${parts.join(end)}${odd}${ESC}[201~`, pause: LONG }));
const unmarked = fc
  .tuple(lines, breaks, fc.boolean())
  .map(([parts, end, last]): Sent => ({ text: `x${parts.join(end)}${last ? end : ''}`, pause: SHORT }));

const input = fc.array(fc.oneof(letters, keys, reports, marked, unmarked), { minLength: 1, maxLength: 8 });
/** How the bytes of one are cut: where, and how long the pauses are, both as parts of what is possible. */
const cuts = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(1000)), { maxLength: 6 });

test('typed text, keys, reports and pastes are the same in every chunking', () => {
  fc.assert(
    fc.property(input, fc.array(cuts, { minLength: 8, maxLength: 8 }), (sent, cutsOf) => {
      const whole = readInput(sent.flatMap(({ text }) => [text, REST]));
      const torn = readInput(sent.flatMap((one, index) => [...tear(one, cutsOf[index] ?? []), REST]));
      expect(joined(torn)).toEqual(joined(whole));
    }),
    { numRuns: 2000 },
  );
});

test('an ESC that was taken for the Esc key is all that a pause within a sequence can add', () => {
  const sent = fc.array(fc.oneof(keys, reports, marked), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(sent, fc.array(cuts, { minLength: 5, maxLength: 5 }), (all, cutsOf) => {
      const whole = readInput(all.flatMap(({ text }) => [text, REST]));
      const torn = readInput(
        all.flatMap((one, index) => [...tear(one, cutsOf[index] ?? [], { anywhere: true }), REST]),
      );
      const others = (events: readonly InputEvent[]) =>
        joined(events.filter((event) => event.kind !== 'keys' || event.bytes !== ESCAPE_KEY));
      expect(others(torn)).toEqual(others(whole));
    }),
    { numRuns: 2000 },
  );
});

/** As reads of a terminal: bytes are put together to characters first. */
function tear(
  { text, pause }: Sent,
  cutsOf: readonly (readonly [number, number])[],
  { anywhere = false } = {},
): readonly Step[] {
  const bytes = Buffer.from(text);
  const decoder = new StringDecoder('utf8');
  const places = cutsOf
    .map(([at, wait]) => ({ at: 1 + Math.floor(at * bytes.length), wait }))
    .sort((a, b) => a.at - b.at)
    // A letter alone behind Esc is one that was typed.
    .filter((cut, _, all) => cut.at !== 2 || !anywhere || !all.some(({ at }) => at === 1));
  let from = 0;
  return [...places, { at: bytes.length, wait: 0 }].flatMap(({ at, wait }): readonly Step[] => {
    const chunk = decoder.write(bytes.subarray(from, at));
    // Alt with P is a key, too.
    const isEscape = /\u001BP?$/.test(bytes.subarray(0, at).toString());
    const longest = isEscape && !anywhere ? SHORT : pause;
    from = Math.max(from, at);
    return chunk === '' ? [] : [chunk, (wait / 1000) * longest];
  });
}

/** As the draft gets it: without the bounds of reads in text, whether typed or pasted. */
function joined(events: readonly InputEvent[]): readonly string[] {
  const parts: string[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push(JSON.stringify(text));
    text = '';
  };
  for (const event of events) {
    if (event.kind === 'keys' && !event.bytes.startsWith(ESC)) text += event.bytes.replace(/\r\n?/g, '<enter>');
    else if (event.kind === 'paste') text += event.text.replace(/\r\n?/g, '\n');
    else {
      flush();
      parts.push(...spelled([event]).map((word) => word.replace('*', '')));
    }
  }
  flush();
  return parts;
}
