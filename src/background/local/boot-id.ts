import fs from 'node:fs';
import { execaSync } from 'execa';

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
  const { stdout } = execaSync('sysctl', ['-n', 'kern.bootsessionuuid'], { reject: false, stdin: 'ignore' });
  return stdout || 'unknown';
}
