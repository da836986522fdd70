import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** What differs after each restart of the machine; `unknown` where the system does not tell. */
export function bootId(): string {
  return process.platform === 'darwin' ? fromSysctl() : fromProc();
}

function fromProc(): string {
  try {
    return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

function fromSysctl(): string {
  const { stdout } = spawnSync('sysctl', ['-n', 'kern.bootsessionuuid'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return stdout?.trim() || 'unknown';
}
