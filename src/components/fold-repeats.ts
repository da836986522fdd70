/** Lines of which many in a row say the same, in fewer: none of what they say is lost. */

export type FoldedLine =
  { readonly kind: 'line'; readonly text: string } | { readonly kind: 'repeats'; readonly words: string };

/** From so many equal lines on, one and a count of them is shorter. */
const FEWEST = 4;

/**
 * Each run of at least four blank lines becomes its count; of any other run of equal lines the first stays, with a
 * count of the rest. A line of spaces is blank.
 */
export function foldRepeats(lines: readonly string[]): readonly FoldedLine[] {
  return runsOf(lines).flatMap((run): readonly FoldedLine[] => {
    const [text = ''] = run;
    if (run.length < FEWEST) return run.map((line) => ({ kind: 'line', text: line }));
    const count = (number: number) => number.toLocaleString('en');
    if (isBlank(text)) return [{ kind: 'repeats', words: `${count(run.length)} empty lines` }];
    return [
      { kind: 'line', text },
      { kind: 'repeats', words: `the same line ${count(run.length - 1)} more times` },
    ];
  });
}

function runsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const runs: string[][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    if (run !== undefined && first !== undefined && (first === line || (isBlank(first) && isBlank(line))))
      run.push(line);
    else runs.push([line]);
  }
  return runs;
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
