import { wholePrice } from '../agent/model-facts.ts';
import type { ModelSettings } from '../agent/model-calls.ts';
import type { Settings } from '../config/settings.ts';

/** What the settings say about models and their cost. */
export function modelSettings(settings: Settings): ModelSettings {
  const { effort, thinking, fallbackModel, maxWait } = settings;
  const { contextTokens, compactPercent, maxSessionTokens, maxSessionDollars, prices = {} } = settings;
  return {
    ...(contextTokens === undefined ? {} : { contextTokens }),
    compactPercent,
    ...(effort === undefined ? {} : { effort }),
    thinking,
    ...(fallbackModel === undefined ? {} : { fallback: fallbackModel }),
    ...(maxWait === undefined ? {} : { maxWait: maxWait * 1000 }),
    limits: {
      ...(maxSessionTokens === undefined ? {} : { tokens: maxSessionTokens }),
      ...(maxSessionDollars === undefined ? {} : { dollars: maxSessionDollars }),
    },
    prices: Object.fromEntries(Object.entries(prices).map(([name, price]) => [name, wholePrice(price)])),
  };
}
