/**
 * A question of the model as lines: what exactly will be done, where, what the answers allow. What does not fit is
 * shown by its first and its last rows; between them it is scrolled.
 */
import type { Question } from '../agent/events.ts';
import { revealLine } from '../background/invisible.ts';
import { agoWords, count } from './format.ts';
import type { Keymap } from './keymap.ts';
import { BODY_INDENT, bodyRows, choiceLines, choiceRows, markRow, type QuestionRow } from './question-body.ts';
import { displayWidth, fitLine, screenLine, screenText, truncate, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export interface QuestionOptions {
  readonly width: number;
  readonly height: number;
  /** First row shown of what will be done. */
  readonly top: number;
  /** The numbered answer that is marked, counted from 0. */
  readonly choice?: number | null;
  /** Milliseconds since it was asked. */
  readonly age: number;
  readonly theme: Theme;
  /** A draft waits behind the question, or was begun beside it and has the keys. */
  readonly draft: 'none' | 'kept' | 'begun';
}

/** The title and the answers. */
const TIGHT = 2;
/** The same with blank rows around and between, where there is room. */
const ROOMY = 6;
/** Choices explain themselves: below them stands only how they are taken. */
const ROOMY_CHOICES = 5;
/** Rows of what will be done that are worth more than blank ones. */
const SEEN = 6;
/** In fewer rows there is no room for a beginning, an end and what is between. */
const LEAST_PARTED = 4;

/** The rows it would like to have, of `most` that it can get. */
export function questionRows(
  question: Question,
  { width, most }: { readonly width: number; readonly most: number },
): number {
  const { rows, facts, beside } = partsOf(question, { width, height: most });
  return rows.length + facts.length + beside;
}

export interface QuestionScroll {
  /** The row that is the first one shown at the end; 0 when all of it is in view. */
  readonly lowest: number;
  /** By how many rows it can be scrolled so that none is passed over. */
  readonly page: number;
}

export function questionScroll(
  question: Question,
  { width, height }: Pick<QuestionOptions, 'width' | 'height'>,
): QuestionScroll {
  const { rows, space } = partsOf(question, { width, height });
  return { lowest: Math.max(0, rows.length - space), page: headRows(question, space) };
}

/** All lines but the last one, which holds the answers or the word that goes with a no. */
export function questionLines(question: Question, options: QuestionOptions): readonly string[] {
  const { width, height, theme } = options;
  const { rows, facts, space, beside } = partsOf(question, { width, height, theme });
  const marked = choiceRows(question, width, options.choice ?? null);
  const lowest = Math.max(0, rows.length - space);
  const wanted = Math.min(options.top, lowest);
  const top = marked === null ? wanted : Math.min(marked.from, Math.max(wanted, marked.to - space));
  const head = top < lowest ? headRows(question, space) : space;
  const position = lowest > 0 ? `lines ${top + 1}–${top + head} of ${rows.length}` : foldedWords(question, rows.length);
  const title = fitLine(
    theme.warn(theme.bold(screenLine(question.title))),
    theme.dim(askedWords(question, options, position)),
    width - 4,
  );
  const body = windowOf(rows, { top, head, space }).map(({ kind, text }, row) => {
    if (kind === 'mark') return `   ${theme.dim(text)}`;
    return top + row === marked?.from ? `   ${theme.accent('›')} ${text}` : ' '.repeat(BODY_INDENT) + text;
  });
  const below = facts.map((line) => `   ${question.document === undefined ? theme.dim(line) : line}`);
  const isRoomy = beside > TIGHT;
  const parts = isRoomy
    ? ['', `   ${title}`, '', ...body, '', ...(below.length === 0 ? [] : [...below, ''])]
    : [`   ${title}`, ...body, ...below];
  return parts.slice(0, height - 1);
}

interface Parts {
  /** What is scrolled when it is long. */
  readonly rows: readonly QuestionRow[];
  /** What always stands below it. */
  readonly facts: readonly string[];
  /** How many of the rows are in view. */
  readonly space: number;
  /** Rows for the title, the answers and blanks. */
  readonly beside: number;
}

/** Long facts are scrolled with the rest: none of them may be cut off. */
function partsOf(
  question: Question,
  { width, height, theme }: { readonly width: number; readonly height: number; readonly theme?: Theme },
): Parts {
  const body = bodyRows(question, width, theme);
  const all = factLines(question, { width, theme });
  const room = height - TIGHT;
  // The answers to a document are always in view.
  const fits =
    question.document !== undefined ||
    body.length + all.length <= room ||
    all.length <= Math.max(1, Math.floor(room / 2));
  const [rows, facts] = fits ? [body, all] : [[...body, ...all.map(markRow)], []];
  const roomy = question.choices === undefined || question.document !== undefined ? ROOMY : ROOMY_CHOICES;
  // Blank rows are a waste where fewer than some rows of what will be done would be in view with them.
  const beside = height - facts.length - roomy >= Math.min(rows.length, SEEN) ? roomy : TIGHT;
  return { rows, facts, beside, space: Math.max(1, height - facts.length - beside) };
}

/** Where it will be done, why it is asked, and all of what the answers for more than once would allow. */
function factLines(
  { body, document, context, why, scope, always, choices }: Question,
  { width, theme }: { readonly width: number; readonly theme: Theme | undefined },
): readonly string[] {
  if (document !== undefined) return body.flatMap((line) => choiceLines(screenText(line), width, theme));
  if (choices !== undefined) return [];
  const rules = always?.rules.map(revealLine).join(' ') ?? '';
  const isSame = always !== undefined && rules.includes(revealLine(scope));
  const lines = [
    revealLine(context),
    ...(why === undefined ? [] : [`asked because ${revealLine(why)}`]),
    ...(scope === '' || isSame ? [] : [`for this session: ${revealLine(scope)}`]),
    ...(always === undefined
      ? []
      : [
          `${isSame && scope !== '' ? 'for this session, or always' : 'always'}: ${rules} · ${revealLine(always.where)}`,
        ]),
  ];
  return lines.flatMap((line) => wrap(screenText(line), width - 4));
}

/** Rows that are in view above those of the end. */
function headRows({ choices }: Question, space: number): number {
  return choices !== undefined || space < LEAST_PARTED ? space : space - 1 - tailRows(space);
}

function tailRows(space: number): number {
  return Math.max(1, Math.floor((space - 1) / 3));
}

/** From `top` on as many rows as there is space; with fewer in the head, also the last ones. */
function windowOf(
  rows: readonly QuestionRow[],
  { top, head, space }: { readonly top: number; readonly head: number; readonly space: number },
): readonly QuestionRow[] {
  if (head >= space) return rows.slice(top, top + space);
  const tail = tailRows(space);
  const between = rows.length - tail - (top + head);
  return [
    ...rows.slice(top, top + head),
    markRow(`… ${count(between, 'more line')} before the end …`),
    ...rows.slice(-tail),
  ];
}

function foldedWords({ body }: Question, rows: number): string {
  return body.length > rows ? count(body.length, 'line') : '';
}

const DRAFTS = {
  none: '',
  kept: ', your draft is kept',
  begun: ', answer when your draft is sent or cleared',
} as const;

/** Who asks gives way to where in the text one is; an agent is always named. */
function askedWords(
  { agent, choices }: Question,
  { age, draft }: Pick<QuestionOptions, 'age' | 'draft'>,
  position: string,
): string {
  const ago = agoWords(age);
  const who =
    agent !== undefined
      ? `asked by an agent, ${ago}`
      : choices === undefined && position === ''
        ? `asked by the model, ${ago}`
        : ago;
  return [`${who}${DRAFTS[draft]}`, position].filter(Boolean).join(' · ');
}

export interface AnswerOptions extends Pick<QuestionOptions, 'width' | 'theme'> {
  readonly keymap: Pick<Keymap, 'keyOf'>;
  /** All of it was in view, so that it can be answered with yes. */
  readonly seen: boolean;
}

/** The answers that there are, in words. */
export function answerLine(question: Question, { width, theme, keymap, seen }: AnswerOptions): string {
  const answer = (action: string, words: string) =>
    `${theme.accent(theme.bold(keymap.keyOf(action, 'question')))} ${words}`;
  const fitting = (forms: readonly string[]) => {
    const lines = forms.map((form) => `   ${form}`);
    return lines.find((line) => displayWidth(line) <= width) ?? truncate(lines.at(-1) ?? '', width);
  };
  if (question.document !== undefined) {
    const numbers = theme.accent(theme.bold(`1–${question.choices ?? 0}`));
    return fitting([
      [`${numbers} choose`, answer('answer no', 'change it: say what'), answer('page down', 'scroll')].join('      '),
      [`${numbers} choose`, answer('answer no', 'change it'), answer('page down', 'scroll')].join('   '),
    ]);
  }
  if (question.choices !== undefined) {
    const numbers = theme.accent(theme.bold(`1–${question.choices}`));
    return truncate(`   ${numbers} choose      ${answer('answer no', 'answer in your own words, or not')}`, width);
  }
  if (!seen) {
    return fitting([
      [answer('down', 'scroll to the end to answer yes'), answer('answer no', 'no, and say why')].join('      '),
      [answer('down', 'scroll to the end'), answer('answer no', 'no')].join('   '),
    ]);
  }
  const answers = (session: string, no: string) => [
    answer('answer once', 'once'),
    ...(question.scope === '' ? [] : [answer('answer session', session)]),
    ...(question.always === undefined ? [] : [answer('answer always', 'always')]),
    answer('answer no', no),
  ];
  return fitting([
    answers('for this session', 'no, and say why').join('      '),
    answers('for this session', 'no, and say why').join('   '),
    answers('session', 'no').join('   '),
  ]);
}
