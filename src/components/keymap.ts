/**
 * Which keys exist: every declared binding, in order. The dispatcher, the hints at the bottom, the help and docs/keys.md
 * are made from it.
 */
import type { Place } from '../store/selectors.ts';
import { allBindings } from './keys/all.ts';
import type { Binding } from './keys/binding.ts';
import { shownKey } from './key-names.ts';
import type { KeyContext } from './key-context.ts';

export interface Keymap {
  readonly bindings: readonly Binding[];
  /** What a key means there, if anything. */
  bindingFor(place: Place, key: string, context: KeyContext): Binding | undefined;
  /** Whether the key has a meaning there, if perhaps not now. */
  isKeyOf(place: Place, key: string): boolean;
  /** The first key of an action, in that place if one is given, as the user reads it; its name in quotes when it has none. */
  keyOf(action: string, place?: Place): string;
  /** Whether what a binding depends on is so. */
  holds(binding: Binding, context: KeyContext): boolean;
  /** The keys worth knowing there, the most useful first. */
  hintsFor(place: Place, context: KeyContext): readonly Hint[];
}

export interface Hint {
  readonly key: string;
  readonly words: string;
  /** Leads to all the others. */
  readonly isHelp: boolean;
}

export function createKeymap(bindings: readonly Binding[] = allBindings): Keymap {
  return {
    bindings,
    bindingFor: (place, key, context) =>
      bindings.find((binding) => applies(binding, place, context) && binding.keys.includes(key)),
    isKeyOf: (place, key) => bindings.some(({ places, keys }) => places.includes(place) && keys.includes(key)),
    keyOf(action, place) {
      const isMeant = (binding: Binding) => place === undefined || binding.places.includes(place);
      const key = bindings.find((each) => each.action === action && each.keys.length > 0 && isMeant(each))?.keys[0];
      return key === undefined ? `“${action}”` : shownKey(key);
    },
    holds,
    hintsFor(place, context) {
      const seen = new Set<string>();
      return bindings.flatMap(({ hint, keys: [key], ...binding }) => {
        if (hint === undefined || key === undefined || seen.has(key) || !applies(binding, place, context)) return [];
        seen.add(key);
        return [{ key: shownKey(key), words: hint, isHelp: binding.action === 'help' }];
      });
    },
  };
}

function applies(binding: Pick<Binding, 'places' | 'when'>, place: Place, context: KeyContext): boolean {
  return binding.places.includes(place) && holds(binding, context);
}

function holds({ when = [] }: Pick<Binding, 'when'>, context: KeyContext): boolean {
  return [when].flat().every((condition) => context.has(condition));
}
