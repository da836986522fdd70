/** The files of the project for the completion: asked for when they are needed first, and anew when they are old. */
import { fileItem, type CompletionItem } from './completion.ts';

export interface FileList {
  /** What is known now. */
  items(): readonly CompletionItem[];
}

const FRESH_MS = 5_000;

export function createFileList(ports: {
  list(): Promise<readonly string[]>;
  now(): number;
  /** Others are known than before. */
  onChange(): void;
}): FileList {
  let known: readonly CompletionItem[] = [];
  let asked = -Infinity;
  let asking = false;

  async function ask(): Promise<void> {
    asking = true;
    const paths = await ports.list().catch(() => []);
    asking = false;
    asked = ports.now();
    known = withFolders(paths).map(fileItem);
    ports.onChange();
  }

  return {
    items() {
      if (!asking && ports.now() - asked > FRESH_MS) void ask();
      return known;
    },
  };
}

/** What lies high in the tree comes first, folders before files. */
function withFolders(files: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let at = file.indexOf('/'); at !== -1; at = file.indexOf('/', at + 1)) folders.add(file.slice(0, at + 1));
  }
  const deep = [...folders, ...files].map((path) => ({ path, depth: depthOf(path) }));
  return deep.sort((one, other) => one.depth - other.depth).map(({ path }) => path);
}

function depthOf(path: string): number {
  let count = path.endsWith('/') ? -1 : 0;
  for (const character of path) if (character === '/') count += 1;
  return count;
}
