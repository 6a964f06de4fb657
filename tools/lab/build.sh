# shellcheck shell=bash
# Configures and builds one CMake preset. Quiet: what the tools say goes to a log file, and is shown
# when something fails; on a terminal a counter shows that the build goes on.

configure_options=() # what a verb wants besides the preset

# Succeeds, or has said what failed.
build_preset() { # PRESET [TARGET…]
  local preset=$1 started=$SECONDS log
  shift
  log=$(log_file "build-$preset") || return 1
  if ! { configure "$preset" >"$log" 2>&1 && announce "$preset" "$@" &&
    compile "$preset" "$log" "$@"; }; then
    grep -vE '^\[[0-9]+/[0-9]+\] ' "$log" | tail -n 60 >&2 # without the steps that went well
    complain "preset $preset does not build (the whole output: $log)"
    return 1
  fi
  say "built preset $preset in $((SECONDS - started)) s"
}

# Says before the wait begins what there is to do: a step (most are compilations) takes one core three seconds.
announce() { # PRESET [TARGET…]
  local preset=$1 steps
  shift
  steps=$(ninja -C "build/$preset" -n "$@" 2>/dev/null | grep -c '^\[')
  if [[ $steps -eq 0 ]]; then
    say "building preset $preset: nothing to do"
  else
    say "building preset $preset: $steps steps, about $(time_text $((steps * 3 / $(nproc) + 1))), more if the machine is busy …"
  fi
}

configure() {
  local preset=$1 fresh=()
  # CMake remembers absolute paths: after the course's folder moved, it has to start over.
  grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "build/$preset/CMakeCache.txt" || fresh=(--fresh)
  cmake --preset "$preset" "${fresh[@]}" "${configure_options[@]}"
}

compile() { # PRESET LOG [TARGET…]
  local preset=$1 log=$2 targets=()
  shift 2
  [[ $# -eq 0 ]] || targets=(--target "$@")
  cmake --build --preset "$preset" --parallel "$(nproc)" "${targets[@]}" 2>&1 </dev/null |
    tee -a "$log" | show_progress
  return "${PIPESTATUS[0]}"
}

# Passes on only the counter of ninja's lines "[12/140] Building …", always on the same line.
show_progress() {
  if [[ -t 1 ]]; then
    sed -nuE 's/^(\[[0-9]+\/[0-9]+\]).*/\1/p' | while read -r counter; do
      printf '\r  %s ' "$counter"
    done
    printf '\r%20s\r' ''
  else
    cat >/dev/null
  fi
}
