import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execaSync } from 'execa';
import { onTestFinished, type TestContext } from 'vitest';

export interface SmallDisk {
  readonly folder: string;
  resize(mib: number): void;
}

/** A file system of its own, of that size. Skips the test where that is not allowed, and says so. */
export function mountSmallDisk({ skip }: TestContext, mib: number): SmallDisk {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-disk-'));
  const mount = (options: string) =>
    execaSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { reject: false });
  const { failed, shortMessage } = mount(`size=${mib}m`);
  onTestFinished(() => {
    if (!failed) execaSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  if (failed) skip(`a small disk needs root: ${shortMessage}`);
  return { folder, resize: (size) => void mount(`remount,size=${size}m`) };
}
