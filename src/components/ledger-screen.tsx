import { Box } from 'ink';
import { chosenEntry } from '../store/ledger.ts';
import { createViewLayout, type Region, type Size } from './layout.ts';
import { ledgerLines, ledgerSummary, previewLines } from './ledger-lines.ts';
import { Lines } from './lines.tsx';
import { Rule } from './rules.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { fitLine } from './text.ts';
import { ViewKeys } from './view-keys.tsx';

/** What the model was told of tasks, and what it will be told next. */
export function LedgerScreen({ size }: { readonly size: Size }) {
  const { theme } = useServices();
  const ledger = useStoreState((state) => state.ledger);
  const chosen = useStoreState((state) => chosenEntry(state)?.id ?? null);
  const preview = useStoreState(({ ui }) => ui.ledger.preview);
  const { title, titleRule, body, keysRule, keys } = createViewLayout(size);
  const [list, rule, next] = split(body, preview === '');
  const { width } = body;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Lines
        region={title}
        lines={[fitLine(` ${theme.bold('deliveries')}`, `${ledgerSummary(ledger, theme)} `, title.width)]}
      />
      <Rule region={titleRule} />
      <Lines region={list} lines={ledgerLines({ ledger, chosen, width, height: list.height, theme })} />
      <Rule region={rule} />
      <Lines region={next} lines={previewLines(preview, { width, height: next.height, theme })} />
      <Rule region={keysRule} />
      <ViewKeys region={keys} place="ledger" />
    </Box>
  );
}

/** The list, a rule, and below it a third for what comes next, if anything does. */
function split({ x, y, width, height }: Region, isEmpty: boolean): readonly [Region, Region, Region] {
  const below = isEmpty ? 2 : Math.max(2, Math.floor(height / 3));
  const above = height - below - 1;
  return [
    { x, y, width, height: above },
    { x, y: y + above, width, height: 1 },
    { x, y: y + above + 1, width, height: below },
  ];
}
