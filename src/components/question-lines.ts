/** A question of the model as lines: what exactly will be done, where, and the answers there are. */
import type { Question } from '../agent/events.ts';
import { agoWords } from './format.ts';
import type { Keymap } from './keymap.ts';
import { displayWidth, fitLine, indent, screenLine, screenText, truncate, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export interface QuestionOptions {
  readonly width: number;
  readonly height: number;
  /** First line shown of what will be done. */
  readonly top: number;
  /** The numbered answer that is marked, counted from 0. */
  readonly choice?: number | null;
  /** Milliseconds since it was asked. */
  readonly age: number;
  readonly theme: Theme;
  /** A draft waits behind the question, or was begun beside it and has the keys. */
  readonly draft: 'none' | 'kept' | 'begun';
}

/** Lines beside what will be done: with blank ones between where there is room, else without. */
const ROOMY = 7;
/** Choices explain themselves: below them stands only how they are taken. */
const ROOMY_CHOICES = 5;
const TIGHT = 3;
/** Lines of what will be done that are worth more than blank ones. */
const SEEN = 6;

/** The rows it would like to have, of `most` that it can get. */
export function questionRows(
  question: Question,
  { width, most }: { readonly width: number; readonly most: number },
): number {
  const body = bodyLines(question, width).length;
  const extras = extraLines(question, width).length;
  return body + extras + besideRows(question, body, most - extras);
}

/** How far what will be done can be scrolled. */
export function questionScroll(
  question: Question,
  { width, height }: Pick<QuestionOptions, 'width' | 'height'>,
): number {
  const body = bodyLines(question, width).length;
  return Math.max(0, body - bodyHeight(question, body, height - extraLines(question, width).length));
}

/** All lines but the last one, which holds the answers or the word that goes with a no. */
export function questionLines(question: Question, options: QuestionOptions): readonly string[] {
  const { width, theme, draft } = options;
  const room = width - 4;
  const body = bodyLines(question, width, theme);
  const marked = choiceLinesOf(question, width, options.choice ?? null);
  const extras = extraLines(question, width).map((line) => `   ${theme.dim(line)}`);
  const height = options.height - extras.length;
  const space = bodyHeight(question, body.length, height);
  const wanted = Math.min(options.top, Math.max(0, body.length - space));
  const top = marked === null ? wanted : Math.min(marked.from, Math.max(wanted, marked.to - space));
  const position = body.length > space ? ` · lines ${top + 1}–${top + space} of ${body.length}` : '';
  const isChoice = question.choices !== undefined;
  const asked = `${askedWords(question, options.age)}${DRAFTS[draft]}${isChoice ? position : ''}`;
  const title = fitLine(theme.warn(theme.bold(screenLine(question.title))), theme.dim(asked), room);
  const context = isChoice ? '' : theme.dim(truncate(screenLine(question.context) + position, room));
  const shown = body
    .slice(top, top + space)
    .map((line, row) => (top + row === marked?.from ? `   ${theme.accent('›')} ${line}` : `     ${line}`));
  const below = isChoice ? [] : [`   ${context}`, ...extras, ''];
  const parts =
    besideRows(question, body.length, height) > TIGHT
      ? ['', `   ${title}`, '', ...shown, '', ...below]
      : [`   ${title}`, ...shown, `   ${context}`, ...extras];
  return parts.slice(0, options.height - 1);
}

const DRAFTS = {
  none: '',
  kept: ', your draft is kept',
  begun: ', answer when your draft is sent or cleared',
} as const;

function askedWords({ agent, choices }: Question, age: number): string {
  const ago = agoWords(age);
  if (agent !== undefined) return `asked by an agent, ${ago}`;
  return choices === undefined ? `asked by the model, ${ago}` : ago;
}

export interface AnswerOptions extends Pick<QuestionOptions, 'width' | 'theme'> {
  readonly keymap: Pick<Keymap, 'keyOf'>;
}

/** The answers that there are, in words; the scope of "for this session" where there is room for it. */
export function answerLine(question: Question, { width, theme, keymap }: AnswerOptions): string {
  const answer = (action: string, words: string) =>
    `${theme.accent(theme.bold(keymap.keyOf(action, 'question')))} ${words}`;
  if (question.choices !== undefined) {
    const numbers = theme.accent(theme.bold(`1–${question.choices}`));
    return truncate(`   ${numbers} choose      ${answer('answer no', 'answer in your own words, or not')}`, width);
  }
  const scope = screenLine(question.scope);
  const answers = (session: string, no: string) => [
    answer('answer once', 'once'),
    ...(scope === '' ? [] : [answer('answer session', session)]),
    ...(question.always === undefined ? [] : [answer('answer always', 'always')]),
    answer('answer no', no),
  ];
  const forms = [
    answers(`for this session: ${scope}`, 'no, and say why').join('      '),
    answers('for this session', 'no, and say why').join('   '),
    answers('session', 'no').join('   '),
  ].map((form) => `   ${form}`);
  return forms.find((form) => displayWidth(form) <= width) ?? truncate(forms.at(-1) ?? '', width);
}

/** Why it is asked, and all of what "always" would keep. */
function extraLines({ why, always }: Question, width: number): readonly string[] {
  const lines = [
    ...(why === undefined ? [] : [`asked because ${screenLine(why)}`]),
    ...(always === undefined
      ? []
      : [`always: ${always.rules.map(screenLine).join(' ')} · ${screenLine(always.where)}`]),
  ];
  return lines.flatMap((line) => wrap(line, width - 4));
}

/** What will be done; the choices after a question hang on their numbers. */
function bodyLines({ body, choices = 0 }: Question, width: number, theme?: Theme): readonly string[] {
  const words = body.slice(0, body.length - choices).flatMap((line) => wrap(screenText(line), width - 8));
  const offered = body.slice(body.length - choices).flatMap((line) => choiceLines(screenText(line), width - 8, theme));
  return [...words, ...offered];
}

/** Where among the lines one of the choices stands. */
function choiceLinesOf(question: Question, width: number, choice: number | null) {
  const { body, choices = 0 } = question;
  if (choice === null || choice >= choices) return null;
  const before = (count: number) =>
    bodyLines({ ...question, body: body.slice(0, body.length - choices + count), choices: count }, width).length;
  return { from: before(choice), to: before(choice + 1) };
}

function choiceLines(line: string, width: number, theme: Theme | undefined): readonly string[] {
  const [, number = '', text = ''] = /^(\d+ +)(.*)$/s.exec(line) ?? ['', '', line];
  const [first = '', ...rest] = wrap(text, width - number.length);
  const shown = theme === undefined ? number : theme.accent(theme.bold(number));
  return [shown + first, ...indent(rest, ' '.repeat(number.length))];
}

function bodyHeight(question: Question, lines: number, height: number): number {
  return Math.max(1, height - besideRows(question, lines, height));
}

/** Blank lines are a waste where fewer than some lines of what will be done would be in view with them. */
function besideRows({ choices }: Question, lines: number, height: number): number {
  const roomy = choices === undefined ? ROOMY : ROOMY_CHOICES;
  return height - roomy >= Math.min(lines, SEEN) ? roomy : TIGHT;
}
