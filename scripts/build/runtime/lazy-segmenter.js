import { isPlain } from './plain-characters.js';

/** `new Intl.Segmenter(…)`, made at its first use. */
export function lazySegmenter(locales, options) {
  let segmenter;
  return {
    segment(text) {
      segmenter ??= new Intl.Segmenter(locales, options);
      return segmenter.segment(text);
    },
  };
}

/**
 * The same for callers that only iterate over the segments: a text of plain characters, colours, line feeds and tabs
 * is segmented without Unicode tables.
 */
export function lazyIteratingSegmenter(locales, options) {
  const lazy = lazySegmenter(locales, options);
  return {
    segment(text) {
      return isOneUnitAGrapheme(text) ? unitSegments(text) : lazy.segment(text);
    },
  };
}

function isOneUnitAGrapheme(text) {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (!isPlain(unit) && unit !== 0x1b && unit !== 0x0a && unit !== 0x09) return false;
  }
  return true;
}

function* unitSegments(input) {
  for (let index = 0; index < input.length; index++) yield { segment: input[index], index, input };
}
