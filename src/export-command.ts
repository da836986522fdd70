/** `meanwhile export`: a recorded session as one page or as Markdown, also while a program has it open. */
import { commandLine } from './background/start-command.ts';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sessionsElsewhere } from './app/other-projects.ts';
import { recordedSessions } from './config/recorded-sessions.ts';
import { findRecorded } from './app/session-choice.ts';
import { ambiguousWords } from './app/session-elsewhere.ts';
import { homePath } from './components/format.ts';
import { stateFolder } from './config.ts';
import { currentFolder } from './config/current-folder.ts';
import { foldersOf } from './config/folders.ts';
import { recordedFolder } from './config/gone-folder.ts';
import { complain, say } from './print.ts';
import { exportName, exportText, formatOf, writeExport, type ExportFormat } from './export/write-export.ts';

const OPTIONS = {
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  cwd: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const HELP = `meanwhile export: a recorded session as one page that needs nothing else, or as Markdown

Usage: meanwhile export [SESSION] [options]

  SESSION            the session; the beginning of its id is enough (default: the last one of the folder)
  --format html|md   a page or Markdown (default: as the file's name says, else a page)
  --output, -o FILE  where to; - is stdout (default: meanwhile-SESSION.html in the current folder)
  --cwd DIR          the project folder (default: the current folder)
  --help, -h         show this text

It holds what was said, what tools were given and answered, and of each task how it ended and the lines of its log that
matter: read it before you give it away. A file that is no export is never written over.
`;

/** `argv` without the program and `export`. Answers the exit code: 0, 1 when it cannot be written, 2 for a wrong call. */
export async function runExportCommand(argv: readonly string[]): Promise<number> {
  const read = readOptions(argv);
  if (read.kind === 'wrong') return refuse(read.sentence, 2);
  const { values, positionals } = read;
  if (values.help === true) return answer(HELP);
  const here = currentFolder(process.env);
  const home = homedir();
  const state = stateFolder({ env: process.env, homedir: home, cwd: here });
  const project = recordedFolder(path.resolve(here, values.cwd ?? '.'), state);
  if (project.kind === 'error') return refuse(project.sentence, 2);
  const now = Date.now();
  const found = await findAnywhere({ state, cwd: project.folder, start: positionals[0], now });
  if (found.kind === 'none') return refuse(found.sentence, 2);
  const { id, folders } = found;
  if (found.passedOver !== undefined) complain(found.passedOver);
  const format = values.format ?? (values.output === undefined ? undefined : formatOf(values.output)) ?? 'html';
  const options = { folders, id, format, now, home };
  if (values.output === '-') {
    const made = await exportText(options);
    return made.kind === 'text' ? answer(made.text) : refuse(made.sentence, 1);
  }
  const file = path.resolve(here, values.output ?? exportName(id, format));
  const written = await writeExport({ ...options, file });
  return written.kind === 'written' ? answer(`${homePath(written.file, home)}\n`) : refuse(written.sentence, 1);
}

/** By its id wherever it is: exporting changes nothing. */
async function findAnywhere(options: {
  readonly state: string;
  readonly cwd: string;
  readonly start: string | undefined;
  readonly now: number;
}) {
  const { state, cwd, start, now } = options;
  const folders = foldersOf({ stateFolder: state, cwd });
  const found = await findRecorded({ folder: folders.sessions, start, now });
  if (found.kind === 'found') {
    const { session, passedOver } = found;
    return { kind: 'found', id: session.id, folders, passedOver } as const;
  }
  const isKnownHere = start === undefined || recordedSessions(folders.sessions).some(({ id }) => id.startsWith(start));
  const elsewhere = isKnownHere ? [] : sessionsElsewhere({ stateFolder: state, cwd }, start);
  const [only, ...others] = elsewhere;
  if (only === undefined) return found;
  if (others.length > 0) return { kind: 'none', sentence: ambiguousWords(start ?? '', elsewhere) } as const;
  return { kind: 'found', id: only.session.id, folders: only.project.folders, passedOver: undefined } as const;
}

type Wrong = { readonly kind: 'wrong'; readonly sentence: string };

function readOptions(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
    const { format, ...others } = values;
    if (positionals.length > 1) return wrong(`export takes one session, not also ${positionals[1]}`);
    if (!isFormat(format)) return wrong(`--format is ${format}; it may be html or md`);
    return { kind: 'read', positionals, values: { ...others, format } } as const;
  } catch (error) {
    return wrong(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
}

function wrong(reason: string): Wrong {
  return { kind: 'wrong', sentence: `${reason}. ${commandLine('export --help')} says how.` };
}

function isFormat(value: string | undefined): value is ExportFormat | undefined {
  return value === undefined || value === 'html' || value === 'md';
}

function answer(text: string): number {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  say(text);
  return 0;
}

function refuse(sentence: string, code: number): number {
  complain(sentence);
  return code;
}
