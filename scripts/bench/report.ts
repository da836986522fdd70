import { cpus, loadavg } from 'node:os';
import type { Figure } from './figure.ts';
import { isMissed } from './figure.ts';

/** The figures as a table for people. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${rounded(figure.value)} ${figure.unit}`,
    figure.target === null ? '' : `≤ ${figure.target} ${figure.unit}`,
    verdict(figure),
    figure.of,
  ]);
  const all = [['figure', 'value', 'target', '', 'measured as'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', machine()].join('\n');
}

/** The figures as JSON for programs. */
export function json(figures: readonly Figure[]): string {
  const at = new Date().toISOString();
  return `${JSON.stringify({ at, machine: machine(), figures }, null, 2)}\n`;
}

function verdict(figure: Figure): string {
  if (figure.target === null) return '';
  return isMissed(figure) ? 'MISSED' : 'reached';
}

function rounded(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function machine(): string {
  const processors = cpus();
  const [load = NaN] = loadavg();
  const model = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`;
  const busy = load > processors.length ? ': others work on this machine too, times are longer than its own' : '';
  return `Node ${process.versions.node}, ${model}, load ${load.toFixed(1)}${busy}`;
}
