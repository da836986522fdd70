import { expect, test, vi } from 'vitest';
import type { BackgroundManager } from '../../src/background/manager-contract.ts';
import type { LogFindings, LogPlace } from '../../src/background/task-log.ts';
import type { TaskId } from '../../src/background/task.ts';
import { openBackground } from './open-background.ts';

const HANG = { timeout: 20_000, interval: 50 };

async function printed(command: string): Promise<{ readonly manager: BackgroundManager; readonly id: TaskId }> {
  const { manager, run } = await openBackground();
  const { id } = run(command);
  await vi.waitFor(() => expect(manager.get(id)?.status.phase).toBe('done'), HANG);
  return { manager, id };
}

async function search(manager: BackgroundManager, id: TaskId, pattern: RegExp) {
  const pieces: LogFindings[] = [];
  for (let from = { to: 0, line: 1 as number | null }; ;) {
    const piece = await manager.searchLog(id, { pattern, after: from.to, line: from.line });
    pieces.push(piece);
    if (piece.atEnd) return { pieces, places: pieces.flatMap(({ places }) => places) };
    from = piece;
  }
}

async function lineAt(manager: BackgroundManager, id: TaskId, { from, index }: LogPlace): Promise<string> {
  const line = (await manager.readLog(id, { after: from, bytes: 128_000 })).lines[index];
  return line?.kind === 'text' ? line.text : '';
}

test('every match in a long log is found, with its number and where it can be read', async () => {
  const { manager, id } = await printed('seq 1 60000; echo end of 60000');
  // On a busy machine a page may take too long, and then it says so.
  const { places, pieces } = await vi.waitFor(async () => {
    const found = await search(manager, id, /^(1?2345|end)/);
    expect(found.pieces.some(({ slow }) => slow)).toBe(false);
    return found;
  }, HANG);
  expect(places.map(({ line }) => line)).toEqual([2345, 12345, ...range(23450, 23459), 60001]);
  expect(pieces.length).toBeGreaterThan(2);
  for (const place of places) expect(await lineAt(manager, id, place)).toBe(place.text);
  expect(places.at(-1)?.ranges).toEqual([[0, 3]]);
});

test('a line is found by what stands far behind its beginning', async () => {
  const { manager, id } = await printed("echo first; head -c 10000 /dev/zero | tr '\\0' x; echo needle");
  const { places } = await search(manager, id, /needle$/);
  expect(places.map(({ line }) => line)).toEqual([2]);
  expect(await lineAt(manager, id, places[0]!)).toBe(places[0]?.text);
});

test('a pattern that takes too long is given up, and the rest goes on', async () => {
  const { manager, id } = await printed('echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab; echo fine');
  const { places, pieces } = await search(manager, id, /^(a+)+$/);
  expect(places).toEqual([]);
  expect(pieces[0]?.slow).toBe(true);
});

test('errors are found by what is known of the output of tools', async () => {
  const { manager, id } = await printed(
    'seq 1 40000; echo "src/a.ts(3,7): error TS2322: Type \'x\' is not assignable."; seq 1 10; echo "src/b.ts(9,1): error TS2304: Cannot find name \'y\'."',
  );
  const places = await manager.findErrors(id);
  expect(places.map(({ line }) => line)).toEqual([40_001, 40_012]);
  expect(await lineAt(manager, id, places[1]!)).toContain('TS2304');
});

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n).filter((n) => String(n).startsWith('2345'));
}

test('a digest says what stands for bytes that are not UTF-8, and of others nothing', async () => {
  const latin = await printed(String.raw`printf 'fehl\344t\n'`);
  expect((await latin.manager.digest(latin.id)).text).toBe('fehl�t\n[� stands for bytes that are not UTF-8]');
  const unicode = await printed('echo fehlät');
  expect((await unicode.manager.digest(unicode.id)).text).toBe('fehlät');
});
