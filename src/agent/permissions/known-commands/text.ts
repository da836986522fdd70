/** Commands that search and transform text, some of them by programs that are among their words. */
import type { KnownCommand } from './known-command.ts';

const read = (options: string, more: KnownCommand = {}): KnownCommand => ({ options, reads: true, ...more });

const GREP = read(
  '-# -E --extended-regexp -F --fixed-strings -G --basic-regexp -P --perl-regexp -e: --regexp: -f= --file= -i --ignore-case --no-ignore-case -v --invert-match -w --word-regexp -x --line-regexp -c --count -l --files-with-matches -L --files-without-match -m= --max-count= -o --only-matching -q --quiet --silent -s --no-messages -b --byte-offset -H --with-filename -h --no-filename --label: -n --line-number -T --initial-tab -u -z --null-data -Z --null -A= --after-context= -B= --before-context= -C= --context? -a --text --binary-files= -I -U -d= --directories= -D= --devices= -r --recursive --include: --exclude: --exclude-dir: --exclude-from= --color? --colour? --line-buffered',
  { isDeep: true, takesAt: true, isText: isSearched },
);

const AWK: KnownCommand = {
  options: '-F: --field-separator: -v: --assign: -W=posix --posix --re-interval -S --sandbox',
  reads: true,
  assigns: true,
  isText: isFirst,
  operand: (text, at) => at > 0 || isPlainAwk(text),
};

export const TEXT: Readonly<Record<string, KnownCommand>> = {
  grep: GREP,
  egrep: GREP,
  fgrep: GREP,
  rg: read(
    '-# -i --ignore-case -s --case-sensitive -S --smart-case -n --line-number -N --no-line-number -l --files-with-matches --files-without-match -c --count --count-matches -o --only-matching -w --word-regexp -x --line-regexp -v --invert-match -F --fixed-strings -P --pcre2 -e: --regexp: -f= --file= -U --multiline --multiline-dotall -H --with-filename -I --no-filename -A= --after-context= -B= --before-context= -C= --context= -m= --max-count= -M= --max-columns= --max-columns-preview -g: --glob: --iglob: -t= --type= -T= --type-not= --type-list --files -. --hidden --no-hidden -u -uu -uuu --unrestricted --no-ignore --no-ignore-vcs --no-ignore-parent --no-ignore-global --ignore -d= --max-depth= --max-filesize= --sort= --sortr= -p --pretty --heading --no-heading --color= --colors= --column --no-column --trim --json --vimgrep -q --quiet --stats --passthru -r: --replace: -j= --threads= -0 --null -a --text --binary --crlf -E= --encoding= --no-messages --no-config --debug --trace --context-separator: --field-match-separator: --one-file-system --engine= --no-follow --null-data --line-buffered --block-buffered --no-mmap --mmap',
    { isDeep: true, takesAt: true, isText: isSearched },
  ),
  ag: read(
    '-i -s -S -l -L -c -o -w -v -Q -F -n -U -u -a -t -A= -B= -C= -m= -G: -g: --hidden --nocolor --color --nogroup --group --column --depth= --ignore: --literal --count --js --ts --py --go',
    { isDeep: true, takesAt: true, isText: isSearched },
  ),
  find: read(
    '-H -P -O1 -O2 -O3 -name: -iname: -path: -ipath: -wholename: -iwholename: -regex: -iregex: -regextype= -type= -maxdepth= -mindepth= -size= -mtime= -mmin= -atime= -amin= -ctime= -cmin= -daystart -newer= -anewer= -cnewer= -newermt: -newerct: -newerat: -empty -not -and -or -a -o -print -print0 -printf: -ls -prune -quit -true -false -perm= -user= -group= -uid= -gid= -nouser -nogroup -links= -inum= -samefile= -readable -writable -executable -depth -d -xdev -mount -noleaf -ignore_readdir_race -regextype= -fstype= -lname: -ilname: -s -x -E',
    { longDash: true },
  ),
  fd: read(
    '-# -H --hidden -I --no-ignore --no-ignore-vcs -u --unrestricted -s --case-sensitive -i --ignore-case -g --glob -F --fixed-strings --regex -a --absolute-path -p --full-path -d= --max-depth= --min-depth= --exact-depth= -t= --type= -e= --extension= -E: --exclude: -S= --size= --changed-within: --changed-before: -0 --print0 -c=never|auto|always --color=never|auto|always -1 -q --quiet --max-results= --one-file-system --prune --strip-cwd-prefix -l --list-details -j= --threads=',
  ),
  sed: {
    options:
      '-n --quiet --silent -E -r --regexp-extended -u --unbuffered -z --null-data -s --separate --posix --sandbox',
    reads: true,
    isText: isFirst,
    operand: (text, at) => at > 0 || isPlainSed(text),
  },
  awk: AWK,
  gawk: AWK,
  mawk: AWK,
  nawk: AWK,
  sort: read(
    '-b -d -f -g -h -i -M -n -R -r -V -c -C -m -s -u -z --unique --reverse --numeric-sort --human-numeric-sort --version-sort --general-numeric-sort --ignore-case --ignore-leading-blanks --dictionary-order --month-sort --random-sort --stable --check? --merge --zero-terminated -k= --key= -t: --field-separator: --parallel= -S= --buffer-size= --sort= --debug',
  ),
  uniq: read(
    '-c -d -D -i -u -z -f= -s= -w= --count --repeated --unique --ignore-case --skip-fields= --skip-chars= --check-chars=',
    {
      operand: (_text, at) => at === 0,
    },
  ),
  cut: read(
    '-b= -c= -d: -f= -n -s -z --bytes= --characters= --delimiter: --fields= --complement --only-delimited --output-delimiter:',
  ),
  tr: read('-c -C -d -s -t --complement --delete --squeeze-repeats --truncate-set1', { takesAt: true }),
  column: read('-t -s: -o: -c= -x -n -e -N= -R= -J -L'),
  fold: read('-b -s -w= --spaces --width='),
  fmt: read('-c -s -t -u -w= -#'),
  rev: read(''),
  expand: read('-t= -i'),
  shuf: read('-n= -e -i= -r -z --head-count= --echo --input-range= --repeat', { takesAt: true }),
  jq: read(
    '-r --raw-output -j --join-output -a --ascii-output -c --compact-output -C --color-output -M --monochrome-output -s --slurp -n --null-input -e --exit-status -S --sort-keys --tab --indent= --stream --seq -R --raw-input --unbuffered -f= --from-file=',
    { takesAt: true, isText: isSearched },
  ),
  yq: read(
    '-r --unwrapScalar -P --prettyPrint -o=json|yaml|props|xml|csv|tsv -p=json|yaml|props|xml|csv|tsv -C -M -e -N -j -y -c',
    {
      takesAt: true,
    },
  ),
};

