/** Node, its package managers, and what tests, checks and formats JavaScript. */
import type { KnownCommand } from './known-command.ts';

/** What is handed on to a script whose program is not known: nothing that names a file of settings, a module or an output. */
const SCRIPT =
  '--run --watch?true|false --no-watch --watchAll?true|false --coverage?true|false --no-coverage --silent --verbose --quiet -q -v --bail? --grep: -t: --testNamePattern: --test-name-pattern: --reporter=default|verbose|dot|basic|tap|tap-flat|spec|list|line|min|json|junit|hanging-process|tree|github --updateSnapshot -u --update --ci --runInBand -i --maxWorkers= --no-cache --passWithNoTests --onlyChanged --onlyFailures --changed --testPathPattern: --testPathPatterns: --findRelatedTests --project= --shard= --retry= --retries= --timeout= --testTimeout= --hookTimeout= --workers= --forbid-only --only --typecheck --no-isolate --no-file-parallelism --sequence.shuffle --color --no-color --fix --check --list --list-different --max-warnings= --noEmit --detectOpenHandles --forceExit --expand --exit --recursive --pretty --dry-run --help --version';

const PACKAGES =
  '-s --silent -q --quiet -d -dd --verbose --loglevel=silent|error|warn|notice|http|info|verbose --workspace= -w= --workspaces -ws --include-workspace-root --if-present --ignore-scripts --no-audit --no-fund --audit=false --fund=false --json --long -l --parseable -p --depth= --all -a --omit=dev|optional|peer --include=dev|optional|peer --production --prod -P --dev -D --save --save-dev --save-exact -E --save-optional -O --save-peer --save-prod -S --no-save --no-package-lock --package-lock-only --dry-run --offline --prefer-offline --prefer-online --legacy-peer-deps --strict-peer-deps --no-optional --no-progress --progress=false --no-color --color=false|always --no-update-notifier --filter= --parallel --stream --sort --no-sort --no-bail --reporter-hide-prefix --frozen-lockfile --no-frozen-lockfile --immutable --check-cache --check-files --lockfile-only --shamefully-hoist --fix-lockfile --exact --peer --optional --audit-level=info|low|moderate|high|critical --tag=';

/** npm reads options wherever they stand, and those of scripts as if they were its own. */
const ALL = `${PACKAGES} ${SCRIPT}`;
/** `-g` alone is an option of npm's too. */
const HANDED_ON = `${SCRIPT} -g:`;

const manage: KnownCommand = { keeps: true, options: ALL, after: HANDED_ON, longDash: true, takesAt: true };
const named = (names: string): Readonly<Record<string, KnownCommand>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, manage]));

/** Their words name programs, or settings that name programs: those have to be written. */
const HANDLING: Readonly<Record<string, KnownCommand>> = {
  config: { assigns: true, operand: isSettingRead },
  c: { assigns: true, operand: isSettingRead },
  set: { operand: () => false },
  pkg: { ...manage, operand: (text, at) => at > 0 || text === 'get' },
  init: { ...manage, operand: (_text, at) => at > 0 },
  create: { ...manage, operand: (_text, at) => at > 0 },
  explore: { operand: (_text, at) => at > 1 },
  edit: { operand: () => false },
};

/** `config get KEY`; of `config set KEY VALUE` the value only. */
function isSettingRead(text: string, at: number, words: readonly string[]): boolean {
  if (at === 0) return /^(?:get|list|ls)$/.test(text);
  return at > 1 || words.includes('get');
}

const VITEST: KnownCommand = {
  keeps: true,
  longDash: true,
  options: `${SCRIPT} -w --silent?true|false|passed-only --reporters=default|verbose|dot|basic|tap|json|junit --coverage.enabled?true|false --coverage.reporter=text|text-summary|json|html|lcov --coverage.include: --coverage.exclude: --environment=node|jsdom|happy-dom|edge-runtime --pool=forks|threads|vmThreads|vmForks --no-threads --minWorkers= --typecheck.only --allowOnly --hideSkippedTests --teardownTimeout= --logHeapUsage --sequence.seed= --sequence.concurrent --disable-console-intercept --disableConsoleIntercept --exclude: --globals --printConsoleTrace --isolate --fileParallelism --no-fileParallelism --maxConcurrency= --staged --json --dangerouslyIgnoreUnhandledErrors --clearScreen=true|false`,
};

