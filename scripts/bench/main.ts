import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isMissed, type Figure } from './figure.ts';
import { measureBig } from './measure-big.ts';
import { measureFlood } from './measure-flood.ts';
import { measureFrames } from './measure-frames.ts';
import { measureIdle } from './measure-idle.ts';
import { measureFloodKeys, measureIdleKeys, measureStreamKeys } from './measure-keys.ts';
import { measureLong } from './measure-long.ts';
import { measureMany } from './measure-many.ts';
import { measureNotice } from './measure-notice.ts';
import { measurePrompt } from './measure-prompt.ts';
import { measureStart } from './measure-start.ts';
import { json, table } from './report.ts';

const measurements = {
  start: measureStart,
  prompt: measurePrompt,
  'keys-idle': measureIdleKeys,
  'keys-stream': measureStreamKeys,
  'keys-flood': measureFloodKeys,
  frames: measureFrames,
  flood: measureFlood,
  big: measureBig,
  long: measureLong,
  many: measureMany,
  idle: measureIdle,
  notice: measureNotice,
};

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string', default: '' },
    strict: { type: 'boolean', default: false },
  },
});

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(measurements)) {
  if (!name.includes(values.only)) continue;
  process.stderr.write(`${name} …\n`);
  figures.push(...(await measure()));
}
process.stdout.write(`${table(figures)}\n`);
if (values.json !== undefined) await writeFile(values.json, json(figures));
if (values.strict && figures.some(isMissed)) process.exitCode = 1;
