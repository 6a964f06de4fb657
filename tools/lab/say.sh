# shellcheck shell=bash
# How ./lab speaks: what it does on stdout, what went wrong on stderr, long outputs in a log file.

logs=build/lab # relative to the root of the course, where ./lab works

say() { printf 'lab: %s\n' "$*"; }
complain() { printf 'lab: %s\n' "$*" >&2; }

die() {
  complain "$*"
  exit 1
}

# 75 -> "75 s", 150 -> "3 minutes".
time_text() { # SECONDS
  if [[ $1 -lt 100 ]]; then printf '%d s' "$1"; else printf '%d minutes' "$((($1 + 30) / 60))"; fi
}

# Prints the path of the log file called $1, and sees to it that its folder exists.
log_file() {
  mkdir -p "$logs" || exit 1
  printf '%s/%s.log\n' "$logs" "$1"
}

# Prints the most telling line of a log: the first line that matches the first pattern that has one.
reason_in() { # LOG PATTERN…
  local log=$1 pattern line
  shift
  for pattern in "$@"; do
    line=$(grep -m 1 -oE "$pattern" "$log") && break
  done
  printf '%s\n' "${line:-$(tail -n 1 "$log")}"
}
