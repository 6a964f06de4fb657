# shellcheck shell=bash
# ./lab docs [--weave]: the documentation. Its outputs come from real runs, so it builds dev first.

docs_verb() { # [--weave]
  install_for docs
  install_npm_packages docs/theme "the search engine and the fonts of the site"
  need_proc
  build_preset dev "${lessons[@]}" || exit 1
  # The system's own Python, not another one on the PATH: it has Debian's python3-lxml and
  # python3-markdown-it.
  run_sanitized /usr/bin/python3 tools/build_docs.py --bin build/dev/bin "$@" ||
    die "the documentation was not built"
}
