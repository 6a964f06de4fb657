#!/bin/sh
# Runs a Windows program under Wine, in a prefix (Wine's private C: drive) of our own.
# Usage: wine.sh PROGRAM.exe [ARGUMENT…]
#
# Debian's `wine64` package has no `wine64` on the PATH, and its `wine` wrapper asks for 32-bit parts
# which the course does not need.
here=$(cd "$(dirname "$0")/.." && pwd)
export WINEPREFIX="${WINEPREFIX:-$here/build/wine-prefix}"
export WINEDEBUG="${WINEDEBUG:--all}"
export WINEDLLOVERRIDES="${WINEDLLOVERRIDES:-mscoree,mshtml=}"
export HOME="${HOME:-/tmp}"
mkdir -p "$(dirname "$WINEPREFIX")"
for wine in /usr/lib/wine/wine64 "$(command -v wine64)" "$(command -v wine)"; do
  [ -x "$wine" ] && exec "$wine" "$@"
done
echo "wine.sh: Wine is not installed: apt-get install wine64" >&2
exit 1
