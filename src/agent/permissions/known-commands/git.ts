import type { KnownCommand } from './known-command.ts';

const DIFF =
  '-p -u --patch -s --no-patch -U= --unified= --stat? --numstat --shortstat --dirstat? --summary --compact-summary --name-only --name-status --raw -z --color?always|never|auto --no-color --color-moved? --color-words? --word-diff? --word-diff-regex: -M? --find-renames? -C? --find-copies? --find-copies-harder -D --no-renames --diff-filter= -S: -G: --pickaxe-all --pickaxe-regex -R -a --text -w -b --ignore-all-space --ignore-space-change --ignore-space-at-eol --ignore-cr-at-eol --ignore-blank-lines -I: --ignore-matching-lines: -W --function-context --inter-hunk-context= --exit-code --quiet --check --full-index --binary --abbrev? --minimal --patience --histogram --diff-algorithm= --relative --no-relative --no-prefix --src-prefix: --dst-prefix: --no-ext-diff --no-textconv --submodule? --ignore-submodules? --cached --staged --merge-base -m -c --cc --combined-all-paths -1 -2 -3 --base --ours --theirs -q -l= --irreversible-delete --patch-with-stat -r -t --root';
const HISTORY = `${DIFF} -# -n= --max-count= --skip= --oneline --graph --all --branches? --tags? --remotes? --glob= --exclude= --decorate? --no-decorate --decorate-refs= --pretty? --format: --abbrev-commit --no-abbrev-commit --date= --relative-date --since: --after: --until: --before: --author: --committer: --grep: -i --regexp-ignore-case -E --extended-regexp -F --fixed-strings -P --perl-regexp --all-match --invert-grep --merges --no-merges --first-parent --follow --reverse --topo-order --date-order --author-date-order --simplify-by-decoration --full-history --ancestry-path --left-right --left-only --right-only --cherry --cherry-pick --cherry-mark --boundary --no-walk? -L= -g --walk-reflogs --notes? --no-notes --source --parents --children --show-signature --log-size --min-parents= --max-parents= --count --objects --not --stdin --diff-merges= --show-pulls --use-mailmap --mailmap --no-mailmap`;
const FETCH =
  '-q --quiet -v --verbose --all -a --append --depth= --deepen= --shallow-since: --unshallow --update-shallow -p --prune -P --prune-tags -t --tags -n --no-tags -f --force -k --keep -j= --jobs= --dry-run --progress --no-progress --recurse-submodules? --no-recurse-submodules --set-upstream -4 -6 --atomic';
const MERGE =
  '--ff --no-ff --ff-only --squash --no-squash --commit --no-commit -e --edit --no-edit -n --stat --no-stat --log? -m: --message: -s=ort|recursive|resolve|octopus|ours|subtree --strategy=ort|recursive|resolve|octopus|ours|subtree -X: --strategy-option: --autostash --no-autostash --abort --continue --quit --allow-unrelated-histories -q --quiet -v --verbose --signoff --progress';
const PICK =
  '-e --edit --no-edit -n --no-commit -x -s --signoff -m= --mainline= --ff --abort --continue --skip --quit --allow-empty --keep-redundant-commits -X: --strategy-option:';
const REFS =
  '-l --list -a --all -r --remotes -v -vv --verbose -q --quiet --sort= --format: --contains= --no-contains= --merged? --no-merged? --points-at= --column? --no-column --color? --no-color -i --ignore-case --show-current --abbrev? -n? --count= --tags --heads --head -d --hash? --verify --exclude-existing';
const TREE = '-q --quiet -v --verbose -n --dry-run';

const read = (options: string, more: KnownCommand = {}): KnownCommand => ({
  options,
  reads: true,
  takesAt: true,
  ...more,
});
const change = (options: string, more: KnownCommand = {}): KnownCommand => ({
  options,
  takesAt: true,
  operand: isNoTransport,
  ...more,
});

/** `ext::sh -c …` names a program that is run; `+main` overwrites. */
function isNoTransport(text: string): boolean {
  return !/^(?:[\w-]+::|\+)/.test(text);
}

const SUBMODULE_VERBS: ReadonlySet<string> = new Set(['status', 'init', 'update', 'sync', 'summary', 'deinit']);
const BISECT_VERBS: ReadonlySet<string> = new Set('start good bad old new skip reset log visualize terms'.split(' '));

