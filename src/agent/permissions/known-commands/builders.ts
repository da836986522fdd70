/** Compilers, build tools and test runners of other languages. */
import type { KnownCommand } from './known-command.ts';

const CARGO =
  '-q --quiet -v --verbose -p= --package= --workspace --all --exclude= --lib --bin= --bins --example= --examples --test= --tests --bench= --benches --all-targets -F: --features: --all-features --no-default-features -r --release --profile= --target= --message-format= -j= --jobs= --keep-going --no-fail-fast --no-run --doc --locked --offline --frozen --color=auto|always|never --no-deps --document-private-items --timings --future-incompat-report --ignore-rust-version -h --help';
const LIBTEST =
  '--nocapture --no-capture --test-threads= --exact --ignored --include-ignored --show-output --list --skip: -q --quiet --color=auto|always|never --format=pretty|terse|json --report-time --shuffle';
const LINTS = '-D= -W= -A= -F= --deny= --warn= --allow= --forbid=';

const cargo = (more: KnownCommand = {}): KnownCommand => ({ options: CARGO, after: '', ...more });

const CARGO_COMMANDS: Readonly<Record<string, KnownCommand>> = {
  build: cargo(),
  b: cargo(),
  check: cargo(),
  c: cargo(),
  test: cargo({ after: LIBTEST }),
  t: cargo({ after: LIBTEST }),
  bench: cargo({ after: LIBTEST }),
  nextest: {
    options: `${CARGO} -E: --filter-expr: --retries= --test-threads= --no-capture --run-ignored=default|only|all --failure-output= --success-output= --status-level= --partition=`,
  },
  clippy: cargo({ options: `${CARGO} --fix --allow-dirty --allow-staged`, after: LINTS }),
  fmt: { options: '--check --all -p= --package= -q --quiet -v --verbose', after: '--check' },
  doc: cargo(),
  run: cargo(),
  r: cargo(),
  tree: cargo({
    options: `${CARGO} -d --duplicates -e= --edges= -i= --invert= --depth= --prune= --prefix=`,
    reads: true,
  }),
  metadata: cargo({ options: `${CARGO} --format-version=`, reads: true }),
  add: cargo({ options: `${CARGO} --dev --build --optional --no-optional --rename= --dry-run` }),
  remove: cargo({ options: `${CARGO} --dev --build --dry-run` }),
  update: cargo({ options: `${CARGO} --precise= --dry-run --recursive --aggressive` }),
  search: { options: '--limit= -q --quiet' },
};

const GO =
  '-v?true|false -x -n -a -race?true|false -msan -asan -cover -covermode=set|count|atomic -coverpkg= -tags: -p= -trimpath -mod=mod|readonly|vendor -buildvcs=true|false|auto -work -json -run: -bench: -benchmem -benchtime= -count= -short?true|false -timeout= -parallel= -cpu= -failfast -list: -skip: -shuffle= -vet=off|all -fullpath -coverprofile=cover.out|coverage.out|c.out|cover.txt|coverage.txt';

const MODULES: ReadonlySet<string> = new Set('tidy download verify graph why vendor'.split(' '));

const WARNINGS =
  '-Wall -Wextra -Werror -Wpedantic -pedantic -pedantic-errors -Wshadow -Wconversion -Wformat -Wformat=2 -Wno-unused -Wno-unused-parameter -Wno-unused-variable -Wno-unused-function -Wno-format -Wno-deprecated-declarations -Wundef -Wcast-align -Wstrict-prototypes -Wmissing-prototypes -Wdouble-promotion -Wnull-dereference -Wimplicit-fallthrough -w';
const COMPILER: KnownCommand = {
  options: `${WARNINGS} -O -O0 -O1 -O2 -O3 -Os -Og -Oz -Ofast -g -g0 -g1 -g2 -g3 -ggdb -ggdb3 -c -S -E -P -v -std= -ansi -pthread -fPIC -fpic -fPIE -pie -no-pie -static -shared -fsanitize= -fno-omit-frame-pointer -fno-exceptions -fno-rtti -fno-common -fno-strict-aliasing -fwrapv -fopenmp -fsyntax-only -fstack-protector-strong -fdiagnostics-color -fdiagnostics-color=always|never|auto -fno-diagnostics-color -flto -march= -mtune= -m32 -m64 -M -MM -MD -MMD -MP --version --help -dumpversion -dumpmachine -o= -D: -U: -I= -L= -l=`,
};

const GRADLE: KnownCommand = {
  options:
    '-q --quiet -i --info -d --debug -w --warn -s --stacktrace -S --full-stacktrace --tests: --continue --offline --parallel --no-parallel --no-daemon --daemon --build-cache --no-build-cache --rerun-tasks --refresh-dependencies --console=plain|auto|rich|verbose --dry-run -m -x= --exclude-task= -t --continuous --warning-mode=all|fail|summary|none --configuration= --dependency=',
  longDash: true,
};
const MAVEN: KnownCommand = {
  options:
    '-q -B --batch-mode -o --offline -e -X -U -am -amd -pl= -rf= -fae -ff -fn -ntp --no-transfer-progress -T= -Dtest: -DskipTests?true|false -DfailIfNoTests=false -V -v',
  longDash: true,
  operand: (text) => !text.includes(':'),
};

