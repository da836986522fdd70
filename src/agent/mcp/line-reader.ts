/** Takes lines apart from what comes piece by piece; looks at each byte once, however long a line is. */
export interface LineReader {
  take(chunk: Buffer): void;
}

export interface LineReaderOptions {
  /** The longest line, in bytes. */
  readonly longest: number;
  onLine(line: string): void;
  /** A line is longer; nothing is taken after it. */
  onTooLong(): void;
}

export function createLineReader({ longest, onLine, onTooLong }: LineReaderOptions): LineReader {
  let pieces: Buffer[] = [];
  let bytes = 0;
  let isOver = false;

  function keep(piece: Buffer): void {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes <= longest) return;
    isOver = true;
    pieces = [];
    onTooLong();
  }

  function endLine(): void {
    const line = Buffer.concat(pieces).toString();
    pieces = [];
    bytes = 0;
    onLine(line);
  }

  return {
    take(chunk) {
      let rest = chunk;
      for (let end = rest.indexOf('\n'); end !== -1 && !isOver; end = rest.indexOf('\n')) {
        keep(rest.subarray(0, end));
        if (!isOver) endLine();
        rest = rest.subarray(end + 1);
      }
      if (!isOver) keep(rest);
    },
  };
}
