/**
 * Before the suite: a folder of its own for everything temporary. After it: no process is left that knows this folder by
 * its environment, arguments or working folder, and nothing is left in it. A test that leaves something fails the suite.
 */
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 20_000;

export default function setUp(): () => Promise<void> {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'mw-'));
  process.env['TMPDIR'] = folder;
  return async () => {
    const deadline = Date.now() + PATIENCE_MS;
    while (leftIn(folder).length > 0 && Date.now() < deadline) await sleep(100);
    const left = leftIn(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    if (left.length > 0) throw new Error(`The suite has left something behind:\n  ${left.join('\n  ')}`);
  };
}

function leftIn(folder: string): readonly string[] {
  return [...processesOf(folder), ...readdirSync(folder).map((name) => path.join(folder, name))];
}

/** None where there is no `/proc`. */
function processesOf(folder: string): readonly string[] {
  return pids().flatMap((pid) => {
    const args = read(pid, 'cmdline').replaceAll('\0', ' ').trim();
    const knows = [args, read(pid, 'environ'), linkOf(pid, 'cwd')].some((text) => text.includes(folder));
    return knows && !isOfTheRunner(pid, args) ? [`process ${pid}: ${args}`] : [];
  });
}

/** The runner, its workers, and what it compiles with, which end with it. */
function isOfTheRunner(pid: number, args: string): boolean {
  return (
    pid === process.pid ||
    /node_modules\/(?:vitest|@?esbuild|tinypool|rolldown)\b/.test(args) ||
    args.includes('(vitest')
  );
}

function pids(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(pid: number, name: string): string {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return '';
  }
}
