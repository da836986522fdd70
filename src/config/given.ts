/** A value that some source gives to a setting, and where that is written. */
import type { SettingName } from './settings.ts';

export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly scope: FileScope; readonly file: string; readonly line: number }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'flag'; readonly name: string };

/**
 * `user` is the user's own, `option` one that was named on the command line; the others lie in the project, whose
 * `local` one is not committed. Later ones win.
 */
export type FileScope = 'user' | 'project' | 'local' | 'option';

export function isProjectScope(scope: FileScope): boolean {
  return scope === 'project' || scope === 'local';
}

export interface Given {
  readonly name: SettingName;
  readonly value: unknown;
  readonly origin: Origin;
  /** Where each item or key of the value is written, for those that a file holds. */
  readonly lines?: { readonly [part: string]: number };
}

/** `--wake`, `/p/.meanwhile/settings.json:3`. */
export function originWords(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'file':
      return `${origin.file}:${origin.line}`;
    case 'environment':
      return origin.name;
    case 'flag':
      return `--${origin.name}`;
    default:
      return origin satisfies never;
  }
}
