import { createPatternSearch, readPattern } from '../background/pattern-search.ts';
import { cleanText } from '../background/clean-text.ts';
import type { LogLine, LogPage, LogQuery } from '../background/task-log.ts';
import { isEnded } from '../background/task.ts';
import { stateWords } from '../agent/tools/task-words.ts';
import { bytes } from '../components/format.ts';
import { followLog } from './follow-log.ts';
import { readTail } from './read-tail.ts';
import { current } from './report.ts';
import { Refusal, type FoundTask, type Verb, type VerbPorts } from './verb.ts';

export const log: Verb = {
  name: 'log',
  usage: 'ID',
  words: 'what a task printed',
  options: ['follow', 'tail', 'grep'],
  takes: 'an id',
  async run(ports) {
    const { given, print, now } = ports;
    const select = selectLines(given.grep);
    // Lines are searched whole, and printed so: by this a script finds what it looks for.
    const longest = given.grep === undefined ? {} : { longest: Infinity };
    const [found] = await ports.find();
    if (found === undefined) return 2;
    const lines = createLinePrinter(ports);
    const from = given.tail === undefined ? 0 : await printTail(found, { count: given.tail, select, lines, longest });
    await followLog({
      task: () => current(found),
      read: (after) => found.tasks.readLog(found.id, { after, bytes: PAGE, ...longest }),
      subscribe: found.tasks.subscribe,
      follow: given.follow,
      from,
      async onLines(some) {
        for (const line of select(some)) await lines.whole(line);
      },
      // What is not finished cannot be searched.
      onPart: (line) => (given.grep === undefined ? lines.part(line) : Promise.resolve()),
    });
    const task = current(found);
    if (given.follow && print.isTerminal && isEnded(task)) print.note(stateWords(task, now()));
    return given.grep !== undefined && lines.printed() === 0 ? 1 : 0;
  },
};

/** Bytes of a log read at once. */
const PAGE = 256 * 1024;

type Select = (lines: readonly LogLine[]) => readonly LogLine[];

/** Only the lines that match. Patterns run where one that never ends can be cut off. */
function selectLines(written: string | undefined): Select {
  if (written === undefined) return (lines) => lines;
  const read = readPattern(written);
  if (read.kind === 'invalid') throw new Refusal(`--grep: ${read.reason}.`);
  const { search } = createPatternSearch([2_000]);
  return (lines) => {
    const texts = lines.flatMap((line) => (line.kind === 'text' ? [line] : []));
    const found = search(
      read.pattern,
      texts.map(({ text }) => cleanText(text)),
    );
    if (found.kind === 'slow') throw new Refusal(`--grep ${written} takes too long on this log. Simplify it.`);
    return found.indices.flatMap((index) => texts[index] ?? []);
  };
}

/** Prints the last of what is there; answers where to go on. */
async function printTail(
  { id, tasks }: FoundTask,
  {
    count,
    select,
    lines,
    longest,
  }: {
    readonly count: number;
    readonly select: Select;
    readonly lines: LinePrinter;
    readonly longest: Pick<LogQuery, 'longest'>;
  },
): Promise<number> {
  const tail = await readTail((before): Promise<LogPage> => tasks.readLog(id, { before, bytes: PAGE, ...longest }), {
    count,
    select,
  });
  for (const line of tail.lines) await lines.whole(line);
  return tail.to;
}

interface LinePrinter {
  whole(line: LogLine): Promise<void>;
  /** A line that may go on; called again as it grows. */
  part(line: LogLine): Promise<void>;
  printed(): number;
}

function createLinePrinter({ print }: VerbPorts): LinePrinter {
  /** What is printed of a line that has no end yet. */
  let begun = '';
  let count = 0;

  async function go(text: string, end: string): Promise<void> {
    // One that changed instead of growing, as a progress bar does, begins anew.
    const goesOn = text.startsWith(begun);
    const start = goesOn ? text.slice(begun.length) : `\n${text}`;
    await (end === '' ? print.part(start) : print.line(start));
  }

  return {
    async whole(line) {
      await go(textOf(line), '\n');
      begun = '';
      count += 1;
    },
    async part(line) {
      const text = textOf(line);
      if (text === begun) return;
      await go(text, '');
      begun = text;
    },
    printed: () => count,
  };
}

function textOf(line: LogLine): string {
  return line.kind === 'text' ? line.text : `[… ${bytes(line.bytes)} were not kept …]`;
}
