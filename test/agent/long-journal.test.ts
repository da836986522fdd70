import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readJournal } from '../../src/agent/read-journal.ts';
import { recordLine } from '../../src/agent/record-line.ts';
import { replay } from '../../src/agent/replay.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';
import { EVENTS_OF_A_TURN, recordedTurn } from '../fixtures/long-record.ts';

/** Milliseconds of the fastest of some runs: a busy machine only adds. */
async function fastest(run: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

test('taking a session up costs no more than in proportion to its journal: reading, replaying, showing it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-long-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const takeUp = (turns: number) => {
    const file = path.join(folder, `${turns}.jsonl`);
    const events = Array.from({ length: turns }, (_, n) => recordedTurn(n + 1)).flat();
    writeFileSync(file, events.map(recordLine).join(''));
    return fastest(async () => {
      const { shown, history } = replay(await readJournal(file), 0);
      expect(history).toHaveLength(turns * 4);
      shown.reduce((state, event) => reduce(state, event, 0), emptyState);
    });
  };
  const turns = Math.ceil(10_000 / EVENTS_OF_A_TURN);
  const short = await takeUp(Math.ceil(turns / 6));
  expect(await takeUp(turns)).toBeLessThan(short * 6 * 4);
});
