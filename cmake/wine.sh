#!/bin/sh
# Runs a Windows program under Wine, in a prefix (Wine's private C: drive) of our own.
# Usage: wine.sh PROGRAM.exe [ARGUMENT…]
#        wine.sh --start      makes the prefix, and starts a server for it that stays
#        wine.sh --end        ends that server and all programs in the prefix
#
# Debian's `wine64` package has no `wine64` on the PATH, and its `wine` wrapper asks for 32-bit parts
# which the course does not need.
here=$(cd "$(dirname "$0")/.." && pwd)
export WINEPREFIX="${WINEPREFIX:-$here/build/wine-prefix}"
export WINEDEBUG="${WINEDEBUG:--all}"
export WINEDLLOVERRIDES="${WINEDLLOVERRIDES:-mscoree,mshtml=}"
export HOME="${HOME:-/tmp}"
mkdir -p "$(dirname "$WINEPREFIX")"

first_of() { # PATH…
  for path in "$@"; do
    [ -x "$path" ] && echo "$path" && return
  done
  echo "wine.sh: Wine is not installed: apt-get install wine64" >&2
  exit 1
}

wine=$(first_of /usr/lib/wine/wine64 "$(command -v wine64)" "$(command -v wine)") || exit 1
case $1 in
  --start | --end)
    server=$(first_of /usr/lib/wine/wineserver64 "$(command -v wineserver)") || exit 1
    if [ "$1" = --start ]; then
      mkdir -p "$WINEPREFIX" # the server makes no folder
      # Not to our output: both leave processes that stay, and who waits for its end would wait for them.
      # Status 2: the server of this prefix runs already.
      "$server" --persistent >/dev/null 2>&1 || [ $? -eq 2 ] || exit 1
      "$wine" wineboot --init >/dev/null 2>&1 && exit
      echo "wine.sh: 'wineboot --init' failed for the prefix $WINEPREFIX" >&2
      exit 1
    fi
    "$server" --kill # it fails if none runs
    exec "$server" --wait
    ;;
  *) exec "$wine" "$@" ;;
esac
