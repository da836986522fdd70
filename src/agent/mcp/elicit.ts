/**
 * What an MCP server asks the user (elicitation), put to them one field after the other, as questions in the same queue
 * as those of the gate. Each names the server: what is answered goes there. An address is shown and never opened.
 * https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation
 */
import { randomUUID } from 'node:crypto';
import { cut } from '../../background/cut.ts';
import { reveal } from '../../background/invisible.ts';
import type { Answer, Question } from '../events.ts';
import { readField, type Field, type FieldValue } from './elicit-field.ts';

export interface ElicitPorts {
  /** Name of the server in the settings. */
  readonly server: string;
  /** Puts a question to the user; `null` when nobody is there. */
  ask(question: Question, signal: AbortSignal): Promise<Answer | null>;
  /** Aborts when the server, or the user, no longer wants an answer. */
  readonly signal: AbortSignal;
}

export type Elicited =
  | { readonly action: 'accept'; readonly content?: Record<string, string | number | boolean | string[]> }
  /** The user does not want to answer. */
  | { readonly action: 'decline' }
  /** The user left without an answer. */
  | { readonly action: 'cancel' };

const MESSAGE_CHARS = 1_000;
const MOST_FIELDS = 20;
/** How often one field is asked for again, when what was typed does not fit. */
const MOST_TRIES = 5;

export async function elicit(params: Readonly<Record<string, unknown>>, ports: ElicitPorts): Promise<Elicited> {
  const message = typeof params['message'] === 'string' ? cut(params['message'], MESSAGE_CHARS) : '';
  if (params['mode'] === 'url') return elicitAddress({ message, address: params['url'] }, ports);
  const { properties, required } = asObject(params['requestedSchema']);
  const needed = Array.isArray(required) ? (required as readonly unknown[]) : [];
  const fields = Object.entries(asObject(properties)).map(([name, schema]) =>
    readField(name, schema, needed.includes(name)),
  );
  if (fields.length > MOST_FIELDS || fields.includes(undefined)) return { action: 'decline' };
  const content: Record<string, string | number | boolean | string[]> = {};
  for (const [index, field] of fields.entries()) {
    if (field === undefined) continue;
    const place = fields.length === 1 ? '' : ` · ${index + 1} of ${fields.length}`;
    const answer = await askField(field, { message, place, ports });
    if (answer.action !== 'accept') return answer;
    if (answer.value !== undefined) content[field.name] = answer.value as string | number | boolean | string[];
  }
  return { action: 'accept', content };
}

interface AskingField {
  readonly message: string;
  readonly place: string;
  readonly ports: ElicitPorts;
}

type FieldAnswer =
  { readonly action: 'accept'; readonly value: FieldValue | undefined } | Exclude<Elicited, { action: 'accept' }>;

async function askField(field: Field, { message, place, ports }: AskingField): Promise<FieldAnswer> {
  const labels = [...field.choices.map(({ label }) => label), DECLINE];
  let problem = '';
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const warning = field.isSecret ? [`Type no password and no key here: ${ports.server} gets what you answer.`] : [];
    const body = [...reveal(message), '', ...field.lines.flatMap(reveal), ...warning];
    const answer = await askWith(labels, {
      body: problem === '' ? body : [...body, `Again: ${problem}.`],
      place,
      ports,
    });
    if (answer === 'decline' || answer === 'cancel') return { action: answer };
    if (typeof answer === 'number') return { action: 'accept', value: field.choices[answer]?.value };
    const read = field.read(answer.typed);
    if ('value' in read) return { action: 'accept', value: read.value };
    problem = read.problem;
  }
  return { action: 'cancel' };
}

async function elicitAddress(
  { message, address }: { readonly message: string; readonly address: unknown },
  ports: ElicitPorts,
): Promise<Elicited> {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  // Other schemes open programs.
  if (url === undefined || !/^https?:$/.test(url.protocol)) return { action: 'decline' };
  const body = [...reveal(message), '', 'It wants you to open this address in a browser:', ...reveal(url.href)];
  const labels = [`I open it (${url.host})`, DECLINE];
  const answer = await askWith(labels, { body, place: '', ports });
  if (answer === 0) return { action: 'accept' };
  return { action: answer === 'cancel' ? 'cancel' : 'decline' };
}

const DECLINE = 'Decline: the server gets no answer';

interface Asking {
  readonly body: readonly string[];
  readonly place: string;
  readonly ports: ElicitPorts;
}

/** The last label declines. A number is that of another one. */
async function askWith(
  labels: readonly string[],
  { body, place, ports: { server, ask, signal } }: Asking,
): Promise<number | { readonly typed: string } | 'decline' | 'cancel'> {
  const question: Question = {
    id: randomUUID(),
    title: `The MCP server ${server} asks${place}`,
    body: [...body, '', ...labels.map((label, index) => `${index + 1}  ${label}`)],
    context: `your answer goes to ${server}`,
    scope: '',
    choices: labels.length,
  };
  const answer = await ask(question, signal);
  if (signal.aborted) return 'cancel';
  if (answer === null) return 'decline';
  if (answer.kind === 'chosen') return answer.choice === labels.length - 1 ? 'decline' : answer.choice;
  const typed = answer.kind === 'no' ? answer.word.trim() : '';
  return typed === '' ? 'cancel' : { typed };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
