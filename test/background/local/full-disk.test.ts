/** What becomes of commands and of what they print on a real disk that is full, or nearly so (FIELD B1). */
import { existsSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { keepHouse } from '../../../src/background/local/housekeeping.ts';
import type { LogLine } from '../../../src/background/task-log.ts';
import { type Background, openBackground } from '../open-background.ts';
import { mountSmallDisk } from './small-disk.ts';

const MIB = 1024 * 1024;
const HANG_MS = 20_000;
/** 24 MB in lines of 8 bytes. */
const FLOOD = 'seq 1000000 3999999';

test('on a full disk a command runs to its end, and its log says what is missing (FIELD B1)', async (context) => {
  const disk = mountSmallDisk(context, 4);
  const background = await openBackground({ tasksFolder: path.join(disk.folder, 'tasks'), lowDiskBytes: 0 });
  const { folder } = background;
  const until = (file: string) => `until [ -e ${folder}/${file} ]; do echo again; sleep 0.01; done`;
  const { id } = background.run(`${FLOOD}; touch ${folder}/went-on; ${until('go')}; echo last; exit 7`);
  await vi.waitFor(() => expect(existsSync(path.join(folder, 'went-on'))).toBe(true), HANG_MS);
  expect(free(disk.folder)).toBeLessThan(MIB / 8);
  expect(await ends(background, id)).toMatchObject({ first: '1000000', gap: expect.any(Number) });
  disk.resize(64);
  await vi.waitFor(() => expect(background.manager.get(id)?.output.lastLine).toBe('again'), HANG_MS);
  writeFileSync(path.join(folder, 'go'), '');
  const { status, output } = (await background.manager.waitForEnd(id))!;
  expect(status.end).toMatchObject({ kind: 'exited', code: 7, by: 'itself', leftRunning: 0 });
  expect(output.lastLine).toBe('last');
  expect(await ends(background, id)).toMatchObject({ first: '1000000', last: 'last' });
});

test('on a full disk a command cannot start, says why, and can when there is room', async (context) => {
  const disk = mountSmallDisk(context, 1);
  const background = await openBackground({ tasksFolder: path.join(disk.folder, 'tasks') });
  const fill = () => writeFileSync(path.join(disk.folder, 'filler'), Buffer.alloc(2 * MIB));
  expect(fill).toThrow('ENOSPC');
  expect((await background.runToEnd('true')).status.end).toMatchObject({
    kind: 'failed-to-start',
    reason: expect.stringMatching(/^the disk that holds .* is full; free some space/),
  });
  disk.resize(8);
  expect((await background.runToEnd('true')).status.end).toMatchObject({ kind: 'exited', code: 0 });
});

test('on a disk that is nearly full little of a log is kept, that is said, and no command is hurt (FIELD B1)', async (context) => {
  const disk = mountSmallDisk(context, 100);
  const tasksFolder = path.join(disk.folder, 'tasks');
  const said: string[] = [];
  const background = await openBackground({ tasksFolder, segmentBytes: MIB });
  const { id, status, output } = await background.runToEnd(`${FLOOD}; exit 3`);
  expect(status.end).toMatchObject({ kind: 'exited', code: 3 });
  expect(output.size).toBe(24_000_000);
  expect(free(disk.folder)).toBeGreaterThan(96 * MIB);
  const { first, gap } = await ends(background, id);
  expect(first).toBe('1000000');
  expect(gap).toBeGreaterThan(20_000_000);
  const quiet = await background.runToEnd('echo short');
  expect(await background.printed(quiet.id)).toBe('short\n');
  const retention = { age: Infinity, bytes: Infinity };
  const leave = keepHouse({
    tasksFolder,
    retention,
    now: Date.now,
    say: (sentence) => said.push(sentence),
    firstRound: 1,
  });
  await vi.waitFor(() => expect(said[0]).toMatch(/^Less than 200 MiB are free .* Commands go on/), HANG_MS);
  leave();
});

function free(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** What a reader of the log sees first and last, and the size of the last gap. */
async function ends({ manager }: Background, id: string) {
  const [head, tail] = await Promise.all([
    manager.readLog(id, { after: 0, bytes: 1_000 }),
    manager.readLog(id, { before: 'end', bytes: 1_000 }),
  ]);
  const gap = tail.lines.findLast((line) => line.kind === 'gap')?.bytes;
  return { first: textOf(head.lines[0]), last: textOf(tail.lines.at(-1)), gap };
}

function textOf(line: LogLine | undefined): string | undefined {
  return line?.kind === 'text' ? line.text : undefined;
}
