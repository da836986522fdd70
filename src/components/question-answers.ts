/** The answers to a question as lines: a list where there is room, else one line. */
import type { Question } from '../agent/events.ts';
import { revealLine } from '../background/invisible.ts';
import { answerKinds, type AnswerKind } from '../store/question-answers.ts';
import type { Keymap } from './keymap.ts';
import { displayWidth, screenText, truncate } from './text.ts';
import type { Theme } from './theme.ts';

export interface AnswerOptions {
  readonly width: number;
  readonly theme: Theme;
  readonly keymap: Pick<Keymap, 'keyOf'>;
  /** All of it was in view, so that it can be answered with yes. */
  readonly seen: boolean;
  /** The marked answer, counted from 0. */
  readonly choice: number;
  /** Rows: one line of answers where it is 1. */
  readonly height: number;
}

const ACTIONS: Readonly<Record<AnswerKind, string>> = {
  once: 'answer once',
  session: 'answer session',
  always: 'answer always',
  no: 'answer no',
};

/** Columns before and after the text of an answer: margin, mark, number; and its key. */
const BESIDE = 16;

/** Whether what that answer allows is said in its row; else it has to be said above. */
export function fitsAnswer(text: string, width: number): boolean {
  return displayWidth(screenText(text)) <= width - BESIDE - 'Yes, for this session: '.length;
}

export function answerLines(question: Question, options: AnswerOptions): readonly string[] {
  if (question.choices !== undefined) return [choicesLine(question, options)];
  return options.height > 1 ? listedAnswers(question, options) : [oneLine(question, options)];
}

function listedAnswers(question: Question, options: AnswerOptions): readonly string[] {
  const { theme, keymap, choice, width } = options;
  return answerKinds(question).map((kind, index) => {
    const isMarked = index === choice;
    const mark = isMarked ? theme.accent('›') : ' ';
    const key = theme.dim(`(${keymap.keyOf(ACTIONS[kind], 'question')})`);
    const text = truncate(wordsOf(kind, question, options), width - BESIDE);
    return `   ${mark} ${theme.accent(String(index + 1))} ${isMarked ? theme.bold(text) : text} ${key}`;
  });
}

function wordsOf(kind: AnswerKind, { scope, always }: Question, { width, seen, keymap }: AnswerOptions): string {
  const rules = always?.rules.map(revealLine).join(' ') ?? '';
  switch (kind) {
    case 'once':
      return seen ? 'Yes' : `Yes, once you have seen all of it: ${keymap.keyOf('page down', 'question')} scrolls`;
    case 'session':
      return fitsAnswer(scope, width) ? `Yes, for this session: ${revealLine(scope)}` : 'Yes, for this session';
    case 'always':
      return fitsAnswer(rules, width) ? `Yes, always: ${rules}` : 'Yes, always';
    case 'no':
      return 'No, and tell the model what to do instead';
    default:
      return kind satisfies never;
  }
}

/** Answers that explain themselves stand in the body. */
function choicesLine(question: Question, options: AnswerOptions): string {
  const { theme } = options;
  const numbers = theme.accent(theme.bold(`1–${question.choices ?? 0}`));
  const own = question.document === undefined ? 'type your own answer' : 'say what to change';
  const scroll = question.document === undefined ? [] : [answer('page down', 'scroll', options)];
  return fitting(
    [
      [`${numbers} or ↑↓ Enter`, answer('answer no', own, options), ...scroll].join('      '),
      [`${numbers} ↑↓`, answer('answer no', own, options), ...scroll].join('   '),
    ],
    options,
  );
}

function oneLine(question: Question, options: AnswerOptions): string {
  const no = answer('answer no', 'no', options);
  if (!options.seen) {
    const scroll = answer('page down', 'scroll to the end to answer yes', options);
    return fitting([[scroll, no].join('      '), [answer('page down', 'scroll', options), no].join('   ')], options);
  }
  const words: Readonly<Record<AnswerKind, string>> = {
    once: 'yes',
    session: 'for this session',
    always: 'always',
    no: 'no',
  };
  const answers = (session: string) =>
    answerKinds(question).map((kind) => answer(ACTIONS[kind], kind === 'session' ? session : words[kind], options));
  return fitting([answers(words.session).join('      '), answers('session').join('   ')], options);
}

function answer(action: string, words: string, { theme, keymap }: AnswerOptions): string {
  return `${theme.accent(theme.bold(keymap.keyOf(action, 'question')))} ${words}`;
}

function fitting(forms: readonly string[], { width }: AnswerOptions): string {
  const lines = forms.map((form) => `   ${form}`);
  return lines.find((line) => displayWidth(line) <= width) ?? truncate(lines.at(-1) ?? '', width);
}
