/** The result that `--json-schema` asks for: its schema, and the tool that takes it. Loaded only when it is asked for. */
import { Ajv, type ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { FINAL_RESULT, finalResultTool } from '../agent/tools/final-result.ts';
import { reasonOf } from '../agent/tools/outcome.ts';
import type { AnyTool } from '../agent/tools/tool.ts';
import { readRegularText } from '../background/regular-file.ts';

export interface StructuredResult {
  readonly tool: AnyTool;
  /** What the model is told when it ended without a result. */
  readonly reminder: string;
  /** `null` until the model has given one that fits. */
  value(): object | null;
}

export type ReadResult =
  | { readonly kind: 'result'; readonly result: StructuredResult }
  /** A whole sentence. */
  | { readonly kind: 'wrong'; readonly sentence: string };

/** `given` is the schema itself, or a file from the folder `cwd`. */
export function readStructuredResult(given: string, cwd: string): ReadResult {
  const isJson = given.trim().startsWith('{');
  const file = path.resolve(cwd, given);
  if (!isJson && !existsSync(file)) {
    return wrong(`the file ${file} does not exist. Give a file, or the schema itself: {"type": "object", …}`);
  }
  try {
    const schema: unknown = JSON.parse(isJson ? given : readRegularText(file));
    if (!isObjectSchema(schema)) return wrong('it has to be the schema of an object: {"type": "object", …}');
    return { kind: 'result', result: structuredResult(schema) };
  } catch (error) {
    return wrong(reasonOf(error));
  }
}

interface ObjectSchema {
  readonly type: 'object';
  readonly $schema?: unknown;
}

/** Throws when the schema is none. */
function structuredResult({ $schema = '', ...schema }: ObjectSchema): StructuredResult {
  const options = { strict: false, allErrors: true, validateFormats: false } as const;
  const ajv = /draft-0?[4-7]/.test(String($schema)) ? new Ajv(options) : new Ajv2020(options);
  const validate = ajv.compile(schema);
  const faultsOf = (value: unknown) => (validate(value) ? [] : (validate.errors ?? []).map(faultWords));
  let result: object | null = null;
  return {
    tool: finalResultTool({ schema, faultsOf }, (value) => (result = value)) as AnyTool,
    reminder: `The result is still missing: call ${FINAL_RESULT} with it. (Written by the program.)`,
    value: () => result,
  };
}

function faultWords({ instancePath, message, params }: ErrorObject): string {
  const named = 'additionalProperty' in params ? ` (${JSON.stringify(params['additionalProperty'])})` : '';
  return `${instancePath === '' ? 'the result' : instancePath} ${message ?? 'is wrong'}${named}`;
}

function isObjectSchema(schema: unknown): schema is ObjectSchema {
  return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'object';
}

function wrong(reason: string): ReadResult {
  return { kind: 'wrong', sentence: `The schema of --json-schema cannot be used: ${reason.replace(/\.?$/, '.')}` };
}
