/** Commands that list, print, compare, make and move files, and say how the machine is. */
import type { KnownCommand } from './known-command.ts';

const read = (options: string, more: KnownCommand = {}): KnownCommand => ({ options, reads: true, ...more });
const CHECKSUM = read('-b -t -z --tag --zero -c --check --quiet --status --strict --ignore-missing');
const TEST = read(
  '-e -f -d -h -L -r -w -x -s -z -n -b -c -p -S -g -u -k -O -G -N -t -v -o -a -eq -ne -lt -le -gt -ge -nt -ot -ef',
  { longDash: true },
);
const PAGER = read('-N -R -S -F -X -i -I -n -r -s -e -E -q');
const COPY = '-f --force -i --interactive -n --no-clobber -u --update? -v --verbose -t= --target-directory= -T';

export const FILES: Readonly<Record<string, KnownCommand>> = {
  ls: read(
    '-a --all -A --almost-all -b -B --ignore-backups -c -C -d --directory -D -f -F --classify? -g -G --no-group -h --human-readable --si -i --inode -I: --ignore: --hide: -k -l -m -n --numeric-uid-gid -N -o -p -q -Q -r --reverse -R --recursive -s --size -S -t -T= -u -U -v -w= --width= -x -X -Z -1 --color? --colour? --format= --full-time --group-directories-first --indicator-style= --sort= --time= --time-style: --hyperlink? --zero',
  ),
  cat: read(
    '-A --show-all -b --number-nonblank -e -E --show-ends -n --number -s --squeeze-blank -t -T --show-tabs -u -v --show-nonprinting',
  ),
  head: read('-# -n= --lines= -c= --bytes= -q --quiet --silent -v --verbose -z'),
  tail: read(
    '-# -n= --lines= -c= --bytes= -q --quiet --silent -v --verbose -z -f --follow? -F --retry --pid= -s= --sleep-interval= -r',
  ),
  wc: read('-l --lines -w --words -c --bytes -m --chars -L --max-line-length'),
  nl: read('-b: -f: -h: -i= -l= -n= -p -s: -v= -w='),
  tac: read('-b -r -s:'),
  stat: read('-f --file-system -c: --format: --printf: -t --terse -x -s'),
  file: read('-b --brief -i --mime --mime-type --mime-encoding -h --no-dereference -k --keep-going -r -s -z -N -0 -p'),
  du: read(
    '-a --all -s --summarize -h --human-readable --si -k -m -b --bytes -c --total -d= --max-depth= -x --one-file-system -S -0 --apparent-size --inodes --exclude: -t= --threshold= --time? -l',
  ),
  df: read('-h -H -a -i -k -l -T -P -t= -x= --total --output? --human-readable --inodes --local'),
  tree: read(
    '-a -d -f -i -q -N -Q -p -u -g -s -h -D -F -v -t -c -r -n -C -A -S -x -J -X -L= -I: -P: --prune --noreport --dirsfirst --filelimit= --gitignore --du --si --inodes --device --sort= --charset= --matchdirs --ignore-case --filesfirst',
  ),
  realpath: read('-e -m -q -s -z -L -P --relative-to= --relative-base= --no-symlinks --strip'),
  readlink: read('-f -e -m -n -q -v -z'),
  basename: read('-a -z -s: --suffix: --multiple'),
  dirname: read('-z'),
  md5sum: CHECKSUM,
  sha1sum: CHECKSUM,
  sha256sum: CHECKSUM,
  sha512sum: CHECKSUM,
  shasum: read('-a= -b -t -c -q -s'),
  cksum: CHECKSUM,
  diff: read(
    '-# -u -U= --unified? -c -C= --context? -y --side-by-side -W= --width= -q --brief -s --report-identical-files -i --ignore-case -w --ignore-all-space -b --ignore-space-change -Z -E -B --ignore-blank-lines -I: --ignore-matching-lines: -a --text -p --show-c-function -t -T -N --new-file --no-dereference --strip-trailing-cr --suppress-common-lines --left-column -d --minimal --color? -x: --exclude: -n -e --normal --label:',
    { isDeep: true },
  ),
  cmp: read('-b -l -s -i= -n= --silent --quiet --verbose --print-bytes'),
  comm: read('-1 -2 -3 --check-order --nocheck-order --total -z --output-delimiter:'),
  join: read('-a= -e: -i -j= -1= -2= -o= -t: -v= --header --check-order'),
  paste: read('-d: -s -z --delimiters: --serial'),
  xxd: read('-b -c= -e -E -g= -i -l= -o= -p -ps -s= -u', { longDash: true, operand: (_text, at) => at === 0 }),
  od: read('-A= -t= -N= -j= -w= -v -b -c -d -o -s -x -a -f -i -l'),
  hexdump: read('-b -c -C -d -n= -o -s= -v -x -e:'),
  strings: read('-a -f -n= -t= -e= -o -w --all --print-file-name --bytes= --radix='),
  less: PAGER,
  more: PAGER,
  echo: read('-n -e -E', { takesAt: true }),
  printf: read('', { takesAt: true }),
  test: TEST,
  '[': TEST,
  which: read('-a -s'),
  type: read('-a -t -p -P -f'),
  pwd: read('-L -P'),
  date: read('-u --utc -R -I? --iso-8601? --rfc-3339= -d: --date: -r= +', { operand: () => false }),
  sleep: read(''),
  seq: read('-w -s: -f: -#'),
  id: read('-u -g -G -n -r -z'),
  uname: read('-a -s -n -r -m -p -i -o -v'),
  hostname: read('-f -s -i -I -d', { operand: () => false }),
  ps: read(
    '-e -A -a -d -f -F -l -L -H -j -p= -u= -U= -C= -g= -t= -o= -w -x -r -T --sort= --forest --no-headers --pid= --ppid= --user= --format= --cols=',
  ),
  pgrep: read('-a -c -f -i -l -n -o -u= -U= -P= -g= -s= -t= -x -v -d: --list-full --full --newest --oldest'),
  lsof: read('-i? -n -P -p= -u= -c= -t -a -l -s?'),
  ss: read('-a -l -t -u -x -n -p -e -o -i -s -r -m -4 -6 -H'),
  netstat: read('-a -l -t -u -x -n -p -e -o -i -s -r -4 -6'),
  free: read('-h -b -k -m -g -t -w -s= -c='),
  uptime: read('-p -s'),
  man: { reads: true, operand: (text) => /^[\w.:+-]+$/.test(text) },
  mkdir: { options: '-p --parents -v --verbose' },
  rmdir: { options: '-p --parents -v --verbose' },
  touch: { options: '-a -c --no-create -m -d: --date: -t= -h --no-dereference' },
  cp: {
    options: `${COPY} -r -R --recursive -a --archive -p --preserve? -d -P --no-dereference -l -x --parents`,
    isDeep: true,
  },
  mv: { options: COPY },
  rm: { options: '-r -R --recursive -f --force -i -I -d --dir -v --verbose' },
  chmod: { options: '-R --recursive -v -c -f --verbose +x u+x a+x -x -w +w -r +r' },
  tee: { options: '-a --append -i' },
  tar: {
    options:
      '-c --create -t --list -z --gzip -j --bzip2 -J --xz --zstd -v --verbose -p -a --auto-compress -f= --file= -C= --directory= --exclude: --exclude-vcs --exclude-vcs-ignores --strip-components= --no-recursion --sort=name|none --owner= --group= --numeric-owner --mtime: -O --to-stdout',
    isDeep: true,
    word: isNoHost,
    operand: (text, at, words) => at > 0 || words[1] !== text || OLD_TAR.test(text),
  },
  rsync: {
    options:
      '-a --archive -v --verbose -r --recursive -n --dry-run -z --compress -h --human-readable -P --progress --partial -u --update -t --times -p --perms -i --itemize-changes --stats --exclude: --include: -q --quiet -c --checksum -m --prune-empty-dirs -W --existing --ignore-existing --size-only --info=',
    isDeep: true,
    word: isNoHost,
  },
  curl: {
    options:
      '-s --silent -S --show-error -f --fail --fail-with-body -i --include -I --head -v --verbose -L --location --compressed -m= --max-time= --connect-timeout= --retry= --retry-delay= --retry-connrefused -X=GET|HEAD|OPTIONS --request=GET|HEAD|OPTIONS -H: --header: -A: --user-agent: -e: -w: --write-out: -G --get --http1.1 --http2 -4 -6 -g --globoff -N --no-buffer',
    reads: true,
    operand: (text) => !/^file:/i.test(text),
  },
};

/** `czf`: without those that take files out or run programs. */
const OLD_TAR = /^[ctzjJvpaf]+$/;

/** `host:file` runs ssh. */
function isNoHost(text: string): boolean {
  return !text.includes(':');
}
