import type { Outcome } from './conversation.ts';
import type { Step } from './plan.ts';
import type { Phrases } from './phrases.ts';
import type { Request } from './requests.ts';

export type ProjectTask = Extract<Request, { kind: 'project' }>['task'];

/**
 * How this project does it: by a script of its package.json, else by the files that it has. Undefined when neither says.
 */
export function* findProjectCommand(
  task: ProjectTask,
  phrases: Phrases,
): Generator<Step, string | undefined, readonly Outcome[]> {
  const [manifest, files] = yield {
    say: phrases.lookingHow,
    calls: [
      { name: 'read_file', input: { path: 'package.json' } },
      { name: 'list_directory', input: {} },
    ],
  };
  if (manifest?.isError === false && new RegExp(`"${task}"\\s*:`).test(manifest.text)) {
    return task === 'test' ? 'npm test' : `npm run ${task}`;
  }
  const text = files?.isError === false ? files.text : '';
  return BY_FILE.find(([file]) => file.test(text))?.[1][task];
}

type Commands = Readonly<Partial<Record<ProjectTask, string>>>;

const BY_FILE: readonly (readonly [RegExp, Commands])[] = [
  [/\bCargo\.toml\b/, { test: 'cargo test', build: 'cargo build', lint: 'cargo clippy' }],
  [/\bgo\.mod\b/, { test: 'go test ./...', build: 'go build ./...', lint: 'go vet ./...' }],
  [/\b(?:pyproject\.toml|setup\.py|pytest\.ini|tox\.ini)\b/, { test: 'python3 -m pytest', lint: 'ruff check' }],
  [/\bMakefile\b/, { test: 'make test', build: 'make', lint: 'make lint' }],
];
