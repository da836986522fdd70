/** Changes one value in a settings file: comments, order and indentation of the rest stay. */
import { applyEdits, modify, parseTree, type ParseError } from 'jsonc-parser';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../agent/tools/outcome.ts';
import { makeFolder } from './make-folder.ts';
import { readSettingsText } from './settings-files.ts';

export type Edited =
  | { readonly kind: 'edited' }
  /** A whole sentence; the file is as it was. */
  | { readonly kind: 'refused'; readonly sentence: string };

/** `undefined` removes it. The file, and its folder, are made when they are not there. */
export function editSettings(file: string, place: readonly string[], value: unknown): Edited {
  const read = readSettingsText({ scope: 'user', file });
  if (read.kind === 'error') return { kind: 'refused', sentence: read.sentence };
  const text = read.kind === 'none' || read.text.trim() === '' ? '{}\n' : read.text;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || root?.type !== 'object') {
    return { kind: 'refused', sentence: `${file} is not valid JSON and was not changed. Correct it first.` };
  }
  const formattingOptions = { insertSpaces: !/^\t/m.test(text), tabSize: /^( +)"/m.exec(text)?.[1]?.length ?? 2 };
  const edits = modify(text, [...place], value, { formattingOptions });
  return write(file, applyEdits(text, edits));
}

function write(file: string, text: string): Edited {
  const draft = `${file}.${process.pid}`;
  try {
    makeFolder(path.dirname(file));
    const mode = (statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o777;
    writeFileSync(draft, text, { mode });
    renameSync(draft, file);
    return { kind: 'edited' };
  } catch (error) {
    rmSync(draft, { force: true });
    return { kind: 'refused', sentence: `${file} could not be written: ${reasonOf(error)}.` };
  }
}
