# shellcheck shell=bash
# The npm packages of tests/support/node: the real WebSocket servers that lesson 05 is tested with.
# They stay in that folder. A copy of the lock file inside node_modules tells what stands there.

npm_folder=tests/support/node
npm_stamp=$npm_folder/node_modules/.installed-package-lock.json

npm_is_current() {
  [[ ! -f $npm_folder/package-lock.json ]] || cmp -s "$npm_folder/package-lock.json" "$npm_stamp"
}

# --ignore-scripts: nothing is compiled or downloaded besides the packages themselves.
install_npm_packages() {
  npm_is_current && return 0
  local started=$SECONDS log
  log=$(log_file npm) || exit 1
  say "installing the npm packages of $npm_folder (real WebSocket servers for lesson 05's tests)"
  (cd "$npm_folder" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 \
    --fetch-retry-mintimeout=2000) >"$log" 2>&1 </dev/null || npm_failed "$log"
  cp "$npm_folder/package-lock.json" "$npm_stamp" || exit 1
  say "installed in $((SECONDS - started)) s (what npm said: $log)"
}

npm_failed() { # LOG
  complain "could not install the npm packages of $npm_folder: $(reason_in "$1" \
    'reason: .*' 'getaddrinfo .*' 'npm (ERR!|error) [^c].*')"
  complain "what failed: (cd $npm_folder && npm ci --ignore-scripts) (its output: $1)"
  exit 1
}
