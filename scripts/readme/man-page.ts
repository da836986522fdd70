/** The manual page, made from the tables of `--help` and the keys. */
import { helpSections } from '../../src/components/help-lines.ts';
import { createKeymap } from '../../src/components/keymap.ts';
import { HELP_TABLES, SETTINGS_TEXT, type HelpRow } from '../../src/config/help.ts';
import { verbs } from '../../src/tasks-command/all.ts';

/** roff with the macros of man(7). */
export function manPageText(): string {
  return [
    '.\\" npm run readme writes this page.',
    '.TH MEANWHILE 1 "" meanwhile "User Commands"',
    section('NAME', [escaped('meanwhile - coding agent that keeps thinking while slow commands run')]),
    section('SYNOPSIS', [
      '.B meanwhile',
      escaped('[options] [first prompt]'),
      '.br',
      '.B meanwhile',
      escaped('COMMAND'),
    ]),
    section('DESCRIPTION', [
      escaped(
        'A full-screen coding agent for the terminal. Slow commands run as background tasks: the agent goes on working, ',
      ),
      escaped('and the result of a task is delivered to it when the task ends. Tasks outlive the program; '),
      escaped('the next start in the same folder finds them.'),
    ]),
    section('OPTIONS', rows(HELP_TABLES.options())),
    section('COMMANDS', rows(HELP_TABLES.commands())),
    section(
      'TASKS',
      rows(verbs.map(({ name, usage, words }) => [`meanwhile tasks ${`${name} ${usage}`.trim()}`, words])),
    ),
    section('PROMPT', rows(HELP_TABLES.prompt())),
    section(
      'KEYS',
      helpSections(createKeymap()).flatMap(({ title, rows: keys }) => [
        `.SS ${quotedArgument(title)}`,
        ...rows(keys.map(({ usage, words }) => [usage, words])),
      ]),
    ),
    section('ENVIRONMENT', rows(HELP_TABLES.environment())),
    section('SETTINGS', [...paragraph(SETTINGS_TEXT), ...rows(HELP_TABLES.settings())]),
    section(
      'FILES',
      rows([
        ['~/.config/meanwhile/settings.json', 'your settings'],
        ['.meanwhile/settings.json, .meanwhile/settings.local.json', 'settings of a project'],
        ['~/.local/state/meanwhile', 'sessions, tasks and their logs'],
        ['~/.cache/meanwhile', 'compiled code of the program'],
      ]),
    ),
    section(
      'EXIT STATUS',
      rows([
        ['0', 'success'],
        ['1', 'the program, or with -p the turn, failed'],
        ['2', 'wrong usage or settings'],
      ]),
    ),
    section(
      'EXAMPLES',
      rows([
        ['meanwhile', 'opens the screen in the current folder'],
        ['meanwhile --continue', 'resumes the last session of the folder'],
        ['meanwhile -p "why does the build fail?" < build.log', 'prints the answer'],
        ['meanwhile tasks list --all', 'lists the tasks of all projects'],
      ]),
    ),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return `.SH ${quotedArgument(title)}\n${lines.join('\n')}`;
}

function rows(table: readonly HelpRow[]): readonly string[] {
  return table.flatMap(([usage, words]) => ['.TP', `.B ${quotedArgument(usage)}`, escaped(words)]);
}

function paragraph(text: string): readonly string[] {
  return text.split('\n').map(escaped);
}

/** An argument of a macro: a quotation mark in it is written twice. */
function quotedArgument(text: string): string {
  return `"${glyphs(text).replaceAll('"', '""')}"`;
}

/** A line of text: a control character at its beginning would make it a request. */
function escaped(text: string): string {
  return glyphs(text).replace(/^(?=[.'])/, '\\&');
}

function glyphs(text: string): string {
  return text.trim().replaceAll('\\', '\\e').replaceAll('-', '\\-');
}
