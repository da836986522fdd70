import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { RESULT_LIMIT } from './bound.ts';
import { IN_MEMORY_LIMIT } from './decode-text.ts';
import { MOST_BYTES, mediaTypeOf, readAttachment, type MediaType } from './attachment.ts';
import { openForReading, type OpenedFile } from './open-file.ts';
import { failure, reasonOf } from './outcome.ts';
import type { ResolvedPath } from './project-path.ts';
import { readLines, type LinePage } from './read-lines.ts';
import { readPermission } from './read-permission.ts';
import { lookOf, lookOfLarge, type SeenLines } from './seen-files.ts';
import type { Tool, ToolOutcome } from './tool.ts';
import { counted, number, oneLine } from './words.ts';

const DEFAULT_LINES = 2_000;
/** Room in a result for line numbers and for what is said about the rest. */
const TEXT_LIMIT = RESULT_LIMIT - 10_000;
const LINES_LIMIT = 2_000;

const schema = z.strictObject({
  path: z.string().describe('Path of the file'),
  limit: z.int().min(1).max(LINES_LIMIT).optional().describe(`How many lines (default ${DEFAULT_LINES})`),
  offset: z.int().min(1).optional().describe('The first line, counted from 1'),
});

type Input = z.infer<typeof schema>;

export const readFile: Tool<Input, ResolvedPath> = {
  name: 'read_file',
  description:
    'Reads a text file. Each line is preceded by its number and a tab, which are not part of the file. Returns at most ' +
    `${number(LINES_LIMIT)} lines and about ${number(TEXT_LIMIT)} characters, and says how to read on. Images and PDF ` +
    'files are shown to you.',
  schema,
  headline: ({ path }) => ({ verb: 'read', subject: oneLine(path) }),
  runsTogether: () => true,
  permission: ({ path }, { root }) => readPermission(root, path),
  async run({ limit = DEFAULT_LINES, offset = 1 }, { seen }, target) {
    const opened = await openForReading(target);
    if (opened.kind === 'failed') return opened.outcome;
    const { handle, file, shown } = opened;
    try {
      const mediaType = await mediaTypeOf(handle);
      if (mediaType !== undefined) return await showFile(opened, mediaType);
      const start = await startOf(handle);
      if (start.includes(0)) {
        return failure(`${shown} is a binary file (${counted(opened.stats.size, 'byte')}).`, 'binary');
      }
      const look = await lookAt(opened);
      const end = start.includes('\r') && !start.includes('\n') ? '\r' : '\n';
      const page = await readLines(handle, { offset, limit, budget: TEXT_LIMIT, end });
      seen.note(file, look, seenLines(page, offset));
      return outcomeOf(page, { shown, offset });
    } catch (error) {
      return failure(`${shown} cannot be read: ${reasonOf(error)}.`);
    } finally {
      await handle.close();
    }
  },
};

async function lookAt({ handle, stats }: OpenedFile): Promise<string> {
  if (stats.size > IN_MEMORY_LIMIT) return lookOfLarge(stats);
  const bytes = Buffer.alloc(stats.size);
  const { bytesRead } = await handle.read(bytes, 0, stats.size, 0);
  return lookOf(bytes.subarray(0, bytesRead));
}

async function showFile({ handle, shown, stats }: OpenedFile, mediaType: MediaType): Promise<ToolOutcome> {
  const kind = mediaType === 'application/pdf' ? 'a PDF' : 'a picture';
  const size = counted(stats.size, 'byte');
  if (stats.size > MOST_BYTES) {
    const advice = 'Make a smaller one of it with bash, or take out of it what is needed.';
    return failure(
      `${shown} is ${kind} of ${size}; at most ${number(MOST_BYTES)} can be shown. ${advice}`,
      'too large',
    );
  }
  const text = `${shown} is ${kind} (${mediaType}, ${size}), shown here.`;
  const files = [await readAttachment(handle, mediaType, stats.size)];
  return { text, isError: false, summary: `${mediaType.split('/')[1]} · ${size}`, files };
}

/** No text in UTF-8 has a NUL byte; what has one shows it early. */
async function startOf(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8192), 0, 8192, 0);
  return buffer.subarray(0, bytesRead);
}

/** Those that were shown whole. */
function seenLines({ lines, total, cut }: LinePage, offset: number): SeenLines {
  const numbers = lines.map((_, index) => offset + index).filter((line) => !cut.includes(line));
  const ranges: [number, number][] = [];
  for (const line of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return { ranges, total };
}

function outcomeOf(page: LinePage, { shown, offset }: { shown: string; offset: number }): ToolOutcome {
  const { lines, total } = page;
  if (total === 0) return { text: `${shown} is empty.`, isError: false, summary: 'empty' };
  if (lines.length === 0) {
    return failure(`${shown} has only ${counted(total ?? offset - 1, 'line')}; there is no line ${offset}.`);
  }
  const last = offset + lines.length - 1;
  const numbered = lines.map((line, index) => `${offset + index}\t${line}`).join('\n');
  const notes = [
    remains({ last, total }),
    endsWords(page),
    numbered.includes('\ufffd') ? '[\ufffd may stand for bytes that are not UTF-8.]' : '',
  ];
  return {
    text: [numbered, ...notes.filter(Boolean)].join('\n'),
    isError: false,
    summary: `${number(offset)}–${number(last)} of ${total === null ? 'many' : number(total)}`,
  };
}

function endsWords({ ends, hasMark }: LinePage): string {
  const facts = [
    ends === 'mixed' ? 'Some lines end in CRLF, some in LF.' : '',
    ends === 'CRLF' || ends === 'CR' ? `The lines end in ${ends}.` : '',
    hasMark ? 'The file begins with a byte order mark.' : '',
  ].filter(Boolean);
  return facts.length === 0 ? '' : `[${facts.join(' ')} edit_file and write_file keep that.]`;
}

function remains({ last, total }: { last: number; total: number | null }): string {
  if (last === total) return '';
  const rest = total === null ? 'many more lines' : counted(total - last, 'more line');
  return `[${rest}: go on with offset ${last + 1}.]`;
}
