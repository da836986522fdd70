/** What the user does about the model that answers. */
import { isEffort, type Effort, type ModelInfo, type ThinkingMode } from '../agent/model-list.ts';
import { createChooser } from './chooser.ts';
import type { ReadArgument } from './commands/command.ts';
import { shortNumber } from './spending-words.ts';
import type { SessionState, State } from './state.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export interface ModelActions {
  /** Lists the models to choose from. */
  chooseModel(): void;
  /** `NAME`, or `NAME EFFORT`. */
  useModel(wish: string): void;
  useEffort(level: Effort | null): void;
  useThinking(mode: ThinkingMode): void;
}

export function createModelActions({ session, store, act }: SessionUiPorts): ModelActions {
  const state = () => store.getState().session;
  return {
    chooseModel() {
      const { model, models } = state();
      if (models.length === 0)
        return act({ hint: `${model} answers. Its server lists no models; /model NAME asks another.` });
      act({ chooser: createChooser('model', modelItems(state()), model) });
    },
    useModel(wish) {
      const [model = '', level] = wish.trim().split(/\s+/);
      const info = state().models.find(({ id }) => id === model);
      const kept = state().effort;
      const fits = kept !== null && info?.efforts?.includes(kept) !== false;
      session.chooseModel(model, level !== undefined && isEffort(level) ? level : fits ? kept : null);
      const isStrange = state().models.length > 0 && info === undefined;
      act({ hint: isStrange ? `${model} is not in the list of the API; it is asked from now on.` : null });
    },
    useEffort(level) {
      session.chooseModel(state().model, level);
      act({ hint: level === null ? 'The model decides how hard it thinks.' : `Thinking effort: ${level}.` });
    },
    useThinking(mode) {
      const { model, models } = state();
      const types = models.find(({ id }) => id === model)?.thinking ?? null;
      session.chooseThinking(mode);
      const isAlways = mode === 'off' && types !== null && types.includes('adaptive') && !types.includes('disabled');
      act({ hint: isAlways ? `${model} always thinks; it is not shown.` : null });
    },
  };
}

export function modelItems({ model, models }: SessionState) {
  return models.map((info) => ({
    value: info.id,
    label: info.id,
    words: [info.id === model ? 'now' : '', info.name === info.id ? '' : info.name, factWords(info)]
      .filter(Boolean)
      .join(' · '),
  }));
}

/** Whether `/model` can do with what was typed. */
export function readModel(typed: string, { session }: State): ReadArgument {
  const [model = '', level, ...more] = typed.trim().split(/\s+/);
  if (more.length > 0) return { kind: 'wrong', sentence: 'A model has one name: /model NAME, or /model NAME EFFORT' };
  return level === undefined ? { kind: 'ok', value: model } : withEffort(typed, { session, model, level });
}

/** Whether `/effort` can do with what was typed. */
export function readEffort(typed: string, { session }: State): ReadArgument {
  return typed === 'default'
    ? { kind: 'ok', value: typed }
    : withEffort(typed, { session, model: session.model, level: typed });
}

export function effortChoices({ model, models }: SessionState): readonly string[] {
  const efforts = models.find(({ id }) => id === model)?.efforts ?? ['low', 'medium', 'high'];
  return efforts.length === 0 ? [] : [...efforts, 'default'];
}

function withEffort(
  value: string,
  { session, model, level }: { readonly session: SessionState; readonly model: string; readonly level: string },
): ReadArgument {
  const efforts = session.models.find(({ id }) => id === model)?.efforts ?? null;
  if (efforts?.length === 0) return { kind: 'wrong', sentence: `${model} has no thinking effort to choose.` };
  if (!isEffort(level) || efforts?.includes(level) === false) {
    const allowed = (efforts ?? ['low', 'medium', 'high', 'xhigh', 'max']).join(', ');
    return { kind: 'wrong', sentence: `There is no effort ${level}. There is: ${allowed}.` };
  }
  return { kind: 'ok', value };
}

function factWords({ window, efforts }: ModelInfo): string {
  const size = window === null ? '' : `${shortNumber(window)} tokens`;
  const thinking = efforts === null || efforts.length === 0 ? '' : `effort ${efforts.join(', ')}`;
  return [size, thinking].filter(Boolean).join(' · ');
}
