#!/bin/sh
# sh supervise.sh FOLDER SEGMENT_BYTES KEEP LOW_KIB [SANDBOX WORDS …]
#
# Runs one command, in the sandbox that further words make, and records what happens, also when the program that
# started it is gone. It runs in a session of its own, outside of the sandbox. The command comes in the environment, not in argv, so that an agent's `pkill -9 -f 'npm run dev'` does not
# hit this script:
#
#   MEANWHILE_COMMAND    a shell command line
#   MEANWHILE_SHELL      the shell that runs it with -c
#   MEANWHILE_NICENESS   how much nicer than this script it runs
#   MEANWHILE_EXPORTS    shell text that sets what only the command has in its environment
#   MEANWHILE_STDIN      fed: its stdin is what is put into FOLDER; else it is empty
#   MEANWHILE_TERMINAL   linux or bsd, as script(1) is there: the command gets a terminal; else it has none
#   MEANWHILE_LIMIT      in how many seconds keep-limit.sh stops it; empty: never
#   MEANWHILE_LIMIT_SCRIPT  that script
#
# The state is the name of one file in FOLDER. It changes only by rename(2), which is atomic, exclusive and needs no
# free disk block:
#
#   new -> run.PID -> exit.CODE -> done.CODE      or, by whoever finds this script dead: lost;
#          claimed    the command  all output is written:        never, when it had not begun
#                     ended        nobody holds the pipe
#
# CODE is 1000 more when the sandbox could not be made, so that the command never began.
#
# When the command ended is the time of last modification of that file.
#
# What is sent to its stdin are files FOLDER/send.NAME, taken in the order of their names; NAME.eof is its end. Whoever
# put one there says so with a line through the FIFO FOLDER/stdin. So a sender never waits for the command, no end comes
# because a sender is gone, and each later program can send too.
#
# Output goes through one pipe into FOLDER/log.OFFSET; of these the first and the newest KEEP stay. While less than
# LOW_KIB are free on the disk, no more than the first MiB is kept. An empty log.OFFSET tells where dropped output ends.
#
# Everything is in functions, and the last line both calls and exits: the whole script is read before it runs, and an
# update may replace the file meanwhile. POSIX only: dash, bash, busybox, zsh run it.

supervise() {
  folder=$1 segment=$2 keep=$3 low=${4:-0}
  shift 3
  [ $# -eq 0 ] || shift
  command=$MEANWHILE_COMMAND shell=$MEANWHILE_SHELL niceness=$MEANWHILE_NICENESS
  exports=$MEANWHILE_EXPORTS stdin=$MEANWHILE_STDIN terminal=$MEANWHILE_TERMINAL
  limit=${MEANWHILE_LIMIT:-} limit_script=${MEANWHILE_LIMIT_SCRIPT:-}
  unset MEANWHILE_COMMAND MEANWHILE_SHELL MEANWHILE_NICENESS MEANWHILE_EXPORTS MEANWHILE_STDIN MEANWHILE_TERMINAL
  unset MEANWHILE_LIMIT MEANWHILE_LIMIT_SCRIPT
  # By this a stop knows the small programs that are called here from those of the command.
  export MEANWHILE_HELPER=yes
  # For all of this script and for what writes the log: no last words get lost.
  trap '' HUP INT QUIT TERM
  # Whoever gave up waiting has taken `new` away: then nothing may run.
  mv "$folder/new" "$folder/run.$$" 2>/dev/null || return
  if [ "$stdin" = fed ]; then
    feed | run_command "$@" | keep_output
  else
    run_command "$@" | keep_output
  fi
}

feed() {
  # It has its name only when it is open: whoever finds it without a reader knows that there will be none.
  mkfifo -m 600 "$folder/stdin.new" || return
  exec 4<>"$folder/stdin.new"
  mv "$folder/stdin.new" "$folder/stdin" || return
  word=
  while [ "$word" != end ] && [ -f "$folder/run.$$" ]; do
    for file in "$folder"/send.*; do
      case $file in *.eof) return ;; esac
      [ ! -f "$file" ] || { cat "$file" && rm -f "$file"; } || return
    done
    read -r word <&4 || return
  done
}

end_feed() {
  [ ! -p "$folder/stdin" ] || echo end 1<>"$folder/stdin"
}

