/**
 * What a tool printed, without what the tool that ran it put before each line: `npm error `, `#9 3.302 `. What
 * `docker build` says again below the step that failed is empty, so that nothing is counted twice.
 */
export function unwrapped(lines: readonly string[]): readonly string[] {
  let isRepeated = false;
  return lines.map((line) => {
    isRepeated = isRepeated ? line !== '------' : /^ > \[.+\].*:$/.test(line);
    return isRepeated ? '' : line.replace(/^(?:npm (?:error|ERR!) |#\d+ \d+\.\d+ )/, '');
  });
}
