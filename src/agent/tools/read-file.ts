import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { RESULT_LIMIT } from './bound.ts';
import { IN_MEMORY_LIMIT } from './decode-text.ts';
import { MOST_BYTES, mediaTypeOf, readAttachment, type MediaType } from './attachment.ts';
import { openForReading, type OpenedFile } from './open-file.ts';
import { failure, reasonOf } from './outcome.ts';
import { readLines, type LinePage } from './read-lines.ts';
import { readPermission } from './read-permission.ts';
import { lookOf, lookOfLarge } from './seen-files.ts';
import type { Tool, ToolOutcome } from './tool.ts';
import { counted, number, oneLine } from './words.ts';

const DEFAULT_LINES = 2_000;
/** Room in a result for line numbers and for what is said about the rest. */
const TEXT_LIMIT = RESULT_LIMIT - 10_000;
const LINES_LIMIT = 2_000;

const schema = z.strictObject({
  path: z.string().describe('Path of the file, relative to the project folder'),
  limit: z.int().min(1).max(LINES_LIMIT).optional().describe(`How many lines to read (default ${DEFAULT_LINES})`),
  offset: z.int().min(1).optional().describe('The first line to read, counted from 1 (default 1)'),
});

type Input = z.infer<typeof schema>;

export const readFile: Tool<Input> = {
  name: 'read_file',
  description:
    'Reads a text file of the project (the user is asked for one outside). Answers its lines, each with its number and a tab before it; these are not ' +
    `part of the file. At most ${number(LINES_LIMIT)} lines and about ${number(TEXT_LIMIT)} characters at once: the ` +
    'answer says what remains and which offset goes on. Pictures (PNG, JPEG, GIF, WebP) and PDF are shown to you. ' +
    'Folders are listed with list_directory.',
  schema,
  headline: ({ path }) => ({ verb: 'read', subject: oneLine(path) }),
  permission: ({ path }, { root }) => readPermission(root, path),
  async run({ path, limit = DEFAULT_LINES, offset = 1 }, { root, seen }) {
    const opened = await openForReading(root, path);
    if (opened.kind === 'failed') return opened.outcome;
    const { handle, file, shown } = opened;
    try {
      seen.note(file, await lookAt(opened));
      const mediaType = await mediaTypeOf(handle);
      if (mediaType !== undefined) return await showFile(opened, mediaType);
      if (await isBinary(handle)) {
        return failure(`${shown} is a binary file (${counted(opened.stats.size, 'byte')}).`, 'binary');
      }
      return outcomeOf(await readLines(handle, { offset, limit, budget: TEXT_LIMIT }), { shown, offset });
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
async function isBinary(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8192), 0, 8192, 0);
  return buffer.subarray(0, bytesRead).includes(0);
}

function outcomeOf(page: LinePage, { shown, offset }: { shown: string; offset: number }): ToolOutcome {
  const { lines, total, crlf } = page;
  if (total === 0) return { text: `${shown} is empty.`, isError: false, summary: 'empty' };
  if (lines.length === 0) {
    return failure(`${shown} has only ${counted(total ?? offset - 1, 'line')}; there is no line ${offset}.`);
  }
  const last = offset + lines.length - 1;
  const numbered = lines.map((line, index) => `${offset + index}\t${line}`).join('\n');
  const notes = [
    remains({ last, total }),
    crlf ? '[The lines end in CRLF; edit_file keeps that.]' : '',
    numbered.includes('\ufffd') ? '[\ufffd may stand for bytes that are not UTF-8.]' : '',
  ];
  return {
    text: [numbered, ...notes.filter(Boolean)].join('\n'),
    isError: false,
    summary: `${number(offset)}–${number(last)} of ${total === null ? 'many' : number(total)}`,
  };
}

function remains({ last, total }: { last: number; total: number | null }): string {
  if (last === total) return '';
  const rest = total === null ? 'many more lines' : counted(total - last, 'more line');
  return `[${rest}: go on with offset ${last + 1}.]`;
}
