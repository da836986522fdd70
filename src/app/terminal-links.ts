/** Whether the terminal is likely to make links of OSC 8, going by what it says of itself in the environment. */
export async function terminalHasLinks(stream: NodeJS.WriteStream): Promise<boolean> {
  const { createSupportsHyperlinks } = await import('supports-hyperlinks');
  return createSupportsHyperlinks(stream);
}
