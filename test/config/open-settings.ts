/** A home with a project in it, its settings files, and what the program makes of them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import { loadConfig, type Config } from '../../src/config.ts';
import { runConfigCommand } from '../../src/config/config-command.ts';
import { printText } from '../../src/print.ts';

export interface OpenSettings {
  readonly files: { readonly [scope in Scope]: string };
  write(scope: Scope, content: string): void;
  load(argv?: readonly string[], env?: Readonly<Record<string, string>>): Promise<Config>;
  /** What `meanwhile config …` prints, with the home written as `~`. */
  config(...args: readonly string[]): Promise<Printed>;
  /** The same with a user who answers. */
  answer(yes: boolean, ...args: readonly string[]): Promise<Printed>;
  /** Writes a file of the project. */
  put(name: string, content: string): void;
}

export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Scope = 'user' | 'project' | 'local';

export function openSettings(): OpenSettings {
  const homedir = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-settings-')));
  onTestFinished(() => rmSync(homedir, { recursive: true, force: true }));
  const cwd = path.join(homedir, 'shop');
  mkdirSync(cwd);
  const files = {
    user: path.join(homedir, '.config/meanwhile/settings.json'),
    project: path.join(cwd, '.meanwhile/settings.json'),
    local: path.join(cwd, '.meanwhile/settings.local.json'),
  };
  return {
    files,
    write(scope, content) {
      mkdirSync(path.dirname(files[scope]), { recursive: true });
      writeFileSync(files[scope], content);
    },
    async load(argv = [], env = {}) {
      const loaded = await loadConfig({ argv, env, homedir, cwd });
      if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
      return loaded.config;
    },
    config: (...args) => run(args),
    answer: (yes, ...args) => run(args, async () => yes),
    put(name, content) {
      mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
      writeFileSync(path.join(cwd, name), content);
    },
  };

  async function run(args: readonly string[], confirm?: () => Promise<boolean>): Promise<Printed> {
    const loaded = await loadConfig({ argv: ['config', ...args], env: {}, homedir, cwd });
    if (loaded.kind !== 'command') throw new Error(JSON.stringify(loaded));
    const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
    const code = await runConfigCommand(loaded, {
      print: (text) => void printText(out, text),
      complain: (sentence) => void printText(err, `${sentence}\n`),
      ...(confirm === undefined ? {} : { confirm }),
    });
    const short = (stream: PassThrough) => String(stream.read() ?? '').replaceAll(homedir, '~');
    return { code, out: short(out), err: short(err) };
  }
}