run_command() {
  keeper=
  if [ -n "$limit" ]; then
    /bin/sh "$limit_script" "$limit" "$$" "$folder" </dev/null >/dev/null 2>&1 &
    keeper=$!
  fi
  # A trap, not an ignore: the command gets the default action back.
  trap : HUP INT QUIT TERM
  # In a subshell, so that what this shell says about a killed child does not get into the log.
  if [ $# -eq 0 ]; then
    (start_command 2>&1)
    code=$?
  else
    # What the sandbox says of itself comes by descriptor 4: see sandbox-status.ts.
    { made=$( (start_command "$@" 4>&1 >&3 2>&3 3>&-) ); code=$?; } 3>&1
    case $made in
      *'"exit-code"'* | *'the command began'*) ;;
      *) [ "$code" -ge 128 ] || code=$((code + 1000)) ;;
    esac
  fi
  trap '' HUP INT QUIT TERM       # a signal to the whole group must not end mv
  touch -c "$folder/run.$$" 2>/dev/null
  mv "$folder/run.$$" "$folder/exit.$code"
  if [ -n "$keeper" ]; then
    kill -s USR1 "$keeper" 2>/dev/null
    wait "$keeper"
  fi
  end_feed
}

start_command() {
  unset MEANWHILE_HELPER
  [ -n "$exports$terminal" ] || exec nice -n "$niceness" "$@" "$shell" -c -- "$command"
  export MEANWHILE_COMMAND="$command" MEANWHILE_SHELL="$shell" MEANWHILE_EXPORTS="$exports"
  # script(1) gives its command to the user's own shell, whichever that is.
  case $terminal in
    linux) exec nice -n "$niceness" "$@" script -qefc "exec /bin/sh -c '$prepare'" /dev/null ;;
    bsd) exec nice -n "$niceness" "$@" script -q /dev/null /bin/sh -c "$prepare" ;;
    *) exec nice -n "$niceness" "$@" /bin/sh -c "$prepare" ;;
  esac
}

# Variables of the command may have any name: nothing of ours is read after they are set. No single quotes in it.
prepare='[ -t 0 ] && stty rows 40 cols 120
set -- "$MEANWHILE_SHELL" "$MEANWHILE_COMMAND"
eval "$MEANWHILE_EXPORTS"
unset MEANWHILE_SHELL MEANWHILE_COMMAND MEANWHILE_EXPORTS
exec "$1" -c -- "$2"'

keep_output() {
  umask 077                       # for the log only: the command keeps the user's
  start=0 size=0 newest=
  # dd writes each read at once. It reads few times when the segment is nearly full, so that this stays bounded.
  few=$((segment / 524288))
  [ "$few" -ge 1 ] || few=1
  [ "$few" -le 16 ] || few=16
  while :; do
    if is_low; then
      drop || break
      continue
    fi
    log=$folder/log.$start
    reads=$(((segment - size) / 65536))
    [ "$reads" -ge "$few" ] || reads=$few
    report=$(LC_ALL=C dd bs=65536 count="$reads" 2>&1 >>"$log")
    status=$?
    measure
    if [ "$status" -eq 0 ]; then
      case $report in 0+0*) break ;; esac
      [ "$size" -lt "$segment" ] || next_segment 0
    elif [ "$status" -le 128 ]; then
      # The disk is full, or the folder is gone: drop output, and never block or kill the command.
      drop || break
    fi                            # dd itself was killed: start another
  done
  for file in "$folder"/exit.*; do
    mv "$file" "$folder/done.${file##*.}" 2>/dev/null
  done
  end_feed
}

measure() {
  size=0
  [ ! -f "$log" ] || size=$(wc -c <"$log")
  size=$((size))                  # without the blanks that some wc print
}

is_low() {
  [ "$low" -gt 0 ] && [ $((start + size)) -ge 1048576 ] || return 1
  free=
  for word in $(LC_ALL=C df -Pk "$folder/." 2>/dev/null); do
    case $word in *%) [ "$free" -lt "$low" ]; return ;; esac
    free=$word
  done
  return 1
}

drop() {
  dropped=$(dd bs=65536 count=16 2>/dev/null | wc -c)
  [ "$dropped" -gt 0 ] || return
  next_segment "$dropped"
  : 2>/dev/null >"$folder/log.$start"
}

next_segment() {
  if [ "$size" -eq 0 ]; then
    rm -f "$folder/log.$start"
  elif [ "$start" -gt 0 ]; then
    newest="$newest $start"
  fi
  start=$((start + size + $1)) size=0
  set -- $newest
  while [ $# -ge "$keep" ]; do
    rm -f "$folder/log.$1"
    shift
  done
  newest=$*
}

supervise "$@"; exit
