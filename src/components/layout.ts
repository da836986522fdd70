/** Which region of the screen is where. Pure: sizes in, rectangles out; they cover the screen without overlap. */

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LayoutOptions extends Size {
  /** Rows that the input, or the dialog in its place, would like to have. */
  readonly inputRows: number;
  /** A dialog may take more of the screen than a draft. */
  readonly dialog: boolean;
  /** Rows that the list of tasks would like to have where it stands below the conversation. */
  readonly taskRows: number;
  readonly pane: PaneWish;
}

/** Where the list of tasks shall be, and how large; `null`: as the window suggests. */
export interface PaneWish {
  readonly place: 'side' | 'below';
  readonly hidden: boolean;
  readonly width: number | null;
  readonly rows: number | null;
}

export type Layout =
  | { readonly kind: 'too-small' }
  /** Tasks at the right, behind a vertical rule. */
  | { readonly kind: 'wide'; readonly regions: Readonly<Record<WideRegion, Region>> }
  /** Tasks below the conversation, under a rule with their summary; both without height when there are none. */
  | { readonly kind: 'narrow'; readonly regions: Readonly<Record<NarrowRegion, Region>> };

type CommonRegion = 'header' | 'conversation' | 'tasks' | 'input' | 'statusRule' | 'status';
type WideRegion = CommonRegion | 'headerDivider' | 'headerTasks' | 'headerRule' | 'divider' | 'inputRule';
type NarrowRegion = CommonRegion | 'headerRule' | 'tasksRule' | 'inputRule';

const SMALLEST: Size = { columns: 40, rows: 12 };
/** From so many columns on the tasks may stand at the side. */
export const WIDE_COLUMNS = 100;
/** Columns that the list of tasks, and the conversation beside it, have at least. */
const LEAST_PANE = 28;
const LEAST_CONVERSATION = 50;
/** Rows that the conversation above it has. */
const LEAST_ROWS = 3;
/** Below this the status is one line, without a rule above it. */
const TALL_ROWS = 22;

export function createLayout(options: LayoutOptions): Layout {
  const { columns } = options;
  if (isTooSmall(options)) return { kind: 'too-small' };
  return columns >= WIDE_COLUMNS && options.pane.place === 'side' && !options.pane.hidden
    ? wide(options)
    : narrow(options);
}

/** Nothing can be shown in it. */
export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}

/** A view that takes the whole screen: a title, a body, the keys. */
export function createViewLayout({
  columns,
  rows,
}: Size): Readonly<Record<'title' | 'titleRule' | 'body' | 'keysRule' | 'keys', Region>> {
  const stack = createStack(columns);
  return {
    title: stack(1),
    titleRule: stack(1),
    body: stack(rows - 4),
    keysRule: stack(1),
    keys: stack(1),
  };
}

function wide(options: LayoutOptions): Layout {
  const { columns, rows } = options;
  const status = statusRows(rows);
  const input = inputRows(options);
  const body = rows - 3 - input - status.rule - status.lines;
  const suits = Math.min(60, Math.max(38, Math.round(columns * 0.32)));
  const side = Math.min(columns - LEAST_CONVERSATION, Math.max(LEAST_PANE, options.pane.width ?? suits));
  const main = columns - side - 1;
  const stack = createStack(columns);
  const [header, headerDivider, headerTasks] = across(stack(1), main);
  const headerRule = stack(1);
  const [conversation, divider, tasks] = across(stack(body), main);
  const regions = {
    header,
    headerDivider,
    headerTasks,
    headerRule,
    conversation,
    divider,
    tasks,
    inputRule: stack(1),
    input: stack(input),
    statusRule: stack(status.rule),
    status: stack(status.lines),
  };
  return { kind: 'wide', regions };
}

function narrow(options: LayoutOptions): Layout {
  const { columns, rows, taskRows, pane } = options;
  const status = statusRows(rows);
  const input = inputRows(options);
  const rest = rows - 4 - input - status.rule - status.lines - (options.dialog ? ROWS_ABOVE : LEAST_ROWS);
  const most = Math.min(pane.rows ?? Math.min(6, Math.floor(rows / 6)), rest);
  const tasks = taskRows === 0 || pane.hidden ? 0 : Math.min(Math.max(2, taskRows), Math.max(2, most));
  const tasksRule = tasks === 0 ? 0 : 1;
  const stack = createStack(columns);
  const regions = {
    header: stack(1),
    headerRule: stack(1),
    conversation: stack(rows - 3 - tasks - tasksRule - input - status.rule - status.lines),
    tasksRule: stack(tasksRule),
    tasks: stack(tasks),
    inputRule: stack(1),
    input: stack(input),
    statusRule: stack(status.rule),
    status: stack(status.lines),
  };
  return { kind: 'narrow', regions };
}

function statusRows(rows: number): { readonly rule: number; readonly lines: number } {
  return rows >= TALL_ROWS ? { rule: 1, lines: 2 } : { rule: 0, lines: 1 };
}

/** The most that a dialog gets: what it is about stays in view above it, also where tasks are listed in between. */
export function mostDialogRows({ rows, hasTasks }: { readonly rows: number; readonly hasTasks: boolean }): number {
  const status = statusRows(rows);
  const besides = RULES + (hasTasks ? LEAST_TASKS : 0) + ROWS_ABOVE + status.rule + status.lines;
  return Math.max(4, rows - besides);
}

/** Of the conversation, above a dialog. */
const ROWS_ABOVE = 2;
/** The header and two rules; the rule above the tasks and two of them. */
const RULES = 3;
const LEAST_TASKS = 3;

/** The conversation keeps its part: a draft gets a quarter of the screen at most. */
function inputRows({ rows, inputRows: wanted, dialog, taskRows }: LayoutOptions): number {
  const most = dialog ? mostDialogRows({ rows, hasTasks: taskRows > 0 }) : Math.max(2, Math.floor(rows / 4));
  return Math.max(1, Math.min(wanted, most));
}

/** Hands out rows from the top downwards. */
function createStack(width: number): (height: number) => Region {
  let y = 0;
  return (height) => {
    const region = { x: 0, y, width, height };
    y += height;
    return region;
  };
}

/** A left part, a divider of one column, and the rest. */
function across({ y, width, height }: Region, left: number): readonly [Region, Region, Region] {
  return [
    { x: 0, y, width: left, height },
    { x: left, y, width: 1, height },
    { x: left + 1, y, width: width - left - 1, height },
  ];
}