export const GIT: KnownCommand = {
  options: '--no-pager -P --no-optional-locks --literal-pathspecs --version --help',
  stepsOver: '-C -c --git-dir --work-tree --namespace --exec-path --config-env --super-prefix',
  subcommands: {
    '': { takesAt: true },
    add: change(`-A --all -u --update -p --patch -N --intent-to-add -f --force --renormalize --refresh ${TREE}`, {
      reads: true,
    }),
    annotate: read('-L= -w -M? -C? -e -l -s -t -p --date='),
    archive: read('--format=tar|zip|tar.gz|tgz --prefix: -l --list -v --verbose -#', { isDeep: true }),
    bisect: change('--no-checkout --first-parent -q', { operand: (text, at) => at > 0 || BISECT_VERBS.has(text) }),
    blame: read(
      '-L= -w -M? -C? -e --show-email -l -s -t -f -n -c -p --porcelain --line-porcelain --date= --since: --reverse --first-parent --root --color-lines --color-by-age --abbrev= --ignore-rev= --incremental --show-name --show-number',
    ),
    branch: change(
      `${REFS} -d --delete -m --move -c --copy -t --track? --no-track -u= --set-upstream-to= --unset-upstream`,
    ),
    'cat-file': read('-t -s -p -e --batch --batch-check'),
    checkout: change(
      `-b= -B= -t --track? --no-track -d --detach --ours --theirs -m --merge --orphan= --progress --no-progress --guess --no-guess -l -p --patch ${TREE}`,
    ),
    'check-ignore': read('-v -q -n --verbose --non-matching --no-index -z'),
    'check-attr': read('-a --all -z'),
    cherry: read('-v --abbrev?'),
    'cherry-pick': change(PICK),
    clone: change(
      '-q --quiet -v --verbose --progress --depth= -b= --branch= --single-branch --no-single-branch --no-tags --shallow-since: --filter= --sparse --bare --mirror -n --no-checkout -o= --origin= -j= --jobs= --recurse-submodules --recursive --shallow-submodules -s -l',
    ),
    commit: change(
      '-a --all -m: --message: -F= --file= --amend --no-edit -e --edit -s --signoff --allow-empty --allow-empty-message -v --verbose -q --quiet --dry-run --short --porcelain --long --author: --date: --fixup= --squash= -C= --reuse-message= -c= --reedit-message= --reset-author -i --include -o --only -u? --untracked-files? --trailer: --status --no-status --cleanup= -p --patch -z',
      { reads: true },
    ),
    config: change(
      '--get --get-all --get-regexp --list -l --show-origin --show-scope --name-only --local --global --system --bool --int --bool-or-int --path --type= -z --default:',
      { operand: isValueOrQuery },
    ),
    'count-objects': read('-v -H'),
    describe: read(
      '--tags --all --always --dirty? --broken? --long --abbrev= --candidates= --contains --match= --exclude= --first-parent --exact-match',
    ),
    diff: read(DIFF, { isDeep: true }),
    'diff-files': read(DIFF, { isDeep: true }),
    'diff-index': read(DIFF, { isDeep: true }),
    'diff-tree': read(`${DIFF} --stdin --no-commit-id --always --pretty? --format:`, { isDeep: true }),
    fetch: change(FETCH),
    'for-each-ref': read(REFS),
    fsck: read(
      '--full --strict --no-dangling --connectivity-only -v --verbose --no-progress --unreachable --lost-found',
    ),
    grep: read(
      '-# -n --line-number -i --ignore-case -w --word-regexp -v --invert-match -E --extended-regexp -G --basic-regexp -F --fixed-strings -P --perl-regexp -l --files-with-matches --name-only -L --files-without-match -c --count -o --only-matching -q --quiet -h -H -I -a --text -e: --and --or --not --all-match -A= --after-context= -B= --before-context= -C= --context= -p --show-function -W --function-context --cached --untracked --no-exclude-standard --exclude-standard --max-depth= -r --recursive --no-recursive --heading --break --color? --no-color --column -z --full-name -m= --max-count= --threads= --recurse-submodules',
      { isDeep: true },
    ),
    init: change('-q --quiet -b= --initial-branch='),
    log: read(HISTORY, { isDeep: true }),
    'ls-files': read(
      '-c --cached -d --deleted -m --modified -o --others -s --stage -u --unmerged -k --killed -i --ignored -t -v -z -x= --exclude= --exclude-standard --directory --no-empty-directory --eol --full-name --error-unmatch --deduplicate --abbrev? --format: --recurse-submodules',
    ),
    'ls-remote': change('-q --quiet -h --heads -t --tags --refs --get-url --sort= --symref --exit-code'),
    'ls-tree': read(
      '-d -r -t -l --long -z --name-only --name-status --object-only --full-name --full-tree --abbrev? --format:',
    ),
    merge: change(MERGE),
    'merge-base': read('-a --all --octopus --independent --is-ancestor --fork-point'),
    'merge-tree': read('--name-only --messages --no-messages -z'),
    mv: change(`-k ${TREE}`),
    'name-rev': read('--tags --refs= --exclude= --all --name-only --always'),
    notes: change('-m: --ref='),
    pull: change(`${FETCH} ${MERGE} -r --rebase? --no-rebase --rebase-merges?`),
    push: change(
      '-u --set-upstream --all --tags --follow-tags --no-follow-tags -n --dry-run --porcelain -q --quiet -v --verbose --progress --no-progress --atomic --no-force-with-lease -4 -6 --recurse-submodules?',
    ),
    'range-diff': read(`${DIFF} --creation-factor= --left-only --right-only`, { isDeep: true }),
    rebase: change(
      '--continue --abort --skip --quit --onto= --root --autosquash --no-autosquash --autostash --no-autostash --keep-base -r --rebase-merges? --fork-point --no-fork-point --update-refs --no-update-refs --empty= -m --merge -X: --strategy-option: --stat -n --no-stat --signoff --committer-date-is-author-date --ignore-date --reset-author-date --show-current-patch --reapply-cherry-picks --no-reapply-cherry-picks -q --quiet -v --verbose',
    ),
    reflog: read(HISTORY, { operand: (text) => text !== 'expire' && text !== 'delete' }),
    remote: change('-v --verbose -n --dry-run -p --prune --all --push -t= -m= -f --tags --no-tags'),
    reset: change('--soft --mixed --keep -N -p --patch -q --quiet --no-quiet'),
    restore: change(`-s= --source= -S --staged -W --worktree -p --patch --ours --theirs -m --merge --progress ${TREE}`),
    revert: change(PICK),
    'rev-list': read(HISTORY),
    'rev-parse': read(
      '--abbrev-ref? --short? --verify -q --quiet --symbolic --symbolic-full-name --show-toplevel --show-prefix --show-cdup --show-superproject-working-tree --git-dir --absolute-git-dir --git-common-dir --git-path= --is-inside-work-tree --is-inside-git-dir --is-bare-repository --is-shallow-repository --all --branches? --tags? --remotes? --revs-only --no-revs --flags --no-flags --not --path-format=absolute|relative --show-object-format',
    ),
    rm: change(`-r --cached --ignore-unmatch -f --force ${TREE}`),
    shortlog: read(`${HISTORY} -s --summary -e --email -n --numbered -c --group=`),
    show: read(HISTORY, { isDeep: true }),
    'show-branch': read(
      '-a --all -r --remotes --current --topo-order --date-order --more= --list --no-name --sha1-name',
    ),
    'show-ref': read(REFS),
    'sparse-checkout': change('--cone --no-cone --stdin'),
    stash: change(
      `${DIFF} -u --include-untracked -a --all -k --keep-index --no-keep-index -m: --message: -S --staged --index -q --quiet --only-untracked`,
    ),
    status: read(
      '-s --short -b --branch --show-stash --porcelain? --long -v --verbose -u? --untracked-files? --ignored? --ignore-submodules? -z --column? --no-column --ahead-behind --no-ahead-behind --renames --no-renames --find-renames?',
    ),
    submodule: change('-q --quiet --init --recursive --remote --cached -f --force -j= --jobs= --depth= --all', {
      operand: (text, at) => at > 0 || SUBMODULE_VERBS.has(text),
    }),
    switch: change(
      '-c= --create= -C= --force-create= -d --detach -t --track? --no-track --guess --no-guess -m --merge --orphan= --progress --no-progress -q --quiet',
    ),
    tag: change(`${REFS} -a --annotate -m: --message: -F= --file= -d --delete -f --force --create-reflog`),
    'verify-commit': read('-v --verbose --raw'),
    version: read('--build-options'),
    whatchanged: read(HISTORY, { isDeep: true }),
    worktree: change(
      '-b= -B= -d --detach --porcelain -v --verbose -n --dry-run --expire: --checkout --no-checkout --track --guess-remote --reason: -q --quiet',
    ),
  },
};

/** A key that a `*` stands for may name a program; only its value may be left open, or a question about it. */
function isValueOrQuery(_text: string, at: number, words: readonly string[]): boolean {
  return at > 0 || words.some((word) => /^(?:--get|--get-all|--get-regexp|--list|-l)$/.test(word));
}
