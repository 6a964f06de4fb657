# shellcheck shell=bash
# Runs programs that were built with a sanitizer, also where the kernel makes that difficult.

# The sanitizers of g++ 12 and 13 keep their own tables at fixed addresses. A kernel that places
# programs with more than 28 random bits (Ubuntu 24.04 uses 32) puts other memory there, and the
# program dies with "unexpected memory mapping": https://github.com/google/sanitizers/issues/1614
# So switch the randomness off for that program; where a container forbids that, try without.
run_sanitized() {
  local bits
  bits=$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null)
  if [[ ${bits:-0} -gt 28 ]] && setarch "$(uname -m)" -R true 2>/dev/null; then
    setarch "$(uname -m)" -R "$@"
  else
    "$@"
  fi
}

# They also read /proc to learn where memory is mapped.
need_proc() {
  [[ -r /proc/self/maps ]] ||
    die "/proc is not mounted, and the sanitizers need it: mount -t proc proc /proc"
}
