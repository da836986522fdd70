import { capitalised } from './capitalised.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { SETTING_NAMES, settingOf } from './settings.ts';

/** The JSON Schema of a settings file, for editors and other programs. */
export function settingsSchemaText(): string {
  const properties = SETTING_NAMES.map((name) => {
    const { help, allowed, default: value, project } = settingOf(name);
    const trust = IN_PROJECT[project.kind];
    const description = `${capitalised(help)}. Allowed: ${allowed}.${trust}`;
    return [name, { description, ...jsonSchemaOf(name), ...(value === undefined ? {} : { default: value }) }];
  });
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of meanwhile',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
    additionalProperties: false,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const IN_PROJECT = {
  free: '',
  told: ' A project may set it, and you are told.',
  never: ' Not in a project.',
  'when-trusted': ' In a project only when trusted: meanwhile config trust.',
};
