import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { openTrust } from '../../src/config/project-trust.ts';

function place() {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-private-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [state, project] = [path.join(root, 'state'), path.join(root, 'project')];
  for (const folder of [state, project]) mkdirSync(folder);
  const load = () => loadConfig({ argv: [], env: { MEANWHILE_HOME: state }, homedir: root, cwd: project });
  return { state, load };
}

test.each([0o777, 0o770, 0o702, 0o1777])('a state folder of mode %o is refused, with what to do', async (mode) => {
  const { state, load } = place();
  chmodSync(state, mode);
  expect(await load()).toEqual({
    kind: 'error',
    sentence: `${state} can be changed by other users. Take that away (chmod go-w '${state}'). Or name another folder with MEANWHILE_HOME.`,
  });
});

test.each([0o700, 0o755, 0o750])('a state folder of mode %o is taken', async (mode) => {
  const { state, load } = place();
  chmodSync(state, mode);
  expect(await load()).toMatchObject({ kind: 'ok' });
});

test('a record of trust that others could have written trusts nothing', () => {
  const { state } = place();
  const widening = [{ name: 'hooks', value: [], origin: { kind: 'default' } }] as const;
  openTrust(state).trust('settings.json', widening);
  expect(openTrust(state).look('settings.json', widening).kind).toBe('trusted');
  chmodSync(state, 0o777);
  expect(openTrust(state).look('settings.json', widening).kind).toBe('untrusted');
  expect(() => openTrust(state).trust('settings.json', widening)).toThrow('can be changed by other users');
});
