# shellcheck shell=bash
# The labs: start, check, hint, diff, reset, status, watch, solve and hunt. The work is done by tools/lab_verbs.py;
# here stands only what must be on the machine, and built, before it.

labs_verb() { # VERB [LESSON] [ARGUMENT…]
  local verb=$1 lesson=${2:-}
  case $verb in
    check | watch | hunt)
      install_for test "test${lesson%%_*}" labs
      need_proc
      [[ -d work/$lesson || $verb == hunt ]] || die "you have not started this lesson yet: ./lab start ${lesson%%_*}"
      build_for_labs "${lesson%%_*}"
      ;;
    *) install_for labs ;;
  esac
  run_sanitized python3 -B tools/lab_verbs.py "$@"
}

# The lesson's tests and program as the course has them: the labs borrow all objects that the learner has not
# touched. After the first time there is nothing to do, and nothing is said.
build_for_labs() { # NUMBER
  local quiet
  quiet=$(log_file "labs-$1") || exit 1
  if [[ -x build/dev/bin/contract_test ]] && ninja -C build/dev -n "lesson$1_tests" 2>/dev/null | grep -q 'no work to do'; then
    return 0
  fi
  build_preset dev "lesson$1_tests" | tee "$quiet"
  [[ ${PIPESTATUS[0]} -eq 0 ]] || exit 1
}
