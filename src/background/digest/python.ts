import {
  blocks,
  firstMatching,
  matching,
  present,
  type FoundError,
  type Range,
  type Recogniser,
} from './recogniser.ts';

const START = /^ *Traceback \(most recent call last\):$/;

/** An uncaught exception: the message, and the last frame with its code. */
export const python: Recogniser = {
  name: 'a Python traceback',
  mark: START,
  tells: 'part',
  find: (lines) => ({ errors: blocks(lines, START).flatMap((block) => errorIn(lines, block)) }),
};

function errorIn(lines: readonly string[], { from, to }: Required<Range>): readonly FoundError[] {
  const indent = /^ */.exec(lines[from] ?? '')?.[0].length ?? 0;
  const at = firstMatching(lines, new RegExp(`^ {0,${indent}}\\S`), { from: from + 1, to });
  if (at === undefined) return [];
  const frames = matching(lines, /^ +File ".+", line \d+/, { from, to: at });
  const last = frames.at(-1);
  const own = frames.findLast((index) => !/site-packages|lib\/python\d|<frozen /.test(lines[index] ?? ''));
  return [{ at, more: present(...withCode(last), ...withCode(own)) }];

  function withCode(frame: number | undefined): readonly (number | undefined)[] {
    return frame === undefined ? [] : [frame, frame + 1 < (at ?? 0) ? frame + 1 : undefined];
  }
}
