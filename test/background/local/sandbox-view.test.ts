import { expect, test } from 'vitest';
import { bubblewrapArguments } from '../../../src/background/local/sandbox/bubblewrap.ts';
import { sandboxView, type Layer, type ViewOptions } from '../../../src/background/local/sandbox/sandbox-view.ts';
import { seatbeltArguments } from '../../../src/background/local/sandbox/seatbelt.ts';

const OPTIONS: ViewOptions = {
  homes: ['/home/nobody-of-that-name'],
  environment: {},
  personal: [],
  writable: ['/home/nobody-of-that-name/shop', '/data/more'],
  readable: ['/home/nobody-of-that-name/notes', '/opt/anything'],
  hidden: [
    { path: '/etc/shadow', kind: 'file' },
    { path: '/home/nobody-of-that-name/.ssh', kind: 'folder' },
    { path: '/home/nobody-of-that-name/notes/.env', kind: 'file' },
    { path: '/data/more/.aws', kind: 'folder' },
  ],
  guarded: { kept: ['/data/more/a/b', '/data/more/a'], readOnly: ['/data/more/a/b/.envrc'] },
  own: [{ path: '/data/more/state', kind: 'folder' }],
  program: ['/data/more/dist', '/opt/meanwhile/dist'],
};

test('what is hidden, shown, written and guarded comes in the order in which it holds', () => {
  expect(
    sandboxView(OPTIONS).map(({ kind, path }) => `${kind} ${path.replace('/home/nobody-of-that-name', '~')}`),
  ).toEqual([
    'empty ~',
    'hidden-file /etc/shadow',
    'read-only ~/notes',
    'hidden-file ~/notes/.env',
    'writable /data/more',
    'writable ~/shop',
    'kept /data/more/a',
    'read-only /data/more/dist',
    'kept /data/more/a/b',
    'read-only /data/more/a/b/.envrc',
    'empty /data/more/.aws',
    'empty /data/more/state',
  ]);
});

const view: readonly Layer[] = [
  { kind: 'empty', path: '/home/me' },
  { kind: 'hidden-file', path: '/tmp/secret' },
  { kind: 'read-only', path: '/home/me/.cargo/bin' },
  { kind: 'writable', path: '/home/me/shop' },
  { kind: 'kept', path: '/home/me/shop/.git' },
  { kind: 'read-only', path: '/home/me/shop/.git/hooks' },
  { kind: 'hidden-file', path: '/home/me/shop/.netrc' },
];
const facts = {
  taskId: '1f3a9c2e',
  cwd: '/home/me/shop',
  network: false,
  view,
  temporary: '/state/tmp',
  searched: '/usr/bin',
};

test('bwrap mounts it in that order, and what is empty stays so', () => {
  const words = bubblewrapArguments(facts, 3).join(' ');
  const order = [
    '--setenv MEANWHILE_SANDBOX 1f3a9c2e',
    '--unshare-net --seccomp 3',
    '--tmpfs /home/me ',
    '--ro-bind /home/me/.cargo/bin /home/me/.cargo/bin',
    '--bind /home/me/shop /home/me/shop',
    '--bind /home/me/shop/.git /home/me/shop/.git',
    '--ro-bind /home/me/shop/.git/hooks /home/me/shop/.git/hooks',
    '--ro-bind /dev/null /home/me/shop/.netrc',
    '--remount-ro /home/me ',
    '--setenv PATH /usr/bin',
  ];
  const places = order.map((part) => words.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(words).not.toContain('/tmp/secret');
});

test('the profile for macOS says the same in the same order', () => {
  const rules = (seatbeltArguments(facts)[1] ?? '').split('\n');
  const order = [
    '(deny file-write*)',
    '(deny file-read* file-write* (subpath "/home/me"))',
    '(deny file-read* file-write* (literal "/tmp/secret"))',
    '(allow file-read* (subpath "/home/me/.cargo/bin"))',
    '(deny file-write* (subpath "/home/me/.cargo/bin"))',
    '(allow file-read* file-write* (subpath "/home/me/shop"))',
    '(deny file-write-unlink (literal "/home/me/shop/.git"))',
    '(deny file-write* (subpath "/home/me/shop/.git/hooks"))',
    '(deny file-read* file-write* (literal "/home/me/shop/.netrc"))',
    '(allow file-read-metadata (literal "/home/me"))',
    '(deny network*)',
  ];
  expect(rules.filter((rule) => order.includes(rule))).toEqual(order);
});
