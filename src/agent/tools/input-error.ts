import type { z } from 'zod';
import { toolDefinition } from './definition.ts';
import type { AnyTool } from './tool.ts';
import { cut } from '../../background/cut.ts';

const SHOWN = 80;

/** What is wrong with an input, field by field, and what the tool takes: enough to send a right one. */
export function describeInputError(tool: AnyTool, input: unknown, error: z.ZodError): string {
  const problems = isRecord(input) ? error.issues.map((issue) => problem(issue, input)) : [notAnObject(input)];
  return [`The input of ${tool.name} is wrong. Nothing was done.`, ...problems, `It takes ${fields(tool)}.`].join('\n');
}

function notAnObject(input: unknown): string {
  return `- expected a JSON object, got ${shown(input)}`;
}

function problem(issue: z.core.$ZodIssue, input: object): string {
  if (issue.code === 'unrecognized_keys') return `- ${issue.keys.join(', ')}: no such field`;
  const got = issue.path.reduce(valueIn, input);
  const words = issue.code === 'invalid_type' ? `expected ${issue.expected}` : issue.message;
  return `- ${issue.path.join('.')}: ${words}, got ${got === undefined ? 'nothing' : shown(got)}`;
}

function valueIn(holder: unknown, key: PropertyKey): unknown {
  return isRecord(holder) ? holder[key] : undefined;
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return cut(json, SHOWN);
}

/** `command (string), timeout (number, optional)`. */
function fields(tool: AnyTool): string {
  const { properties = {}, required = [] } = toolDefinition(tool).inputSchema as {
    readonly properties?: { readonly [name: string]: { readonly type?: string } };
    readonly required?: readonly string[];
  };
  return Object.entries(properties)
    .map(([name, { type }]) => `${name} (${type}${required.includes(name) ? '' : ', optional'})`)
    .join(', ');
}
