/** The screen in ASCII: every sign has a form of the same width. */
import { displayWidth } from './text.ts';

/** Also a letter that what follows may join with. SGR and other sequences are ASCII and stay. */
const FOREIGN = /[ -~]?[^\u0000-\u007F]+/g;

/** Signs that mean something. Boxes, bars, dots and quotes go by their range. */
const SIGNS: { readonly [sign: string]: string } = {
  '…': '~',
  '·': '-',
  '›': '>',
  '‹': '<',
  '❯': '>',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '▸': '>',
  '▶': '>',
  '▾': 'v',
  '▼': 'v',
  '▲': '^',
  '✓': '+',
  '✔': '+',
  '√': '+',
  '✗': 'x',
  '✘': 'x',
  '✖': 'x',
  '×': 'x',
  '‖': '=',
  '●': '*',
  '•': '*',
  '◆': '*',
  '○': 'o',
  '◌': 'o',
  '☑': 'x',
  '☐': 'o',
  '▰': '#',
  '▱': '.',
  '■': '#',
  '◼': '#',
  '▣': '#',
  '━': '=',
  '−': '-',
  '⎯': '-',
  '⋮': ':',
  '▁': '_',
  '▂': '_',
  '▃': '.',
  '▄': '-',
  '▅': '=',
  '▆': '=',
  '▇': '#',
  '█': '#',
  '▓': '%',
  '▒': ':',
  '░': '.',
  '▎': '|',
  '▏': '|',
  '▌': '|',
  '▐': '|',
};

const RANGES: readonly (readonly [RegExp, string])[] = [
  [/[\u2010-\u2015\u2500\u2504\u2508\u254C\u2574\u2576]/, '-'],
  [/[\u2501\u2505\u2509\u254D\u2578\u257A]/, '='],
  [/[\u2502\u2503\u2506\u2507\u250A\u250B]/, '|'],
  [/[\u2500-\u257F]/, '+'],
  [/[\u2018-\u201B]/, "'"],
  [/[\u201C-\u201F\u00AB\u00BB]/, '"'],
  [/[\u2580-\u259F]/, '#'],
  [/[\u2800-\u28FF]/, '.'],
  [/\u00A0/, ' '],
];

const LETTERS: { readonly [letter: string]: string } = { æ: 'a', œ: 'o', ø: 'o', ß: 's', Æ: 'A', Œ: 'O', Ø: 'O' };

/** As wide as before. Letters lose their accents; what has no form in ASCII becomes `?`. */
export function asciiText(text: string): string {
  return text.replace(FOREIGN, (run) => {
    let ascii = '';
    for (const { segment } of new Intl.Segmenter().segment(run)) ascii += asciiCluster(segment);
    return ascii;
  });
}

function asciiCluster(cluster: string): string {
  if (/^[\u0000-\u007F]*$/.test(cluster)) return cluster;
  const width = displayWidth(cluster);
  const sign = SIGNS[cluster] ?? RANGES.find(([range]) => cluster.length === 1 && range.test(cluster))?.[1];
  const letter = sign ?? LETTERS[cluster] ?? cluster.normalize('NFD').replace(/\p{Mark}/gu, '');
  const ascii = /^[ -~]*$/.test(letter) ? letter : '';
  return ascii.slice(0, width).padEnd(width, '?');
}
