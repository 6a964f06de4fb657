# shellcheck shell=bash
# Which lessons there are, and in which presets each one has tests.

lessons=(01_blocking 02_wsaeventselect 03_epoll 04_dispatcher 05_websocket)

# Prints the lesson's full name for 3, 03 or 03_epoll; fails for anything else.
find_lesson() {
  local name
  for name in "${lessons[@]}"; do
    case $1 in "$name" | "${name%%_*}" | "${name:1:1}") printf '%s\n' "$name" && return 0 ;; esac
  done
  return 1
}

# Prints what the tests of LESSONs need, in the words of dependencies.txt.
test_needs() { # LESSON…
  printf 'test'
  printf ' test%s' "${@%%_*}"
}

# Prints the presets of `test --all` (all lessons, or one), dev last: its summary ends the output.
presets_for() {
  case $1 in
    01_*) echo mingw dev ;; # no threads that share something: nothing for the thread sanitizer
    03_*) echo tsan dev ;;  # epoll exists on Linux only
    *) echo tsan mingw dev ;;
  esac
}
