#!/usr/bin/env node
// dist/cli.js: runs the program with the code that V8 compiled for it in an earlier run: measured on Node 20, which keeps
// none by itself, the first letter is on the screen in two thirds of the time. The folder is the user's own: Node's
// default lies under the shared temporary folder.
import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

/** The name of the bundled program beside this file. */
declare const PROGRAM: string;
/** SHA-256 of its bytes, in hexadecimal digits. */
declare const PROGRAM_DIGEST: string;

const SCREEN_SECONDS = 2;
const DIGEST_BYTES = 32;

haveHome();
const file = fileURLToPath(new URL(PROGRAM, import.meta.url));
const folder = join(cacheFolder(), 'meanwhile', 'compiled');
const kept = `${PROGRAM}-${process.version}-${process.arch}`;

const cachedData = readKept();
// The bundle is ASCII, so that V8 keeps a byte for each character of it.
const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'latin1')}\n})`;
const script = new vm.Script(source, {
  filename: file,
  ...(cachedData === undefined ? {} : { cachedData }),
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
if (cachedData === undefined || script.cachedDataRejected) process.once('exit', keep);
const program = { exports: {} };
script.runInThisContext()(program.exports, createRequire(file), program, file, dirname(file));

/** An account that the system does not know has no home folder, and `homedir` throws. Containers give it this one. */
function haveHome(): void {
  try {
    homedir();
  } catch {
    process.env['HOME'] = '/';
  }
}

/** Relative paths are to be ignored: XDG Base Directory Specification 0.8. A project could bring such a folder. */
function cacheFolder(): string {
  const named = process.env['XDG_CACHE_HOME'];
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), '.cache');
}

/**
 * V8 runs whatever it is given and looks only at the length of the source. So what a disk did to the code has to be
 * seen here, it has to be of this very program, and nobody else may have been able to write it.
 */
function readKept(): Buffer | undefined {
  try {
    if (!isPrivate(statSync(folder))) return undefined;
    const opened = openSync(join(folder, kept), 'r');
    try {
      if (!isPrivate(fstatSync(opened))) return undefined;
      const bytes = readFileSync(opened);
      const code = bytes.subarray(DIGEST_BYTES);
      return digest(code).equals(bytes.subarray(0, DIGEST_BYTES)) ? code : undefined;
    } finally {
      closeSync(opened);
    }
  } catch {
    return undefined;
  }
}

/** It is the user's own, and no other may write it. */
function isPrivate({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/** Of the code and of the program that it was compiled from. */
function digest(code: Buffer): Buffer {
  return createHash('sha256').update(PROGRAM_DIGEST).update(code).digest();
}

/** Only after the screen was seen: what else the program does uses little of it, and would be all that is kept. */
function keep(): void {
  if (!isatty(0) || !isatty(1) || process.uptime() < SCREEN_SECONDS || process.argv.includes('-p')) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isPrivate(statSync(folder))) return;
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(PROGRAM)) rmSync(join(folder, name), { recursive: true, force: true });
    }
    const unfinished = join(folder, `${kept}.${process.pid}`);
    const code = script.createCachedData();
    writeFileSync(unfinished, Buffer.concat([digest(code), code]), { mode: 0o600 });
    renameSync(unfinished, join(folder, kept));
  } catch {
    // The next start takes as long as this one.
  }
}
