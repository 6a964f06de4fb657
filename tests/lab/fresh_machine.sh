#!/usr/bin/env bash
# Shows that the README's two commands work on a fresh machine: a minimal Debian 12, made with
# debootstrap in a temporary folder, which has only git besides. By hand; it downloads about 1 GB.
#
#   sudo tests/lab/fresh_machine.sh [COMMIT]      needs root, debootstrap and 8 GB in ${TMPDIR:-/tmp}
#
# 1. ./lab run, ./lab test and ./lab test --all install what they need and succeed;
# 2. the same again installs nothing;
# 3. on a second machine without a network, both say so in two lines and exit with 1.
# The last line says how it went. Exit code 0: all of this holds.
set -u

# In namespaces of its own: when this script ends, so do its mounts and every process in there.
if [[ -z ${IN_NAMESPACE:-} ]]; then
  [[ $(id -u) == 0 ]] || { echo "needs root" >&2 && exit 2; }
  command -v debootstrap >/dev/null || { echo "needs debootstrap" >&2 && exit 2; }
  IN_NAMESPACE=yes exec unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi

commit=${1:-HEAD}
source=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
top=$(mktemp -d "${TMPDIR:-/tmp}/netladder-fresh-XXXXXX") || exit 1
failures=0

clean_up() {
  cd /
  umount "$top"/*/proc "$top"/*/dev/pts 2>/dev/null
  rm -rf --one-file-system "$top"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

step() { printf '\n======== %s (after %d s)\n' "$1" "$SECONDS"; }

verdict() { # WORD TEXT
  printf '======== %s: %s\n' "$1" "$2"
  [[ $1 == ok ]] || failures=$((failures + 1))
}

# How this machine reaches Debian's archive and the npm registry: names, proxy, certificates.
lend_network_settings() { # MACHINE
  cp -L /etc/resolv.conf "$1/etc/resolv.conf"
  apt-config dump 2>/dev/null | grep -E '^Acquire::(Check|https?::|ForceIPv)' \
    >"$1/etc/apt/apt.conf.d/99lent"
  if [[ -e /etc/ssl/certs/ca-certificates.crt ]]; then
    cp -L /etc/ssl/certs/ca-certificates.crt "$1/etc/lent-certificates.crt"
    settings+=(NODE_EXTRA_CA_CERTS=/etc/lent-certificates.crt)
  fi
  local name registry
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [[ -z ${!name:-} ]] || settings+=("$name=${!name}")
  done
  registry=$(npm config get registry 2>/dev/null) && settings+=("npm_config_registry=$registry")
}

in_machine() { # MACHINE COMMAND…
  local machine=$1
  shift
  mountpoint -q "$machine/proc" || mount -t proc proc "$machine/proc"
  # Terminals, which every machine has: tests run a program on one.
  mountpoint -q "$machine/dev/pts" ||
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$machine/dev/pts"
  chroot "$machine" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${settings[@]}" "$@" </dev/null
}

# Runs a verb of ./lab, shows what it says but for tests that passed, and keeps it in $top/NAME.log.
lab_in() { # MACHINE NAME "VERB [OPTION]"
  # shellcheck disable=SC2086  # a verb with its option is two words
  in_machine "$1" /root/netladder/lab $3 >"$top/$2.log" 2>&1
  local status=$?
  grep -vE '^ +Start +[0-9]+: | Passed +[0-9.]+ sec$' "$top/$2.log"
  return "$status"
}

expect_success() { # ROUND "VERB [OPTION]"
  step "$1 ./lab $2"
  if lab_in "$top/online" "$1-$2" "$2"; then
    verdict ok "$1 ./lab $2"
  else
    verdict FAILED "$1 ./lab $2"
  fi
}

expect_no_installation() { # VERB
  if grep -q '^lab: install' "$top/second-$1.log"; then
    verdict FAILED "the second ./lab $1 installed something"
  else
    verdict ok "the second ./lab $1 installed nothing"
  fi
}

expect_clear_refusal() { # VERB
  step "./lab $1 without a network"
  local log=$top/offline-$1.log status
  in_machine "$top/offline" unshare --net /root/netladder/lab "$1" 2>"$log" >/dev/null
  status=$?
  cat "$log"
  if [[ $status -eq 1 && $(wc -l <"$log") -eq 2 ]] && grep -q 'Temporary failure resolving' "$log"; then
    verdict ok "no network: exit code 1 and two lines"
  else
    verdict FAILED "no network: exit code $status"
  fi
}

settings=()
step "a minimal Debian 12 with git"
debootstrap --variant=minbase --include=git,ca-certificates bookworm "$top/online" \
  >"$top/debootstrap.log" 2>&1 || { tail "$top/debootstrap.log" && exit 1; }
git clone -q --no-local "$source" "$top/online/root/netladder" &&
  git -C "$top/online/root/netladder" checkout -q "$(git -C "$source" rev-parse "$commit")" || exit 1
cp -a "$top/online" "$top/offline"
lend_network_settings "$top/online"

for round in first second; do
  for verb in run test; do
    expect_success "$round" "$verb"
    [[ $round == first ]] || expect_no_installation "$verb"
  done
done
expect_success third "test --all"
expect_clear_refusal run
expect_clear_refusal test

step "$failures of these statements failed"
[[ $failures -eq 0 ]]
