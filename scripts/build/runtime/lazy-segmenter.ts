import { isPlain } from './plain-characters.ts';

type Locales = ConstructorParameters<typeof Intl.Segmenter>[0];

/** `new Intl.Segmenter(…)`, made at its first use. */
export function lazySegmenter(
  locales?: Locales,
  options?: Intl.SegmenterOptions,
): { segment(text: string): Intl.Segments } {
  let segmenter: Intl.Segmenter | undefined;
  return {
    segment(text) {
      segmenter ??= new Intl.Segmenter(locales, options);
      return segmenter.segment(text);
    },
  };
}

/**
 * The same for callers that only iterate over the graphemes: a text of plain characters, colours, line feeds and tabs
 * needs no segmenter.
 */
export function lazyIteratingSegmenter(
  locales?: Locales,
  options?: Intl.SegmenterOptions,
): { segment(text: string): Iterable<Intl.SegmentData> } {
  const lazy = lazySegmenter(locales, options);
  return { segment: (text) => (isUnitAGrapheme(text) ? unitSegments(text) : lazy.segment(text)) };
}

function isUnitAGrapheme(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (!isPlain(unit) && unit !== 0x1b && unit !== 0x0a && unit !== 0x09) return false;
  }
  return true;
}

function* unitSegments(input: string): Generator<Intl.SegmentData> {
  for (let index = 0; index < input.length; index++) yield { segment: input.charAt(index), index, input };
}
