import type { ModelInfo as ApiModel } from '@anthropic-ai/sdk/resources/models';
import { EFFORTS, type ModelInfo } from './model-list.ts';

/** Servers that only speak the Messages API may leave out all but the id. */
export function modelInfo(model: Partial<ApiModel> & Pick<ApiModel, 'id'>): ModelInfo {
  const { id, display_name: name, max_input_tokens: window } = model;
  return { id, name: name ?? id, window: window ?? null, efforts: effortsOf(model.capabilities?.effort) };
}

function effortsOf(effort: NonNullable<ApiModel['capabilities']>['effort'] | undefined): ModelInfo['efforts'] {
  if (effort === undefined || effort === null) return null;
  return effort.supported ? EFFORTS.filter((level) => effort[level]?.supported === true) : [];
}
