# shellcheck shell=bash
# ./lab run [NN]: the lessons' demos. Each one checks what it prints and fails if it does not hold.

run_verb() { # LESSON, or '' for all
  local wanted=("${lessons[@]}") lesson status
  [[ -z $1 ]] || wanted=("$1")
  install_for run
  need_proc
  build_preset dev "${wanted[@]}" || exit 1
  for lesson in "${wanted[@]}"; do
    printf '\n── %s ──\n' "$lesson"
    run_sanitized "build/dev/bin/$lesson"
    status=$?
    [[ $status -eq 0 ]] || die "the demo of lesson $lesson failed (exit code $status)"
  done
}
