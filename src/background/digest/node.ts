import { firstMatching, matching, nearestBefore, present, type FoundError, type Recogniser } from './recogniser.ts';

const FRAME = /^ +at .+:\d+:\d+\)?(?: \{)?$/;
const NO_FRAME = /^(?! +at )/;
const MESSAGE = /^ *(?:\[cause\]: )?(?:Uncaught )?[\w.]*(?:Error|Exception)\b/;

/** A stack of Node: the message above it, and the first frame that is neither Node's nor a package's. */
export const node: Recogniser = {
  name: 'a Node stack',
  mark: FRAME,
  tells: 'part',
  find: (lines) => ({
    errors: matching(lines, FRAME)
      .filter((index) => !FRAME.test(lines[index - 1] ?? ''))
      .flatMap((frame) => errorAbove(lines, frame)),
  }),
};

function errorAbove(lines: readonly string[], frame: number): readonly FoundError[] {
  const at = nearestBefore(lines, MESSAGE, { from: frame, reach: 10 });
  if (at === undefined) return [];
  const end = firstMatching(lines, NO_FRAME, { from: frame }) ?? lines.length;
  const own = firstMatching(lines, /^ +at (?!.*(?:node:|node_modules\/))/, { from: frame, to: end });
  return [{ at, more: present(own ?? frame, ...sourceAbove(lines, at)) }];
}

/** When nothing caught it, Node shows the line that threw, above the message. */
function sourceAbove(lines: readonly string[], at: number): readonly number[] {
  const caret = nearestBefore(lines, /^ *\^+$/, { from: at, reach: 2 });
  return caret === undefined ? [] : [caret - 2, caret - 1];
}
