import type { Options } from 'string-width';
import { isPlain } from './plain-characters.ts';

const ESCAPE = 0x1b;

/**
 * string-width, loaded only when a text holds more than plain characters and colours (`ESC [ … m`). For those, the
 * width is the number of characters.
 */
export default function stringWidth(text: string, options?: Options): number {
  if (typeof text !== 'string') return 0;
  if (options?.ambiguousIsNarrow === false) return realStringWidth(text, options);
  let width = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isPlain(unit)) {
      width++;
    } else if (unit === ESCAPE && !options?.countAnsiEscapeCodes) {
      index = endOfColour(text, index);
      if (index === -1) return realStringWidth(text, options);
    } else {
      return realStringWidth(text, options);
    }
  }
  return width;
}

/** The index of the `m` that ends the colour sequence at `start`, or -1 when there is none. */
function endOfColour(text: string, start: number): number {
  if (text[start + 1] !== '[') return -1;
  let index = start + 2;
  while (isColourParameter(text.charCodeAt(index))) index++;
  return text[index] === 'm' ? index : -1;
}

function isColourParameter(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || unit === 0x3b;
}

// A bundled `require` runs the module at its first call; an `import` would run it at start.
function realStringWidth(text: string, options?: Options): number {
  return (require('string-width') as typeof import('string-width')).default(text, options);
}
