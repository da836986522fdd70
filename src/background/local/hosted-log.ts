import fs from 'node:fs';
import path from 'node:path';

export interface HostedLog {
  write(text: string): void;
}

/**
 * Writes the log of a hosted task as `supervise.sh` writes that of a command: in segments, of which the first and the
 * newest are kept. What the disk does not take is missing, and the gap is seen.
 */
export function openHostedLog(
  folder: string,
  { segmentBytes, keptSegments }: { readonly segmentBytes: number; readonly keptSegments: number },
): HostedLog {
  let end = 0;
  let segments: readonly number[] = [];
  let isFull = true;

  return {
    write(text) {
      const bytes = Buffer.from(text);
      if (bytes.length === 0) return;
      if (isFull) begin(end);
      isFull = !append(bytes) || end + bytes.length - (segments.at(-1) ?? 0) >= segmentBytes;
      end += bytes.length;
    },
  };

  function begin(offset: number): void {
    segments = [...segments, offset];
    const [first, ...later] = segments;
    for (const old of later.slice(0, -keptSegments)) fs.rmSync(fileOf(old), { force: true });
    segments = [...(first === undefined ? [] : [first]), ...later.slice(-keptSegments)];
  }

  function append(bytes: Buffer): boolean {
    try {
      fs.appendFileSync(fileOf(segments.at(-1) ?? 0), bytes, { mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }

  function fileOf(offset: number): string {
    return path.join(folder, `log.${offset}`);
  }
}
