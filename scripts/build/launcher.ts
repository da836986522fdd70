#!/usr/bin/env node
// dist/cli.js: runs the program with the code that V8 compiled for it in an earlier run: measured on Node 20, which keeps
// none by itself, the first letter is on the screen in two thirds of the time. The folder is the user's own: Node's
// default lies under the shared temporary folder.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

/** The name of the bundled program beside this file; it holds a hash of what it is made of. */
declare const PROGRAM: string;

const SCREEN_SECONDS = 2;
const DIGEST_BYTES = 32;

const file = fileURLToPath(new URL(PROGRAM, import.meta.url));
const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'meanwhile', 'compiled');
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

/** V8 runs whatever it is given, so what a disk did to it has to be seen here. */
function readKept(): Buffer | undefined {
  try {
    const bytes = readFileSync(join(folder, kept));
    const code = bytes.subarray(DIGEST_BYTES);
    return digest(code).equals(bytes.subarray(0, DIGEST_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function digest(code: Buffer): Buffer {
  return createHash('sha256').update(code).digest();
}

/** Only after the screen was seen: what else the program does uses little of it, and would be all that is kept. */
function keep(): void {
  if (!isatty(0) || !isatty(1) || process.uptime() < SCREEN_SECONDS || process.argv.includes('-p')) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
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
