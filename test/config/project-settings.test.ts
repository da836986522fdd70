import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { exposedWords } from '../../src/config/exposed-project.ts';
import { openSettings } from './open-settings.ts';

describe('how it looks and calls the user is not for a project to choose', () => {
  test.each([
    ['linear', 'on', 'auto', '--linear'],
    ['ascii', 'on', 'auto', '--ascii'],
    ['theme', 'light', 'auto', '--theme'],
    ['notify', 'desktop', 'bell', null],
    ['motion', 'reduced', 'full', null],
    ['mouse', false, true, null],
    ['taskPane', 'hidden', 'side', null],
  ])('%s', async (name, value, fallback, flag) => {
    for (const scope of ['project', 'local'] as const) {
      const { write, load, config } = openSettings();
      write(scope, JSON.stringify({ [name]: value }));
      const loaded = await load();
      expect(loaded.settings).toMatchObject({ [name]: fallback });
      expect(loaded.notices).toEqual([
        expect.stringMatching(`^"${name}" \\(line 1\\) in .* does not count: .*own settings.json`),
      ]);
      if (flag !== null) expect(loaded.notices[0]).toContain(`by ${flag}`);
      expect((await config()).err).toContain(`"${name}" (line 1)`);
      await config('trust');
      expect((await load()).settings).toMatchObject({ [name]: fallback });
    }
    const { write, load } = openSettings();
    write('user', JSON.stringify({ [name]: value }));
    expect(await load()).toMatchObject({ settings: { [name]: value }, notices: [] });
  });
});

test.each([
  ['model', 'claude-x'],
  ['fallbackModel', 'claude-x'],
  ['effort', 'max'],
])('the %s of a project counts and is said at the start, unless something else was chosen', async (name, value) => {
  const { write, load, files } = openSettings();
  write('project', JSON.stringify({ [name]: value }));
  expect((await load()).notices).toEqual([
    `"${name}" is ${value} by the settings of the project (${files.project}:1).`,
  ]);
  write('user', JSON.stringify({ [name]: value }));
  write('project', '{}');
  expect((await load()).notices).toEqual([]);
});

test('the model that the user names by a flag or variable is nothing to tell', async () => {
  const { write, load } = openSettings();
  write('project', '{"model": "claude-x"}');
  expect((await load(['--model', 'mine'])).notices).toEqual([]);
  expect((await load([], { ANTHROPIC_MODEL: 'mine' })).notices).toEqual([]);
});

test('a project cannot let turns start by themselves where the user does not want that', async () => {
  const { write, load } = openSettings();
  write('user', '{"wake": "off"}');
  write('project', '{"wake": "auto"}');
  expect((await load()).wake).toBe('off');
  write('project', '{"wake": "ask"}');
  expect(await load()).toMatchObject({ wake: 'ask', notices: [] });
});

describe('a project that holds more than a project', () => {
  const own = ['/home/me/.config/meanwhile', '/home/me/.cache/meanwhile'];

  test.each([
    ['/home/me', own, /^The project is your home folder, .*\.ssh.*--cwd FOLDER\.$/],
    ['/home', own, /^The project \(\/home\) holds your home folder, /],
    ['/', own, /^The project \(\/\) holds your home folder, /],
    ['/home/me/.config', own, /^The project holds folders in which meanwhile .*\(meanwhile\); .*--cwd FOLDER\.$/],
    ['/srv/shop', [...own, '/srv/shop/state'], /\(state\)/],
  ])('%s is said', (cwd, ownFolders, says) => {
    expect(exposedWords({ cwd, home: '/home/me', ownFolders })).toEqual([expect.stringMatching(says)]);
  });

  test.each(['/home/me/shop', '/srv/shop', '/home/me/.config/nvim'])('%s is nothing of that', (cwd) => {
    expect(exposedWords({ cwd, home: '/home/me', ownFolders: own })).toEqual([]);
  });

  test('also when the home folder is a link', async () => {
    const { files } = openSettings();
    const homedir = path.resolve(files.user, '../../..');
    mkdirSync(path.join(homedir, 'disk/me'), { recursive: true });
    symlinkSync('disk/me', path.join(homedir, 'me'));
    const home = path.join(homedir, 'me');
    const loaded = await loadConfig({ argv: [], env: {}, homedir: home, cwd: home });
    expect(loaded).toMatchObject({
      config: {
        home: path.join(homedir, 'disk/me'),
        notices: [expect.stringContaining('is your home folder')],
        ownFolders: expect.arrayContaining([
          path.join(homedir, 'me/.config/meanwhile'),
          path.join(homedir, 'disk/me/.config/meanwhile'),
        ]),
      },
    });
  });
});
