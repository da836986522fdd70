/** Settings about the way to the model and to the network. */
import { PLATFORMS } from '../agent/anthropic-platforms.ts';
import { asText, NEVER, WHEN_TRUSTED, type Setting } from './setting.ts';

const MODEL_PROVIDERS = ['anthropic', ...PLATFORMS] as const;

export const ACCESS_SETTINGS = {
  provider: {
    help: 'who runs the model; see docs/providers.md',
    allowed: 'anthropic, bedrock, vertex, foundry',
    schema: (z) => z.enum(MODEL_PROVIDERS),
    default: 'anthropic',
    flag: { value: 'NAME', read: asText },
    env: { name: 'MEANWHILE_PROVIDER', read: asText },
    merge: 'replace',
    project: WHEN_TRUSTED,
  } satisfies Setting<(typeof MODEL_PROVIDERS)[number]>,
  apiKeyHelper: {
    help: 'a command that prints the key, where none is in the environment',
    allowed: 'a shell command; it runs in your home folder',
    schema: (z) => z.string().check(z.trim(), z.minLength(1)),
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<string>,
  apiKeyHelperSeconds: {
    help: 'how long a key that apiKeyHelper printed is used; a refused one is replaced at once',
    allowed: 'a number of seconds from 0 to 86400',
    schema: (z) => z.number().check(z.minimum(0), z.maximum(86_400)),
    default: 300,
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<number>,
  apiHeaders: {
    help: 'headers that are sent with each request to the model, for gateways',
    allowed: 'an object such as {"x-team": "web"}',
    schema: (z) =>
      z.record(
        z.string().check(z.regex(/^[!#$%&'*+.^`|~\w-]+$/, 'Expected the name of a header')),
        z.string().check(z.regex(/^[\t\x20-\x7e]*$/, 'Expected a value of plain characters')),
      ),
    merge: 'by-key',
    project: NEVER,
    // A header may hold a key.
    shown: () => '***',
  } satisfies Setting<Readonly<Record<string, string>>>,
  caFile: {
    help: 'a file of certificate authorities (PEM) that are trusted beside the usual ones',
    allowed: 'a path that begins with / or ~/',
    schema: (z) => z.string().check(z.regex(/^~?\//)),
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<string>,
} as const;
