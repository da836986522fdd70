/** The models that the API offers, as far as the program cares. */
/** How hard a model thinks, from the least. Which of them a model has is its own. */
export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof EFFORTS)[number];

/** Whether the model thinks before it speaks, and whether that is shown: `off` only where the model lets it be. */
export const THINKING_MODES = ['on', 'hidden', 'off'] as const;
export type ThinkingMode = (typeof THINKING_MODES)[number];

/** Values of the API's `thinking.type` that this program sends. */
export type ThinkingType = 'adaptive' | 'disabled';

export interface ModelInfo {
  readonly id: string;
  /** As people call it: `Claude Sonnet 5.5`. */
  readonly name: string;
  /** Tokens of its window, when the API says so. */
  readonly window: number | null;
  /** Tokens of its longest answer, when the API says so. */
  readonly longestAnswer?: number;
  /** Empty when it has none; `null` when that is not known. */
  readonly efforts: readonly Effort[] | null;
  /** Which it accepts; `null` when that is not known. */
  readonly thinking: readonly ThinkingType[] | null;
}

export function isEffort(word: string): word is Effort {
  return EFFORTS.some((effort) => effort === word);
}
