/** How a headless run may end, and the exit code of each; docs/headless.md tells them to users. */
export type Outcome =
  'answered' | 'failed' | 'limit' | 'refused' | 'cut-off' | 'declined' | 'interrupted' | 'pipe-closed';

/** 2 is bad usage. An interrupted run ends with 128 and the number of its signal. */
export const EXIT_CODES: { readonly [outcome in Exclude<Outcome, 'interrupted'>]: number } = {
  answered: 0,
  failed: 1,
  limit: 3,
  refused: 4,
  'cut-off': 5,
  declined: 5,
  'pipe-closed': 141,
};
