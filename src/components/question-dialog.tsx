import { Box } from 'ink';
import type { Question } from '../agent/events.ts';
import { EditorRows } from './editor-rows.tsx';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { answerLines } from './question-answers.ts';
import { answerRows, questionLines } from './question-lines.ts';
import { draftsBesideQuestion } from '../store/selectors.ts';
import { useNow, useServices, useStoreState } from './screen-context.tsx';
import { isQuestionSeen } from './screen-layout.ts';

/** The model's question, in the place of the input; the conversation and the tasks go on above it. */
export function QuestionDialog({ region }: { readonly region: Region }) {
  const { theme, keymap } = useServices();
  const asked = useStoreState(({ session }) => session.question);
  const top = useStoreState(({ ui }) => ui.questionTop);
  const choice = useStoreState(({ ui }) => ui.questionChoice);
  const reply = useStoreState(({ ui }) => ui.reply);
  const draft = useStoreState(({ ui }) => ui.editor.text !== '');
  const drafts = useStoreState(draftsBesideQuestion);
  const editor = useStoreState(({ ui }) => ui.editor);
  const focused = useStoreState(({ ui }) => ui.focus === 'input');
  const seen = useStoreState((state) => isQuestionSeen(state, region));
  const now = useNow(true);
  if (asked === null) return null;
  const { width, height } = region;
  const lines = questionLines(asked.question, {
    width,
    height,
    top,
    choice,
    age: now - asked.askedAt,
    theme,
    draft: drafts ? 'begun' : draft ? 'kept' : 'none',
  });
  const answers = answerRows(asked.question, { width, height });
  const last = { ...region, y: region.y + height - answers, height: answers };
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Lines region={{ ...region, height: height - answers }} lines={lines} />
      {reply === null && drafts ? (
        <EditorRows region={last} editor={editor} focused={focused} placeholder="" />
      ) : reply === null ? (
        <Lines
          region={last}
          lines={answerLines(asked.question, { width, theme, keymap, seen, choice, height: answers })}
        />
      ) : (
        <EditorRows region={last} editor={reply} focused={focused} placeholder={placeholderFor(asked.question)} />
      )}
    </Box>
  );
}

function placeholderFor({ document, choices }: Question): string {
  if (document !== undefined) return 'what should differ?';
  return choices === undefined ? 'Tell the model what to do instead (optional)' : 'your answer, or just enter for none';
}
