/** Every family of escape sequences through every door to the terminal. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect } from 'vitest';
import { call, httpError, say } from '../fixtures/api-replies.ts';
import { escapeName, escapes, escapeText, foundIn, foundOnScreen } from '../fixtures/escapes.ts';
import { createPlace, openProgram, PROGRAM, type Place, type ProgramOptions } from '../fixtures/program.ts';
import { test as programTest } from './program-test.ts';

/** `place`: a project whose folder, files and commands are hostile. */
const test = programTest.extend<{ readonly place: Place }>({
  place: async ({}, use) => {
    const place = await createPlace();
    const project = join(place.project, escapeName);
    await mkdir(join(project, '.meanwhile'), { recursive: true });
    await writeFile(join(project, 'evil.txt'), `${escapeText}\n`);
    await writeFile(join(project, escapeName), escapeText);
    await writeFile(join(project, 'AGENTS.md'), escapeText);
    await use({ ...place, project });
    await place.remove();
  },
});

const THROW_IN_IT = new URL('../fixtures/programs/throw-in-it.mjs', import.meta.url).href;

/** Runs the program to its end in a terminal; answers all bytes that it wrote there. */
async function outputOf(place: Place, args: readonly string[], options: Omit<ProgramOptions, 'args'> = {}) {
  const program = openProgram(place, { ...options, args });
  try {
    const { code } = await program.exit();
    return { code, output: program.output() };
  } finally {
    await program.close();
  }
}

test('the table has every family', () => {
  expect(escapes.length).toBeGreaterThan(300);
  expect(foundIn(escapeText).length).toBeGreaterThan(escapes.length - 1);
  expect(foundOnScreen(escapeText).length).toBeGreaterThan(200);
});

const hostileTurns = [
  [say(escapeText), call('bash', { command: 'cat evil.txt' })],
  [call('background_run', { command: 'cat evil.txt; sleep 300', label: `nap\x9b6661J\x1b]0;EVIL\x07\u202e` })],
  [call('read_file', { path: escapeName }), call('nothing', { [escapeName]: escapeText })],
  say(`${escapeText}\nThat is all.`),
];

