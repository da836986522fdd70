// npm run fuzz -- --lines N [--seed N]: judges random shell lines and runs those that are judged clear (fuzz/shell-lines.ts).
import './typescript.js';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { lines: { type: 'string' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const wanted = Number(values.lines ?? 5_000);
if (!Number.isSafeInteger(wanted) || wanted < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('npm run fuzz -- --lines N --seed N: both are whole numbers.\n');
  process.exit(2);
}

const { fuzzShellLines, installedShells } = await import('./fuzz/shell-lines.ts');
const shells = installedShells();
process.stdout.write(`seed ${seed}, shells ${shells.join(', ')}\n`);

const AT_ONCE = 20_000;
let clear = 0;
for (let done = 0, round = 0; done < wanted; done += AT_ONCE, round += 1) {
  const lines = Math.min(AT_ONCE, wanted - done);
  const result = await fuzzShellLines({ lines, seed: seed + round, shells });
  clear += result.clear;
  process.stdout.write(`${done + lines} lines, ${clear} of them clear\n`);
  for (const { line, shell, what } of result.differences) {
    process.stdout.write(`${shell}: ${JSON.stringify(line)}: ${what}\n`);
  }
  if (result.differences.length > 0) process.exit(1);
}
