/** `/context`: what fills the model's window, in lines of text. */
import type { ContextFill } from '../agent/context-fill.ts';
import { cut } from '../background/cut.ts';
import { percent, shortNumber } from './spending-words.ts';

const NAME_CHARS = 36;
const BAR = 20;

export function contextWords(fill: ContextFill): string {
  const { window, total } = fill;
  const rows: readonly (readonly [string, number])[] = [
    ['system prompt', fill.system],
    ...fill.instructions.map(({ file, tokens }) => [`  ${file}`, tokens] as const),
    ['tools', fill.tools],
    ...fill.servers.map(({ server, tools, tokens }) => [`  ${server} (MCP, ${tools})`, tokens] as const),
    ['conversation', fill.conversation],
    ['thinking', fill.thinking],
    ['results of tools', fill.results],
    ['notices', fill.notices],
  ];
  const shown = rows.filter(([, tokens]) => tokens > 0);
  const last: readonly (readonly [string, number])[] =
    window === null
      ? [['all', total]]
      : [
          ['all', total],
          ['free', Math.max(0, window - total)],
        ];
  const lines = [...shown, ...last].map(([name, tokens]) => ({ name: cut(name, NAME_CHARS), tokens }));
  const names = Math.max(...lines.map(({ name }) => name.length));
  const figures = Math.max(...lines.map(({ tokens }) => tokens.toLocaleString('en').length));
  const whole = window ?? total;
  return [
    headWords(fill),
    ...lines.map(({ name, tokens }) => {
      const share = whole === 0 ? 0 : Math.min(1, tokens / whole);
      const bar = '█'.repeat(Math.round(share * BAR));
      const figure = tokens.toLocaleString('en').padStart(figures);
      return `${name.padEnd(names)}  ${figure}  ${percent(share).padStart(5)}  ${bar}`.trimEnd();
    }),
  ].join('\n');
}

function headWords({ window, isScaled }: ContextFill): string {
  const size = window === null ? 'a window whose size is not known' : `a window of ${shortNumber(window)} tokens`;
  const how = isScaled ? 'estimated by characters, scaled to the last count' : 'estimated by characters';
  return `In ${size}, in tokens (${how}):`;
}
