import type { KnownCommand } from './known-command.ts';

const PYTEST: KnownCommand = {
  keeps: true,
  options:
    '-q --quiet -v --verbose -x --exitfirst -s -l --showlocals --no-showlocals -k: -m: -n= --numprocesses= --dist= -r: --tb=auto|long|short|line|native|no --maxfail= --lf --last-failed --ff --failed-first --nf --new-first --sw --stepwise --sw-skip --stepwise-skip --lfnf=all|none --no-header --no-summary --collect-only --co --durations= --durations-min= --markers --fixtures --fixtures-per-test --funcargs --strict-markers --strict-config --strict --capture=fd|sys|no|tee-sys --show-capture=no|stdout|stderr|log|all --color=yes|no|auto --code-highlight=yes|no --setup-show --setup-only --setup-plan --runxfail --deselect= --ignore= --ignore-glob= --import-mode=prepend|append|importlib --cov? --cov-branch --no-cov --cov-report=term|term-missing|term-missing:skip-covered --cov-fail-under= --cov-append --timeout= --timeout-method=thread|signal --asyncio-mode=auto|strict --reruns= --reruns-delay= --full-trace --disable-warnings --disable-pytest-warnings -W=ignore|error|default|always|ignore::DeprecationWarning|ignore::UserWarning|error::DeprecationWarning --cache-clear --doctest-modules --doctest-continue-on-failure --pyargs --random-order --randomly-seed= -h --help --version -V --snapshot-update --benchmark-only --benchmark-skip --benchmark-disable --log-level= --log-cli-level= --keep-duplicates --xfail-tb --force-sugar --no-flaky-report',
};

const MYPY: KnownCommand = {
  keeps: true,
  options:
    '--strict -v --verbose --pretty --no-pretty --ignore-missing-imports --show-error-codes --hide-error-codes --show-error-context --show-column-numbers --show-error-end --show-absolute-path --no-error-summary --no-color-output -p= --package= -m= --module= --python-version= --platform= --namespace-packages --no-namespace-packages --explicit-package-bases --no-incremental --follow-imports=normal|silent|skip|error --exclude: --check-untyped-defs --disallow-untyped-defs --disallow-incomplete-defs --disallow-untyped-calls --disallow-untyped-decorators --disallow-any-generics --disallow-any-unimported --disallow-any-expr --disallow-subclassing-any --no-implicit-optional --no-strict-optional --warn-unused-ignores --warn-redundant-casts --warn-return-any --warn-unreachable --warn-unused-configs --no-warn-no-return --implicit-reexport --no-implicit-reexport --strict-equality --enable-error-code= --disable-error-code= --local-partial-types --allow-redefinition --no-site-packages --non-interactive --scripts-are-modules -h --help -V --version --stats --output=json',
};

const RUFF_CHECK: KnownCommand = {
  options:
    '--fix --no-fix --unsafe-fixes --no-unsafe-fixes --show-fixes --fix-only --diff --check -w --watch --select= --ignore= --extend-select= --extend-ignore= --fixable= --unfixable= --per-file-ignores: --output-format= --preview --no-preview --statistics -q --quiet -v --verbose -s --silent --exclude= --extend-exclude= --line-length= --target-version= --show-files --show-settings -n --no-cache -e --exit-zero --exit-non-zero-on-fix --add-noqa --respect-gitignore --no-respect-gitignore --force-exclude --ignore-noqa --range= --stdin-filename= --isolated',
};

const FLAKE8: KnownCommand = {
  keeps: true,
  options:
    '--select= --ignore= --extend-select= --extend-ignore= --max-line-length= --max-doc-length= --max-complexity= --count --statistics --show-source --no-show-source --exclude= --extend-exclude= --filename= -q --quiet -v --verbose -j= --jobs= --format: --per-file-ignores: --exit-zero --color=auto|always|never --hang-closing --doctests --disable-noqa --benchmark --isolated -h --help --version',
};

const BLACK: KnownCommand = {
  options:
    '--check --diff --color --no-color -q --quiet -v --verbose -l= --line-length= -t= --target-version= --fast --safe -S --skip-string-normalization -C --skip-magic-trailing-comma --include: --exclude: --extend-exclude: --force-exclude: -W= --workers= --preview --unstable --pyi --ipynb --no-cache --stdin-filename= --line-ranges= --version -h --help',
};

