/** The place that differs in white space only, as it really stands there; else where the first line stands. */
export function nearMatch(text: string, oldText: string): string {
  const advice = 'Read the file again.';
  if (oldText.trim() === '') return advice;
  const lines = text.split(/\r?\n/);
  const [firstLine, ...wanted] = oldText.trim().split(/\r?\n/).map(folded);
  const first = lines.map(folded).flatMap((line, at) => (line === firstLine ? [at] : []));
  const found = first.find((at) => wanted.every((line, index) => folded(lines[at + 1 + index] ?? '') === line));
  if (found !== undefined) {
    const there = lines.slice(found, found + 1 + wanted.length).join('\n');
    return `This differs in white space only, from line ${found + 1} on:\n${there}`;
  }
  if (first[0] === undefined) return advice;
  return `Its first line stands at line ${first[0] + 1}, but what follows differs. ${advice}`;
}

function folded(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}
