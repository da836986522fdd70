/** What a question is about, as rows of the screen: the text of what will be done, folded and broken, and its choices. */
import type { Question } from '../agent/events.ts';
import { foldRepeats } from './fold-repeats.ts';
import { documentLines } from './question-document.ts';
import { indent, screenText, wrap } from './text.ts';
import type { Theme } from './theme.ts';

/**
 * `text` is of the question itself; `mark` says what was folded there and stands further left than any text, so that
 * no text can pass for it.
 */
export interface QuestionRow {
  readonly kind: 'text' | 'mark';
  readonly text: string;
}

/** Columns before the text, and as many as are left free behind it. */
export const BODY_INDENT = 5;
const MARGINS = 8;

/**
 * All rows at that width; the choices after a question hang on their numbers. Breaking thousands of lines takes a
 * moment, and layout, keys and screen ask at every change: what is asked again for the same question is remembered.
 */
export function bodyRows(question: Question, width: number, theme?: Theme): readonly QuestionRow[] {
  if (question.document !== undefined) return documentLines(question, width - MARGINS, theme).map(textRow);
  if (question.choices !== undefined) return makeRows(question, width, theme);
  const known = remembered.get(question);
  if (known?.width === width) return known.rows;
  const rows = makeRows(question, width);
  remembered.set(question, { width, rows });
  return rows;
}

/** The last answer for each question; it depends on nothing else. */
const remembered = new WeakMap<Question, { readonly width: number; readonly rows: readonly QuestionRow[] }>();

function makeRows({ body, choices = 0 }: Question, width: number, theme?: Theme): readonly QuestionRow[] {
  const words = body.slice(0, body.length - choices).flatMap((line) => screenText(line).split('\n'));
  const offered = body.slice(body.length - choices).flatMap((line) => choiceLines(screenText(line), width, theme));
  return [
    ...foldRepeats(words).flatMap((line) =>
      line.kind === 'line' ? wrap(line.text, width - MARGINS).map(textRow) : [markRow(`… ${line.words} …`)],
    ),
    ...offered.map(textRow),
  ];
}

/** Where among the rows one of the choices stands. */
export function choiceRows(question: Question, width: number, choice: number | null) {
  const { body, choices = 0, document } = question;
  if (document !== undefined) return null;
  if (choice === null || choice >= choices) return null;
  const before = (count: number) =>
    bodyRows({ ...question, body: body.slice(0, body.length - choices + count), choices: count }, width).length;
  return { from: before(choice), to: before(choice + 1) };
}

export function textRow(text: string): QuestionRow {
  return { kind: 'text', text };
}

export function markRow(text: string): QuestionRow {
  return { kind: 'mark', text };
}

/** Numbered answers, each hanging on its number. */
export function choiceLines(line: string, width: number, theme: Theme | undefined): readonly string[] {
  const [, number = '', text = ''] = /^(\d+ +)(.*)$/s.exec(line) ?? ['', '', line];
  const [first = '', ...rest] = wrap(text, width - MARGINS - number.length);
  const shown = theme === undefined ? number : theme.accent(theme.bold(number));
  return [shown + first, ...indent(rest, ' '.repeat(number.length))];
}
