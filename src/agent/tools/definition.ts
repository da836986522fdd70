import { z } from 'zod';
import type { ToolDefinition } from '../provider.ts';
import type { AnyTool } from './tool.ts';

/** How a tool is offered to the model. Bounds that only catch mistakes are left out: `schema` checks them. */
export function toolDefinition({ name, description, schema, inputSchema: given }: AnyTool): ToolDefinition {
  if (given !== undefined) return { name, description, inputSchema: { ...given, type: 'object' } };
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => trim(jsonSchema),
  });
  return { name, description, inputSchema: { ...inputSchema, type: 'object' } };
}

/** Every token of a schema is sent with each request. */
function trim(schema: { [keyword: string]: unknown }): void {
  for (const keyword of CHECKED_ONLY) delete schema[keyword];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
}

/** Keywords of JSON Schema that tell a model nothing it would not do anyway. */
const CHECKED_ONLY = ['maxItems', 'maxLength', 'minItems', 'minLength', 'minimum', 'pattern', 'propertyNames'];
