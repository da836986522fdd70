import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readLogPage } from '../../../src/background/local/log-reader.ts';
import { keptExtents } from '../../../src/background/local/log-segments.ts';

const script = fileURLToPath(new URL('../../../src/background/local/supervise.sh', import.meta.url));

async function newFolder(): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'meanwhile-task-'));
  onTestFinished(() => fs.rm(folder, { recursive: true, force: true }));
  return folder;
}

async function claimable(): Promise<string> {
  const folder = await newFolder();
  await fs.writeFile(path.join(folder, 'new'), '{}');
  return folder;
}

/** `sh` is the shell that supervises, `bash` the one that runs the command. */
async function supervise(options: {
  readonly folder: string;
  readonly command: string;
  readonly sh?: string;
  readonly segment?: number;
  readonly supervisor?: string;
}): Promise<void> {
  const { folder, command, sh = 'sh', segment = 1024 * 1024, supervisor = script } = options;
  const env = { MEANWHILE_COMMAND: command, MEANWHILE_SHELL: 'sh', MEANWHILE_NICENESS: '0' };
  await execa(sh, [supervisor, folder, String(segment), '2'], { env, stdio: 'ignore', reject: false });
}

describe.each(['sh', 'bash'])('supervised by %s', (sh) => {
  test.each([
    ['exit 0', 'done.0', ''],
    ['echo out; exit 3', 'done.3', 'out\n'],
    ['printf unfinished; kill -9 $$', 'done.137', 'unfinished'],
    ['(sleep 0.2; echo late) & echo early', 'done.0', 'early\nlate\n'],
  ])('%s ends as %s with all its output', async (command, state, output) => {
    const folder = await claimable();
    await supervise({ folder, command, sh });
    expect((await fs.readdir(folder)).sort()).toEqual([state, 'log.0']);
    expect(await fs.readFile(path.join(folder, 'log.0'), 'utf8')).toBe(output);
  });

  test('a log keeps its first segment and the newest, without a hole in them', async () => {
    const folder = await claimable();
    await supervise({ folder, command: 'seq 1000000 1999999', sh });
    const extents = keptExtents(folder);
    expect(extents).toHaveLength(2);
    expect(extents[0]).toMatchObject({ from: 0 });
    expect(extents[1]).toMatchObject({ to: 8_000_000 });
    for (const { from, segments } of extents) {
      const text = (await Promise.all(segments.map(({ file }) => fs.readFile(file, 'latin1')))).join('');
      const numbers = text.slice((8 - (from % 8)) % 8).match(/\d{7}\n/g) ?? [];
      const first = Number(numbers[0]);
      expect(first).toBe(1_000_000 + Math.ceil(from / 8));
      expect(numbers.every((number, index) => Number(number) === first + index)).toBe(true);
    }
    const sizes = extents.flatMap(({ segments }) => segments.map((segment) => segment.to - segment.from));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect(sizes.length).toBeLessThanOrEqual(3);
  });

  test('a full disk neither blocks nor ends a command, and the log goes on when there is room', async () => {
    const folder = await claimable();
    // The first segment is on a disk that is always full.
    await fs.symlink('/dev/full', path.join(folder, 'log.0'));
    await supervise({ folder, command: 'seq 1000000 1999999; exit 5', sh });
    expect(await fs.readdir(folder)).toContain('done.5');
    const page = readLogPage(folder, { before: 'end', bytes: 1_000 });
    expect(page.lines.at(-1)).toMatchObject({ kind: 'text', text: '1999999' });
  });

  test('a command runs to its end when its folder is removed', async () => {
    const folder = await claimable();
    const elsewhere = await newFolder();
    await supervise({ folder, command: `rm -r ${folder}; seq 100000; touch ${elsewhere}/ran`, sh });
    expect(await fs.readdir(elsewhere)).toEqual(['ran']);
  });

  test('nothing runs that was given up before', async () => {
    const folder = await newFolder();
    await fs.writeFile(path.join(folder, 'lost'), '{}');
    await supervise({ folder, command: `touch ${folder}/ran`, sh });
    expect(await fs.readdir(folder)).toEqual(['lost']);
  });

  test('an update may replace the script while it runs', async () => {
    const folder = await claimable();
    const supervisor = path.join(await newFolder(), 'supervise.sh');
    await fs.copyFile(script, supervisor);
    const ended = supervise({ folder, command: `until [ -e ${folder}/go ]; do sleep 0.05; done`, sh, supervisor });
    await vi.waitFor(async () => expect(await fs.readdir(folder)).toContain('log.0'), 10_000);
    const size = (await fs.stat(script)).size;
    await fs.writeFile(supervisor, `touch ${folder}/executed; exit 9\n`.repeat(Math.ceil(size / 40)));
    await fs.writeFile(path.join(folder, 'go'), '');
    await ended;
    expect((await fs.readdir(folder)).sort()).toEqual(['done.0', 'go', 'log.0']);
  });

  test('terminal signals do not end it, but the command', async () => {
    const folder = await claimable();
    const command = 'kill -INT 0; kill -TERM 0; kill -HUP 0; sleep 5';
    const env = { MEANWHILE_COMMAND: command, MEANWHILE_SHELL: 'sh', MEANWHILE_NICENESS: '0' };
    await execa(sh, [script, folder, '1000000', '2'], { env, stdio: 'ignore', detached: true, reject: false });
    expect(await fs.readdir(folder)).toContain('done.130');
  });
});
