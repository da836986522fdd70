/**
 * What a server says of its tools for people and permissions. No more than its word: it changes what a question says,
 * never whether it is asked (https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations). Pure.
 */
import { cleanText } from '../../background/clean-text.ts';
import { cut } from '../../background/cut.ts';

/** A hint that the server does not give is `undefined`; the defaults of the protocol are not assumed to be its word. */
export interface ToolAnnotations {
  /** What people call the tool, on one line; empty when the server does not say. */
  readonly title: string;
  readonly readOnly: boolean | undefined;
  readonly destructive: boolean | undefined;
  readonly openWorld: boolean | undefined;
}

const TITLE_CHARS = 80;

/** `title`: the one of the tool itself, which goes before that of the annotations. */
export function readAnnotations(given: unknown, title: unknown): ToolAnnotations {
  const hints = (typeof given === 'object' && given !== null ? given : {}) as Readonly<Record<string, unknown>>;
  const named = [title, hints['title']].find((one) => typeof one === 'string' && one.trim() !== '');
  return {
    title: cut(
      cleanText(String(named ?? ''))
        .replace(/\s+/g, ' ')
        .trim(),
      TITLE_CHARS,
    ),
    readOnly: hint(hints['readOnlyHint']),
    destructive: hint(hints['destructiveHint']),
    openWorld: hint(hints['openWorldHint']),
  };
}

/** `the server says that it only reads and reaches the outside`; empty when the server says nothing of the kind. */
export function annotationWords({ readOnly, destructive, openWorld }: ToolAnnotations): string {
  const parts = [
    ...(readOnly === true ? ['only reads'] : []),
    // Of a tool that only reads, the other hint means nothing.
    ...(readOnly !== true && destructive === true ? ['may destroy'] : []),
    ...(readOnly !== true && destructive === false ? ['destroys nothing'] : []),
    ...(openWorld === true ? ['reaches the outside'] : []),
  ];
  return parts.length === 0 ? '' : `the server says that it ${parts.join(' and ')}`;
}

function hint(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
