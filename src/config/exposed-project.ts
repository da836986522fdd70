import path from 'node:path';
import { isWithin } from '../agent/permissions/paths.ts';

/** A sentence when the project holds what is not one project's: the home folder, or folders of this program. */
export function exposedWords({
  cwd,
  home,
  ownFolders,
}: {
  readonly cwd: string;
  readonly home: string;
  readonly ownFolders: readonly string[];
}): readonly string[] {
  if (isWithin(cwd, home)) {
    const what = cwd === home ? 'is your home folder' : `(${cwd}) holds your home folder`;
    return [
      `The project ${what}, so what it may read and change is nearly everything of yours, and commands run there. ` +
        'Dot files and dot folders (.ssh, .config …) are asked about as if they were outside. ' +
        ADVICE,
    ];
  }
  const own = ownFolders.filter((folder) => isWithin(cwd, folder)).map((folder) => path.relative(cwd, folder) || '.');
  if (own.length === 0) return [];
  return [
    `The project holds folders in which meanwhile keeps what it runs by (${own.join(', ')}); changes there are always asked about. ${ADVICE}`,
  ];
}

const ADVICE = 'Better start in the folder of one project: cd there, or --cwd FOLDER.';
