import { z } from 'zod';
import type { ToolDefinition } from '../provider.ts';
import type { AnyTool } from './tool.ts';

/** How a tool is offered to the model. */
export function toolDefinition({ name, description, schema, inputSchema: given }: AnyTool): ToolDefinition {
  if (given !== undefined) return { name, description, inputSchema: { ...given, type: 'object' } };
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(schema);
  return { name, description, inputSchema: { ...inputSchema, type: 'object' } };
}
