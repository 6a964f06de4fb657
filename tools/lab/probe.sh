# shellcheck shell=bash
# What of tools/lab/dependencies.txt is on this machine: quick, without network, changes nothing.

# Calls COMMAND for each tool that is needed by one of NEEDS on this kind of machine.
# The command finds the row's columns in name, look, where, least, package, verbs and purpose, and
# in state (ok, missing or old) what is on this machine; with version_of_row it gets the version.
each_tool() { # "NEEDS" COMMAND
  local need wanted name look where least package verbs only purpose state
  while read -r -u 3 name look where least package verbs only purpose; do
    case $name in '' | '#'*) continue ;; esac
    wanted=
    for need in $1; do
      [[ ,$verbs, != *,$need,* ]] || wanted=yes
    done
    [[ $wanted ]] || continue
    [[ $only == - || $only == "$(uname -m)" ]] || continue
    probe_row
    "$2"
  done 3<tools/lab/dependencies.txt
}

probe_row() {
  state=ok
  if ! is_there; then
    state=missing
  elif [[ $least != - ]] && ! at_least "$(version_of_row)" "$least"; then
    state=old
  fi
}

# Prints the version of the tool in the current row, or nothing. Asking a program costs a process,
# so ./lab run asks only where the table names a least version.
version_of_row() {
  local found=
  if [[ $look == command ]]; then
    found=$("$where" --version 2>&1 </dev/null | grep -m 1 -oE '[0-9]+\.[0-9]+(\.[0-9]+)*' | head -n 1)
  fi
  [[ -n $found ]] || found=$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null)
  # Only the number that the tool's authors gave: 1:2.1.2+ds-1 becomes 2.1.2.
  [[ $found =~ ^([0-9]+:)?([0-9]+(\.[0-9]+)*) ]] && printf '%s\n' "${BASH_REMATCH[2]}"
}

is_there() {
  local folder
  case $look in
    command) command -v "$where" >/dev/null ;;
    file) [[ -e $where ]] ;;
    host) getent hosts "$where" >/dev/null ;;
    header)
      # Debian keeps some headers in a folder named after the processor: /usr/include/<triplet>/.
      for folder in /usr/local/include /usr/include /usr/include/*-linux-gnu*; do
        [[ -e $folder/$where ]] && return 0
      done
      return 1
      ;;
  esac
}

# Is version $1 at least $2?
at_least() { printf '%s\n%s\n' "$2" "$1" | sort -V -C; }
