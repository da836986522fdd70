import { jsonSchemaOf } from './json-schema.ts';
import type { SettingName } from './settings.ts';

/** The keys that an object at this place of a setting's value may have. */
export function knownKeys(name: SettingName, path: readonly string[]): readonly string[] {
  return keysAt(jsonSchemaOf(name), path);
}

interface JsonSchema {
  readonly properties?: { readonly [key: string]: JsonSchema };
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

function keysAt(schema: JsonSchema, [first, ...rest]: readonly string[]): readonly string[] {
  const options = schema.anyOf ?? [schema];
  if (first === undefined) return options.flatMap(({ properties = {} }) => Object.keys(properties));
  return options.flatMap(({ properties = {}, additionalProperties, items }) => {
    const below = properties[first] ?? (typeof additionalProperties === 'object' ? additionalProperties : items);
    return below === undefined ? [] : keysAt(below, rest);
  });
}