const JEST: KnownCommand = {
  keeps: true,
  longDash: true,
  options: `${SCRIPT} -b -o -f -e -w= --collectCoverage --changedSince= --lastCommit --testPathIgnorePatterns: --json --listTests --selectProjects= --ignoreProjects= --logHeapUsage --randomize --seed= --no-watchman --clearCache --errorOnDeprecated --showConfig --runTestsByPath --coverageReporters=text|text-summary|json|lcov|html|clover --collectCoverageFrom: --testEnvironment=node|jsdom --env=node|jsdom --showSeed --detectLeaks --noStackTrace --maxConcurrency= --openHandlesTimeout= --injectGlobals=true|false --no-ci`,
};

const MOCHA: KnownCommand = {
  keeps: true,
  longDash: true,
  options:
    '-g: --grep: -f: --fgrep: -i --invert -b --bail -t= --timeout= -s= --slow= -R=spec|dot|tap|json|list|min|nyan|progress|landing|xunit|doc|markdown|html --reporter=spec|dot|tap|json|list|min|nyan|progress|landing|xunit|doc|markdown|html -w --watch --parallel -p --no-parallel -j= --jobs= --recursive --exit --no-exit --check-leaks --forbid-only --forbid-pending --retries= --dry-run --color --no-color -c -C --full-trace --inline-diffs --diff --no-diff --sort -S -u=bdd|tdd|qunit|exports --ui=bdd|tdd|qunit|exports --ignore: --exclude: --allow-uncaught --pass-on-failing-test-suite --fail-zero --list-files --version',
};

const ESLINT: KnownCommand = {
  longDash: true,
  options:
    '--fix --fix-dry-run --fix-type= --ext= --quiet --max-warnings= --cache --no-cache --cache-strategy=metadata|content --format=stylish|json|compact|unix|html|junit|tap|visualstudio|checkstyle|jslint-xml|json-with-metadata -f=stylish|json|compact|unix|html|junit|tap|visualstudio|checkstyle|jslint-xml --color --no-color --no-error-on-unmatched-pattern --no-warn-ignored --warn-ignored --no-ignore --ignore-pattern: --report-unused-disable-directives --report-unused-disable-directives-severity= --rule: --debug --stats --print-config= --env-info --no-inline-config --exit-on-fatal-error --pass-on-no-patterns --env= --global: --concurrency= -v --version -h --help',
};

const PRETTIER: KnownCommand = {
  longDash: true,
  options:
    '--check -c --write -w --list-different -l --log-level= --loglevel= --ignore-unknown -u --no-error-on-unmatched-pattern --color --no-color --single-quote --jsx-single-quote --print-width= --tab-width= --use-tabs --no-semi --trailing-comma= --prose-wrap= --end-of-line= --arrow-parens= --no-bracket-spacing --quote-props= --cache --cache-strategy=metadata|content --parser=babel|babel-ts|typescript|flow|espree|acorn|css|scss|less|json|json5|jsonc|markdown|mdx|html|vue|angular|yaml|graphql --file-info= --find-config-path= --support-info --stdin-filepath= --config-precedence= --no-editorconfig --insert-pragma --require-pragma --with-node-modules --experimental-ternaries -v --version -h --help',
};

const TSC: KnownCommand = {
  keeps: true,
  longDash: true,
  options:
    '-noEmit --noEmit -w --watch -p= --project= -b --build --pretty?true|false --strict --incremental --skipLibCheck --listFiles --listFilesOnly --listEmittedFiles --showConfig --diagnostics --extendedDiagnostics --explainFiles --traceResolution -t= --target= -m= --module= --moduleResolution= --lib= --jsx= --allowJs --checkJs --esModuleInterop --noErrorTruncation --preserveWatchOutput --resolveJsonModule --isolatedModules --noUnusedLocals --noUnusedParameters --noImplicitAny --noUncheckedIndexedAccess --exactOptionalPropertyTypes --strictNullChecks --allowImportingTsExtensions --erasableSyntaxOnly --types= --downlevelIteration --composite --force -f --verbose -d --declaration --emitDeclarationOnly --noEmitOnError --stopBuildOnErrors --assumeChangesOnlyAffectDirectDependencies -v --version -h --help --all',
};