const ISORT: KnownCommand = {
  options:
    '-c --check --check-only -d --diff -q --quiet -v --verbose --profile=black|django|pycharm|google|open_stack|plone|attrs|hug|wemake|appnexus -l= --line-length= --filter-files --skip: --skip-glob: --skip-gitignore --gitignore --float-to-top --combine-as --atomic --color -j= --jobs= --show-files --only-modified',
};

const PIP: KnownCommand = {
  subcommands: {
    install: {
      options:
        '-U --upgrade -q --quiet -v --verbose --user --no-deps --pre --dry-run --no-cache-dir --force-reinstall --ignore-installed -I --progress-bar=on|off|raw --disable-pip-version-check --no-input --upgrade-strategy=eager|only-if-needed -e= --editable= --break-system-packages --no-warn-script-location --no-compile --prefer-binary',
    },
    list: {
      options:
        '-o --outdated -u --uptodate -e --editable -l --local --user --pre --format=columns|freeze|json --not-required -v -q --exclude-editable --disable-pip-version-check',
      reads: true,
    },
    show: { options: '-f --files -v --verbose -q --quiet', reads: true },
    freeze: { options: '-l --local --user --all --exclude-editable --exclude=', reads: true },
    check: {},
  },
};

const UV_SYNC =
  '-q --quiet -v --verbose --frozen --locked --no-sync --no-install-project --all-extras --extra= --no-extra= --dev --no-dev --only-dev --group= --no-group= --only-group= --all-groups --all-packages --package= --upgrade -U --upgrade-package= -P= --dry-run --check --no-cache -n --offline --no-progress --color=auto|always|never --exact --inexact --active --no-editable';

const UV: KnownCommand = {
  options: '-q --quiet -v --verbose --offline --no-progress -n --no-cache --color=auto|always|never -V --version',
  subcommands: {
    sync: { options: UV_SYNC },
    lock: { options: UV_SYNC },
    add: { options: `${UV_SYNC} --optional= --raw-sources --bounds= --no-workspace` },
    remove: { options: `${UV_SYNC} --optional=` },
    tree: { options: `${UV_SYNC} -d= --depth= --prune= --invert --no-dedupe --outdated --universal`, reads: true },
    version: { options: '--short --output-format=text|json' },
    pip: PIP,
  },
};

const POETRY: KnownCommand = {
  options: '-q --quiet -v -vv -vvv --verbose -n --no-interaction --ansi --no-ansi -V --version',
  subcommands: {
    ...Object.fromEntries(
      'install add remove update show check lock'.split(' ').map((name): [string, KnownCommand] => [
        name,
        {
          options:
            '-q --quiet -v --verbose -n --no-interaction --ansi --no-ansi --with= --without= --only= --sync --no-root --no-directory --all-extras --all-groups -E= --extras= -G= --group= -D --dev --optional --dry-run --tree -t --latest -l --outdated -o --top-level -T -a --all --why --lock --no-update --regenerate --strict --allow-prereleases --compile --only-root',
        },
      ]),
    ),
  },
};

const PYTHON: KnownCommand = {
  keeps: true,
  options: '-u -B -O -OO -I -s -E -v -V --version -b -q -W=ignore|error|default|always|ignore::DeprecationWarning',
  readsProgram: (words) => !words.some((word) => /^(?:--version|-V)$/.test(word)),
};

export const PYTHON_COMMANDS: Readonly<Record<string, KnownCommand>> = {
  python: PYTHON,
  python3: PYTHON,
  pytest: PYTEST,
  'py.test': PYTEST,
  mypy: MYPY,
  ruff: {
    options: '-q --quiet -v --verbose -s --silent -V --version -h --help',
    subcommands: {
      check: RUFF_CHECK,
      format: RUFF_CHECK,
      rule: { options: '--all --output-format=text|json', reads: true },
      linter: { options: '--output-format=text|json', reads: true },
      version: {},
    },
  },
  flake8: FLAKE8,
  black: BLACK,
  isort: ISORT,
  pip: PIP,
  pip3: PIP,
  uv: UV,
  poetry: POETRY,
  unittest: {
    options: '-v --verbose -q --quiet -f --failfast -b --buffer -c --catch -k: --locals --durations= -p= --pattern=',
  },
  pyright: {
    longDash: true,
    options:
      '--stats --verbose --warnings --outputjson --level=error|warning --skipunannotated --dependencies --pythonversion= --pythonplatform= --watch -w',
  },
};
