import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { Ending } from './endings.ts';
import { readConversation, type Conversation } from './conversation.ts';
import { parsePrompt } from './parse.ts';
import { planRequests, type Call, type Plan } from './plan.ts';
import { ENGLISH } from './phrases-en.ts';
import { FRENCH } from './phrases-fr.ts';
import type { Phrases } from './phrases.ts';
import type { Language } from './requests.ts';
import { quoted } from './quoted.ts';
import { summaryReply } from './summary.ts';

/** What the offline model says next. */
export interface Reply {
  readonly text: string;
  readonly calls: readonly (Call & { readonly id: string })[];
}

/** The next message of a conversation; a pure function of the request and the time, in milliseconds since the epoch. */
export function replyTo({ messages }: Pick<MessageCreateParamsStreaming, 'messages'>, now: number): Reply {
  const talk = readConversation(messages);
  const summary = summaryReply(talk, { messages });
  if (summary !== undefined) return { text: summary, calls: [] };
  const plan = planPrompts(talk, now);
  let step = plan.next([]);
  for (const outcomes of talk.rounds) {
    if (step.done) break;
    step = plan.next(outcomes);
  }
  const phrases = PHRASES[parsePrompt(talk.lastPrompt).language];
  const reactions = [...talk.remarks.map(phrases.remark), ...talk.endings.map((ending) => endingText(ending, phrases))];
  const [said, calls] = step.done ? [step.value, []] : [step.value.say, step.value.calls];
  const text = [...reactions, said].filter(Boolean).join('\n\n') || phrases.free;
  return { text, calls: calls.map((call, index) => ({ ...call, id: `toolu_offline_${talk.length}_${index}` })) };
}

/** Of a failure all that the notice quotes: it is what one would look for in the log. */
function endingText(ending: Ending, phrases: Phrases): string {
  const { outcome, output } = ending;
  const head = phrases.ending(ending);
  if (outcome === 'completed' || output.length < 2) return `${head} ${phrases.printed(ending)}`;
  return quoted(head, { outcome: { text: output.join('\n'), isError: true }, phrases });
}

const PHRASES: Readonly<Record<Language, Phrases>> = { en: ENGLISH, fr: FRENCH };

function* planPrompts(talk: Conversation, now: number): Plan {
  const said: string[] = [];
  let { lastPath } = talk;
  for (const prompt of talk.open) {
    const { language, requests } = parsePrompt(prompt);
    const setting = { phrases: PHRASES[language], talk, now, started: [], told: new Set<string>(), lastPath };
    said.push(yield* planRequests(requests, setting));
    lastPath = setting.lastPath;
  }
  return said.join('\n\n');
}
