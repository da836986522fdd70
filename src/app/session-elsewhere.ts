/** A session that is wanted in this folder and recorded in another one, or that this folder does not know it has. */
import { commandLine, quoted } from '../background/start-command.ts';
import { homedir } from 'node:os';
import type { Config } from '../config.ts';
import { agoWords, count, homePath } from '../components/format.ts';
import type { ProjectFolders } from '../config/folders.ts';
import { formerProjects, sessionsElsewhere, type FoundElsewhere, type OtherProject } from './other-projects.ts';
import { recordedSessions } from '../config/recorded-sessions.ts';
import { takeOver } from './take-over.ts';

interface Here {
  readonly config: Pick<Config, 'stateFolder' | 'cwd' | 'session'>;
  readonly folders: ProjectFolders;
}

export type Fetched =
  /** `sentence`: what was taken over to have it here. */
  { readonly kind: 'ready'; readonly sentence?: string } | { readonly kind: 'refused'; readonly sentence: string };

/** Brings a wished session here when its folder is gone; of one whose folder is there, says where it can be resumed. */
export async function fetchSession({ config, folders }: Here): Promise<Fetched> {
  const { session: wish, cwd } = config;
  if (wish.kind !== 'resume') return READY;
  if (recordedSessions(folders.sessions).some(({ id }) => id.startsWith(wish.id))) return READY;
  const found = sessionsElsewhere(config, wish.id);
  const [only, ...others] = found;
  if (only === undefined) return READY;
  if (others.length > 0) return { kind: 'refused', sentence: ambiguousWords(wish.id, found) };
  if (!only.project.isGone) return { kind: 'refused', sentence: elsewhereWords(only) };
  const taken = await takeOver(only.project, { folders, cwd, home: homedir() });
  return taken.kind === 'taken' ? { kind: 'ready', sentence: taken.sentence } : taken;
}

/**
 * What may be taken over in a folder of which nothing is recorded: a sentence for each folder that is gone and seems to
 * have been this one, with the command.
 */
export function takeOverOffers({ config, folders }: Here, now: number): readonly string[] {
  if (recordedSessions(folders.sessions).length > 0) return [];
  return formerProjects(config)
    .slice(0, MOST_OFFERS)
    .flatMap((project) => offerWords(project, now) ?? []);
}

const READY: Fetched = { kind: 'ready' };
const MOST_OFFERS = 3;

/** For who asks for one by the beginning of an id that several have. */
export function ambiguousWords(start: string, found: readonly FoundElsewhere[]): string {
  const list = found.map(({ project, session }) => `  ${session.id}  ${homePath(project.cwd, homedir())}`);
  return `More than one session id begins with ${start}:\n${list.join('\n')}`;
}

function elsewhereWords({ project, session }: FoundElsewhere): string {
  const folder = homePath(project.cwd, homedir());
  return `Session ${session.id} is one of ${folder}. Resume it there: ${commandLine(`--cwd ${quoted(folder)} --resume ${session.id}`)}`;
}

function offerWords({ cwd, folders, likeness }: OtherProject, now: number): string | undefined {
  const sessions = recordedSessions(folders.sessions);
  const [last] = sessions;
  if (last === undefined) return undefined;
  const were = sessions.length === 1 ? 'is one session' : `are ${count(sessions.length, 'session')}`;
  const why = {
    identity: 'was this folder',
    inode: 'seems to be this folder',
    repository: 'belongs to the same repository',
    name: 'had the same name',
  };
  return (
    `No session of this folder is recorded, but there ${were} of ${homePath(cwd, homedir())}, which is gone and ` +
    `${why[likeness ?? 'name']}. To take over its sessions and tasks: ${commandLine(`--resume ${last.id}`)} (${agoWords(now - last.at)})`
  );
}
