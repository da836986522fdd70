import type { ModelInfo as ApiModel } from '@anthropic-ai/sdk/resources/models';
import { EFFORTS, type ModelInfo } from './model-list.ts';

/** Servers that only speak the Messages API may leave out all but the id. */
export function modelInfo(model: ListedModel): ModelInfo {
  const { id, display_name: name } = model;
  const window = model.max_input_tokens ?? model.meta?.n_ctx ?? model.max_model_len ?? null;
  const efforts = effortsOf(model.capabilities?.effort);
  return { id, name: name ?? id, window, efforts, ...(model.max_tokens && { longestAnswer: model.max_tokens }) };
}

type ListedModel = Partial<ApiModel> &
  Pick<ApiModel, 'id'> & {
    /** llama.cpp. */
    readonly meta?: { readonly n_ctx?: number } | null;
    /** vLLM. */
    readonly max_model_len?: number | null;
  };

function effortsOf(effort: NonNullable<ApiModel['capabilities']>['effort'] | undefined): ModelInfo['efforts'] {
  if (effort === undefined || effort === null) return null;
  return effort.supported ? EFFORTS.filter((level) => effort[level]?.supported === true) : [];
}