export const BUILDERS: Readonly<Record<string, KnownCommand>> = {
  make: {
    keeps: true,
    options:
      '-k --keep-going -n --just-print --dry-run --recon -s --silent --quiet --no-silent -B --always-make -j? --jobs? -l? -i --ignore-errors -q --question -r --no-builtin-rules -R --no-builtin-variables -S --no-keep-going -w --print-directory --no-print-directory -O?line|target|recurse|none --output-sync?line|target|recurse|none --trace -p --print-data-base -v --version -h --help -d',
    assigns: true,
    word: (text) => text.startsWith('-') || /^[\w./%+:,-]+$/.test(text),
  },
  cargo: {
    options: '-q --quiet -v --verbose --locked --offline --frozen --color=auto|always|never -V --version --list',
    subcommands: CARGO_COMMANDS,
  },
  go: {
    longDash: true,
    subcommands: {
      build: { options: GO, longDash: true },
      install: { options: GO, longDash: true },
      test: { options: GO, longDash: true },
      vet: { options: GO, longDash: true },
      list: {
        options: `${GO} -m -u -f: -deps -e -test -find -export -versions -compiled`,
        longDash: true,
        reads: true,
      },
      fmt: { options: '-n -x', longDash: true },
      mod: {
        options: '-v -x -json -go= -compat= -e -m',
        longDash: true,
        operand: (text, at) => at > 0 || MODULES.has(text),
      },
      get: { options: '-u -t -v -x -d', longDash: true, onlyWritten: true },
      doc: { options: '-all -c -cmd -short -src -u', longDash: true, reads: true },
      version: { options: '-m -v', longDash: true, reads: true },
      env: { options: '-json -changed', longDash: true, reads: true, assigns: true },
      run: { options: GO, longDash: true, onlyWritten: true, operand: (text, at) => at > 0 || /^\.|\.go$/.test(text) },
      generate: { options: '-n -v -x -run: -skip:', longDash: true, onlyWritten: true },
    },
  },
  gofmt: { options: '-l -d -e -s -w -r:', longDash: true },
  'golangci-lint': {
    options: '-v --verbose --color=always|auto|never',
    subcommands: {
      run: {
        options:
          '-v --verbose --fix --timeout= -E= --enable= -D= --disable= --tests --new --fast --fast-only --max-issues-per-linter= --max-same-issues= --build-tags= --allow-parallel-runners --color=always|auto|never',
      },
      fmt: { options: '-v -d --diff' },
      linters: {},
    },
  },
  gcc: COMPILER,
  'g++': COMPILER,
  cc: COMPILER,
  'c++': COMPILER,
  clang: COMPILER,
  'clang++': COMPILER,
  ctest: {
    options:
      '-V --verbose -VV --extra-verbose -Q --quiet --output-on-failure -R: --tests-regex: -E: --exclude-regex: -L: --label-regex: -j= --parallel= -N --show-only --progress --rerun-failed --stop-on-failure --timeout= --repeat= -C= --build-config=',
    longDash: true,
  },
  ninja: { options: '-v --verbose -n -k= -j= -l= --quiet -d=stats|explain', longDash: true },
  gradle: GRADLE,
  gradlew: GRADLE,
  mvn: MAVEN,
  mvnw: MAVEN,
  dotnet: {
    options: '--version --info --list-sdks --list-runtimes',
    subcommands: Object.fromEntries(
      'build test restore clean format'.split(' ').map((name): [string, KnownCommand] => [
        name,
        {
          options:
            '-c= --configuration= -f= --framework= -r= --runtime= -v=q|quiet|m|minimal|n|normal|d|detailed|diag --verbosity=q|quiet|m|minimal|n|normal|d|detailed|diag --no-restore --no-build --nologo --filter: -t --list-tests --verify-no-changes --no-incremental --no-dependencies --blame',
        },
      ]),
    ),
  },
  swift: {
    subcommands: Object.fromEntries(
      'build test'.split(' ').map((name): [string, KnownCommand] => [
        name,
        {
          options:
            '-c=debug|release --configuration=debug|release -v --verbose -q --quiet --filter: --skip: --parallel --list-tests --target= --product= --build-tests -j= --jobs= --enable-code-coverage',
          longDash: true,
        },
      ]),
    ),
  },
  rspec: {
    options:
      '-e: --example: -t: --tag: -f=p|progress|d|documentation|j|json|f|failures --format=progress|documentation|json|failures -b --backtrace --fail-fast? --only-failures -n --next-failure --seed= --order= -p --profile? --color --no-color --dry-run -w --warnings -P: --pattern:',
    longDash: true,
  },
  rubocop: {
    options:
      '-a -A --autocorrect --autocorrect-all -l --lint -x --only: --except: -f=p|progress|s|simple|e|emacs|j|json|q|quiet|o|offenses --format=progress|simple|emacs|json|quiet|offenses --display-cop-names -D -P --parallel --fail-level= --fail-fast -L --list-target-files --force-exclusion',
    longDash: true,
  },
  phpunit: {
    options:
      '--filter: --testsuite: --group: --exclude-group: --testdox --stop-on-failure --stop-on-error --no-coverage --colors? --debug -v --verbose --list-tests',
    longDash: true,
  },
  mix: {
    subcommands: {
      test: {
        options:
          '--trace --only: --exclude: --include: --seed= --failed --stale --max-failures= --cover --color --no-color --warnings-as-errors --slowest=',
      },
      compile: { options: '--warnings-as-errors --force --all-warnings' },
      format: { options: '--check-formatted --dry-run' },
      credo: { options: '--strict' },
      'deps.get': {},
    },
  },
};