describe.concurrent('no escape sequence reaches the terminal', { timeout: 90_000 }, () => {
  test('by the screen, by the name of its folder, and by its farewell', async ({ startApi, start, place }) => {
    const api = await startApi(hostileTurns);
    const args = ['--permissions', 'all', '--model', `m${escapeName}`];
    const { program, send, answer } = await start({ place, api, args, cols: 100, rows: 40 });
    await send('go');
    await program.waitFor('That is all.');
    program.key('ctrl+d');
    await program.waitFor('still running');
    await answer('k');
    await program.exit();
    expect(program.output()).toContain('still running:');
    expect(foundOnScreen(program.output())).toEqual([]);
  });

  test('by a question', async ({ startApi, start, place }) => {
    const api = await startApi([call('bash', { command: `rm ${escapeName}` }), say('No.')]);
    const { program, send } = await start({ place, api, args: [] });
    await send('go');
    const screen = await program.waitFor('Run this command?');
    expect(screen.replace(/\s+/g, '')).toContain(
      'rma␛]52;c;EVIL␇␛[6661J<U+009B>6661J<U+009D>0;EVIL<U+009C>␛P6661EVIL␛\\',
    );
    expect(foundOnScreen(program.output())).toEqual([]);
  });

  test('by lines, and by what they ask', async ({ startApi, start, place }) => {
    const asked = [call('bash', { command: `rm ${escapeName} # ${escapeText}` }), say('No.')];
    const api = await startApi([...hostileTurns, ...asked]);
    const settings = { permissions: 'all', linear: 'on', model: `m${escapeName}` };
    await mkdir(join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile'), { recursive: true });
    await writeFile(join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile', 'settings.json'), JSON.stringify(settings));
    const { program } = await start({ place, api, args: [] });
    await program.waitFor('Type a prompt');
    program.type('go\r');
    await program.waitFor('That is all.');
    program.type('/permissions ask\r');
    program.type('again\r');
    await program.waitFor('Answer yes');
    program.type('no\r');
    await program.waitFor('Model: No.');
    program.type('/tasks\r/ledger\r/log\r/quit\r');
    await program.waitFor('Answer keep');
    program.type('keep\r');
    await program.exit();
    expect(program.output()).toContain('Resume this session');
    expect(foundIn(program.output())).toEqual([]);
  });

  test('by an error of the API', async ({ startApi, start, place }) => {
    const error = httpError(400, 'invalid_request_error', `wrong: ${escapeText}`);
    const api = await startApi([error]);
    const { program, send } = await start({ place, api });
    await send('go');
    await program.waitFor('wrong: x');
    expect(foundOnScreen(program.output())).toEqual([]);
    const again = await startApi([error]);
    const { output } = await outputOf(place, ['-p', 'go'], { api: again.url });
    expect(output).toContain('wrong: x');
    expect(foundIn(output)).toEqual([]);
  });

  test('by -p as text, by tasks and their logs, by exports', async ({ startApi, place }) => {
    const api = await startApi(hostileTurns);
    const wish = ['-p', 'go', '--permissions', 'all', '--no-wait', '--model', `m${escapeName}`];
    const { output, code } = await outputOf(place, wish, { api: api.url });
    expect(output).toContain('That is all.');
    expect(foundIn(output)).toEqual([]);
    expect(code).toBe(0);
    const id = /([0-9a-f]{8}) {2}nap/.exec(output)?.[1] ?? '';
    for (const args of [
      ['tasks'],
      ['tasks', 'list', '--all'],
      ['tasks', 'list', '--json'],
      ['tasks', 'log', id],
      ['tasks', 'log', id, '--grep', escapeName],
      ['tasks', 'stop', id],
      ['tasks', 'wait', id, '--json'],
      ['export', '-o', `${escapeName}.md`],
      ['export', '-o', '-'],
      ['export', '-o', '-', '--format', 'md'],
    ]) {
      const ran = await outputOf(place, args);
      expect(ran.output.length, args.join(' ')).toBeGreaterThan(5);
      expect(foundIn(ran.output), args.join(' ')).toEqual([]);
    }
  });

  test('by refusals, and by commands about settings', async ({ place }) => {
    await writeFile(
      join(place.project, '.meanwhile', 'settings.json'),
      JSON.stringify({ [escapeName]: 1, model: escapeText, theme: escapeName, hooks: { [escapeName]: escapeText } }),
    );
    const wrong = escapeName;
    for (const args of [
      [],
      ['config'],
      ['config', '--json'],
      ['config', 'trust'],
      ['config', wrong],
      ['doctor'],
      ['doctor', '--json'],
      ['doctor', wrong],
      ['--resume', wrong],
      ['--cwd', wrong],
      [`--${wrong}`],
      ['--theme', wrong],
      ['-p', '--output-format', wrong, 'x'],
      ['--linear', '--resume', wrong],
      ['tasks', wrong],
      ['tasks', 'log', wrong],
      ['tasks', '--cwd', wrong],
      ['export', wrong],
      ['export', '--cwd', wrong],
      ['export', `--${wrong}`],
      ['--help'],
    ]) {
      const { output } = await outputOf(place, args);
      expect(output.length, JSON.stringify(args)).toBeGreaterThan(5);
      expect(foundIn(output), JSON.stringify(args)).toEqual([]);
    }
  });

  test('by what the program cannot do at all', async ({ place }) => {
    const file = join(place.project, escapeName);
    for (const args of [['-p', 'x'], ['--linear'], [], ['tasks'], ['doctor'], ['export']]) {
      const { output } = await outputOf(place, args, { env: { MEANWHILE_HOME: join(file, 'below') } });
      expect(foundIn(output), JSON.stringify(args)).toEqual([]);
    }
  });
  test.each([
    { args: ['doctor'], at: 1, found: foundIn },
    { args: ['-p', 'x'], at: 2, found: foundIn },
    { args: ['--linear'], at: 2, found: foundIn },
    { args: [], at: 2, found: foundOnScreen },
  ])('by an error that nobody foresaw in $args', async ({ args, at, found }) => {
    const place = await createPlace();
    const env = { NODE_OPTIONS: `--import ${THROW_IN_IT}`, THROW_AT: String(at), THROWN: escapeName };
    const { code, output } = await outputOf(place, args, { env }).finally(place.remove);
    expect(output).toContain('meanwhile broke off: ');
    expect(found(output)).toEqual([]);
    expect(code).toBe(1);
  });
});

test('JSON keeps its value and holds nothing that a terminal obeys', async ({ startApi, place }) => {
  for (const format of ['json', 'stream-json']) {
    const api = await startApi([say(escapeText)]);
    const { stdout } = await execa(process.execPath, [PROGRAM, '-p', 'go', '--output-format', format], {
      cwd: place.project,
      env: { ...place.env, ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'key-of-the-test' },
      extendEnv: false,
      stdin: 'ignore',
    });
    expect(foundIn(stdout)).toEqual([]);
    const result = JSON.parse(stdout.split('\n').at(-1) ?? '');
    expect(result).toMatchObject({ type: 'result', text: escapeText });
  }
});
