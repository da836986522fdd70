/** What is known of a command by its name, and what every other one has in common. */
import { BUILDERS } from './builders.ts';
import { FILES } from './files.ts';
import { GIT } from './git.ts';
import { JAVASCRIPT } from './javascript.ts';
import type { KnownCommand } from './known-command.ts';
import { PYTHON_COMMANDS } from './python.ts';
import { SERVICES } from './services.ts';
import { TEXT } from './text.ts';

/** A command that nobody described: every option is asked about. */
export const UNKNOWN_COMMAND: KnownCommand = { assigns: true };

/** `name`: without a path. */
export function knownCommand(name: string): KnownCommand | null {
  return Object.hasOwn(ALL, name) ? (ALL[name] ?? null) : null;
}

const ALL: Readonly<Record<string, KnownCommand>> = {
  ...FILES,
  ...TEXT,
  ...JAVASCRIPT,
  ...PYTHON_COMMANDS,
  ...BUILDERS,
  ...SERVICES,
  git: GIT,
};
