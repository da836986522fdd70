/**
 * Files that something runs or obeys without anybody running the project: changed without a question only where a rule
 * names them. By name (`guarded-table.ts`), by what lies beside them (`guarded-layouts.ts`), because a hook or an MCP
 * server of the settings runs them, or because they are this program's own.
 *
 * Paths are absolute, with links resolved.
 */
import path from 'node:path';
import { GUARDED, RUN_WITH_PROJECT } from './guarded-table.ts';
import { layoutGuard } from './guarded-layouts.ts';
import { expandHome, isWithin } from './paths.ts';
import { compileTable } from './pattern-table.ts';

export interface GuardedProject {
  readonly root: string;
  /** Files that commands of the settings run, also links to them. */
  readonly scripts?: readonly RunScript[];
  /** The folders with the program's settings, records and compiled code. */
  readonly own?: readonly string[];
}

export interface RunScript {
  readonly file: string;
  /** `the hook before_tool`, `the MCP server files`. */
  readonly by: string;
}

export interface Guard {
  /** The same for all files that are guarded for one reason. */
  readonly key: string;
  /** Goes on after "asked because". */
  readonly reason: string;
  /** It is this program's own: asked about in every mode. */
  readonly isOwn: boolean;
}

/** What guards the file; `undefined`: nothing. */
export function guardOf(file: string, project: GuardedProject): Guard | undefined {
  const { root, scripts = [], own = [] } = project;
  const shown = shownPath(file, root);
  const ownFolder = own.find((folder) => isWithin(folder, file));
  if (ownFolder !== undefined) {
    return { key: ownFolder, reason: `${file} is in a folder of meanwhile's own`, isOwn: true };
  }
  const script = scripts.find((one) => one.file === file);
  if (script !== undefined) return { key: file, reason: `${shown} is run by ${script.by}`, isOwn: false };
  const row = GUARDED_TABLE.rowOf(shown);
  if (row !== undefined) return { key: row.kind, reason: row.reason.replace('%', () => shown), isOwn: false };
  const layout = layoutGuard(file, root);
  return layout && { key: layout.folder, reason: layout.reason.replace('%', () => shown), isOwn: false };
}

/** Whether the pattern of a rule about files is itself about what is guarded so, not only wide enough for it. */
export function namesGuard(glob: string, guard: Guard, project: GuardedProject): boolean {
  const literal = expandHome(glob.replace(/\\(.)/g, '$1'));
  return guardOf(path.resolve(project.root, literal), project)?.key === guard.key;
}

/** Why a question about an everyday file deserves a second look: `the build runs what package.json says`. */
export function runsWithProject(file: string, root: string): string | undefined {
  const shown = shownPath(file, root);
  return PROJECT_TABLE.rowOf(shown)?.reason.replace('%', () => shown);
}

const GUARDED_TABLE = compileTable(GUARDED);
const PROJECT_TABLE = compileTable(RUN_WITH_PROJECT);

function shownPath(file: string, root: string): string {
  return isWithin(root, file) ? path.relative(root, file) : file;
}
