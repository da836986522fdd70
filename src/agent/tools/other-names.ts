/**
 * Names that models know from other programs, in place of ours. Arguments are taken under them without a word, since a
 * refusal costs a request; tools are only suggested, since what other programs call the same may do something else.
 */

/** The input under the names that the tool has; a field whose own name is there too stays as it came, and is refused. */
export function withOwnNames(tool: string, input: unknown): unknown {
  const fields = own(FIELDS, tool);
  return fields === undefined || !isRecord(input) ? input : renamed(input, fields);
}

/** The tools of ours that do what another program's tool of that name does, the likeliest first. */
export function toolsNamed(name: string): readonly string[] {
  return own(TOOLS, name.toLowerCase().replace(/[^a-z]/g, '')) ?? [];
}

interface Field {
  readonly name: string;
  /** The value as the field takes it; nothing leaves the field out. */
  readonly value?: (value: unknown) => unknown;
  /** The field holds a list of objects with these fields. */
  readonly items?: Fields;
}

/** By the other name. `null`: it is left out. A field under its own name is here for its value alone. */
type Fields = { readonly [name: string]: string | Field | null };

const COMMAND: Fields = { cmd: 'command', script: 'command', workdir: 'cwd', working_directory: 'cwd', dir: 'cwd' };
const FILE: Fields = { file_path: 'path', filePath: 'path', file: 'path', filename: 'path', absolute_path: 'path' };
const FOLDER: Fields = {
  directory: 'path',
  dir: 'path',
  dir_path: 'path',
  folder: 'path',
  file_path: 'path',
  max_results: 'limit',
  head_limit: 'limit',
};
const TEXTS: Fields = {
  old_string: 'old_text',
  oldString: 'old_text',
  old_str: 'old_text',
  oldText: 'old_text',
  new_string: 'new_text',
  newString: 'new_text',
  new_str: 'new_text',
  newText: 'new_text',
  replaceAll: 'replace_all',
};
const TASK: Fields = { id: 'task_id', task: 'task_id', taskId: 'task_id', bash_id: 'task_id', shell_id: 'task_id' };
const STATES: { readonly [state: string]: string } = { pending: 'open', in_progress: 'doing', completed: 'done' };
const state = (value: unknown) => (typeof value === 'string' ? (own(STATES, value) ?? value) : value);
/** Seconds: as long as it may be. */
const LONGEST_WAIT = 300;

/** By the name of the tool. */
const FIELDS: { readonly [tool: string]: Fields } = {
  bash: { cmd: 'command', script: 'command', background: 'run_in_background', description: null },
  background_run: { ...COMMAND, name: 'label', description: 'label', depends_on: 'after', run_in_background: null },
  background_agent: { task: 'prompt', message: 'prompt', name: 'label', description: 'label', subagent_type: 'kind' },
  check_background: {
    ...TASK,
    ids: 'task_ids',
    pattern: 'grep',
    filter: 'grep',
    lines: 'tail',
    wait: { name: 'wait', value: (value) => (value === true ? LONGEST_WAIT : value === false ? undefined : value) },
    block: { name: 'wait', value: (value) => (value === true ? LONGEST_WAIT : undefined) },
  },
  send_background: { ...TASK, text: 'input', data: 'input', stdin: 'input' },
  stop_background: TASK,
  pause_background: TASK,
  resume_background: TASK,
  read_file: { ...FILE, start_line: 'offset', lines: 'limit' },
  write_file: { ...FILE, contents: 'content', text: 'content', file_text: 'content' },
  edit_file: { ...FILE, ...TEXTS, edits: { name: 'edits', items: TEXTS } },
  search_files: {
    ...FOLDER,
    query: 'pattern',
    regex: 'pattern',
    include: 'glob',
    case_insensitive: 'ignore_case',
    '-i': 'ignore_case',
    '-C': 'context',
    fixed_strings: 'literal',
  },
  find_files: { ...FOLDER, pattern: 'glob', query: 'glob' },
  list_directory: FOLDER,
  web_fetch: { uri: 'url', address: 'url', prompt: null },
  todo_write: {
    todos: {
      name: 'todos',
      items: {
        content: 'text',
        description: 'text',
        status: { name: 'state', value: state },
        state: { name: 'state', value: state },
        activeForm: null,
        id: null,
        priority: null,
      },
    },
  },
  ask_user: { options: 'choices', prompt: 'question' },
  skill: { skill: 'name' },
};

/** By the name in small letters without signs. */
const TOOLS: { readonly [name: string]: readonly string[] } = {
  shell: ['bash', 'background_run'],
  runshellcommand: ['bash', 'background_run'],
  execcommand: ['bash', 'background_run'],
  bashoutput: ['check_background'],
  taskoutput: ['check_background'],
  killshell: ['stop_background'],
  killbash: ['stop_background'],
  taskstop: ['stop_background'],
  writestdin: ['send_background'],
  task: ['background_agent', 'background_run'],
  agent: ['background_agent'],
  read: ['read_file'],
  cat: ['read_file'],
  view: ['read_file'],
  write: ['write_file'],
  createfile: ['write_file'],
  edit: ['edit_file'],
  multiedit: ['edit_file'],
  strreplace: ['edit_file'],
  strreplacebasededittool: ['edit_file', 'read_file', 'write_file'],
  replace: ['edit_file'],
  applypatch: ['edit_file', 'write_file'],
  grep: ['search_files'],
  ripgrep: ['search_files'],
  searchfilecontent: ['search_files'],
  glob: ['find_files'],
  find: ['find_files'],
  ls: ['list_directory'],
  listfiles: ['list_directory', 'find_files'],
  fetch: ['web_fetch'],
  updateplan: ['todo_write'],
  askuserquestion: ['ask_user'],
};

function renamed(input: Readonly<Record<string, unknown>>, fields: Fields): Record<string, unknown> {
  const made = new Map<string, unknown>();
  for (const [given, value] of Object.entries(input)) {
    const field = fieldOf(given, fields);
    if (field === null) continue;
    const isTaken = field.name !== given && (Object.hasOwn(input, field.name) || made.has(field.name));
    const taken = isTaken ? value : valueOf(value, field);
    if (taken !== undefined) made.set(isTaken ? given : field.name, taken);
  }
  return Object.fromEntries(made);
}

function fieldOf(given: string, fields: Fields): Field | null {
  const field = own(fields, given);
  if (field === undefined) return { name: given };
  return typeof field === 'string' ? { name: field } : field;
}

function valueOf(value: unknown, { value: take = (given) => given, items }: Field): unknown {
  if (items === undefined || !Array.isArray(value)) return take(value);
  return value.map((item: unknown) => (isRecord(item) ? renamed(item, items) : item));
}

/** The model may send any name, also one that every object has. */
function own<Value>(table: { readonly [name: string]: Value }, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
