import fs from 'node:fs';
import path from 'node:path';
import type { SendOptions, SendReport } from '../executor.ts';

/**
 * Puts text for a command's stdin into its folder, in the order of calls, from where its feeder (`supervise.sh`) takes
 * it: so nobody waits for the command to read, and what was sent arrives also when the sender is gone. Throws what the
 * file system says.
 */
export function putInput(folder: string, input: string, { eof }: SendOptions): void {
  if (input !== '') putFile(folder, { name: nextName(), input });
  if (eof) putFile(folder, { name: `${nextName()}.eof`, input: '' });
}

/** Puts it there and wakes the feeder. */
export function sendInput(folder: string, input: string, options: SendOptions): SendReport {
  try {
    if (isClosed(folder)) return { kind: 'closed' };
    putInput(folder, input, options);
    wake(folder);
    return { kind: 'sent' };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Names sort as they were made, also those of two programs: the clock counts since the machine started. */
function nextName(): string {
  return `send.${String(process.hrtime.bigint()).padStart(20, '0')}`;
}

/** Renamed when it is whole. */
function putFile(folder: string, { name, input }: { readonly name: string; readonly input: string }): void {
  const unfinished = path.join(folder, `new-${name}`);
  try {
    fs.writeFileSync(unfinished, input, { mode: 0o600, flag: 'wx' });
    fs.renameSync(unfinished, path.join(folder, name));
  } catch (error) {
    fs.rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Without a feeder nobody has the FIFO open. One that is not there yet will be. */
function isClosed(folder: string): boolean {
  if (fs.readdirSync(folder).some((name) => name.endsWith('.eof'))) return true;
  const fifo = openFifo(folder);
  if (typeof fifo === 'number') fs.closeSync(fifo);
  return fifo === 'unread';
}

function wake(folder: string): void {
  const fifo = openFifo(folder);
  if (typeof fifo !== 'number') return;
  try {
    fs.writeSync(fifo, 'more\n');
  } catch (error) {
    // It is full of words that will wake the feeder.
    if (codeOf(error) !== 'EAGAIN') throw error;
  } finally {
    fs.closeSync(fifo);
  }
}

function openFifo(folder: string): number | 'missing' | 'unread' {
  try {
    return fs.openSync(path.join(folder, 'stdin'), fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'missing';
    if (codeOf(error) === 'ENXIO') return 'unread';
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
