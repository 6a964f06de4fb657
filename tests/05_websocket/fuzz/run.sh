#!/usr/bin/env bash
# Runs the libFuzzer targets of preset `fuzz`, two at a time, each for SECONDS (60). A finding ends its
# target with an error and leaves the input in build/fuzz/findings: put it into the corpus, as a test.
set -u
cd "$(dirname "$0")/../../.." || exit 1
seconds=${1:-60}
corpora=tests/05_websocket/fuzz/corpus
work=build/fuzz/corpus findings=build/fuzz/findings
failed=()

# New inputs go to a folder of their own, so that the committed corpus stays small.
start() { # TARGET
  mkdir -p "$work/$1" "$findings"
  build/fuzz/bin/"fuzz_$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="$findings/$1-" "$work/$1" "$corpora/$1" >"$findings/$1.log" 2>&1 &
}

finish() { # TARGET PID
  if wait "$2"; then
    printf '%-10s %s\n' "$1" "$(sed -n 's/^stat::number_of_executed_units: */runs: /p' "$findings/$1.log")"
  else
    failed+=("$1")
    printf '%-10s FAILED, the log: %s\n' "$1" "$findings/$1.log"
    grep -E -A 12 'ERROR|runtime error|SUMMARY' "$findings/$1.log" | head -n 40
  fi
}

for pair in 'uri handshake' 'frames deflate' 'protoo'; do
  pids=()
  for target in $pair; do
    start "$target"
    pids+=("$target $!")
  done
  for entry in "${pids[@]}"; do
    # shellcheck disable=SC2086  # two words on purpose
    finish $entry
  done
done
[[ ${#failed[@]} -eq 0 ]]
