/** What the offline model can be asked for. Pure data between `parse.ts` and `plan.ts`. */

export type Language = 'en' | 'fr';

export type Request =
  | { readonly kind: 'run'; readonly command: string; readonly background: boolean }
  /** What the project itself says how to do. */
  | { readonly kind: 'project'; readonly task: 'test' | 'build' | 'lint' }
  /** Without a path the plan finds a free name; without content it writes a line of its own. */
  | { readonly kind: 'create'; readonly path?: string; readonly content?: string }
  /** Without a path: the file that was spoken of last. */
  | { readonly kind: 'read'; readonly path?: string }
  | { readonly kind: 'edit'; readonly path?: string; readonly oldText: string; readonly newText: string }
  | { readonly kind: 'status'; readonly target: Target }
  | { readonly kind: 'stop'; readonly target: Target }
  | { readonly kind: 'carry-on' }
  | { readonly kind: 'report' }
  | { readonly kind: 'help' }
  | { readonly kind: 'greeting' }
  | { readonly kind: 'thanks' }
  /** Words that mean nothing here, as the human wrote them. */
  | { readonly kind: 'unknown'; readonly text: string };

/** Which tasks: all of them, the newest, one by its id, or those whose command contains a text. */
export type Target =
  | { readonly by: 'all' }
  | { readonly by: 'last' }
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'command'; readonly text: string };
