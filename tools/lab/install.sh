# shellcheck shell=bash
# Installs the Debian packages that are missing, says which and why, and nothing on the next run.

# Sets packages and reasons to what NEEDS lack: words of the column "needed by" of dependencies.txt.
find_missing() { # "NEEDS"
  packages=() reasons=()
  each_tool "$1" add_if_missing
}

add_if_missing() {
  local why=$purpose
  [[ $state != ok ]] || return 0
  [[ $least == - ]] || why+=" ($least or newer)"
  [[ $state != old ]] || why+=", found $(version_of_row)"
  packages+=("$package")
  reasons+=("$(printf '%-28s%s' "$package" "$why")")
}

install_for() { # NEED…
  local packages reasons
  find_missing "$*"
  [[ ${#packages[@]} -eq 0 ]] && return 0
  if ! command -v apt-get >/dev/null; then
    complain "this machine has no apt-get (it is not Debian or Ubuntu). Please install these yourself," \
      "by the names they have on your system:"
    printf '  %s\n' "${reasons[@]}" >&2
    exit 1
  fi
  say "installing what is missing, ${#packages[@]} Debian packages:"
  printf '  %s\n' "${reasons[@]}"
  apt_install "${packages[@]}"
  check_installed "$*"
}

# A tool may still be missing, or too old: an old release, or another copy earlier on the PATH.
check_installed() { # "NEEDS"
  local packages reasons
  find_missing "$1"
  [[ ${#packages[@]} -eq 0 ]] && return 0
  complain "installed, but still not good enough (the course needs Debian 12, Ubuntu 24.04 or newer," \
    "and the PATH must not hide the system's tools):"
  printf '  %s\n' "${reasons[@]}" >&2
  exit 1
}

# What stands before apt-get for this user: nothing for root, else sudo.
root_prefix() { [[ $(id -u) == 0 ]] || printf 'sudo '; }

# The command line that does it by hand, for messages.
by_hand() { # PREFIX PACKAGE…
  local prefix=$1
  shift
  printf '%s' "${prefix}apt-get update && ${prefix}apt-get install -y --no-install-recommends $*"
}

apt_install() { # PACKAGE…
  local as_root=() started=$SECONDS update_log install_log
  update_log=$(log_file apt-update) && install_log=$(log_file apt-install) || exit 1
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null ||
      die "installing needs root, and there is no sudo here. Run this as root, then ./lab again:" \
        "$(by_hand '' "$@")"
    as_root=(sudo)
  fi
  # A fresh Ubuntu may be installing its own updates: wait for that instead of failing.
  # LC_ALL=C: its words are looked through when it fails.
  as_root+=(env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -q -o DPkg::Lock::Timeout=300)
  # A package list that could not be renewed matters only if the installation then fails.
  "${as_root[@]}" update >"$update_log" 2>&1 </dev/null
  "${as_root[@]}" install -y --no-install-recommends "$@" >"$install_log" 2>&1 </dev/null ||
    apt_failed "$update_log" "$install_log" "$@"
  say "installed in $((SECONDS - started)) s (what apt-get said: $install_log)"
}

apt_failed() { # UPDATE_LOG INSTALL_LOG PACKAGE…
  local update_log=$1 install_log=$2 reason
  shift 2
  reason=$(apt_reason "$install_log")
  # With no lists at all, `install` only says that it knows no such package. Why there are no lists
  # is what `update` said (which counts that as a success).
  if [[ $reason == 'Unable to locate'* ]] && grep -qE '^(E|W): Failed to fetch' "$update_log"; then
    reason+=" (the package lists could not be renewed: $(apt_reason "$update_log"))"
  fi
  complain "could not install what is missing: $reason"
  complain "what failed: $(by_hand "$(root_prefix)" "$@") (its output: $install_log)"
  exit 1
}

apt_reason() { # LOG
  reason_in "$1" '(Could not (resolve|connect)|Temporary failure resolving).*' 'sudo: .*' \
    'Failed to fetch.*' 'Unable to (fetch|locate).*' 'E: .*'
}
