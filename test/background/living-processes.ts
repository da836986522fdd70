import fs from 'node:fs';

/** The processes that have a text in their arguments, by pid. Zombies do not count. */
export function processesWithArgument(text: string): readonly number[] {
  return living().filter((pid) => read(pid, 'cmdline').includes(text));
}

/** The processes that have a text in the environment with which they started, by pid. Zombies do not count. */
export function processesWithVariable(text: string): readonly number[] {
  return living().filter((pid) => read(pid, 'environ').includes(text));
}

function living(): readonly number[] {
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => pid !== process.pid && !/^\d+ \(.*\) [ZX] /s.test(read(pid, 'stat')));
}

function read(pid: number, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
