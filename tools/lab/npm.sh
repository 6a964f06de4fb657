# shellcheck shell=bash
# The npm packages of the course: of tests/support/node (the real WebSocket servers that lesson 05 is tested
# with), of docs/theme (the site's search engine and fonts) and of tests/docs/browser (what drives chromium).
# They stay in their folders. A copy of the lock file inside node_modules tells what stands there.

npm_folder=tests/support/node # the folder of the servers, where none is named

npm_stamp() { printf '%s/node_modules/.installed-package-lock.json' "$1"; }

npm_is_current() { # [FOLDER]
  local folder=${1:-$npm_folder}
  [[ ! -f $folder/package-lock.json ]] || cmp -s "$folder/package-lock.json" "$(npm_stamp "$folder")"
}

# --ignore-scripts: nothing is compiled or downloaded besides the packages themselves.
install_npm_packages() { # [FOLDER WHAT]
  local folder=${1:-$npm_folder} what=${2:-"real WebSocket servers for lesson 05's tests"}
  npm_is_current "$folder" && return 0
  local started=$SECONDS log
  log=$(log_file npm) || exit 1
  say "installing the npm packages of $folder ($what)"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 \
    --fetch-retry-mintimeout=2000) >"$log" 2>&1 </dev/null || npm_failed "$folder" "$log"
  cp "$folder/package-lock.json" "$(npm_stamp "$folder")" || exit 1
  say "installed in $((SECONDS - started)) s (what npm said: $log)"
}

# What the site is made with, and what its tests drive chromium with.
install_docs_packages() {
  install_npm_packages docs/theme "the search engine and the fonts of the site"
  install_npm_packages tests/docs/browser "what drives a browser for the tests of the site"
}

npm_failed() { # FOLDER LOG
  complain "could not install the npm packages of $1: $(reason_in "$2" \
    'reason: .*' 'getaddrinfo .*' 'npm (ERR!|error) [^c].*')"
  complain "what failed: (cd $1 && npm ci --ignore-scripts) (its output: $2)"
  exit 1
}
