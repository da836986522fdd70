import type { Reply } from '../../test/fixtures/api-replies.ts';
import { call, raw, sse } from '../../test/fixtures/api-replies.ts';
import { processorTime, residentMemory } from './cost.ts';
import { median, type Figure } from './figure.ts';
import { typeLetters } from './keys.ts';
import { withProgram } from './with-program.ts';

const RUNS = 3;
const KEYS = { count: 150, pause: 15 };
const LINES_A_MESSAGE = 1000;

/** Processor time of a frame, one a key, with a short and with a long conversation, and memory with the long one. */
export async function measureFrames(): Promise<readonly Figure[]> {
  const short: number[] = [];
  const long: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    short.push((await costs({ messages: 1, lines: 100 })).frame);
    const costsOfLong = await costs({ messages: 100, lines: LINES_A_MESSAGE });
    long.push(costsOfLong.frame);
    memory.push(costsOfLong.memory);
  }
  const of = `120x40, ${KEYS.count} keys, median of ${RUNS}`;
  return [
    { name: 'CPU of a frame, 100 lines', value: median(short), unit: 'ms', target: null, of, samples: short },
    { name: 'CPU of a frame, 100,000 lines', value: median(long), unit: 'ms', target: null, of, samples: long },
    {
      name: 'CPU of a frame, 100,000 lines',
      value: median(long) / median(short),
      unit: '× 100 lines',
      target: 1.2,
      of: 'the two above',
      samples: long.map((cost) => cost / median(short)),
    },
    { name: 'memory then', value: median(memory), unit: 'MB', target: 200, of, samples: memory },
  ];
}

interface Costs {
  readonly frame: number;
  readonly memory: number;
}

function costs({ messages, lines }: { messages: number; lines: number }): Promise<Costs> {
  const script = (_: unknown, n: number): Reply => message({ n, lines, isLast: n === messages });
  return withProgram({ script }, async ({ program, send }) => {
    await send('go');
    await program.waitFor(lastLine(messages), { timeout: 180_000 });
    await typeLetters(program, { count: 20, pause: 15 });
    const before = await processorTime(program.pid);
    await typeLetters(program, KEYS);
    const frame = ((await processorTime(program.pid)) - before) / KEYS.count;
    return { frame, memory: await residentMemory(program.pid) };
  });
}

/** A text in one piece, and a call that needs no permission, after which the next message comes. */
function message({ n, lines, isLast }: { n: number; lines: number; isLast: boolean }): Reply {
  const text = Array.from({ length: lines - 1 }, (_, line) => `- message ${n}, line ${line}`);
  const delta = { type: 'text_delta', text: [...text, `- ${lastLine(n)}`].join('\n') };
  const block = raw(
    sse('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
      sse('content_block_delta', { index: 0, delta }) +
      sse('content_block_stop', { index: 0 }),
  );
  return isLast ? [block] : [block, call('check_background', {})];
}

function lastLine(message: number): string {
  return `the end of message ${message}`;
}
