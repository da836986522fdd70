import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Listeners } from '../../../src/background/local/listeners.ts';
import { parseListeners } from '../../../src/background/local/listeners-lsof.ts';
import { listeningIn } from '../../../src/background/local/listeners-proc.ts';
import { createPortSampler } from '../../../src/background/local/port-sampler.ts';
import type { TaskId } from '../../../src/background/task.ts';
import { type Background, openBackground } from '../open-background.ts';

const HANG_MS = 20_000;

/** Listens on a free port of this machine and prints it; `host` and `more` are JavaScript. */
const nodeServer = (more = '', host = "'127.0.0.1'") =>
  `${process.execPath} -e "const s = require('net').createServer(); s.listen(0, ${host}, () => { console.log('port ' + s.address().port); ${more} })"`;

const PYTHON_SERVER = `python3 -c "
import socket, time
s = socket.create_server(('127.0.0.1', 0))
print('port', s.getsockname()[1])
time.sleep(600)"`;

async function printedPorts({ printed }: Background, id: TaskId, count = 1): Promise<readonly number[]> {
  return vi.waitFor(async () => {
    const ports = [...(await printed(id)).matchAll(/port (\d+)/g)].map(([, port]) => Number(port));
    expect(ports).toHaveLength(count);
    return ports.sort((one, other) => one - other);
  }, HANG_MS);
}

describe.runIf(process.platform === 'linux')('the ports of a task', () => {
  test.each([
    ['a server of Node', nodeServer()],
    ['a server of Python', PYTHON_SERVER],
    ['one that listens for IPv6 and all addresses', nodeServer('', "'::'")],
    [
      'a child of a child',
      `sh -c "sh -c '${PYTHON_SERVER.replaceAll("'", "'\\''").replaceAll('"', '\\"')}; true'; true"`,
    ],
    ['one that went into a session of its own', `setsid ${nodeServer()} & wait`],
    ['one that lost its parents and its session', `(setsid ${nodeServer()} &); sleep 600`],
  ])('are those of %s (FIELD P7)', async (_, command) => {
    const background = await openBackground();
    const { id } = background.run(command);
    const ports = await printedPorts(background, id);
    await vi.waitFor(() => expect(background.manager.get(id)?.ports).toEqual(ports), HANG_MS);
  });

  test('are told apart from those of another task, and not when nothing listens', async () => {
    const background = await openBackground();
    const [one, two, idle] = [nodeServer(), nodeServer(), 'sleep 600'].map(
      (command) => background.run(`${command} `).id,
    );
    const told = [await printedPorts(background, one!), await printedPorts(background, two!)];
    await vi.waitFor(() => {
      expect([one, two].map((id) => background.manager.get(id!)?.ports)).toEqual(told);
    }, HANG_MS);
    expect(background.manager.get(idle!)?.ports).toBeUndefined();
  });

  test('are told when they change, and only then', async () => {
    const background = await openBackground();
    const close = `const wait = setInterval(() => require('fs').existsSync('close') && s.close(), 50)`;
    const { id } = background.run(nodeServer(close));
    const ports = await printedPorts(background, id);
    const told = () =>
      background.events.flatMap((event) =>
        event.type === 'task_changed' && event.task.ports ? [event.task.ports] : [],
      );
    await vi.waitFor(() => expect(told()).toEqual([ports]), HANG_MS);
    await writeFile(path.join(background.folder, 'close'), '');
    await vi.waitFor(() => expect(told()).toEqual([ports, []]), HANG_MS);
  });
});

/** A sampler over sockets that the test makes up; this process stands for the task's supervisor. */
function openSampler(sockets: () => ReadonlyMap<string, number>) {
  let holdersAsked = 0;
  const listeners: Listeners = {
    sockets: async () => sockets(),
    async holders(asked) {
      holdersAsked += 1;
      return new Map([...asked].map((socket) => [socket, [socket.startsWith('ours') ? process.ppid : 1]]));
    },
  };
  const heard: (readonly number[])[] = [];
  const sampler = createPortSampler({ listeners, waits: [5] });
  const family = { id: '00000001', folder: '/nowhere', supervisor: process.ppid, since: Infinity };
  const unwatch = sampler.watch(family, (ports) => heard.push(ports));
  onTestFinished(unwatch);
  return { heard, unwatch, holdersAsked: () => holdersAsked };
}

/** Settles after so many more looks at the sockets. */
function looksOf(sockets: ReadonlyMap<string, number>) {
  let looks = 0;
  const more = (count: number) => {
    const until = looks + count;
    return vi.waitFor(() => expect(looks).toBeGreaterThan(until), HANG_MS);
  };
  return { look: () => ((looks += 1), sockets), more, looks: () => looks };
}

test('whose a socket is, is asked once: looking costs next to nothing when nothing is new', async () => {
  const { look, more } = looksOf(new Map([['foreign', 22]]));
  const { holdersAsked } = openSampler(look);
  await more(5);
  expect(holdersAsked()).toBe(1);
});

test('nobody looks when no task runs', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { look, looks } = looksOf(new Map());
  const { unwatch } = openSampler(look);
  await vi.advanceTimersByTimeAsync(100);
  expect(looks()).toBeGreaterThan(1);
  unwatch();
  expect(vi.getTimerCount()).toBe(0);
});

test('a look that fails is made up for by the next', async () => {
  let looks = 0;
  const { heard } = openSampler(() => {
    looks += 1;
    if (looks === 1) throw new Error('too many open files');
    return new Map();
  });
  await vi.waitFor(() => expect(looks).toBeGreaterThan(2), HANG_MS);
  expect(heard).toEqual([]);
});

test('of the table of the system only what listens is read', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:1435 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0',
    '   1: 0100007F:1435 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1',
    '   2: 00000000000000000000000000000000:2403 00000000000000000000000000000000:0000 0A 0:0 00:0 0     0        0 4713 1',
    '',
  ].join('\n');
  expect(listeningIn(table)).toEqual([
    ['4711:5173', 5_173],
    ['4713:9219', 9_219],
  ]);
});

test('lsof is understood, as on macOS', () => {
  const listing = 'p501\nf23\nn127.0.0.1:5173\nf24\nn[::1]:5173\nf25\nn*:9229\np502\nf3\nn*:8080\n';
  expect([...parseListeners(listing)]).toEqual([
    ['501:5173', 5_173],
    ['501:9229', 9_229],
    ['502:8080', 8_080],
  ]);
});

test('a real lsof prints what is understood', async ({ skip }) => {
  const { execa } = await import('execa');
  const found = await execa('lsof', ['-v'], { reject: false });
  if (found.code === 'ENOENT') skip('there is no lsof here');
  const server = net.createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  const { listenersOfLsof } = await import('../../../src/background/local/listeners-lsof.ts');
  const listeners = listenersOfLsof();
  const sockets = await listeners.sockets();
  expect(sockets.get(`${process.pid}:${port}`)).toBe(port);
  expect((await listeners.holders(new Set([`${process.pid}:${port}`]))).get(`${process.pid}:${port}`)).toEqual([
    process.pid,
  ]);
});
