#!/usr/bin/env bash
# Runs the cross-compiled programs on Windows itself: the demos, the tests, and the two checks that hold
# lesson 02 against its lists. From the course's folder, in Git's bash.
#
#   .github/run_windows_tests.sh PROGRAMS RESULTS     folders: of the programs, and for logs and XML files
#
# Each one runs even when an earlier one failed; any failure makes the exit code 1.
set -u
[[ $# -eq 2 ]] || { echo "usage: $0 PROGRAMS RESULTS" >&2 && exit 2; }
programs=$1 results=$2
mkdir -p "$results" || exit 1

count=0 failed=()

run() { # NAME COMMAND…
  local name=$1
  shift
  printf '\n==== %s: %s\n' "$name" "$*"
  # By its path: Windows has another program of this name.
  /usr/bin/timeout 600 "$@" </dev/null 2>&1 | tee "$results/$name.log"
  local status=${PIPESTATUS[0]}
  count=$((count + 1))
  [[ $status -eq 0 ]] || failed+=("$name (exit code $status)")
}

run_test() { # NAME [ARGUMENT…]
  local name=$1
  shift
  run "$name" "$programs/$name.exe" "--gtest_output=xml:$results/$name.xml" "$@"
}

for lesson in 01_blocking 02_wsaeventselect 04_dispatcher 05_websocket; do
  run "$lesson" "$programs/$lesson.exe"
done

run_test 01_blocking_test
run_test 02_wsaeventselect_test
run_test 04_dispatcher_test
# The one suite that reads files: the folder of the corpora is compiled in, as an absolute path of the
# machine that built it. They do run under Wine, which sees that machine's files. (The tests that start
# programs or read /proc are no part of the Windows programs.)
run_test 05_websocket_test '--gtest_filter=-Targets/Corpus.*'

# The same lists as for the emulation and Wine.
run 02_verdicts python tests/02_wsaeventselect/experiments/check_verdicts.py \
  "$programs/02_wsaeventselect.exe"
run 02_rules python tools/winsock_rules.py check "$programs/02_wsaeventselect_test.exe"

printf '\n==== %d passed, %d failed\n' "$((count - ${#failed[@]}))" "${#failed[@]}"
[[ ${#failed[@]} -eq 0 ]] || { printf '%s\n' "${failed[@]}" && exit 1; }
