/**
 * A question of the model as lines: what exactly will be done, where, what the answers allow. What does not fit is
 * shown by its first and its last rows; between them it is scrolled.
 */
import type { Question } from '../agent/events.ts';
import { revealLine } from '../background/invisible.ts';
import { agoWords, count } from './format.ts';
import { fitsAnswer } from './question-answers.ts';
import { BODY_INDENT, bodyRows, choiceLines, choiceRows, markRow, type QuestionRow } from './question-body.ts';
import { fitLine, screenLine, screenText, wrap } from './text.ts';
import { answerKinds } from '../store/question-answers.ts';
import type { Theme } from './theme.ts';

export interface QuestionOptions {
  readonly width: number;
  readonly height: number;
  /** First row shown of what will be done. */
  readonly top: number;
  /** The answer that is marked, counted from 0. */
  readonly choice?: number;
  /** Milliseconds since it was asked. */
  readonly age: number;
  readonly theme: Theme;
  /** A draft waits behind the question, or was begun beside it and has the keys. */
  readonly draft: 'none' | 'kept' | 'begun';
}

/** The title. */
const TIGHT = 1;
/** The same with blank rows around and between, where there is room. */
const ROOMY = 5;
/** Choices explain themselves: below them stands only how they are taken. */
const ROOMY_CHOICES = 4;
/** Rows of what will be done that are worth more than blank ones. */
const SEEN = 6;
/** In fewer rows there is no room for a beginning, an end and what is between. */
const LEAST_PARTED = 4;

/** The rows it would like to have, of `most` that it can get. */
export function questionRows(
  question: Question,
  { width, most }: { readonly width: number; readonly most: number },
): number {
  const { rows, facts, beside, answers } = partsOf(question, { width, height: most });
  return rows.length + facts.length + beside + answers;
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

/** Rows at the end for the answers, or for the word that goes with a no. */
export function answerRows(question: Question, size: Pick<QuestionOptions, 'width' | 'height'>): number {
  return partsOf(question, size).answers;
}

/** All lines but those of the answers. */
export function questionLines(question: Question, options: QuestionOptions): readonly string[] {
  const { width, height, theme } = options;
  const { rows, facts, space, beside, answers } = partsOf(question, { width, height, theme, choice: options.choice });
  const marked = choiceRows(question, width, options.choice ?? 0);
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
  return parts.slice(0, height - answers);
}

interface Parts {
  /** What is scrolled when it is long. */
  readonly rows: readonly QuestionRow[];
  /** What always stands below it. */
  readonly facts: readonly string[];
  /** How many of the rows are in view. */
  readonly space: number;
  /** Rows for the title and blanks. */
  readonly beside: number;
  /** Rows for the answers. */
  readonly answers: number;
}

/** Long facts are scrolled with the rest: none of them may be cut off. */
function partsOf(
  question: Question,
  {
    width,
    height,
    theme,
    choice,
  }: { readonly width: number; readonly height: number; readonly theme?: Theme; readonly choice?: number | undefined },
): Parts {
  const body = bodyRows(question, width, theme);
  const listed = question.choices === undefined ? answerKinds(question).length : 1;
  // A list of answers is a waste where too little of what they are about would be in view beside it.
  const answers = height - listed - ROOMY >= Math.min(body.length, SEEN) ? listed : 1;
  const all = factLines(question, { width, theme, choice, isListed: answers > 1 });
  const room = height - TIGHT - answers;
  // The answers to a document are always in view.
  const fits =
    question.document !== undefined ||
    body.length + all.length <= room ||
    all.length <= Math.max(1, Math.floor(room / 2));
  const [rows, facts] = fits ? [body, all] : [[...body, ...all.map(markRow)], []];
  const roomy = question.choices === undefined || question.document !== undefined ? ROOMY : ROOMY_CHOICES;
  // Blank rows are a waste where something of what will be done would be out of view with them.
  const beside = height - answers - facts.length - roomy >= rows.length ? roomy : TIGHT;
  return { rows, facts, beside, answers, space: Math.max(1, height - answers - facts.length - beside) };
}

/** Where it will be done, why it is asked, and what the answers for more than once would allow and do not say themselves. */
function factLines(
  { body, document, context, why, scope, always, choices }: Question,
  {
    width,
    theme,
    choice,
    isListed,
  }: {
    readonly width: number;
    readonly theme: Theme | undefined;
    readonly choice: number | undefined;
    readonly isListed: boolean;
  },
): readonly string[] {
  if (document !== undefined) {
    return body.flatMap((line, index) => choiceLines(screenText(line), width, theme, index === choice));
  }
  if (choices !== undefined) return [];
  const rules = always?.rules.map(revealLine).join(' ') ?? '';
  const isSaid = (text: string) => isListed && fitsAnswer(text, width);
  const lines = [
    revealLine(context),
    ...(why === undefined ? [] : [`Approval needed: ${revealLine(why)}`]),
    ...(scope === '' || isSaid(scope) ? [] : [`for this session: ${revealLine(scope)}`]),
    ...(always === undefined || isSaid(rules) ? [] : [`always: ${rules}`]),
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
  kept: 'your draft is kept',
  begun: 'clear your draft to answer',
} as const;

/** An agent is always named. How long ago matters when nobody answered at once. */
function askedWords(
  { agent }: Question,
  { age, draft }: Pick<QuestionOptions, 'age' | 'draft'>,
  position: string,
): string {
  const ago = age < AGE_SHOWN ? '' : agoWords(age);
  const who = agent === undefined ? '' : 'an agent asks';
  return [who, ago, DRAFTS[draft], position].filter(Boolean).join(' · ');
}

/** Milliseconds. */
const AGE_SHOWN = 10_000;
