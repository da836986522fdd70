import { homedir } from 'node:os';
import path from 'node:path';
import { cleanText } from '../../background/clean-text.ts';
import { cut } from '../../background/cut.ts';

const ONE_LINE = 200;

/** A duration in milliseconds: `0.3 s`, `12.4 s`, `134 s`. */
export function seconds(duration: number): string {
  const value = Math.max(0, duration) / 1000;
  return value < 100 ? `${value.toFixed(1)} s` : `${Math.round(value)} s`;
}

/** `1 line`, `2,000 lines`; irregular plurals are given. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${number(count)} ${count === 1 ? noun : plural}`;
}

/** `30,000`, whatever the machine's language. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** Text for one line of the screen: cleaned, white space folded, at most 200 characters. */
export function oneLine(text: string): string {
  return cut(cleanText(text).replace(/\s+/g, ' ').trim(), ONE_LINE);
}

/** A folder as a person writes it: `~/shop`. */
export function folderWords(folder: string): string {
  const home = homedir();
  if (folder === home) return '~';
  return folder.startsWith(`${home}${path.sep}`) ? `~${folder.slice(home.length)}` : folder;
}

/** `stopped after 300 s`, `no time limit`. */
export function limitWords(timeLimit: number | null): string {
  return timeLimit === null ? 'no time limit' : `time limit ${number(timeLimit / 1000)} s`;
}

export function limitSentence(timeLimit: number | null): string {
  return timeLimit === null ? 'It has no time limit.' : `Its time limit is ${number(timeLimit / 1000)} s.`;
}
