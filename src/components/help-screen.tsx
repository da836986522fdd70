import { Box } from 'ink';
import { commandsOf } from '../store/commands/all.ts';
import { helpLines } from './help-lines.ts';
import { createViewLayout, type Size } from './layout.ts';
import { Lines } from './lines.tsx';
import { Rule } from './rules.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { fitLine } from './text.ts';
import { ViewKeys } from './view-keys.tsx';

/** What can be typed and which keys there are. */
export function HelpScreen({ size }: { readonly size: Size }) {
  const { theme, keymap } = useServices();
  const wanted = useStoreState(({ ui }) => ui.helpTop);
  const { title, titleRule, body, keysRule, keys } = createViewLayout(size);
  const knowledge = useStoreState((state) => state.knowledge);
  const commands = commandsOf({ knowledge });
  const lines = helpLines({ keymap, commands, width: body.width, theme });
  const top = Math.min(wanted, Math.max(0, lines.length - body.height));
  const position = `lines ${top + 1}–${Math.min(lines.length, top + body.height)} of ${lines.length}`;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Lines
        region={title}
        lines={[fitLine(` ${theme.bold('meanwhile')}  keys and commands`, theme.dim(`${position} `), title.width)]}
      />
      <Rule region={titleRule} />
      <Lines region={body} lines={lines.slice(top, top + body.height)} />
      <Rule region={keysRule} />
      <ViewKeys region={keys} place="help" />
    </Box>
  );
}
