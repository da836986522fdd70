import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { socketFilter } from '../../../src/background/local/sandbox/socket-filter.ts';
import { openSandbox, sandboxWorks, type OpenedSandbox } from './open-sandbox.ts';

const { works, why } = await sandboxWorks(false);

/** A socket outside of the project that answers `reached`. */
async function listen({ at }: OpenedSandbox): Promise<string> {
  const file = path.relative(process.cwd(), at('other', 's'));
  const server = createServer((socket) => socket.end('reached\n')).listen(file);
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return path.resolve(file);
}

const CLIENTS = {
  python: (file: string) =>
    `cd "${path.dirname(file)}" && python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.connect("s"); print(s.recv(9).decode(), end="")'`,
  node: (file: string) =>
    `cd "${path.dirname(file)}" && '${process.execPath}' -e 'require("net").connect("s").on("error", (e) => console.log(e.code)).pipe(process.stdout)'`,
};

describe.skipIf(!works)(`unix sockets${why}`, () => {
  test.each(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])('are off when the network is: %s', async (client) => {
    const offline = await openSandbox({ network: false });
    expect(await offline.says(CLIENTS[client](await listen(offline)))).toMatch(/EACCES|Permission denied/);
    const online = await openSandbox({ network: true });
    expect(await online.says(CLIENTS[client](await listen(online)))).toBe('reached\n');
  });

  test.each([
    ['datagrams of a pair', 'socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)'],
    ['sockets of virtual machines', 'socket.socket(40, socket.SOCK_STREAM)'],
    ['a family with bits that the kernel ignores', 'call(SOCKET, 0x100000001, 1, 0)'],
    ['io_uring, which makes sockets by itself', 'call(425, 4, ctypes.create_string_buffer(120))'],
  ])('are not reached by another way: %s', async (_, expression) => {
    const { says } = await openSandbox({ network: false });
    const script = `
import ctypes, os, platform, socket
libc = ctypes.CDLL(None, use_errno=True)
SOCKET = 41 if platform.machine() == "x86_64" else 198
def call(*args):
    if libc.syscall(*[ctypes.c_long(a) if isinstance(a, int) else a for a in args]) < 0: raise OSError(ctypes.get_errno(), "refused")
try:
    ${expression}
    print("made")
except OSError as error: print("refused", error.errno)`;
    expect(await says(`python3 -c '${script}'`)).toMatch(/^refused (?:13|38)\n$/);
  });

  test('connected pairs, pipes and the network of its own stay', async () => {
    const { says } = await openSandbox({ network: false });
    const python =
      'import socket; a, b = socket.socketpair(); a.send(b"pair"); print(b.recv(4).decode()); socket.socket()';
    expect(await says(`python3 -c '${python}'`)).toBe('pair\n');
    const fork =
      'const c = require("child_process").spawn(process.execPath, ["-e", "process.send(1 + 1)"], { stdio: ["pipe", 1, 2, "ipc"] }); ' +
      'c.on("message", (m) => console.log(m))';
    expect(await says(`'${process.execPath}' -e '${fork}'`)).toBe('2\n');
  });
});

test('for a processor that is not known there is no filter, and no sandbox without the network', () => {
  expect(socketFilter('mips')).toBeUndefined();
});

test.each(['x64', 'arm64', 'riscv64', 'loong64'])('each jump of the filter for %s ends in an answer', (machine) => {
  const filter = socketFilter(machine) ?? Buffer.alloc(0);
  const steps = filter.length / 8;
  const targets = Array.from({ length: steps }, (_, index) => {
    const isJump = [0x15, 0x35].includes(filter.readUInt16LE(8 * index));
    return isJump ? index + 1 + filter.readUInt8(8 * index + 2) : index;
  });
  expect(steps).toBeGreaterThan(10);
  expect(Math.max(...targets)).toBeLessThan(steps);
  expect(filter.readUInt16LE(8 * (steps - 1))).toBe(0x06);
});
