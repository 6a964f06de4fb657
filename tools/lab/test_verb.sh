# shellcheck shell=bash
# ./lab test [NN] [--all]: the tests in the world of Linux; --all adds the other worlds. All presets run,
# even after a failure.

test_verb() { # LESSON, or '' for all; yes for all worlds
  local lesson=$1 all=$2 wanted=("${lessons[@]}") needs presets=(dev) preset failed=()
  [[ -z $lesson ]] || wanted=("$lesson")
  read -ra needs < <(test_needs "${wanted[@]}")
  if [[ $all ]]; then
    needs+=(all)
    read -ra presets < <(presets_for "$lesson")
  fi
  install_for "${needs[@]}"
  [[ " ${needs[*]} " != *' test05 '* ]] || install_npm_packages
  [[ -z $all || $lesson ]] || install_docs_packages
  need_proc
  for preset in "${presets[@]}"; do
    if [[ $preset == mingw && $(uname -m) != x86_64 ]]; then
      say "left out: preset mingw, the Windows programs (Wine and their compiler exist for x86-64" \
        "only, this machine is $(uname -m))"
      continue
    fi
    test_preset "$preset" "$lesson" "$all" || failed+=("$preset")
  done
  # After a success nothing more is said: CTest's summary of the last preset, and what was skipped in it,
  # end the output.
  [[ ${#failed[@]} -eq 0 ]] || die "tests failed in preset ${failed[*]}"
}

test_preset() { # PRESET LESSON ALL
  local preset=$1 lesson=$2 number=${2%%_*} only=() targets=() started status
  # Without --all the tests of the course's own tools stay out: they are about no lesson.
  [[ $3 ]] || only=(--label-regex '^lesson')
  [[ -z $lesson ]] || only=(--label-regex "^lesson$number$") targets=("lesson${number}_tests")
  build_preset "$preset" "${targets[@]}" || return 1
  say "testing preset $preset, about $(test_time "$preset-$number") …"
  started=$SECONDS
  run_sanitized ctest --preset "$preset" "${only[@]}" </dev/null
  status=$?
  [[ $status -ne 0 ]] || echo "$((SECONDS - started))" >"$logs/seconds-$preset-$number"
  list_skipped "$preset"
  return "$status"
}

# How long these tests took the last time, or else on two quiet cores.
test_time() { # PRESET-NUMBER
  local seconds
  seconds=$(cat "$logs/seconds-$1" 2>/dev/null) || case $1 in
    dev-) seconds=150 ;;
    dev-*) seconds=60 ;;
    *) seconds=300 ;;
  esac
  time_text "$seconds"
}

# CTest counts a suite as passed if some of its tests were skipped: name them, with their reasons.
list_skipped() { # PRESET
  awk '/: Skipped$/ { getline; reason = $0 }
       /^\[  SKIPPED \] .* \(/ { print "lab: skipped: " $4 ": " reason }' \
    "build/$1/Testing/Temporary/LastTest.log" 2>/dev/null
}
