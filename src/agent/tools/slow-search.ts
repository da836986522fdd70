/**
 * What ripgrep would print, found without it, for machines on which there is none: the same files in the same order, the
 * same lines in the same form.
 *
 * Deliberately not here: files of `.ignore` and `.rgignore`, files over 8 MiB, what only Rust's regular expressions have,
 * and letters beyond ASCII in `\w`, `\d` and `\b`.
 */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { listFiles, type ListedFile } from '../../background/local/list-files.ts';
import { outsideEnvironment } from '../../background/local/outside-environment.ts';
import type { HelperRun } from '../../background/local/run-helper.ts';
import { createPatternSearch } from '../../background/pattern-search.ts';
import { decodeFound, readFound } from './confirm-found.ts';
import { IN_MEMORY_LIMIT } from './decode-text.ts';
import { findInTexts, printFound } from './found-lines.ts';
import type { RipgrepQuery } from './ripgrep-args.ts';
import { readRustPattern } from './rust-pattern.ts';

export interface SlowSearch {
  /** Absolute, with links resolved. */
  readonly root: string;
  /** The folder or file to look in, relative to it. */
  readonly target: string;
  readonly signal: AbortSignal;
  /** Milliseconds after which it ends. */
  readonly timeout: number;
  /** The most characters that it prints. */
  readonly most: number;
}

const MOST_FILES = 200_000;
const AT_ONCE = 32;
/** Milliseconds that a pattern may take on one piece of a file. */
const PATTERN_LIMIT = 1_000;

/** Never rejects. */
export async function searchSlowly({ text }: RipgrepQuery, search: SlowSearch): Promise<HelperRun> {
  const { root, target, signal, timeout, most } = search;
  const until = Date.now() + timeout;
  const { files, isCut } = await filesOf(search);
  if (text === undefined) {
    const byChange = files.toSorted((one, other) => other.changedAt - one.changedAt);
    return ended(byChange.map((file) => `${printed(file)}\0`).join(''), isCut ? 'full' : null);
  }
  const read = readRustPattern(text);
  if (read.kind === 'invalid') return { stdout: '', stderr: read.reason, exitCode: 2, cut: null };
  const patterns = createPatternSearch([PATTERN_LIMIT]);
  let stdout = '';
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const some = files.slice(at, at + AT_ONCE);
    const texts = await Promise.all(some.map((file) => textOf(path.join(root, target, file.path), file)));
    const found = await findInTexts(texts, { ...text, pattern: read.pattern, patterns });
    if (found === 'slow' || signal.aborted || Date.now() > until) return ended(stdout, 'slow');
    for (const [index, file] of some.entries()) {
      stdout += printFound(found[index], { ...text, file: printed(file), isFirst: stdout === '' });
      if (stdout.length > most) return ended(stdout, 'full');
    }
  }
  return ended(stdout, isCut ? 'full' : null);

  function printed(file: ListedFile): string {
    return `./${path.join(target, file.path)}`;
  }
}

async function filesOf({ root, target, signal }: SlowSearch) {
  const absolute = path.join(root, target);
  const stats = await lstat(absolute).catch(() => undefined);
  if (stats?.isFile() === true)
    return { files: [{ path: '', changedAt: stats.mtimeMs, bytes: stats.size }], isCut: false };
  const environment = outsideEnvironment(process.env, [root]);
  return listFiles(absolute, { environment, signal, most: MOST_FILES });
}

/** Its text; nothing of a file that is none, is too large, or cannot be read. */
async function textOf(file: string, { bytes }: ListedFile): Promise<string> {
  const read = bytes > IN_MEMORY_LIMIT ? null : await readFound(file, IN_MEMORY_LIMIT);
  if (read === null) return '';
  const isUtf16 = /^(?:\xff\xfe|\xfe\xff)/.test(read.subarray(0, 2).toString('latin1'));
  return read.includes(0) && !isUtf16 ? '' : decodeFound(read);
}

function ended(stdout: string, cut: HelperRun['cut']): HelperRun {
  return { stdout, stderr: '', exitCode: stdout === '' ? 1 : 0, cut };
}
