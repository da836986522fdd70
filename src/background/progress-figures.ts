/**
 * What one line of output says about how far its command is, for the tools that people wait for. Only forms that are
 * known to mean progress: a percentage may also be coverage, load or a discount.
 */
export interface Figure {
  /** From 0 to 1; missing when the figure is about one part of several, such as one file or one layer. */
  readonly fraction?: number;
  /** Of a count: how many are done. */
  readonly done?: number;
  readonly words: string;
}

/** `line`: plain text, without control characters. `undefined` when it says nothing that can be relied on. */
export function readFigure(line: string): Figure | undefined {
  const text = line.slice(0, LONGEST);
  if (!/\d|#/.test(text)) return undefined;
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(text);
    if (match !== null)
      return read(
        match.slice(1).map((group) => group ?? ''),
        text,
      );
  }
  return undefined;
}

/** No progress line is longer, and no pattern should meet one that is. */
const LONGEST = 400;

type Read = (groups: readonly string[], text: string) => Figure | undefined;

/** The first form that matches decides. */
const FORMS: readonly (readonly [RegExp, Read])[] = [
  // pytest, its parallel form, CMake's make: `t/test_a.py ..   [ 42%]`, `[ 42%] Building CXX object`
  [/(?:^|\s)\[ *(\d{1,3})%\](?=\s|$)/, percent],
  // ninja, meson, pytest in its counting style
  [/^\[ *(\d+)\/(\d+)\](?=\s)/, bracketed],
  [/\s\[ *(\d+)\/(\d+)\]$/, counted],
  // apk, dnf, pacman: what is being done
  [/^\( *(\d+)\/(\d+)\):? \S/, counting],
  // docker build: `Step 3/9 : RUN npm ci`; BuildKit runs the steps of several stages side by side
  [/^step (\d+)\/(\d+) *:/i, counting],
  [/^#\d+ \[(?:[\w.-]+ +)?(\d+)\/(\d+)\] /, ([step, steps]) => ({ words: `step ${step} of ${steps}` })],
  // docker pull, BuildKit: one layer of several; pip: one file of several
  [/^[0-9a-f]{12}: \w+ +\[[=> ]*\] +([\d.]+) ?([kMGT]?i?B)\/([\d.]+) ?([kMGT]?i?B)$/, amount],
  [/^#\d+ sha256:[0-9a-f]+ ([\d.]+) ?([kMGT]?i?B) \/ ([\d.]+) ?([kMGT]?i?B)\b/, amount],
  [/[━╸╺ -] +([\d.]+)()\/([\d.]+) ?([kMGT]?i?B) (?:[\d.]+ ?[kMGT]?i?B\/s|\?)/, amount],
  // cargo: `Building [=====>     ] 12/80: serde, syn`
  [/\s\[[=> ]+\] +(\d+)\/(\d+)(?=:|\s|$)/, counted],
  // vitest and jest on a terminal; what vitest says about single tests knows no total
  [/^\s*Test Files +((?:\d+ \w+(?: \| )?)+) \((\d+)\)$/, ([parts = '', total = '']) => counted([sum(parts), total])],
  [/^Test Suites: .*\b(\d+) of (\d+) total$/, counted],
  // curl's meter, and its bar with -#
  [
    /^\s*(\d{1,3}) +[1-9][\d.]*[kMGTP]? +\d{1,3} +[\d.]+[kMGTP]? +\d{1,3} +\S+ +\S+ +\S+(?: +[\d:-]+){3} +\S+$/,
    percent,
  ],
  [/^#+ +(\d{1,3}(?:\.\d)?)%$/, percent],
  // wget without and with a terminal
  [/^ *\d+[KMG] [. ,]{10,} +(\d{1,3})%/, percent],
  [/\s(\d{1,3})% ?\[[=> +]*\]/, percent],
  // git: one phase of several
  [/^(?:remote: )?([A-Z]\w+(?: \w+)?): +(\d{1,3})% \(\d+\/\d+\)/, ([phase = '', part = '']) => phaseOf(phase, part)],
  // rsync, scp
  [/\s(\d{1,3})% +[\d.,]+ ?[kKMGT]?i?B(?:\/s)?\s/, percent],
  // tqdm, playwright
  [/(?:^|\s)(\d{1,3})%\|[^|]*\|/, percent],
  [/^\|[■ ]+\| +(\d{1,3})%/, percent],
  // pnpm, and npm's bar on a terminal
  [/^Progress: resolved (\d+), .*\badded (\d+)/, ([all, added]) => ({ words: `added ${added} of ${all}` })],
  [/^[([]([#=]*)([⠂.░]*)[)\]] . \w+:/, ([full = '', empty = '']) => bar(full.length, empty.length)],
  // anything that says it in plain words
  [/\b(?:progress|complete|completed|done)\b[^%\d]{0,12}(\d{1,3}(?:\.\d+)?) ?%/i, plain(percent)],
  [/^\W{0,6}(\d{1,3}(?:\.\d+)?) ?% *(?:complete|completed|done)?\W{0,6}$/i, plain(percent)],
  [new RegExp(`^\\W{0,6}(\\d{1,3}) ?% (?:complete|completed|done|${doing()})\\b`, 'i'), plain(percent)],
  [new RegExp(`\\b(?:${doing()})\\b[^%\\d]{0,40}(\\d{1,3}(?:\\.\\d+)?) ?%`, 'i'), plain(percent)],
  [new RegExp(`\\b(?:${doneWords()}) (\\d+) (?:of|/) (\\d+)\\b`, 'i'), plain(counted)],
  [
    new RegExp(`\\b(?:${doing()}|${things()})\\b[^\\d/]{0,40}?\\b(\\d+) ?(?:of|/) ?(\\d+)(?![\\d.:/-])`, 'i'),
    plain(counting),
  ],
];

function percent([value = '']: readonly string[]): Figure | undefined {
  const part = Number(value) / 100;
  return part > 1 ? undefined : { fraction: part, words: percentWords(part) };
}

function percentWords(fraction: number): string {
  return `${Math.floor(fraction * 100)} %`;
}

/** So many are done. */
function counted([given = '', all = '']: readonly string[]): Figure | undefined {
  const [done, total] = [Number(given), Number(all)];
  return total === 0 || done > total ? undefined : { fraction: done / total, done, words: `${done} of ${total}` };
}

/** This one is being done: those before it are. */
function counting([given = '', all = '']: readonly string[]): Figure | undefined {
  const [current, total] = [Number(given), Number(all)];
  if (current === 0 || current > total) return undefined;
  return { fraction: (current - 1) / total, done: current - 1, words: `${current} of ${total}` };
}

/** A few are steps that begin (yarn), many are files that are done (ninja). */
function bracketed(groups: readonly string[]): Figure | undefined {
  return Number(groups[1]) < 10 ? counting(groups) : counted(groups);
}

function amount([done = '', unit = '', total = '', totalUnit = '']: readonly string[]): Figure | undefined {
  const first = unit === '' || unit === totalUnit ? done : `${done} ${unit}`;
  return { words: `${first} of ${total} ${totalUnit}` };
}

function phaseOf(phase: string, part: string): Figure | undefined {
  return Number(part) > 100 ? undefined : { words: `${phase.toLowerCase()} ${Number(part)} %` };
}

function bar(full: number, empty: number): Figure | undefined {
  const part = full / (full + empty);
  return full + empty < 10 ? undefined : { fraction: part, words: percentWords(part) };
}

function sum(parts: string): string {
  return String(parts.match(/\d+/g)?.reduce((total, part) => total + Number(part), 0) ?? 0);
}

/** Not in a sentence that is about something else. */
function plain(read: Read): Read {
  return (groups, text) => (ABOUT_SOMETHING_ELSE.test(text) ? undefined : read(groups, text));
}

const ABOUT_SOMETHING_ELSE =
  /fail|error|warn|skip|outdated|vulnerab|\b(?:un)?used?\b|\busage\b|\bfull\b|\bfree\b|\bcpu\b|\bmem|\bram\b|\bdisk\b|cover|fast|slow|retr|attempt|remain|\bleft\b|\bpass|%.*%/i;

function doing(): string {
  const verbs =
    'analyz build bundl check clon compil compress comput convert copy crawl creat deploy download emitt encod export ' +
    'extract fetch format generat hash import index install link load migrat minify optimiz pack process pull push read ' +
    'receiv render scan sync test train transfer transform transpil unpack unzip updat upload validat verify writ';
  return `(?:${verbs.replaceAll(' ', '|')})ing`;
}

function doneWords(): string {
  const verbs =
    'bundl cach compil convert copi creat download extract fetch import index install process render transform upload';
  return `(?:${verbs.replaceAll(' ', '|')})ed|built`;
}

function things(): string {
  return 'batch|chunk|epoch|file|frame|item|iteration|module|package|page|part|step|task';
}
