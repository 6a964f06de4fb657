# shellcheck shell=bash
# ./lab docs [--weave]: the documentation. Its outputs come from real runs, so it builds dev first.

docs_verb() { # [--weave]
  install_for docs
  need_proc
  build_preset dev "${lessons[@]}" || exit 1
  run_sanitized python3 tools/build_docs.py --bin build/dev/bin "$@" ||
    die "the documentation was not built"
}
