/** Apart from `zod.ts`, because the start does not need it. */
import { toJSONSchema } from 'zod/mini';
import { settingOf, type SettingName } from './settings.ts';
import * as z from './zod.ts';

/** The JSON Schema of the values that a setting accepts. */
export function jsonSchemaOf(name: SettingName): { readonly [key: string]: unknown } {
  const { $schema: _dialect, ...schema } = toJSONSchema(settingOf(name).schema(z), { io: 'input' });
  return schema;
}
