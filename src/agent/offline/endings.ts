import { MORE } from '../notice.ts';

/** One task's end as a `<background-results>` block tells it. */
export interface Ending {
  readonly id: string;
  /** `completed`, `failed`, `timeout`, … */
  readonly outcome: string;
  /** `exit 0 after 12.4 s` */
  readonly how: string;
  readonly command: string;
  /** The most important line of what it printed; empty when it printed nothing. */
  readonly line: string;
  /** All that the notice quotes of it. */
  readonly output: readonly string[];
}

/** The ends in a notice, in their order. */
export function endingsIn(notice: string): readonly Ending[] {
  return newsIn(notice).flatMap((lines) => (HEAD.test(lines[0] ?? '') ? [endingOf(lines)] : []));
}

/** What else tasks have to tell in a notice, each as its first line says it: `1f3a9c2e matched /ready/: ready`. */
export function remarksIn(notice: string): readonly string[] {
  const heads = newsIn(notice).flatMap(([head = '']) => (HEAD.test(head) ? [] : [head]));
  return heads.map((head) => head.replace(/^\[bg:(\w+)\]/, '$1'));
}

function newsIn(notice: string): readonly (readonly string[])[] {
  const lines = notice.split('</background-results>', 1)[0]?.split('\n').slice(1) ?? [];
  const heads = lines.flatMap((line, index) => (/^\[bg:[0-9a-f]{8}\] /.test(line) ? [index] : []));
  return heads.map((head, index) => lines.slice(head, heads[index + 1]));
}

/** The line of an output that says most: of a failure the first that names one, else the last. */
export function tellingLine(lines: readonly string[], isFailure: boolean): string {
  const printed = lines.map((line) => line.trim()).filter((line) => line !== '');
  const telling = isFailure ? printed.find((line) => FAILURE.test(line)) : undefined;
  const line = undecorated(telling ?? printed.at(-1) ?? '');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}

const HEAD = /^\[bg:([0-9a-f]{8})\] (\w+): (.*?) · (.*)$/;
const SIZE = / · printed \d+ bytes$/;
const FAILURE = /error|fail|fatal|exception|panic|not found|cannot|denied|no such|assert|erreur|échec|introuvable/i;
const LONGEST = 200;

/** Test runners draw rules around their last line. */
function undecorated(line: string): string {
  return line.replace(/^[=_*-]{3,} | [=_*-]{3,}$/g, '');
}

function endingOf([head = '', ...output]: readonly string[]): Ending {
  const [, id = '', outcome = '', how = '', rest = ''] = HEAD.exec(head) ?? [];
  const printed = output.filter((text) => !text.startsWith(MORE));
  const line = tellingLine(printed, outcome !== 'completed');
  return { id, outcome, how, command: rest.replace(SIZE, ''), line, output: printed.join('\n').trim().split('\n') };
}
