/** The user's own keys: which bindings come of them, and what is wrong or in conflict with them. Pure. */
import { fuzzyMatches } from '../../store/fuzzy.ts';
import { TYPING, type Binding } from './binding.ts';

/** Keys by the name of an action; an empty list takes its keys away. */
export type Remaps = Readonly<Record<string, readonly string[]>>;

export interface Remapped {
  readonly bindings: readonly Binding[];
  /** One sentence each, with names. What is wrong is left out, the rest holds. */
  readonly problems: readonly string[];
}

/** The user's keys come before the others: where both apply, theirs counts. */
export function remap(bindings: readonly Binding[], remaps: Remaps): Remapped {
  const known = new Set(bindings.map(({ action }) => action));
  const fixed = new Set(bindings.filter((binding) => binding.fixed).map(({ action }) => action));
  const wrong: string[] = [];
  const chosen = new Map<string, readonly string[]>();
  for (const [action, keys] of Object.entries(remaps)) {
    if (!known.has(action)) wrong.push(unknownAction(action, [...known]));
    else if (fixed.has(action)) wrong.push(`Your keys: "${action}" keeps its number, which stands before the answer.`);
    else
      chosen.set(
        action,
        keys.flatMap((key) => readKey(key) ?? (wrong.push(noKey(key, action)), [])),
      );
  }
  const changed = bindings.flatMap((binding) => {
    const keys = chosen.get(binding.action);
    return keys === undefined ? [] : [withKeys(binding, keys)];
  });
  const others = bindings.filter(({ action }) => !chosen.has(action));
  return { bindings: [...changed, ...others], problems: [...wrong, ...conflicts(changed, others)] };
}

/** As `key-presses.ts` names keys; nothing for what is none. */
export function readKey(written: string): string | undefined {
  if ([...written].length === 1) return written;
  const parts = written
    .trim()
    .toLowerCase()
    .split(/\+(?=.)/);
  const last = parts.at(-1) ?? '';
  const modifiers = parts.slice(0, -1).map((part) => MODIFIERS[part] ?? '');
  const name = NAMES[last] ?? last;
  if (modifiers.includes('')) return undefined;
  if ([...name].length !== 1 && !KNOWN.has(name) && !/^f(?:[1-9]|1[0-2])$/.test(name)) return undefined;
  if (modifiers.length === 0) return name === 'space' ? ' ' : name;
  return [...ORDER.filter((modifier) => modifiers.includes(modifier)), name].join('+');
}

const ORDER = ['ctrl', 'alt', 'shift'];
const MODIFIERS: Readonly<Record<string, string>> = {
  ctrl: 'ctrl',
  control: 'ctrl',
  alt: 'alt',
  meta: 'alt',
  option: 'alt',
  shift: 'shift',
};
const NAMES: Readonly<Record<string, string>> = {
  escape: 'esc',
  return: 'enter',
  del: 'delete',
  pgup: 'pageup',
  pgdn: 'pagedown',
};
const KNOWN: ReadonlySet<string> = new Set([
  'enter',
  'esc',
  'tab',
  'space',
  'backspace',
  'delete',
  'up',
  'down',
  'left',
  'right',
  'pageup',
  'pagedown',
  'home',
  'end',
]);

/** A letter that is written cannot be a key there, unless nothing is written yet. */
function withKeys(binding: Binding, keys: readonly string[]): Binding {
  const places = binding.places.filter((place) => !TYPING.includes(place));
  const isLetter = (key: string) => [...key].length === 1;
  const mayBeLetter = [binding.when ?? []].flat().includes('draft empty') || places.length === binding.places.length;
  return { ...binding, keys: mayBeLetter ? keys : keys.filter((key) => !isLetter(key)) };
}

function conflicts(changed: readonly Binding[], others: readonly Binding[]): readonly string[] {
  const found = new Set<string>();
  changed.forEach((binding, index) => {
    for (const other of [...changed.slice(index + 1), ...others]) {
      if (other.action === binding.action || !hides(binding, other)) continue;
      const place = binding.places.find((each) => other.places.includes(each));
      const key = binding.keys.find((each) => other.keys.includes(each));
      if (place === undefined || key === undefined) continue;
      found.add(
        changed.includes(other)
          ? `Your keys: ${key} is both "${binding.action}" and "${other.action}" (${place}); "${binding.action}" counts.`
          : `Your keys: ${key} is "${binding.action}" now, and no longer "${other.action}" (${place}).`,
      );
    }
  });
  return [...found];
}

/** Wherever the other would apply, this one does. */
function hides(binding: Binding, other: Binding): boolean {
  const needed = [binding.when ?? []].flat();
  const given = [other.when ?? []].flat();
  return needed.every((condition) => given.includes(condition));
}

function unknownAction(action: string, known: readonly string[]): string {
  const near = fuzzyMatches(
    action,
    known.map((label) => ({ label })),
    1,
  )[0]?.item.label;
  const advice = near === undefined ? 'docs/keys.md of meanwhile lists them.' : `Did you mean "${near}"?`;
  return `Your keys: there is no action "${action}". ${advice}`;
}

function noKey(key: string, action: string): string {
  return `Your keys: "${key}" for "${action}" is no key. Write for example ctrl+x, alt+left, f5 or ?.`;
}
