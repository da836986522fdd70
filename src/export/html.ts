/**
 * A session as one page that stands alone: nothing is loaded, nothing runs. The policy in its head holds browsers to
 * that, whatever a model or a command wrote; everything foreign is escaped all the same.
 */
import { escapeHtml } from './escape-html.ts';
import { createMarkdownToHtml, type MarkdownToHtml } from './markdown-html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { outcomeOf } from '../background/task-outcome.ts';
import { isEnded, type Task } from '../background/task.ts';
import type { FileChange } from '../agent/events.ts';
import type { NoticedTask } from '../agent/messages.ts';
import { taskName } from '../components/task-lines.ts';
import type { Report, ReportCall, ReportItem, ReportTask } from './report.ts';
import { outcomeClass, timelineSvg } from './timeline-svg.ts';
import { clockWords, factsOf, momentWords, placeOf, stateWord, taskFacts, titleOf } from './words.ts';

/** By this an export is known again, before it is written over. */
export const HTML_MARK = '<!doctype html>\n<!-- exported by meanwhile -->';

export async function renderHtml(report: Report, home: string): Promise<string> {
  const markdown = createMarkdownToHtml();
  const known = new Map(report.tasks.map(({ task }) => [task.id, lookOf(task)]));
  const items: string[] = [];
  for (const item of report.items) items.push(await renderItem(item, { markdown, known }));
  const title = escapeHtml(titleOf(report));
  return `${HTML_MARK}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${header(report, home)}
<main>
${section('over-time', 'Over time', timelineSvg(report))}
${section('conversation', 'Conversation', items.join('\n'))}
${section('tasks', 'Tasks', report.tasks.map(renderTask).join('\n'))}
</main>
<footer>Session ${escapeHtml(report.id)}, exported from meanwhile. Times are those of the machine it ran on.</footer>
</body>
</html>
`;
}

function header(report: Report, home: string): string {
  const { startedAt } = report;
  const place = [...placeOf(report, home), momentWords(startedAt)].map(escapeHtml).join(' <i>·</i> ');
  const facts = factsOf(report).map(
    ({ name, value }) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<header>
<p class="place">${place}</p>
<h1>${escapeHtml(titleOf(report))}</h1>
<dl class="facts">${facts.join('')}</dl>
</header>`;
}

function section(id: string, title: string, content: string): string {
  return content === '' ? '' : `<section id="${id}">\n<h2>${title}</h2>\n${content}\n</section>`;
}

interface Place {
  readonly markdown: MarkdownToHtml;
  /** Tasks to which a link leads somewhere. */
  readonly known: ReadonlyMap<string, string>;
}

async function renderItem(item: ReportItem, place: Place): Promise<string> {
  switch (item.kind) {
    case 'prompt':
      return `<article class="prompt">${time(item.at)}<div class="text">${escapeHtml(item.text.trim())}</div></article>`;
    case 'answer':
      return `<article class="answer">${await place.markdown(item.text)}</article>`;
    case 'thinking':
      return `<details class="thinking"><summary>thinking</summary><div class="text">${escapeHtml(item.text.trim())}</div></details>`;
    case 'call':
      return renderCall(item, place);
    case 'notice':
      return `<aside class="notice ${noticeLook(item.tasks, place)}">${item.tasks
        .map(({ id, line }) => `<p>${taskLink(id, line, place)}</p>`)
        .join('')}<span class="faint">told in request ${item.request}</span></aside>`;
    case 'shell': {
      const sign = item.background ? '&amp;' : '!';
      const line = `<span class="verb">${sign}</span> <code>${escapeHtml(item.command)}</code> <span class="sum">${escapeHtml(item.summary)}</span>`;
      return item.output === ''
        ? `<p class="shell">${line}</p>`
        : `<details class="call"><summary>${line}</summary><pre>${escapeHtml(item.output)}</pre></details>`;
    }
    case 'note':
      return `<p class="note">${escapeHtml(item.text)}</p>`;
    case 'problem':
      return `<p class="problem">${escapeHtml(item.text)}</p>`;
    default:
      return item satisfies never;
  }
}

function renderCall(
  { verb, subject, input, change, result, summary, failed, taskId }: ReportCall,
  place: Place,
): string {
  const look = failed ? 'bad' : 'done';
  const parts = [
    ...(change === undefined ? inputHtml(input) : [renderChange(change)]),
    result === undefined ? '<p class="note">It came to no end.</p>' : `<pre>${escapeHtml(result)}</pre>`,
    ...(taskId === undefined || !place.known.has(taskId)
      ? []
      : [`<p>${taskLink(taskId, `task ${taskId}`, place)}</p>`]),
  ];
  return `<details class="call ${look}"><summary><span class="verb">${escapeHtml(verb)}</span> <code>${escapeHtml(subject)}</code> <span class="sum">${escapeHtml(summary)}</span></summary>${parts.join('')}</details>`;
}

function inputHtml(input: string): readonly string[] {
  return input === '' ? [] : [`<pre class="input">${escapeHtml(input)}</pre>`];
}

function renderChange({ lines, hidden }: FileChange): string {
  const rows = lines.map((line) => `<span class="${CHANGES[line[0] ?? ''] ?? 'same'}">${escapeHtml(line)}</span>`);
  const more = hidden > 0 ? [`<span class="faint">… ${hidden} more lines</span>`] : [];
  return `<pre class="diff">${[...rows, ...more].join('\n')}</pre>`;
}

const CHANGES: Readonly<Record<string, string>> = { '+': 'x-added', '-': 'x-removed', '@': 'faint' };

/** That of the worst. */
function noticeLook(tasks: readonly NoticedTask[], { known }: Place): string {
  const looks = tasks.map(({ id }) => known.get(id));
  return ['bad', 'good'].find((look) => looks.includes(look)) ?? '';
}

function lookOf(task: Task): string {
  return isEnded(task) ? outcomeClass(outcomeOf(task.status.end)) : 'alive';
}

function taskLink(id: string, words: string, { known }: Place): string {
  return known.has(id) ? `<a href="#task-${escapeHtml(id)}">${escapeHtml(words)}</a>` : escapeHtml(words);
}

function renderTask({ task, toldIn, digest }: ReportTask): string {
  const { id, spec, output } = task;
  const look = lookOf(task);
  const told = toldIn === undefined ? [] : [`told in request ${toldIn}`];
  const facts = [...taskFacts(task), ...told].map((fact) => `<span>${escapeHtml(fact)}</span>`).join('');
  const name = spec.label === undefined ? '' : `<b>${escapeHtml(taskName(task))}</b> `;
  const log =
    digest === ''
      ? `<p class="faint">${output.size === 0 ? 'It printed nothing.' : 'Its log is not kept any more.'}</p>`
      : `<pre>${escapeHtml(digest)}</pre>`;
  return `<details class="task" id="task-${escapeHtml(id)}"${look === 'bad' ? ' open' : ''}><summary><span class="state ${look}">${escapeHtml(stateWord(task))}</span><span class="what">${name}<code>${escapeHtml(spec.command)}</code></span><span class="sum">${facts}</span></summary>${log}</details>`;
}

function time(at: number): string {
  return `<time datetime="${new Date(at).toISOString()}">${clockWords(at)}</time>`;
}
