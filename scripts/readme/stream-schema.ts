/** The JSON Schema of what `-p --output-format stream-json` prints, made from the types of the source. */
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

export function streamSchemaText(): string {
  const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const generator = createGenerator({
    path: file('src/headless/stream-line.ts'),
    tsconfig: file('tsconfig.json'),
    type: 'StreamLine',
    skipTypeCheck: true,
    // Fields may come within one version.
    additionalProperties: true,
  });
  return `${JSON.stringify(generator.createSchema('StreamLine'), null, 2)}\n`;
}
