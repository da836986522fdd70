import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { processesWithVariable } from '../living-processes.ts';
import { openBackground } from '../open-background.ts';
import { openSandbox, sandboxWorks } from './open-sandbox.ts';

const { works, why } = await sandboxWorks();

describe.skipIf(!works)(`a command in the sandbox${why}`, () => {
  test('may write the project and temporary files, and reads the rest', async () => {
    const { says, root, at } = await openSandbox();
    const said = await says(
      'echo new > src/a && echo x > /tmp/b && cat /tmp/b && cat ../../other/file && echo $TMPDIR',
    );
    expect(said).toBe('x\nold/tmp\n');
    expect(readFileSync(path.join(root, 'src/a'), 'utf8')).toBe('new\n');
    expect(existsSync('/tmp/b')).toBe(false);
    expect(readFileSync(at('state/projects/p/tmp/b'), 'utf8')).toBe('x\n');
  });

  test('finds its temporary files again in the next one', async () => {
    const { says } = await openSandbox();
    await says('echo kept > /tmp/kept');
    expect(await says('cat /tmp/kept')).toBe('kept\n');
  });

  test.each([
    'echo x > ../../other/file',
    'echo x > /etc/meanwhile-was-here',
    'echo x > "$HOME/.bashrc"',
    'ln -s ../../other way; echo x > way/file',
    'rm -rf ../../other',
    'mv ../../other ../../gone',
    'chmod 777 ../../other/file',
    'mount -o remount,bind,rw /; echo x > ../../other/file',
    'unshare -Urm sh -c "mount -o remount,rw /; echo x > ../../other/file"',
    'echo 1 > /proc/sys/kernel/panic',
    'echo h > /proc/sysrq-trigger',
    'mkdir -p up; mount --bind ../.. up; echo x > up/other/file',
    'nsenter -t 1 -m sh -c "echo x > ../../other/file"',
    'touch "$HOME/shop/../new"',
  ])('cannot write outside: %s', async (command) => {
    const { says, at } = await openSandbox();
    const panic = readFileSync('/proc/sys/kernel/panic', 'utf8');
    expect(await says(`${command} && echo done`)).not.toMatch(/^done$/m);
    expect([at('other/file'), at('home/other/file')].map((file) => readFileSync(file, 'utf8'))).toEqual(['old', 'old']);
    expect(readdirSync(at('home')).sort()).toEqual(['.aws', '.netrc', '.ssh', 'other', 'shop']);
    expect(existsSync('/etc/meanwhile-was-here')).toBe(false);
    expect(readFileSync('/proc/sys/kernel/panic', 'utf8')).toBe(panic);
  });

  test.each([
    'cat ~/.ssh/id',
    'ls -A ~/.ssh ~/.aws; cat ~/.netrc',
    'ln -s "$HOME/.ssh" keys; cat keys/id',
    'cat ../../state/secret; ls ../../state',
    'env',
    'umount ~/.ssh; cat ~/.ssh/id',
    'cat /proc/1/root/$HOME/.ssh/id',
    'for p in /proc/[0-9]*; do cat $p/root$HOME/.ssh/id; done',
    'cat /etc/shadow | sed s/^/PRIVATE/',
    'grep -r PRIVATE ~ 2>/dev/null',
  ])('does not see keys: %s', async (command) => {
    const { says } = await openSandbox();
    expect(await says(`{ ${command}; } 2>&1 | grep -v '^grep:.*PRIVATE'`)).not.toContain('PRIVATE');
  });

  test.each([
    'echo evil > .git/hooks/pre-commit',
    'echo evil >> .git/config',
    'git config core.fsmonitor evil',
    'rm .git/config; echo evil > .git/config',
    'mv .git/hooks gone; mkdir .git/hooks; echo evil > .git/hooks/pre-commit',
    'mv .git gone; git init -q .; echo evil >> .git/config; echo evil > .git/hooks/pre-commit',
    'rm -rf .git; mkdir -p .git/hooks; echo evil > .git/hooks/pre-commit',
    'echo evil > .meanwhile/settings.json',
    'mv .meanwhile gone; mkdir .meanwhile; echo evil > .meanwhile/settings.json',
    'ln -s .git/hooks h; echo evil > h/pre-commit',
  ])('cannot change what git and this program obey: %s', async (command) => {
    const { says, root } = await openSandbox();
    const config = readFileSync(path.join(root, '.git/config'), 'utf8');
    await says(command);
    expect(readFileSync(path.join(root, '.git/config'), 'utf8')).toBe(config);
    expect(existsSync(path.join(root, '.git/hooks/pre-commit'))).toBe(false);
    expect(readdirSync(path.join(root, '.meanwhile'))).toEqual([]);
  });

  test('commits all the same, also in a linked worktree', async () => {
    const { says, root } = await openSandbox();
    const commit = 'git -c user.name=a -c user.email=a@b commit -q --allow-empty -m';
    expect(await says(`${commit} one && git log --format=%s`)).toBe('one\n');
    const tree = path.join(path.dirname(root), 'tree');
    execFileSync('git', ['-C', root, 'worktree', 'add', '-q', tree]);
    const second = await openBackground({ environment: process.env });
    const task = await second.runToEnd(
      `${commit} two && git log --format=%s; echo evil > "$(git rev-parse --git-common-dir)/hooks/x"`,
      {
        cwd: tree,
        sandbox: { root: tree, writable: [], network: true },
      },
    );
    expect(await second.printed(task.id)).toMatch(/^two\none\n.*Read-only file system/);
  });

  test('a .git file that names a folder of somebody else opens nothing', async () => {
    const { says, root, at } = await openSandbox({ git: false });
    mkdirSync(at('home/other/worktrees/x'), { recursive: true });
    writeFileSync(path.join(root, '.git'), `gitdir: ${at('home/other/worktrees/x')}\n`);
    for (const name of ['HEAD', 'objects', 'refs']) writeFileSync(at('home/other', name), '');
    await says('echo x > ../other/file');
    expect(readFileSync(at('home/other/file'), 'utf8')).toBe('old');
  });

  test('neither sees nor reaches processes outside', async () => {
    const { says } = await openSandbox();
    expect(await says(`kill -0 ${process.pid} && echo reached`)).not.toContain('reached');
    expect(Number(await says('ls -d /proc/[0-9]* | wc -l'))).toBeLessThan(10);
  });

  test.each([
    { network: true, expected: 'hello' },
    { network: false, expected: '' },
  ])('reaches the network only when it may: $network', async ({ network, expected }) => {
    const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await vi.waitFor(() => expect(server.address()).not.toBeNull());
    const { port } = server.address() as AddressInfo;
    const { says } = await openSandbox({ network });
    const fetch = `fetch('http://127.0.0.1:${port}').then(r=>r.text()).then(t=>process.stdout.write(t),()=>0)`;
    expect((await says(`'${process.execPath}' -e "${fetch}"`)).trim()).toBe(expected);
  });

  test('tells its exit code, and by which signal it ended', async () => {
    const { runToEnd, spec } = await openSandbox();
    expect((await runToEnd('exit 7', spec)).status.end).toMatchObject({ kind: 'exited', code: 7 });
    expect((await runToEnd('kill -TERM $$', spec)).status.end).toMatchObject({ kind: 'signalled', signal: 'SIGTERM' });
  });

  test.each([
    'echo ready; sleep 300',
    'sleep 300 & sleep 300 & echo ready; wait',
    'setsid sh -c "sleep 300 & sleep 300 &"; echo ready; sleep 300',
    "trap '' INT TERM HUP; echo ready; while :; do sleep 1; done",
  ])('is stopped with all it started: %s', async (command) => {
    const { run, spec, manager } = await openSandbox();
    const { id } = run(command, spec);
    await vi.waitFor(() => expect(manager.get(id)?.output.lastLine).toBe('ready'), { timeout: 10_000 });
    expect(await manager.stop(id, 'user')).toMatchObject({
      kind: 'stopped',
      task: { status: { end: { leftRunning: 0 } } },
    });
    await vi.waitFor(async () => expect(await processesWithVariable(`MEANWHILE_TASK_ID=${id}`)).toEqual([]), {
      timeout: 10_000,
    });
  });

  test('ends softly by its own word when it is stopped', async () => {
    const { run, spec, manager, printed } = await openSandbox();
    const { id } = run("trap 'echo bye; exit 3' INT TERM; echo ready; while :; do sleep 0.1; done", spec);
    await vi.waitFor(() => expect(manager.get(id)?.output.lastLine).toBe('ready'), { timeout: 10_000 });
    await manager.stop(id, 'user');
    expect(manager.get(id)?.status).toMatchObject({ end: { kind: 'exited', code: 3 } });
    // The shell itself may say of its sleep that it was terminated.
    expect(await printed(id)).toMatch(/^ready\n(Terminated\n)?bye\n$/);
  });

  test('what it leaves running goes on inside, counted, and can be stopped', async () => {
    const { runToEnd, spec, manager } = await openSandbox();
    const { id, status } = await runToEnd('sleep 300 > /dev/null 2>&1 & echo started', spec);
    expect(status.end).toMatchObject({ kind: 'exited', code: 0, leftRunning: 1 });
    await manager.stop(id, 'user');
    await vi.waitFor(async () => expect(await processesWithVariable(`MEANWHILE_TASK_ID=${id}`)).toEqual([]), {
      timeout: 10_000,
    });
  });

  test('says on which ports it listens', async () => {
    const { run, spec, manager } = await openSandbox();
    const serve =
      "require('http').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })";
    const { id } = run(`'${process.execPath}' -e "${serve}"`, spec);
    await vi.waitFor(() => expect(manager.get(id)?.output.lastLine).toMatch(/^\d+$/), { timeout: 10_000 });
    const port = Number(manager.get(id)?.output.lastLine);
    await vi.waitFor(() => expect(manager.get(id)?.ports).toEqual([port]), { timeout: 20_000 });
  });

  test('gets its variables, its input and a terminal', async () => {
    const { runToEnd, spec, printed } = await openSandbox();
    const { id } = await runToEnd('read line; echo "$line $OWN"; tty', {
      ...spec,
      env: { OWN: 'mine' },
      input: 'typed\n',
      pty: true,
    });
    expect((await printed(id)).replaceAll('\r', '')).toMatch(/typed mine\n\/dev\/pts\/\d+/);
  });
});

test('a command that has to run in a sandbox does not run where there is none', async () => {
  const { runToEnd, folder } = await openBackground({ environment: { ...process.env, PATH: noBwrap() } });
  const sandbox = { root: folder, writable: [], network: true };
  const { status } = await runToEnd('touch ran', { sandbox });
  expect(status.end).toMatchObject({ kind: 'failed-to-start', reason: expect.stringContaining('sandbox') });
  expect(existsSync(path.join(folder, 'ran'))).toBe(false);
});

/** A PATH with a shell and little more. */
function noBwrap(): string {
  const folder = mkdtempSync(path.join(process.cwd(), 'node_modules', '.path-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['sh', 'bash', 'touch', 'nice', 'mv', 'dd', 'rm', 'wc', 'cat', 'df', 'mkfifo']) {
    const file = ['/usr/bin', '/bin'].map((bin) => path.join(bin, name)).find((each) => existsSync(each));
    if (file !== undefined) symlinkSync(file, path.join(folder, name));
  }
  return folder;
}
