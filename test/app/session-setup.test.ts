import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { setUpSession } from '../../src/app/session-setup.ts';

const HANG_MS = 20_000;

/** Starts a program in a folder, runs a command to its end in the background, and ends the program. */
async function runOnce(home: string, command: string) {
  const loaded = await loadConfig({ argv: [], env: {}, homedir: home, cwd: home });
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  const setUp = await setUpSession({ ...loaded.config, wake: 'off' }, process.env);
  if (setUp.kind !== 'ready') throw new Error(setUp.sentence);
  const { session, tasks, close } = setUp.setup;
  session.start();
  session.runBackground(command);
  const [task] = tasks.list();
  await vi.waitFor(() => expect(tasks.list()[0]?.status.phase).toBe('done'), HANG_MS);
  await session.close('stop');
  await close();
  return task;
}

test('a later program knows how long a command usually takes in this folder (FIELD S2)', async () => {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-setup-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  expect((await runOnce(home, 'sleep 0.2'))?.usual).toBeUndefined();
  expect((await runOnce(home, 'sleep 0.2'))?.usual).toBeGreaterThan(100);
  expect((await runOnce(home, 'sleep 0.1'))?.usual).toBeUndefined();
});
