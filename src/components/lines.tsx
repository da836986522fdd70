import { memo } from 'react';
import { Box, Text } from 'ink';
import type { Region } from './layout.ts';

/** Lines in a region, exactly as wide and as high as that: what is missing stays blank, what is too much is not shown. */
export function Lines({ region, lines }: { readonly region: Region; readonly lines: readonly string[] }) {
  return (
    <Box width={region.width} height={region.height} flexShrink={0} flexDirection="column" overflow="hidden">
      {lines.slice(0, region.height).map((line, index) => (
        <Line key={index} text={line} />
      ))}
    </Box>
  );
}

const Line = memo(function Line({ text }: { readonly text: string }) {
  // Without a character Ink gives a line no height.
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});
