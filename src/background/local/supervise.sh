#!/bin/sh
# sh supervise.sh FOLDER SEGMENT_BYTES KEEP
#
# Runs one command and records what happens, also when the program that started it is gone. It runs in a session of
# its own. The command comes in the environment, not in argv, so that an agent's `pkill -9 -f 'npm run dev'` does not
# hit this script:
#
#   MEANWHILE_COMMAND    a shell command line
#   MEANWHILE_SHELL      the shell that runs it with -c
#   MEANWHILE_NICENESS   how much nicer than this script it runs
#
# The state is the name of one file in FOLDER. It changes only by rename(2), which is atomic, exclusive and needs no
# free disk block:
#
#   new -> run.PID -> exit.CODE -> done.CODE      or, by whoever finds this script dead: lost;
#          claimed    the command  all output is written:        never, when it had not begun
#                     ended        nobody holds the pipe
#
# When the command ended is the time of last modification of that file.
#
# Output goes through one pipe into FOLDER/log.OFFSET; of these the first and the newest KEEP stay.
#
# Everything is in functions, and the last line both calls and exits: the whole script is read before it runs, and an
# update may replace the file meanwhile. POSIX only: dash, bash, busybox, zsh run it.

supervise() {
  folder=$1 segment=$2 keep=$3
  command=$MEANWHILE_COMMAND shell=$MEANWHILE_SHELL niceness=$MEANWHILE_NICENESS
  unset MEANWHILE_COMMAND MEANWHILE_SHELL MEANWHILE_NICENESS
  # For all of this script and for what writes the log: no last words get lost.
  trap '' HUP INT QUIT TERM
  # Whoever gave up waiting has taken `new` away: then nothing may run.
  mv "$folder/new" "$folder/run.$$" 2>/dev/null || return
  run_command | keep_output
}

run_command() {
  # A trap, not an ignore: the command gets the default action back.
  trap : HUP INT QUIT TERM
  # In a subshell, so that what this shell says about a killed child does not get into the log.
  (exec nice -n "$niceness" "$shell" -c -- "$command" 2>&1)
  code=$?
  trap '' HUP INT QUIT TERM       # a signal to the whole group must not end mv
  touch -c "$folder/run.$$" 2>/dev/null
  mv "$folder/run.$$" "$folder/exit.$code"
}

keep_output() {
  umask 077                       # for the log only: the command keeps the user's
  start=0 size=0 newest=
  while :; do
    log=$folder/log.$start
    # dd writes each read at once. It reads few times when the segment is nearly full, so that this stays bounded.
    reads=$(((segment - size) / 65536))
    [ "$reads" -ge 16 ] || reads=16
    report=$(LC_ALL=C dd bs=65536 count="$reads" 2>&1 >>"$log")
    status=$?
    measure
    if [ "$status" -eq 0 ]; then
      case $report in 0+0*) break ;; esac
      [ "$size" -lt "$segment" ] || next_segment 0
    elif [ "$status" -le 128 ]; then
      # The disk is full, or the folder is gone: drop output, and never block or kill the command.
      dropped=$(dd bs=65536 count=64 2>/dev/null | wc -c)
      [ "$dropped" -gt 0 ] || break
      next_segment "$dropped"
    fi                            # dd itself was killed: start another
  done
  for file in "$folder"/exit.*; do
    mv "$file" "$folder/done.${file##*.}" 2>/dev/null
  done
}

measure() {
  size=0
  [ ! -f "$log" ] || size=$(wc -c <"$log")
  size=$((size))                  # without the blanks that some wc print
}

next_segment() {
  start=$((start + size + $1)) size=0
  set -- $newest "$start"
  while [ $# -gt "$keep" ]; do
    rm -f "$folder/log.$1"
    shift
  done
  newest=$*
}

supervise "$@"; exit
