/**
 * The colours of each theme, for a terminal of 16 million or 256 colours (`rgb`, the nearest of 256) and for one of 16
 * (`ansi`, the number of its SGR sequence). The background is the terminal's own, but for a few quiet ones where it is
 * known and there are colours enough.
 */
export type PaletteName = 'dark' | 'light' | 'contrast-dark' | 'contrast-light' | 'terminal';

export interface Palette {
  readonly good: Colour;
  readonly bad: Colour;
  readonly warn: Colour;
  readonly alive: Colour;
  readonly accent: Colour;
  readonly keyword: Colour;
  /** What steps back: the terminal's own dim, a colour, or nothing, where everything must stand out. */
  readonly faint: Faint;
  /** Lines between the parts of the screen. */
  readonly rule: Faint;
  /** Without them nothing has a background of its own. */
  readonly grounds?: Grounds;
}

/** Behind the user's words, the chosen rows, the lines that came and went, and the words that changed in them. */
export type GroundName = 'prompt' | 'chosen' | 'added' | 'removed' | 'addedWord' | 'removedWord';

export interface Grounds extends Readonly<Record<GroundName, Ground>> {
  /** Of letters on them: the terminal's own may be for another background than the theme. */
  readonly ink: Colour;
}

export interface Ground {
  readonly rgb: string;
  /** Of 256: the nearest one would often be too loud. */
  readonly of256: number;
}

export type Faint = 'dim' | 'plain' | Colour;

export interface Colour {
  /** Without it the terminal's own colour is used whatever it can show. */
  readonly rgb?: string;
  readonly ansi: number;
}

export const PALETTES: Readonly<Record<PaletteName, Palette>> = {
  dark: {
    good: { rgb: '#8cc98c', ansi: 32 },
    bad: { rgb: '#f07f7f', ansi: 91 },
    warn: { rgb: '#e0b869', ansi: 33 },
    alive: { rgb: '#82b0f5', ansi: 94 },
    accent: { rgb: '#6fc6cf', ansi: 36 },
    keyword: { rgb: '#c9a0e8', ansi: 95 },
    faint: { rgb: '#8a8f98', ansi: 37 },
    rule: { rgb: '#50555f', ansi: 90 },
    grounds: {
      ink: { rgb: '#d9dce1', ansi: 37 },
      prompt: { rgb: '#2b2f36', of256: 236 },
      chosen: { rgb: '#252c37', of256: 237 },
      added: { rgb: '#1f3527', of256: 22 },
      removed: { rgb: '#402526', of256: 52 },
      addedWord: { rgb: '#2c5e3c', of256: 28 },
      removedWord: { rgb: '#713236', of256: 88 },
    },
  },
  light: {
    good: { rgb: '#1f7a34', ansi: 32 },
    bad: { rgb: '#c0272d', ansi: 31 },
    // Yellow letters cannot be read on white.
    warn: { rgb: '#8f5f00', ansi: 35 },
    alive: { rgb: '#1a5fc4', ansi: 34 },
    accent: { rgb: '#00707d', ansi: 36 },
    keyword: { rgb: '#7b3fb0', ansi: 35 },
    faint: { rgb: '#666c76', ansi: 90 },
    rule: { rgb: '#b4b9c2', ansi: 37 },
    grounds: {
      ink: { rgb: '#1e2126', ansi: 30 },
      prompt: { rgb: '#eceff3', of256: 255 },
      chosen: { rgb: '#e0eaf7', of256: 254 },
      added: { rgb: '#e3f6e6', of256: 194 },
      removed: { rgb: '#fce8e8', of256: 224 },
      addedWord: { rgb: '#b5e5be', of256: 157 },
      removedWord: { rgb: '#f5c0c0', of256: 217 },
    },
  },
  'contrast-dark': {
    good: { rgb: '#5fff5f', ansi: 92 },
    bad: { rgb: '#ff8787', ansi: 91 },
    warn: { rgb: '#ffe14d', ansi: 93 },
    alive: { rgb: '#8ec5ff', ansi: 96 },
    accent: { rgb: '#5ff0ff', ansi: 96 },
    keyword: { rgb: '#e6b3ff', ansi: 95 },
    faint: 'plain',
    rule: 'plain',
    grounds: {
      ink: { rgb: '#ffffff', ansi: 97 },
      prompt: { rgb: '#303030', of256: 236 },
      chosen: { rgb: '#002439', of256: 238 },
      added: { rgb: '#0a2e14', of256: 22 },
      removed: { rgb: '#3d0f0f', of256: 52 },
      addedWord: { rgb: '#08451b', of256: 28 },
      removedWord: { rgb: '#6b1212', of256: 88 },
    },
  },
  'contrast-light': {
    good: { rgb: '#005f1a', ansi: 32 },
    bad: { rgb: '#a30000', ansi: 31 },
    warn: { rgb: '#6b4700', ansi: 35 },
    alive: { rgb: '#003f9e', ansi: 34 },
    accent: { rgb: '#00505c', ansi: 34 },
    keyword: { rgb: '#5b1a8b', ansi: 35 },
    faint: 'plain',
    rule: 'plain',
    grounds: {
      ink: { rgb: '#000000', ansi: 30 },
      prompt: { rgb: '#e8e8e8', of256: 254 },
      chosen: { rgb: '#dcebff', of256: 153 },
      added: { rgb: '#d8f5df', of256: 194 },
      removed: { rgb: '#ffe0e0', of256: 224 },
      addedWord: { rgb: '#97dfa8', of256: 157 },
      removedWord: { rgb: '#ffadad', of256: 217 },
    },
  },
  terminal: {
    good: { ansi: 32 },
    bad: { ansi: 31 },
    warn: { ansi: 33 },
    alive: { ansi: 94 },
    accent: { ansi: 36 },
    keyword: { ansi: 35 },
    faint: 'dim',
    rule: 'dim',
  },
};
