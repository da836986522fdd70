/** What a question is about, as rows of the screen: the text of what will be done, folded and broken, and its choices. */
import type { Question } from '../agent/events.ts';
import { changeLines } from './change-lines.ts';
import { foldRepeats } from './fold-repeats.ts';
import { documentLines } from './question-document.ts';
import { indent, screenText, wrap } from './text.ts';
import { createTheme, type Theme } from './theme.ts';

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
  const known = (theme === undefined ? plain : coloured).get(question);
  if (known?.width === width && known.theme === theme) return known.rows;
  const rows = makeRows(question, width, theme);
  (theme === undefined ? plain : coloured).set(question, { width, theme, rows });
  return rows;
}

interface Remembered {
  readonly width: number;
  readonly theme: Theme | undefined;
  readonly rows: readonly QuestionRow[];
}

/** The last answer for each question, as layout and keys ask and as it is drawn. */
const plain = new WeakMap<Question, Remembered>();
const coloured = new WeakMap<Question, Remembered>();

function makeRows(question: Question, width: number, theme?: Theme): readonly QuestionRow[] {
  const { body, choices = 0, change, commandLines = 0 } = question;
  if (change !== undefined) {
    const name = body.slice(0, change.from).flatMap((line) => wrap(screenText(line), width - MARGINS));
    const bold = (line: string) => (theme === undefined ? line : theme.bold(line));
    return [...name.map(bold), ...changedRows(question, width, theme)].map(textRow);
  }
  const words = body.slice(0, body.length - choices).flatMap((line, index) => {
    const shown = screenText(line).split('\n');
    return index < commandLines && theme !== undefined ? shown.map((text) => commandLine(text, theme)) : shown;
  });
  const offered = body.slice(body.length - choices).flatMap((line) => choiceLines(screenText(line), width, theme));
  return [
    ...foldRepeats(words).flatMap((line) =>
      line.kind === 'line' ? wrap(line.text, width - MARGINS).map(textRow) : [markRow(`… ${line.words} …`)],
    ),
    ...offered.map(textRow),
  ];
}

/** Numbered, with what comes and goes in its colours. */
function changedRows({ body, change }: Question, width: number, theme = PLAIN): readonly string[] {
  const lines = body.slice(change?.from);
  const patch = change?.kind === 'new' ? ['@@ line 1 @@', ...lines.map((line) => `+${line}`)] : lines;
  return changeLines({ lines: patch, hidden: 0 }, { width: width - MARGINS, theme });
}

/** The programs that it runs stand out: the first word of each of its commands. */
function commandLine(line: string, theme: Theme): string {
  return line.replace(PROGRAM, (_, before: string, word: string) => before + theme.accent(word));
}

const PROGRAM = /(^\s*|[|;&(]\s*|\$\(\s*)((?!\s)[\w./~+-]+)(?=\s|$|[;|&)])/g;
const PLAIN: Theme = createTheme({ colours: false });

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
export function choiceLines(
  line: string,
  width: number,
  theme: Theme | undefined,
  isMarked?: boolean,
): readonly string[] {
  const [, number = '', text = ''] = /^(\d+ +)(.*)$/s.exec(line) ?? ['', '', line];
  // Where one can be marked, there is room for the mark.
  const lead = isMarked === undefined ? '' : isMarked ? '› ' : '  ';
  const [first = '', ...rest] = wrap(text, width - MARGINS - lead.length - number.length);
  const shown = theme === undefined ? lead + number : theme.accent(theme.bold(lead + number));
  return [shown + first, ...indent(rest, ' '.repeat(lead.length + number.length))];
}
