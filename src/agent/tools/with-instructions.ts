import type { NestedInstructions } from '../knowledge/nested-instructions.ts';
import type { RanTool } from '../loop.ts';
import type { ToolCall } from '../messages.ts';
import { resolveInProject } from './project-path.ts';
import type { ToolContext } from './tool.ts';

/** The result, and behind it the instructions for the file that the call was about, if they are new. */
export async function withInstructions(
  call: ToolCall,
  ran: RanTool,
  {
    instructions,
    root,
    isHidden,
  }: { readonly instructions: NestedInstructions } & Pick<ToolContext, 'root' | 'isHidden'>,
): Promise<RanTool> {
  const { path: wanted } = (call.input ?? {}) as { readonly path?: unknown };
  if (ran.result.isError || !ABOUT_FILES.has(call.name) || typeof wanted !== 'string') return ran;
  const resolved = await resolveInProject(root, wanted);
  if (resolved.kind === 'refused') return ran;
  const words = await instructions.toldWith(resolved.file, isHidden);
  return words === '' ? ran : { ...ran, result: { ...ran.result, text: `${ran.result.text}\n\n${words}` } };
}

const ABOUT_FILES: ReadonlySet<string> = new Set(['read_file', 'edit_file', 'write_file']);
