import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';

let place: Place;

beforeAll(async () => {
  place = await createPlace();
});
afterAll(() => place.remove());

function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const given = { cwd: place.project, env: { ...place.env, ...env } };
  return new Promise<{ readonly code: number; readonly out: string }>((resolve) => {
    execFile(process.execPath, [PROGRAM, 'doctor', ...args], given, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out: `${out}${err}` }),
    );
  });
}

test('it says what was found, never the key, and what to do', async () => {
  const { code, out } = await doctor([], { ANTHROPIC_API_KEY: 'sk-secret' });
  expect(code).toBe(0);
  expect(out).toMatch(/^✓ node +\d+\.\d+/m);
  expect(out).toMatch(/^✓ ripgrep +\/.*rg$/m);
  expect(out).toMatch(/^✓ model +https:\/\/api\.anthropic\.com with a key$/m);
  expect(out).not.toContain('sk-secret');
});

test('what is broken makes exit code 1: a state folder that cannot be, a shell that is missing, wrong settings', async () => {
  const file = path.join(place.project, 'file');
  writeFileSync(file, '');
  mkdirSync(path.join(place.project, '.meanwhile'), { recursive: true });
  writeFileSync(path.join(place.project, '.meanwhile', 'settings.json'), '{"wake": 1}');
  const { code, out } = await doctor(['--json'], { MEANWHILE_HOME: path.join(file, 'state'), PATH: '/nowhere' });
  expect(code).toBe(1);
  const checks: readonly { readonly name: string; readonly state: string; readonly advice?: string }[] =
    JSON.parse(out).checks;
  const broken = checks.filter(({ state }) => state === 'broken');
  expect(broken.map(({ name }) => name)).toEqual(['shell', 'state folder', 'settings']);
  expect(broken.every(({ advice }) => advice !== undefined)).toBe(true);
});

test('--online asks whether the model can be reached', async () => {
  writeFileSync(path.join(place.project, '.meanwhile', 'settings.json'), '{}');
  const { code, out } = await doctor(['--online'], { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' });
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ network +http:\/\/127\.0\.0\.1:9 cannot be reached/m);
});
