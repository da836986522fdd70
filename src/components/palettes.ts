/**
 * The colours of each theme, for a terminal of 16 million or 256 colours (`rgb`, the nearest of 256) and for one of 16
 * (`ansi`, the number of its SGR sequence). Only letters are coloured: the background is the terminal's own.
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
