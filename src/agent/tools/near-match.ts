/** The place that looks the same, as it really stands there; else where the first line stands. */
export function nearMatch(text: string, oldText: string): string {
  const advice = 'Read the file again.';
  if (oldText.trim() === '') return advice;
  const lines = text.split(/\r?\n/);
  const [firstLine, ...wanted] = oldText.trim().split(/\r?\n/).map(folded);
  const first = lines.map(folded).flatMap((line, at) => (line === firstLine ? [at] : []));
  const found = first.find((at) => wanted.every((line, index) => folded(lines[at + 1 + index] ?? '') === line));
  if (found !== undefined) {
    const there = lines.slice(found, found + 1 + wanted.length).join('\n');
    return `This differs only in white space or in how signs are encoded, from line ${found + 1} on:\n${there}`;
  }
  if (first[0] === undefined) return advice;
  return `Its first line stands at line ${first[0] + 1}, but what follows differs. ${advice}`;
}

/** Without what one does not see, or hardly: accents that are signs of their own, typographic quotes and dashes. */
function folded(line: string): string {
  return line
    .normalize('NFC')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
