# shellcheck shell=bash
# ./lab test [NN]: every test, in each preset that has some. All presets run, even after a failure.

test_verb() { # LESSON, or '' for all
  local lesson=$1 preset failed=()
  install_for test
  install_npm_packages
  need_proc
  for preset in $(presets_for "$lesson"); do
    if [[ $preset == mingw && $(uname -m) != x86_64 ]]; then
      say "left out: preset mingw, the Windows programs (Wine and their compiler exist for x86-64" \
        "only, this machine is $(uname -m))"
      continue
    fi
    test_preset "$preset" "$lesson" || failed+=("$preset")
  done
  # After a success nothing more is said: CTest's summary of the last preset ends the output.
  [[ ${#failed[@]} -eq 0 ]] || die "tests failed in preset ${failed[*]}"
}

test_preset() { # PRESET LESSON
  local only=()
  [[ -z $2 ]] || only=(--label-regex "^lesson${2%%_*}$")
  build_preset "$1" || return 1
  say "testing preset $1 …"
  run_sanitized ctest --preset "$1" "${only[@]}" </dev/null
}
