import type { Plan, Setting } from './plan.ts';
import { quoted } from './quoted.ts';
import type { Request } from './requests.ts';

type Create = Extract<Request, { kind: 'create' }>;
type Edit = Extract<Request, { kind: 'edit' }>;

export function* planCreate(request: Create, setting: Setting): Plan {
  const { phrases, now } = setting;
  const path = request.path ?? (yield* freeName(setting));
  if (path === '') return phrases.noFreeName;
  const isNote = request.content === undefined && /\.(?:md|txt)$|^[^.]*$/.test(path);
  const content = isNote ? phrases.note(new Date(now).toISOString().slice(0, 10)) : (request.content ?? '');
  const write = { say: phrases.writing(path), calls: [{ name: 'write_file', input: { path, content } }] };
  let [outcome] = yield write;
  if (outcome?.isError && outcome.text.includes('Read it with read_file')) {
    yield { say: phrases.reading(path), calls: [{ name: 'read_file', input: { path } }] };
    [outcome] = yield write;
  }
  if (!outcome || outcome.isError) return quoted(phrases.notWritten(path), { outcome, phrases });
  setting.lastPath = path;
  const said = [phrases.written(path)];
  if (request.path === undefined) said.push(phrases.chosenName(path));
  if (isNote) said.push(phrases.ownContent);
  return said.join(' ');
}

export function* planRead(wanted: string | undefined, setting: Setting): Plan {
  const { phrases, lastPath } = setting;
  const path = wanted ?? lastPath;
  if (path === undefined) return phrases.whichFile;
  const [outcome] = yield { say: phrases.reading(path), calls: [{ name: 'read_file', input: { path } }] };
  if (!outcome || outcome.isError) return quoted(phrases.notRead(path), { outcome, phrases });
  setting.lastPath = path;
  return quoted(phrases.content(path), { outcome: { ...outcome, text: withoutNumbers(outcome.text) }, phrases });
}

export function* planEdit({ path: wanted, oldText, newText }: Edit, setting: Setting): Plan {
  const { phrases, lastPath } = setting;
  const path = wanted ?? lastPath;
  if (path === undefined) return phrases.whichFile;
  const input = { path, old_text: oldText, new_text: newText };
  const [outcome] = yield { say: phrases.editing(path), calls: [{ name: 'edit_file', input }] };
  if (!outcome || outcome.isError) return quoted(phrases.notEdited(path), { outcome, phrases });
  setting.lastPath = path;
  return phrases.edited(path);
}

const NAMES = ['notes.md', 'notes-2.md', 'notes-3.md', 'notes-4.md', 'notes-5.md'];

/** A name under which nothing can be read, so that no file of the user's is written over; empty when all are taken. */
function* freeName({ phrases }: Setting): Plan {
  for (const path of NAMES) {
    const calls = [{ name: 'read_file', input: { path, limit: 1 } }];
    const [outcome] = yield { say: phrases.looking(path), calls };
    if (outcome?.isError && outcome.text.includes('does not exist')) return path;
  }
  return '';
}

/** The tool numbers the lines of a file. */
function withoutNumbers(text: string): string {
  return text.replace(/^\d+\t/gm, '');
}
