/** Exports one recorded session into a file. */
import { statSync } from 'node:fs';
import { readRegularText } from '../background/regular-file.ts';
import { writeWhole } from '../background/write-whole.ts';
import path from 'node:path';
import { readJournal } from '../agent/read-journal.ts';
import { recordFile } from '../config/recorded-sessions.ts';
import type { ProjectFolders } from '../config/folders.ts';
import { resolvedPath } from '../config/resolved-path.ts';
import { HTML_MARK, renderHtml } from './html.ts';
import { MARKDOWN_MARK, renderMarkdownReport } from './markdown.ts';
import { readReport } from './read-report.ts';

export type ExportFormat = 'html' | 'md';

export interface ExportOptions {
  readonly folders: ProjectFolders;
  /** The session; its record is read, whoever has it open. */
  readonly id: string;
  readonly format: ExportFormat;
  readonly now: number;
  readonly home: string;
}

export type Written =
  { readonly kind: 'written'; readonly file: string } | { readonly kind: 'refused'; readonly sentence: string };

export type ExportedText =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly sentence: string };

/** The whole text, if the record can be read. */
export async function exportText({ folders, id, format, now, home }: ExportOptions): Promise<ExportedText> {
  const events = await readJournal(recordFile(folders.sessions, id)).catch((error: unknown) => reasonOf(error));
  if (typeof events === 'string') return { kind: 'refused', sentence: `Session ${id} cannot be read: ${events}.` };
  const report = await readReport({ id, events, tasksFolder: folders.tasks, now });
  const text = format === 'html' ? await renderHtml(report, home) : renderMarkdownReport(report, home);
  return { kind: 'text', text };
}

/** Writes it to `file`, which may be an earlier export and nothing else. */
export async function writeExport({ file, ...options }: ExportOptions & { readonly file: string }): Promise<Written> {
  if (!mayBeWritten(file)) {
    return { kind: 'refused', sentence: `${file} is there and is no export of meanwhile. Name another file.` };
  }
  const made = await exportText(options);
  if (made.kind === 'refused') return made;
  try {
    writeWhole(resolvedPath(file), made.text, modeOf(file));
    return { kind: 'written', file };
  } catch (error) {
    return { kind: 'refused', sentence: `${file} cannot be written: ${reasonOf(error)}. Name another file.` };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The format that a file's name asks for, if it asks for one. */
export function formatOf(file: string): ExportFormat | undefined {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.html' || extension === '.htm') return 'html';
  return extension === '.md' || extension === '.markdown' ? 'md' : undefined;
}

export function exportName(id: string, format: ExportFormat): string {
  return `meanwhile-${id}.${format}`;
}

/** Of an earlier export its own; of a new file what the user's umask leaves. */
function modeOf(file: string): number {
  return (statSync(file, { throwIfNoEntry: false })?.mode ?? 0o666) & 0o777;
}

function mayBeWritten(file: string): boolean {
  try {
    const start = readRegularText(file).slice(0, 200);
    return start === '' || start.startsWith(HTML_MARK) || start.startsWith(MARKDOWN_MARK);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
