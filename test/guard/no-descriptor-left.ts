/** After each file of tests: none of the files, sockets and terminals is open that were opened in it. */
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll } from 'vitest';

const PATIENCE_MS = 10_000;
/** With which Node watches folders; once it has one, it keeps it for the next. */
const KEPT = 'anon_inode:inotify';

// Not in `afterAll`: what other hooks take down is taken down before.
beforeAll(() => {
  const before = new Set(openNow());
  const opened = () => openNow().filter((one) => !before.has(one));
  return async () => {
    const deadline = Date.now() + PATIENCE_MS;
    while (opened().length > 0 && Date.now() < deadline) await sleep(50);
    const left = opened();
    if (left.length > 0) throw new Error(`These tests have left open:\n  ${left.join('\n  ')}`);
  };
});

function openNow(): readonly string[] {
  return descriptors().flatMap((fd) => {
    const target = targetOf(fd);
    return target === undefined || target === KEPT ? [] : [`${fd} ${target}`];
  });
}

function descriptors(): readonly string[] {
  try {
    return readdirSync('/proc/self/fd');
  } catch {
    return [];
  }
}

function targetOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}