const BIOME: KnownCommand = {
  options:
    '--write --fix --staged --changed --since= --colors=off|force --max-diagnostics= --diagnostic-level=info|warn|error --error-on-warnings --no-errors-on-unmatched --files-ignore-unknown=true|false --reporter=json|json-pretty|github|junit|summary|gitlab --verbose --formatter-enabled=true|false --linter-enabled=true|false --only: --skip: --stdin-file-path=',
  takesAt: true,
};

const PLAYWRIGHT: KnownCommand = {
  keeps: true,
  longDash: true,
  options: `${SCRIPT} --headed --workers= -j= -x --max-failures= --repeat-each= --update-snapshots --last-failed --only-changed? --pass-with-no-tests --trace=on|off|on-first-retry|retain-on-failure --grep-invert: -gv: -g: --fully-parallel --global-timeout= --ignore-snapshots --no-deps`,
  subcommands: { test: {} },
};

const NODE: KnownCommand = {
  keeps: true,
  longDash: true,
  options:
    '--test --watch --check -c --version -v --test-only --test-name-pattern: --test-skip-pattern: --test-reporter=spec|tap|dot|junit|lcov --test-concurrency= --test-timeout= --test-force-exit --test-shard= --test-update-snapshots --experimental-test-coverage --experimental-test-snapshots --experimental-strip-types --experimental-transform-types --no-warnings --no-deprecation --trace-warnings --trace-deprecation --trace-uncaught --enable-source-maps --max-old-space-size= --stack-trace-limit= --stack-size= --unhandled-rejections=strict|warn|throw|none --throw-deprecation --expose-gc --disable-warning: --preserve-symlinks --experimental-vm-modules --no-experimental-strip-types',
  readsProgram: (words) => !words.some((word) => /^(?:--test|--version|-v)$/.test(word)),
};

const BUN_TEST: KnownCommand = {
  keeps: true,
  longDash: true,
  options:
    '-t: --test-name-pattern: --bail? --watch --coverage --timeout= --only --todo --rerun-each= -u --update-snapshots --coverage-reporter=text|lcov --silent --verbose',
};

export const JAVASCRIPT: Readonly<Record<string, KnownCommand>> = {
  npm: {
    options: PACKAGES,
    longDash: true,
    subcommands: {
      '': manage,
      ...named(
        'test t tst run run-script start stop restart install i in ci add install-test it uninstall un remove rm update up upgrade ls list ll la outdated audit view v show info why explain fund search ping prefix root bin dedupe ddp prune pack rebuild doctor query sbom',
      ),
      ...HANDLING,
    },
  },
  pnpm: {
    options: `${PACKAGES} -r --recursive -F=`,
    longDash: true,
    subcommands: {
      '': manage,
      ...named(
        'test t run run-script start stop install i add remove rm update up ls list ll la outdated audit why licenses prune dedupe fetch rebuild pack root bin doctor',
      ),
      ...HANDLING,
    },
  },
  yarn: {
    options: PACKAGES,
    longDash: true,
    subcommands: {
      '': manage,
      ...named('test run start install add remove up upgrade list outdated audit info why licenses dedupe check'),
      ...HANDLING,
    },
  },
  bun: {
    longDash: true,
    subcommands: { '': manage, ...named('run install i add remove rm update outdated pm'), test: BUN_TEST },
  },
  node: NODE,
  tsx: NODE,
  deno: {
    subcommands: {
      test: {
        options:
          '--filter: --fail-fast? --quiet -q --watch --coverage --no-check --parallel --reporter=pretty|dot|junit|tap --doc --no-run --shuffle?',
      },
      lint: { options: '--fix --json --quiet -q --watch --rules' },
      fmt: { options: '--check --quiet -q --watch' },
      check: { options: '--quiet -q --all --doc' },
      info: { options: '--json' },
    },
  },
  tsc: TSC,
  'vue-tsc': TSC,
  eslint: ESLINT,
  prettier: PRETTIER,
  vitest: VITEST,
  jest: JEST,
  mocha: MOCHA,
  playwright: PLAYWRIGHT,
  biome: BIOME,
  stylelint: {
    longDash: true,
    options:
      '--fix --quiet -q --cache --formatter=string|json|compact|tap|unix|verbose -f=string|json|compact|tap|unix|verbose --max-warnings= --allow-empty-input --color --no-color --ignore-pattern: --report-needless-disables',
  },
};
