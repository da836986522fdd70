/** What a setting says, whole, for a person who decides about it: long ones over several lines, nothing left out. */
import { reveal } from '../background/invisible.ts';
import { chop } from '../components/text.ts';
import type { Given } from './given.ts';
import { partsOf, type Part } from './merge.ts';
import { settingOf, type SettingName } from './settings.ts';

/** As much of a value as may be seen: without what may be secret. */
export function openValue(name: SettingName, { value }: Pick<Part, 'value'>): unknown {
  const { shown } = settingOf(name);
  return shown === undefined ? value : shown(value);
}

/** The same in words, on as many lines as it has; what would not show is shown. */
export function valueLines(name: SettingName, part: Pick<Part, 'value'>): readonly string[] {
  const { words } = settingOf(name);
  const value = words?.(part.value) ?? openValue(name, part);
  return reveal(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}

/** Each setting with its name and line, and with all of its value. `width` in columns. */
export function givenLines(given: readonly Given[], width: number): readonly string[] {
  return given.flatMap((one) =>
    partsOf(one).flatMap((part) => {
      const line = part.origin.kind === 'file' ? ` (line ${part.origin.line})` : '';
      const head = `  ${labelOf(one.name, part)}${line}`;
      const lines = valueLines(one.name, part);
      const together = `${head}  ${lines.join('')}`;
      return lines.length === 1 && together.length <= width ? [together] : linesBelow(head, lines, width);
    }),
  );
}

/** `mcpServers.files`; an item of a list has only the name of the list. */
export function labelOf(name: SettingName, { key }: Pick<Part, 'key'>): string {
  return settingOf(name).merge === 'by-key' && key !== null ? `${name}.${key}` : name;
}

/** Lines below their heading, so that none of them can pass for another heading; what is too long goes on. */
export function linesBelow(head: string, lines: readonly string[], width: number): readonly string[] {
  return [head, ...lines.flatMap((line) => chop(line, width - MARGIN.length)).map((line) => MARGIN + line)];
}

const MARGIN = '      ';
