/** What not every server takes that speaks the Messages API, and what it says then. */
import type { APIError } from '@anthropic-ai/sdk';

export type Extra = 'cache_control' | 'output_config' | 'thinking' | 'a system prompt in blocks';

/** Nothing when the words are about something else. */
export function refusedExtras({ status, error }: APIError): readonly Extra[] {
  if (status !== 400 && status !== 422) return [];
  const words = JSON.stringify(error ?? '');
  const named = EXTRAS.filter((extra) => WORDS[extra].test(words));
  return named.length === 0 && UNKNOWN.test(words) ? EXTRAS : named;
}

const WORDS: Readonly<Record<Extra, RegExp>> = {
  cache_control: /cache_control/i,
  output_config: /output_config/i,
  thinking: /\bthinking\b/i,
  'a system prompt in blocks': /\bsystem\b.{0,60}\bstr(?:ing)?\b/i,
};
const EXTRAS = Object.keys(WORDS) as readonly Extra[];
const UNKNOWN = /extra (?:inputs|fields)|extra_forbidden|(?:unknown|unrecognized|unexpected) (?:field|parameter|key)/i;
