/** Which files count as the project's own, and which rules allow one that is guarded or personal. */
import path from 'node:path';
import { guardOf, namesGuard, type Guard, type GuardedProject } from './guarded-files.ts';
import { createFileGlobs, type FileGlobs } from './match-file.ts';
import { expandHome, isWithin } from './paths.ts';
import { isPersonal } from './personal-files.ts';
import type { Demand } from './judge-command.ts';
import type { Rule } from './rules.ts';

export interface ProjectFiles {
  /** The project: absolute, with links resolved. */
  readonly root: string;
  readonly guards?: Guards;
  /** Where the patterns of rules lead. */
  readonly globs?: FileGlobs;
}

/** What is guarded in this project beside what is guarded in all. */
export interface Guards extends Omit<GuardedProject, 'root'> {
  /** The home folder, absolute, with links resolved: where the project holds it, what is personal counts as outside. */
  readonly home?: string;
}

export type FileDemand = Extract<Demand, { kind: 'read' | 'edit' }>;

/** What guards the file; `undefined`: nothing. */
export function guardIn({ root, guards }: ProjectFiles, file: string): Guard | undefined {
  return guardOf(file, { root, ...guards });
}

/** It is a file of the project that nothing guards: one like most others. */
export function isPlainFile(file: string, options: ProjectFiles): boolean {
  return isInside(file, options) && guardIn(options, file) === undefined;
}

/** In the project, and not what is personal in a home folder that the project holds. */
export function isInside(file: string, { root, guards }: ProjectFiles): boolean {
  return isWithin(root, file) && !isPersonal(file, { root, home: guards?.home });
}

/** The same for all below it, where that is read too. */
export function isReadInside({ file, isDeep }: FileDemand, options: ProjectFiles): boolean {
  const { root, guards: { home } = {} } = options;
  const holdsHome = home !== undefined && isWithin(root, home) && isWithin(file, home);
  return isInside(file, options) && !(isDeep === true && holdsHome);
}

/** A rule that allows it, by name where it is guarded or personal. */
export function allowsFile({ tool, pattern }: Rule, { kind, file }: FileDemand, options: ProjectFiles): boolean {
  if (tool !== kind) return false;
  const { root, globs = createFileGlobs(root) } = options;
  const glob = pattern.kind === 'glob' ? pattern.glob : '**';
  if (!globs.allows(glob, file)) return false;
  const guard = kind === 'edit' ? guardIn(options, file) : undefined;
  if (guard !== undefined && !namesGuard(glob, guard, { root, ...options.guards })) return false;
  return !isWithin(root, file) || isInside(file, options) || namesPersonal(glob, options);
}

/** The rule is about something personal: `read(~/notes/**)`, `read(.config/**)`, but not `read(**)`. */
function namesPersonal(glob: string, options: ProjectFiles): boolean {
  return /^[~/]/.test(glob) || !isInside(path.resolve(options.root, expandHome(glob)), options);
}
