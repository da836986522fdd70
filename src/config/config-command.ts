/** `meanwhile config`: each value and where it comes from; what is wrong; and trusting a project's files. */
import type { Command } from '../config.ts';
import { jsonText } from '../print.ts';
import { originWords } from './given.ts';
import { valueOf, type Part } from './merge.ts';
import { openTrust } from './project-trust.ts';
import { untrustedWords } from './read-settings.ts';
import { SETTING_NAMES, settingOf, type SettingName } from './settings.ts';

export interface Printers {
  print(text: string): void;
  complain(sentence: string): void;
}

type ConfigCommand = Pick<Command, 'args' | 'json' | 'read' | 'config'>;

/** Answers the exit code: 1 when something in the settings is wrong, 2 when the command is. */
export async function runConfigCommand(command: ConfigCommand, printers: Printers): Promise<number> {
  const { args, read } = command;
  const [action, ...more] = args;
  const complain = (sentences: readonly string[]) => sentences.forEach((sentence) => printers.complain(sentence));
  if (more.length > 0 || !(action === undefined || action === 'trust' || action === 'schema')) {
    complain([
      `meanwhile config knows trust and schema, not ${JSON.stringify(args.join(' '))}. As a prompt: meanwhile -- config …`,
    ]);
    return 2;
  }
  if (action === 'schema') {
    const { settingsSchemaText } = await import('./settings-schema.ts');
    printers.print(settingsSchemaText());
    return 0;
  }
  complain(read.mistakes);
  if (read.mistakes.length > 0 && action === 'trust') return 1;
  if (action === 'trust') printers.print(trustProject(command));
  else if (command.json) printers.print(`${jsonText(asJson(command), 2)}\n`);
  else {
    printers.print(`${asLines(command).join('\n')}\n`);
    complain(untrustedWords(read.untrusted));
  }
  return read.mistakes.length > 0 ? 1 : 0;
}

function trustProject({ read, config }: ConfigCommand): string {
  if (read.untrusted.length === 0) return 'Nothing to trust: no setting of this project waits for it.\n';
  const trust = openTrust(config.stateFolder);
  const files = new Set(read.untrusted.map(({ origin }) => (origin.kind === 'file' ? origin.file : '')));
  for (const file of files) {
    trust.trust(
      file,
      read.untrusted.filter(({ origin }) => origin.kind === 'file' && origin.file === file),
    );
  }
  const lines = read.untrusted.map(
    (given) => `  ${given.name}  ${shown(given.name, given)}  ${originWords(given.origin)}`,
  );
  return `These settings count from now on, until they are changed:\n${lines.join('\n')}\n`;
}

function shown(name: SettingName, part: Pick<Part, 'value'>): string {
  const value = open(name, part);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** As much of a value as may be shown. */
function open(name: SettingName, { value }: Pick<Part, 'value'>): unknown {
  const { shown } = settingOf(name);
  return shown === undefined ? value : shown(value);
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
              parts.map((part) => ({ ...part, value: open(name, part) })),
            ),
          }),
      from: parts.map(({ key, origin }) => ({ ...(key === null ? {} : { key }), ...origin })),
    };
  });
  const untrusted = read.untrusted.map(({ name, origin }) => ({ name, ...origin }));
  return { settings, untrusted, mistakes: read.mistakes, files: read.found };
}

function asLines({ read }: ConfigCommand): readonly string[] {
  const rows = SETTING_NAMES.flatMap((name) => rowsOf(name, read.parts.get(name) ?? []));
  const [nameWidth, valueWidth] = [0, 1].map((column) =>
    Math.min(WIDEST, Math.max(...rows.map((row) => (row[column] ?? '').length))),
  );
  return rows.map(([name, value, origin]) =>
    `${name.padEnd(nameWidth ?? 0)}  ${value.padEnd(valueWidth ?? 0)}  ${origin}`.trimEnd(),
  );
}

const WIDEST = 40;

function rowsOf(name: SettingName, parts: readonly Part[]): readonly (readonly [string, string, string])[] {
  const { merge, defaultWords } = settingOf(name);
  if (parts.length === 0) return [[name, defaultWords ?? 'not set', defaultWords === undefined ? '' : 'default']];
  return parts.map((part, index) => {
    const label = merge === 'by-key' ? `${name}.${part.key}` : index === 0 ? name : '';
    return [label, shown(name, part), originWords(part.origin)];
  });
}
