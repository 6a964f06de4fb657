# shellcheck shell=bash
# The labs: start, check, hint, diff, reset, status, watch, solve and hunt. The work is done by tools/lab_verbs.py;
# here stands only what must be on the machine, and built, before it.

labs_verb() { # VERB [LESSON] [ARGUMENT…]
  local number=${2:-}
  number=${number%%_*}
  if needs_a_build "$@"; then
    [[ $1 == hunt || -d work/$2 ]] || die "you have not started this lesson yet: ./lab start $number"
    install_for test "test$number" labs
    need_proc
    build_for_labs "$number"
  else
    install_for labs
  fi
  run_sanitized python3 -B tools/lab_verbs.py "$@"
}

# Succeeds if tests are run: by check and watch always, by hunt if it makes a program or checks one.
needs_a_build() { # VERB [LESSON] [ARGUMENT…]
  case $1 in
    check | watch) return 0 ;;
    hunt) [[ $# -gt 2 && $* != *--reveal* && $* != *--answer=* ]] ;;
    *) return 1 ;;
  esac
}

# The lesson's tests and program as the course has them: the labs borrow all objects that the learner has not
# touched. After the first time there is nothing to do, and nothing is said.
build_for_labs() { # NUMBER
  ninja -C build/dev -n "lesson$1_tests" 2>/dev/null | grep -q 'no work to do' && return 0
  build_preset dev "lesson$1_tests" || exit 1
}