function isFirst(at: number): boolean {
  return at === 0;
}

/** The first word is what is searched for, unless an option says that, or that there is nothing. */
function isSearched(at: number, words: readonly string[]): boolean {
  return at === 0 && !words.some((word) => /^-[A-Za-z]*[ef]|^--(?:reg|fi|fro|type-l)/.test(word));
}

/**
 * Addresses and the commands that print, delete and substitute. Not `e`, `w`, `r` and their flags of `s`, nor what could
 * be read in two ways: more lines, blocks, labels, inserted text.
 */
function isPlainSed(script: string): boolean {
  return script.length <= 1_000 && PLAIN_SED.test(script);
}

const REGEX = String.raw`/(?:\\[^\n]|[^\\/\n[;]|\[[^\]\\/\n;]+\])+/I?`;
const ADDRESS = String.raw`(?:\d+(?:~\d+)?|\$|${REGEX})`;
const SUBSTITUTE = ['/', '\\|', '#', ',', '@'].map(
  (sign) =>
    String.raw`s${sign}(?:\\[^\n]|[^\\${sign}\n[;]|\[[^\]\\${sign}\n;]+\])*${sign}(?:\\[^\n]|[^\\${sign}\n;])*${sign}[gpiI\d]*`,
);
const ONE_COMMAND = String.raw` ?(?:${ADDRESS}(?:,(?:[+~]?\d+|${ADDRESS}))?)? ?!? ?(?:[pdDPqQ=nNgGhHxlz]|${SUBSTITUTE.join('|')}) ?`;
const PLAIN_SED = new RegExp(`^${ONE_COMMAND}(?:;${ONE_COMMAND})*;?$`);

/** Nothing that runs, writes, reads another file or changes which are read. */
function isPlainAwk(program: string): boolean {
  return !/system|getline|close|ARG|[|>@`]|\\\n/.test(program.replaceAll('||', '').replaceAll('>=', ''));
}
