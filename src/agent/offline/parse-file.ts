import { after, bare, cut, has, remove } from './fold.ts';
import { pathIn, unquotedPathIn } from './paths.ts';
import { quotesIn, type Lifted } from './quotes.ts';
import type { Request } from './requests.ts';
import { CREATE, EDIT, READ, WHILE } from './verbs.ts';

/** `create a file`, `write "hello" to notes.md`, `crée un fichier nommé a.txt contenant « b »`. */
export function parseCreate(text: string, quotes: Lifted): readonly Request[] | undefined {
  const order = after(remove(text, WHILE), CREATE);
  if (order === undefined) return undefined;
  const marked = splitContent(order, quotes);
  const { path, rest } = pathIn(marked.order, quotes);
  if (path === undefined && !has(marked.order, FILE_NOUN)) return undefined;
  const [quoted] = quotesIn(rest);
  const more = quoted === undefined ? pathsIn(rest, quotes) : [];
  const object = bare(remove(rest, FILE_NOISE));
  const content = marked.content ?? (quoted === undefined ? literal(object, path) : quotes.inner(quoted));
  if (more.length > 0) return [path, ...more].map((each) => createRequest(each, marked.content));
  if (content === undefined && object !== '') return undefined;
  return [createRequest(path, content)];
}

function createRequest(path: string | undefined, content: string | undefined): Request {
  return { kind: 'create', ...(path !== undefined && { path }), ...(content !== undefined && { content }) };
}

/** `read notes.md`, `show me the README`, `lis-le`. */
export function parseRead(text: string, quotes: Lifted): readonly Request[] | undefined {
  const order = after(text, READ);
  if (order === undefined) return undefined;
  const paths = pathsIn(order, quotes);
  if (paths.length > 0) return paths.map((path) => ({ kind: 'read', path }));
  return has(bare(order), PRONOUN) ? [{ kind: 'read' }] : undefined;
}

/** `edit a.md: replace "x" with "y"`, `remplace « x » par « y » dans a.md`. */
export function parseEdit(text: string, quotes: Lifted): readonly Request[] | undefined {
  if (!has(text, EDIT) && !has(text, IN_FILE_EDIT)) return undefined;
  const { path, rest } = quotesIn(text).length === 2 ? unquotedPathIn(text) : pathIn(text, quotes);
  const [oldText, newText] = quotesIn(rest).map((quote) => quotes.inner(quote));
  if (oldText === undefined || newText === undefined) return undefined;
  return [{ kind: 'edit', ...(path !== undefined && { path }), oldText, newText }];
}

/** `read "notes"`: what is quoted is a path, also when it does not look like one. */
function pathsIn(order: string, quotes: Lifted): readonly string[] {
  const { path, rest } = pathIn(order, quotes);
  if (path !== undefined) return [path, ...pathsIn(rest, quotes)];
  return quotesIn(order).map((quote) => quotes.inner(quote));
}

const IN_FILE_EDIT =
  /^(?:in|dans) .*\b(?:replace|change|substitute|remplacer?|remplaces?|remplacez|changer?|changez)\b/;

const FILE_NOUN = /\b(?:files?|notes?|documents?|fichiers?)\b/;

const FILE_NOISE =
  /(?<![\w/.])(?:an?|the|me|my|new|empty|small|short|little|text|markdown|another|one|some|named|called|files?|notes?|documents?|in|to|into|as|here|this|folder|directory|project|it|une?|le|la|les|moi|nouveau|nouvelle|vide|petite?|texte|nommee?|appelee?|intitulee?|fichiers?|dans|sous|ici|ce|dossier|projet|autre|qui s'appelle|de|with|avec)(?![\w/.])/g;

/** What stands for the content in words: `containing …`, `avec le contenu …`. */
const CONTENT =
  /\b(?:with (?:the )?(?:contents?|text|words?|line)|containing|that (?:says|contains|reads)|saying|which (?:says|contains)|contenant|avec (?:le |la )?(?:contenu|texte|mots?|ligne)|qui (?:dit|contient)|disant)\b\s*:?/;

const PRONOUN = /^-?(?:it|that|this|them|le|la|that file|the file|it back|ce fichier|le fichier|moi le|moi)$/;

interface Marked {
  readonly order: string;
  readonly content?: string;
}

function splitContent(order: string, quotes: Lifted): Marked {
  const [before, words] = cut(order, CONTENT) ?? [order, ''];
  const quoted = quotesIn(words)[0];
  // `containing "a" in b.md`: what stands beside the quoted content still belongs to the order.
  if (quoted !== undefined) return { order: `${before} ${words.replace(quoted, ' ')}`, content: quotes.inner(quoted) };
  return bare(words) === '' ? { order: before } : { order: before, content: quotes.restore(bare(words)) };
}

/** `write hello to a.txt`: what is no description is meant literally. */
function literal(object: string, path: string | undefined): string | undefined {
  return path === undefined || object === '' || has(object, DESCRIPTION) ? undefined : object;
}

const DESCRIPTION = /^(?:an?|the|some|my|about|une?|le|la|les|des|du|sur)\b/;
