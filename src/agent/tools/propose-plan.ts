import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { reveal } from '../../background/invisible.ts';
import { failure } from './outcome.ts';
import type { PlanMode, Tool, ToolOutcome } from './tool.ts';
import { oneLine } from './words.ts';

const schema = z.strictObject({
  plan: z
    .string()
    .min(1)
    .max(40_000)
    .describe('Markdown: what you will change, where, in which order, and how it is checked'),
});

type Input = z.infer<typeof schema>;

const CHOICES = [
  { mode: 'edits', shown: 'Do it, and change files without asking', summary: 'agreed, files without asking' },
  { mode: 'ask', shown: 'Do it, and ask before changes', summary: 'agreed, asks before changes' },
] as const;

export const proposePlan: Tool<Input> = {
  name: 'propose_plan',
  description: 'Only in plan mode: shows the user your plan and waits for the answer: carry it out, or change it.',
  schema,
  headline: ({ plan }) => ({ verb: 'proposed', subject: oneLine(titleOf(plan)), document: shown(plan) }),
  permission: async () => ({ kind: 'free' }),
  async run({ plan }, { askUser, planMode, signal }) {
    if (planMode?.isOn() !== true) {
      return failure('Plan mode is off: no plan has to be agreed to. Go on with the work.', 'plan mode is off');
    }
    const answer = await askUser(
      {
        id: randomUUID(),
        title: 'Carry out this plan?',
        document: shown(plan),
        body: CHOICES.map(({ shown }, index) => `${index + 1}  ${shown}`),
        context: '',
        scope: '',
        choices: CHOICES.length,
      },
      signal,
    );
    if (signal.aborted) return failure('The user interrupted the turn and did not answer.', 'interrupted');
    if (answer === null) {
      return failure(
        'Nobody is there to agree to the plan, and plan mode stays on. End your turn with the plan as your answer.',
        'nobody to ask',
      );
    }
    if (answer.kind === 'chosen') return agreed(answer.choice, planMode);
    const word = answer.kind === 'no' ? answer.word.trim() : '';
    const wish =
      word === ''
        ? 'did not agree to the plan, and did not say why. Ask what should differ.'
        : `wants the plan changed: ${word}`;
    return {
      text: `The user ${wish}\nPlan mode stays on. Propose the changed plan with propose_plan.`,
      isError: false,
      summary: word === '' ? 'not agreed' : oneLine(word),
    };
  },
};

function agreed(choice: number, planMode: PlanMode): ToolOutcome {
  const { mode, summary } = CHOICES[choice] ?? CHOICES[1];
  planMode.leaveFor(mode);
  const how =
    mode === 'edits'
      ? 'files of the project may be changed without asking'
      : 'the user is asked before changes that are not allowed already';
  return { text: `The user agreed. Plan mode is off: carry the plan out; ${how}.`, isError: false, summary };
}

function shown(plan: string): string {
  return reveal(plan).join('\n');
}

/** Its first line with words. */
function titleOf(plan: string): string {
  return (
    plan
      .split('\n')
      .find((line) => /\w/.test(line))
      ?.replace(/^[#\s*>-]+/, '') ?? plan
  );
}
