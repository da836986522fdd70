/** Names the errors below among those that the SDK passes on. */
const NAME = 'AccessError';

/** Why a request cannot even be made: no key, no package, no credentials. The sentence says what to do. */
export function accessError(sentence: string): Error {
  return Object.assign(new Error(sentence), { name: NAME });
}

/** The sentence of such an error, also when it is the cause of another. */
export function accessSentence(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.name === NAME ? error.message : accessSentence(error.cause);
}
