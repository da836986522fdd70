/** `meanwhile config`: each value and where it comes from; what is wrong; and trusting a project's files. */
import { commandLine } from '../background/start-command.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../config.ts';
import { jsonText } from '../print.ts';
import { originWords } from './given.ts';
import { partsOf, valueOf, type Part } from './merge.ts';
import { byFile, refusedWords, untrustedWords } from './project-notices.ts';
import { boundFiles, openTrust } from './project-trust.ts';
import type { Untrusted } from './read-settings.ts';
import { SETTING_NAMES, settingOf, type SettingName } from './settings.ts';
import { projectOf } from './settings-files.ts';
import { givenLines, labelOf, linesBelow, openValue, valueLines } from './shown-value.ts';

export interface Printers {
  print(text: string): void;
  complain(sentence: string): void;
  /** Asks the user; without it nobody is there, and the command is the answer. */
  confirm?: (question: string) => Promise<boolean>;
  /** Columns; without it, of a usual terminal. */
  readonly width?: number;
}

type ConfigCommand = Pick<Command, 'args' | 'json' | 'read' | 'config'>;

/** Answers the exit code: 1 when something in the settings is wrong, 2 when the command is. */
export async function runConfigCommand(command: ConfigCommand, printers: Printers): Promise<number> {
  const { args, read } = command;
  const [action, ...more] = args;
  const complain = (sentences: readonly string[]) => sentences.forEach((sentence) => printers.complain(sentence));
  if (more.length > 0 || !(action === undefined || action === 'trust' || action === 'schema')) {
    complain([
      `meanwhile config knows trust and schema, not ${JSON.stringify(args.join(' '))}. To send it as a prompt: ${commandLine('-- config …')}`,
    ]);
    return 2;
  }
  if (action === 'schema') {
    const { settingsSchemaText } = await import('./settings-schema.ts');
    printers.print(settingsSchemaText());
    return 0;
  }
  complain([...read.mistakes, ...read.unknown]);
  if (read.mistakes.length > 0 && action === 'trust') return 1;
  if (action === 'trust') return trustProject(command, printers);
  const width = printers.width ?? WIDTH;
  const print = (lines: readonly string[]) => printers.print(lines.map((line) => `${line}\n`).join(''));
  if (command.json) printers.print(`${jsonText(asJson(command), 2)}\n`);
  else {
    print(asLines(command, width));
    complain([...untrustedWords(read.untrusted), ...refusedWords(read.refused)]);
    if (read.untrusted.length > 0) print(['', 'Not trusted:', ...waitingLines(read.untrusted, width)]);
  }
  return read.mistakes.length > 0 ? 1 : 0;
}

const WIDTH = 80;

/** Shows what would count, and lets it. */
async function trustProject({ read, config }: ConfigCommand, printers: Printers): Promise<number> {
  const { print, complain, confirm, width = WIDTH } = printers;
  if (read.untrusted.length === 0) {
    print('Nothing to trust: no setting of this project waits for it.\n');
    return 0;
  }
  const shown = waitingLines(read.untrusted, width).map((line) => `${line}\n`);
  print(['These settings of the project do not count yet:\n', ...shown].join(''));
  if (confirm !== undefined && !(await confirm('Do you trust them as they are?'))) {
    print('Nothing was changed.\n');
    return 1;
  }
  try {
    const trust = openTrust(config.stateFolder);
    for (const [file, given] of byFile(read.untrusted)) trust.trust(file, given);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return 1;
  }
  print('They count from now on, until they are changed.\n');
  return 0;
}

/** All of what is not trusted, and the files that it runs. */
function waitingLines(untrusted: readonly Untrusted[], width: number): readonly string[] {
  return byFile(untrusted).flatMap(([file, given]) => {
    const files = boundFiles(file, given).filter((name) => existsSync(path.join(projectOf(file), name)));
    const scripts = files.length === 0 ? [] : linesBelow('  files that these run, as they are now', files, width);
    return [file, ...givenLines(given, width), ...scripts];
  });
}

function asJson({ read }: ConfigCommand) {
  const settings = SETTING_NAMES.map((name) => {
    const parts = read.parts.get(name) ?? [];
    return {
      name,
      ...(parts.length === 0
        ? {}
        : {
            value: valueOf(
              name,
              parts.map((part) => ({ ...part, value: openValue(name, part) })),
            ),
          }),
      from: parts.map(({ key, origin }) => ({ ...(key === null ? {} : { key }), ...origin })),
    };
  });
  const untrusted = read.untrusted.map((given) => {
    const { name, origin, changed } = given;
    const parts = partsOf(given).map((part) => ({ ...part, value: openValue(name, part) }));
    return { name, value: valueOf(name, parts), changed, ...origin };
  });
  const refused = read.refused.map(({ name, origin }) => ({ name, ...origin }));
  return { settings, untrusted, refused, mistakes: read.mistakes, unknown: read.unknown, files: read.found };
}

function asLines({ read }: ConfigCommand, width: number): readonly string[] {
  const rows = SETTING_NAMES.flatMap((name) => rowsOf(name, read.parts.get(name) ?? []));
  const [nameWidth, valueWidth] = [0, 1].map((column) =>
    Math.min(WIDEST, Math.max(...rows.map((row) => (row[column] ?? '').length))),
  );
  return rows.flatMap(([name, value, origin]) =>
    value.length > WIDEST || value.includes('\n')
      ? linesBelow(`${name.padEnd(nameWidth ?? 0)}  ${origin}`, value.split('\n'), width)
      : [`${name.padEnd(nameWidth ?? 0)}  ${value.padEnd(valueWidth ?? 0)}  ${origin}`.trimEnd()],
  );
}

const WIDEST = 40;

function rowsOf(name: SettingName, parts: readonly Part[]): readonly (readonly [string, string, string])[] {
  const { merge, defaultWords } = settingOf(name);
  if (parts.length === 0) return [[name, defaultWords ?? 'not set', defaultWords === undefined ? '' : 'default']];
  return parts.map((part, index) => {
    const label = merge === 'by-key' || index === 0 ? labelOf(name, part) : '';
    return [label, valueLines(name, part).join('\n'), originWords(part.origin)];
  });
}
