import { firstMatching, matching, present, type FoundError, type Recogniser } from './recogniser.ts';

/** `go test`, `go build` and `go vet`: `--- FAIL: Test`, `file.go:line:column: message`, and panics with a stack. */
export const go: Recogniser = {
  name: 'go',
  mark: /^(?:=== RUN +\w|--- (?:FAIL|PASS|SKIP): |FAIL +\S+ +(?:\d+\.\d+s|\[)|ok +\S+ +(?:\d+\.\d+s|\(cached\))|panic: )|^\S+\.go:\d+(?::\d+)?: /,
  tells: 'all',
  find: (lines) => ({
    verdicts: matching(lines, /^(?:FAIL|ok) +\S+ +(?:\d+\.\d+s|\[build failed\]|\[setup failed\])/),
    names: matching(lines, /^ *--- FAIL: /),
    errors: [
      ...matching(lines, /^(?:vet: )?\S+\.go:\d+(?::\d+)?: /).map((at) => ({ at, more: [] })),
      ...matching(lines, /^ +\S+_test\.go:\d+: /).map((at) => ({ at, more: followingOf(lines, at) })),
      ...matching(lines, /^(?:panic|fatal error): |^WARNING: DATA RACE$/).map((at) => panicAt(lines, at)),
    ].sort((one, other) => one.at - other.at),
  }),
};

/** A message of several lines goes on further to the right. */
function followingOf(lines: readonly string[], at: number): readonly number[] {
  const end = firstMatching(lines, /^ {0,8}\S|^$/, { from: at + 1 }) ?? lines.length;
  return present(...matching(lines, /\S/, { from: at + 1, to: Math.min(end, at + 5) }));
}

/** The stack comes in pairs, a function and its place; the first place outside of Go's own sources is the user's. */
function panicAt(lines: readonly string[], at: number): FoundError {
  const place = firstMatching(lines, /^ +(?!\S*\/src\/(?:runtime|testing)\/)\S+\.go:\d+/, {
    from: at + 1,
    to: at + 60,
  });
  return place === undefined ? { at, more: [] } : { at, more: [place, place - 1] };
}
