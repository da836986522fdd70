import { matching, nearestBefore, present, type FoundError, type Recogniser } from './recogniser.ts';

/** gcc, g++, clang and the linker: `file:line:column: error: message` over the code, `undefined reference to`. */
export const gcc: Recogniser = {
  name: 'gcc',
  mark: /^ *\S+:\d+(?::\d+)?: (?:fatal )?error: |: undefined reference to |^collect2: error: |^clang(?:\+\+)?: error: /,
  tells: 'all',
  find: (lines) => ({
    verdicts: matching(
      lines,
      /^ *(?:collect2: error: |clang(?:\+\+)?: error: |\d+ (?:errors?|warnings? and \d+ errors?) generated\.|compilation terminated\.)/,
    ),
    errors: [
      ...matching(lines, COMPILER).map((at) => compilerError(lines, at)),
      ...matching(lines, /: undefined reference to /).map((at) => ({ at, more: present(functionOf(lines, at)) })),
    ].sort((one, other) => one.at - other.at),
  }),
};

const COMPILER = /^ *(\S+?):\d+(?::\d+)?: (?:fatal )?error: (.*)$/;

function compilerError(lines: readonly string[], at: number): FoundError {
  const [, file = '', message = ''] = COMPILER.exec(lines[at] ?? '') ?? [];
  const code = matching(lines, /^ *\d* \| /, { from: at + 1, to: at + 3 });
  // Of a template, the error is in the library, and the place that needs it stands above.
  const user = nearestBefore(lines, / {2,}required from here$/, { from: at, reach: 3 });
  return { at, more: present(user, ...code), kind: withoutNames(message), file };
}

/** The same message about another name is of the same kind. */
function withoutNames(message: string): string {
  return message.replace(/[‘'"`][^’'"`]*[’'"`]/g, '…');
}

function functionOf(lines: readonly string[], at: number): number | undefined {
  return nearestBefore(lines, /: in function /, { from: at, reach: 3 });
}
