/** What `npm pack` makes of a clean clone, installed into an empty prefix. */
import { cp, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'meanwhile-package-')));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('the packed program installs into an empty prefix, runs, and has its pictures and its manual page', async () => {
  const clone = join(folder, 'clone');
  const skipped = new Set(['node_modules', 'dist', '.git', 'test']);
  await cp(ROOT, clone, {
    recursive: true,
    filter: (file) => dirname(file) + '/' !== ROOT || !skipped.has(file.slice(ROOT.length)),
  });
  await symlink(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  const home = join(folder, 'home');
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
    HOME: home,
    npm_config_update_notifier: 'false',
  };
  const npm = (...args: readonly string[]) => execa('npm', args, { cwd: clone, env, extendEnv: false });

  await npm('pack', '--pack-destination', folder);
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  const prefix = join(folder, 'prefix');
  // Without the registry: what it needs to run is in the package.
  await npm(
    'install',
    '--global',
    '--prefix',
    prefix,
    '--offline',
    '--omit=optional',
    '--no-audit',
    join(folder, tarball),
  );

  const installed = join(prefix, 'lib/node_modules/meanwhile');
  const pictures = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.svg'));
  expect(await readdir(join(installed, 'docs'))).toEqual(expect.arrayContaining([...pictures, 'meanwhile.1']));
  expect(await readdir(join(prefix, 'share/man/man1'))).toEqual(['meanwhile.1']);

  const inPath = { ...env, PATH: `${join(prefix, 'bin')}:${env.PATH}` };
  const run = (...args: readonly string[]) =>
    execa('meanwhile', args, { cwd: folder, env: inPath, extendEnv: false, stdin: 'ignore' });
  expect((await run('--version')).stdout).toMatch(/^meanwhile \d+\.\d+\.\d+$/);
  expect((await run('-p', 'hello')).stdout).not.toBe('');
  expect((await run('update')).stdout).toContain('npm install --global');
  expect((await execa('meanwhile', ['--nope'], { env: inPath, extendEnv: false, reject: false })).stderr).toContain(
    'meanwhile --help lists the options.',
  );
});
