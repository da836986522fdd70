import { parse } from 'yaml';

/** What YAML between two lines of `---` says; throws what is wrong with it. A file of its own, loaded when there is some. */
export function readFields(front: string): unknown {
  return parse(front, { maxAliasCount: 0 });
}
