# shellcheck shell=bash
# ./lab bench: the lessons measured beside their peers, optimised. The work is done by bench/run.py, which also
# says in one line what failed; here stands only what must be on the machine, and built, before it.

bench_verb() { # SUBJECT [--quick]
  local configure_options=(-DNETLADDER_BENCH=ON) # for configure() in build.sh
  install_for bench
  case $1 in ws | all) install_npm_packages ;; esac
  build_preset release bench || exit 1
  python3 -B bench/run.py "$@" --build build/release --out build/bench || exit 1
}
