#!/bin/sh
# sh keep-limit.sh SECONDS SUPERVISOR FOLDER
#
# Stops the command of a task at its time limit when no program does: the one that started it was killed, or stands still.
# supervise.sh starts it beside the command and ends it by USR1. SUPERVISOR is the pid of that script, FOLDER the task's.
#
# Only the time in which the task is not paused counts; FOLDER/pause says how long it was (folder-notes.ts). Who stops a
# task writes FOLDER/stop-request; the first one counts. So whoever finds the end knows that it was the time limit.
#
# Signals: TERM, then KILL to what is still there. What belongs to the task is found as in process-tree.ts.
#
# POSIX only, like supervise.sh; without /proc it asks ps.

keep_limit() {
  left=$1 supervisor=$2 folder=$3 counted=0
  id=${folder##*/} runner=$PPID
  trap 'kill -KILL $! 2>/dev/null; wait; exit' USR1
  while [ "$left" -gt 0 ]; do
    pass "$left"
    waited=0
    while is_paused; do
      pass 5
      waited=$((waited + 5))
    done
    left=$(((total - counted + 999) / 1000 - waited)) counted=$total
  done
  [ -f "$folder/run.$supervisor" ] || return
  # Somebody else is ending it, or was killed while doing so.
  request || pass 30
  # From here on all of it is ended, also when the command itself is gone first.
  trap '' USR1
  stop
}

# Waits so many seconds, or until USR1.
pass() {
  sleep "$1" &
  wait $!
}

# Also sets `total`: for how many milliseconds the task was paused before.
is_paused() {
  pause='' total=0
  [ ! -f "$folder/pause" ] || read -r pause <"$folder/pause" || :
  case $pause in *'"total":'*) total=${pause#*'"total":'} total=${total%%[!0-9-]*} ;; esac
  case $pause in *'"since":'*) [ -f "$folder/run.$supervisor" ] ;; *) false ;; esac
}

request() {
  (umask 077 && set -C && echo "{\"by\":\"time limit\",\"since\":$(date +%s)000}" >"$folder/stop-request") 2>/dev/null
}

stop() {
  patience=5
  # They wait for their containers (local-executor.ts).
  [ -z "$(members clients)" ] || patience=20
  send TERM "$(members ready)"
  while [ "$patience" -gt 0 ] && [ -n "$(members all)" ]; do
    sleep 1
    patience=$((patience - 1))
  done
  attempts=10
  while [ "$attempts" -gt 0 ]; do
    left=$(members all)
    [ -n "$left" ] || return
    send KILL "$left"
    sleep 1
    attempts=$((attempts - 1))
  done
}

# One that is stopped acts on a signal only when it continues.
send() {
  [ -n "$2" ] || return
  kill -s "$1" $2 2>/dev/null
  kill -s CONT $2 2>/dev/null
}

# The pids of all that belongs to the task; of clients that wait for containers; or of what is `ready` for a TERM: not
# the walls of a sandbox, which end with what is within and kill it when they are ended first.
members() {
  list | awk -v which="$1" -v supervisor="$supervisor" -v runner="$runner" -v keeper="$$" '
    /^marked / { marked[$2]; next }
    /^[0-9]+ \(.*\) [^ZX] / {
      pid = $1; name[pid] = $0; rest = $0
      sub(/^[0-9]+ \(/, "", name[pid]); sub(/\) [^)]*$/, "", name[pid]); sub(/^.*\) /, "", rest)
      split(rest, field, " ")
      parent[pid] = field[2]; group[pid] = field[3]; session[pid] = field[4]
    }
    END {
      if (parent[keeper] != runner) runner = -1
      ours[supervisor]; ours[keeper]; ours[runner]
      for (pid in parent) if (parent[pid] == supervisor) ours[pid]
      do {
        more = 0
        for (pid in parent) if (!(pid in ours) && (parent[pid] in ours) && parent[pid] != runner) { ours[pid]; more = 1 }
      } while (more)
      for (pid in parent) {
        near = group[pid] == supervisor || session[pid] == supervisor || parent[pid] == runner
        if (!(pid in ours) && (near || (pid in marked))) found[pid]
      }
      do {
        more = 0
        for (pid in parent) if (!(pid in ours) && !(pid in found) && (parent[pid] in found)) { found[pid]; more = 1 }
      } while (more)
      for (pid in found) if (name[pid] == "bwrap") {
        walls[pid]
        if (parent[parent[pid]] == runner) walls[parent[pid]]
      }
      for (pid in found) {
        if (which == "ready" && (pid in walls)) continue
        if (which == "clients" && name[pid] !~ /^(docker|docker-compose|podman|podman-compose|nerdctl)$/) continue
        print pid
      }
    }'
}

# Lines as of proc_pid_stat(5), and `marked PID` for what carries the mark of the task in its environment.
list() {
  if [ -f /proc/self/stat ]; then
    cat /proc/[0-9]*/stat 2>/dev/null
    grep -ls "MEANWHILE_TASK_ID=$id" /proc/[0-9]*/environ 2>/dev/null | sed 's,^/proc/,marked ,; s,/environ$,,'
  else
    ps -axEww -o pid= -o stat= -o ppid= -o pgid= -o command= | awk -v mark=" MEANWHILE_TASK_ID=$id" '{
      words = split($5, path, "/")
      print $1 " (" path[words] ") " substr($2, 1, 1) " " $3 " " $4 " 0"
      if (index($0, mark)) print "marked " $1
    }'
  fi
}

keep_limit "$@"; exit
