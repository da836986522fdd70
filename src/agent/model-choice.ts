/** Which model is asked: what the user chose last, and for a while another one when that is overloaded. */
import type { AgentEvent, SessionEvent } from './events.ts';
import { knownLongestAnswer, knownThinking, knownWindow } from './model-facts.ts';
import type { Effort, ModelInfo, ThinkingMode } from './model-list.ts';

export interface ModelChoice {
  /** The model to ask now. */
  readonly model: string;
  readonly effort: Effort | null;
  readonly window: number | undefined;
  /** Tokens of its longest answer, if known. */
  readonly longestAnswer: number | undefined;
  /** What to ask for of the model that is asked now; `null` where nothing may be said of it. */
  readonly thinking: ThinkingMode | null;
  /** Records the user's choice of how it thinks. */
  think(mode: ThinkingMode): void;
  /** Records the user's choice; `effort: null` leaves it to the model. */
  choose(model: string, effort: Effort | null): void;
  /** What the API offers. */
  know(models: readonly ModelInfo[]): void;
  /** Asks another model for a while; false when there is none, or it is asked already. */
  fallBack(): boolean;
  /** The model that is asked when another declines; nothing when there is none, or it is asked already. */
  other(): string | undefined;
  /** Tells the screen where things stand. */
  announce(): void;
}

export interface ModelChoiceOptions {
  /** Of the program's start. */
  readonly model: string;
  readonly effort?: Effort;
  readonly thinking?: ThinkingMode;
  readonly fallback?: string;
  readonly contextTokens?: number;
  /** The model was named for this run: it goes before what was chosen when the session was recorded. */
  readonly isNamed?: boolean;
  readonly recorded: readonly AgentEvent[];
  emit(event: SessionEvent): void;
  now(): number;
}

/** So long the overloaded model is left alone. Milliseconds. */
const REST = 5 * 60_000;

export function createModelChoice(options: ModelChoiceOptions): ModelChoice {
  const { fallback, emit, now } = options;
  const before = options.recorded.findLast((event) => event.type === 'model_chosen');
  const resumed = before?.type === 'model_chosen' && options.isNamed !== true ? before : undefined;
  let model = resumed?.model ?? options.model;
  let effort = resumed === undefined ? (options.effort ?? null) : resumed.effort;
  const thought = options.recorded.findLast((event) => event.type === 'thinking_chosen');
  let thinking = thought?.type === 'thinking_chosen' ? thought.thinking : (options.thinking ?? 'on');
  let models: readonly ModelInfo[] = [];
  let restUntil = -Infinity;

  const infoOf = (id: string) => models.find((info) => info.id === id);
  const asked = () => (fallback !== undefined && now() < restUntil ? fallback : model);
  const windowOf = (id: string) => {
    const own = infoOf(id)?.window ?? knownWindow(id);
    return Math.min(own ?? Infinity, options.contextTokens ?? Infinity);
  };
  const known = (window: number) => (Number.isFinite(window) ? window : undefined);

  function announce(): void {
    emit({ type: 'model_announced', model, effort, thinking, window: known(windowOf(model)) ?? null, models });
  }

  return {
    get model() {
      return asked();
    },
    get effort() {
      // A model that has none refuses to be told one.
      const levels = infoOf(asked())?.efforts ?? null;
      return effort !== null && (levels === null ? asked() === model : levels.includes(effort)) ? effort : null;
    },
    get window() {
      return known(windowOf(asked()));
    },
    get longestAnswer() {
      return infoOf(asked())?.longestAnswer ?? knownLongestAnswer(asked());
    },
    get thinking() {
      const types = infoOf(asked())?.thinking ?? knownThinking(asked());
      if (types === null) return null;
      if (thinking === 'off' && types.includes('disabled')) return 'off';
      if (!types.includes('adaptive')) return null;
      return thinking === 'off' ? 'hidden' : thinking;
    },
    think(mode) {
      thinking = mode;
      emit({ type: 'thinking_chosen', at: now(), thinking });
      announce();
    },
    choose(chosen, level) {
      model = chosen;
      effort = level;
      restUntil = -Infinity;
      emit({ type: 'model_chosen', at: now(), model, effort });
      announce();
    },
    know(list) {
      models = list;
      announce();
    },
    fallBack() {
      if (fallback === undefined || asked() === fallback || fallback === model) return false;
      restUntil = now() + REST;
      emit({ type: 'model_fell_back', at: now(), from: model, to: fallback });
      return true;
    },
    other: () => (asked() === fallback ? undefined : fallback),
    announce,
  };
}
