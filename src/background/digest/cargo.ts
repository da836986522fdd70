import {
  blocks,
  firstMatching,
  matching,
  present,
  type FoundError,
  type Range,
  type Recogniser,
} from './recogniser.ts';

/** `cargo` and `rustc`: `error[E0308]: message` over ` --> file:line:column`, and tests that panic. */
export const cargo: Recogniser = {
  name: 'cargo',
  mark: /^ *--> \S+:\d+:\d+$|^test result: |^ {3}Compiling \S+ v\d|^error\[E\d{4}\]: |^error: could not compile /,
  tells: 'all',
  find: (lines) => ({
    verdicts: matching(
      lines,
      /^test result: |^error: (?:could not compile|test failed|\d+ targets? failed)|^warning: .+ generated \d+ warning/,
    ),
    names: matching(lines, /^test .+ \.\.\. FAILED$/),
    errors: [...compilerErrors(lines), ...testErrors(lines)].sort((one, other) => one.at - other.at),
  }),
};

function compilerErrors(lines: readonly string[]): readonly FoundError[] {
  return blocks(lines, /^(?:error|warning)(?:\[E\d+\])?: /, /^$/).flatMap(({ from, to }) => {
    const [, code] = /^error(?:\[(E\d+)\])?: /.exec(lines[from] ?? '') ?? [];
    const place = firstMatching(lines, /^ *--> /, { from: from + 1, to });
    if (place === undefined || !lines[from]?.startsWith('error')) return [];
    const file = /--> (.+?):\d+:\d+$/.exec(lines[place] ?? '')?.[1];
    const frame = matching(lines, /^ *\d+ \| |^ *\| +.*[\^~-]/, { from: place, to }).slice(0, 4);
    return [{ at: from, more: present(place, ...frame), ...(code && { kind: code }), ...(file && { file }) }];
  });
}

function testErrors(lines: readonly string[]): readonly FoundError[] {
  const tests = blocks(lines, /^---- .+ stdout ----$/, /^failures:$/).flatMap((block) => testError(lines, block));
  const inTests = new Set(tests.map(({ at }) => at));
  const others = matching(lines, PANIC).filter((at) => !inTests.has(at));
  return [...tests, ...others.map((at) => ({ at, more: present(messageOf(lines, at)) }))];
}

function testError(lines: readonly string[], { from, to }: Required<Range>): readonly FoundError[] {
  const at = firstMatching(lines, PANIC, { from, to }) ?? firstMatching(lines, /^Error: /, { from, to });
  if (at === undefined) return [];
  const sides = matching(lines, /^ +(?:left|right): /, { from: at, to: Math.min(at + 6, to) });
  return [{ at, more: present(messageOf(lines, at), ...sides, from) }];
}

const PANIC = /^thread '.*' (?:\(\d+\) )?panicked at /;

/** It stands on the line below the place, since Rust 1.73. */
function messageOf(lines: readonly string[], at: number): number | undefined {
  return PANIC.test(lines[at] ?? '') && lines[at]?.endsWith(':') ? at + 1 : undefined;
}
