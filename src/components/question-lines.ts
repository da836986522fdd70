/** A question of the model as lines: what exactly will be done, where, and the answers there are. */
import type { Question } from '../agent/events.ts';
import { secondsWords } from './format.ts';
import { fitLine, screenLine, screenText, truncate, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export interface QuestionOptions {
  readonly width: number;
  readonly height: number;
  /** First line shown of what will be done. */
  readonly top: number;
  /** Milliseconds since it was asked. */
  readonly age: number;
  readonly theme: Theme;
  /** A draft waits behind the question. */
  readonly draft: boolean;
}

/** Lines beside what will be done: with blank ones between where there is room, else without. */
const ROOMY = 7;
const TIGHT = 3;
/** With fewer lines of what will be done in view, blank ones are a waste. */
const SEEN = 6;

/** The rows it would like to have, of `most` that it can get. */
export function questionRows(
  question: Question,
  { width, most }: { readonly width: number; readonly most: number },
): number {
  const body = bodyLines(question, width).length;
  const extras = extraLines(question, width).length;
  return body + extras + (isRoomy(body, most - extras) ? ROOMY : TIGHT);
}

/** How far what will be done can be scrolled. */
export function questionScroll(
  question: Question,
  { width, height }: Pick<QuestionOptions, 'width' | 'height'>,
): number {
  const body = bodyLines(question, width).length;
  return Math.max(0, body - bodyHeight(body, height - extraLines(question, width).length));
}

/** All lines but the last one, which holds the answers or the word that goes with a no. */
export function questionLines(question: Question, options: QuestionOptions): readonly string[] {
  const { width, theme, draft } = options;
  const room = width - 4;
  const body = bodyLines(question, width);
  const extras = extraLines(question, width).map((line) => `   ${theme.dim(line)}`);
  const height = options.height - extras.length;
  const space = bodyHeight(body.length, height);
  const top = Math.min(options.top, Math.max(0, body.length - space));
  const hidden = body.length - space;
  const asked = `asked by ${question.agent === undefined ? 'the model' : 'an agent'}, ${secondsWords(Math.floor(options.age / 1000) * 1000)} ago${draft ? ', your draft is kept' : ''}`;
  const position = hidden > 0 ? ` · lines ${top + 1}–${top + space} of ${body.length}` : '';
  const title = fitLine(theme.warn(theme.bold(screenLine(question.title))), theme.dim(asked), room);
  const context = theme.dim(truncate(screenLine(question.context) + position, room));
  const shown = body.slice(top, top + space).map((line) => `     ${line}`);
  const parts = isRoomy(body.length, height)
    ? ['', `   ${title}`, '', ...shown, '', `   ${context}`, ...extras, '']
    : [`   ${title}`, ...shown, `   ${context}`, ...extras];
  return parts.slice(0, options.height - 1);
}

/** The answers that there are, in words; the scope of "for this session" where there is room for it. */
export function answerLine(question: Question, { width, theme }: Pick<QuestionOptions, 'width' | 'theme'>): string {
  if (question.choices !== undefined) return choiceLine(question.choices, { width, theme });
  const scope = screenLine(question.scope);
  const answers = (session: string) =>
    [
      ['y', 'once'],
      ...(scope === '' ? [] : [['s', session]]),
      ...(question.always === undefined ? [] : [['a', 'always']]),
      ['n', 'no, and say why'],
    ].map(([key = '', words]) => `${theme.accent(theme.bold(key))} ${words}`);
  const long = `   ${answers(`for this session: ${scope}`).join('      ')}`;
  return fitsIn(long, width) ? long : `   ${answers('for this session').join('   ')}`;
}

function choiceLine(choices: number, { width, theme }: Pick<QuestionOptions, 'width' | 'theme'>): string {
  const key = (name: string) => theme.accent(theme.bold(name));
  const line = `   ${key(`1–${choices}`)} choose      ${key('n')} answer in your own words, or not`;
  return truncate(line, width);
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

function fitsIn(line: string, width: number): boolean {
  return truncate(line, width) === line;
}

function bodyLines(question: Question, width: number): readonly string[] {
  return question.body.flatMap((line) => wrap(screenText(line), width - 8));
}

function bodyHeight(lines: number, height: number): number {
  return Math.max(1, height - (isRoomy(lines, height) ? ROOMY : TIGHT));
}

function isRoomy(lines: number, height: number): boolean {
  return height - ROOMY >= Math.min(lines, SEEN);
}
