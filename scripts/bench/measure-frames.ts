import type { Reply } from '../../test/fixtures/api-replies.ts';
import { call, raw, sse } from '../../test/fixtures/api-replies.ts';
import { processorTime } from './cost.ts';
import { median, type Figure } from './figure.ts';
import { typeLetters } from './keys.ts';
import { withProgram } from './with-program.ts';

const RUNS = 3;
const KEYS = { count: 150, pause: 15 };
const LINES_A_MESSAGE = 1000;

/** Processor time of a frame, one a key, with a short and with a long conversation. */
export async function measureFrames(): Promise<readonly Figure[]> {
  const short: number[] = [];
  const long: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    short.push(await frameCost({ messages: 1, lines: 100 }));
    long.push(await frameCost({ messages: 100, lines: LINES_A_MESSAGE }));
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
  ];
}

function frameCost({ messages, lines }: { messages: number; lines: number }): Promise<number> {
  const script = (_: unknown, n: number): Reply => message({ n, lines, isLast: n === messages });
  return withProgram({ script }, async ({ program, send }) => {
    await send('go');
    await program.waitFor(lastLine(messages), { timeout: 180_000 });
    await typeLetters(program, { count: 20, pause: 15 });
    const before = await processorTime(program.pid);
    await typeLetters(program, KEYS);
    return ((await processorTime(program.pid)) - before) / KEYS.count;
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
