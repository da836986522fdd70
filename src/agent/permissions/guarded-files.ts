/** What git, this program, editors and shells run or obey by themselves: changed only by who is allowed to by name. */
import path from 'node:path';

const GUARDED: ReadonlySet<string> = new Set(
  '.git .meanwhile .husky .vscode .idea .devcontainer .envrc .npmrc'.split(' '),
);

/** Both absolute, with links resolved. */
export function isGuarded(file: string, root: string): boolean {
  return path.relative(root, file).split(path.sep).some(isGuardedName);
}

/** A rule, or its pattern, names something of that. */
export function namesGuarded(rule: string): boolean {
  return rule.split(/[\\/()]+/).some(isGuardedName);
}

function isGuardedName(name: string): boolean {
  return GUARDED.has(name.toLowerCase());
}
