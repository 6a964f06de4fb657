# shellcheck shell=bash
# ./lab doctor: each tool, its version, what it is for, and the command that installs it.
# It only looks: no network, nothing installed. Exit code 0 when run, test and docs have all.

doctor_verb() {
  local missing=() doctor_section
  for doctor_section in run test all docs bench ci; do
    doctor_heading
    each_tool "$(needs_of_section)" doctor_tool
    [[ $doctor_section != test ]] || doctor_npm
  done
  echo
  if [[ ${#missing[@]} -eq 0 ]]; then
    say "all is there"
    return 0
  fi
  [[ " ${missing[*]} " != *' wine '* ]] ||
    say "there is no Wine on this machine, so the Windows programs cannot run yet"
  say "missing: ${missing[*]} (./lab run, test and docs install what they need)"
  return 1
}

needs_of_section() {
  case $doctor_section in
    test) test_needs "${lessons[@]}" ;;
    *) echo "$doctor_section" ;;
  esac
}

doctor_heading() {
  case $doctor_section in
    all) printf '\nneeded by ./lab test --all:\n' ;;
    ci) printf '\nneeded by .ci/run only, not by learners:\n' ;;
    *) printf '\nneeded by ./lab %s:\n' "$doctor_section" ;;
  esac
}

# Prints the line of one tool, in the section of the first verb that needs it.
doctor_tool() {
  local first=${verbs%%,*}
  [[ ${first%%[0-9]*} == "$doctor_section" ]] || return 0
  local version
  version=$(version_of_row)
  case $state in
    ok) version=${version:-found} ;;
    missing) version=missing ;;
    old) version="$version (needs $least)" ;;
  esac
  doctor_line "$name" "$version" "$(root_prefix)apt-get install $package" "$purpose"
  [[ $state == ok || $doctor_section =~ ^(bench|ci)$ ]] || missing+=("$name")
}

doctor_npm() {
  local version=current
  if ! npm_is_current; then
    version=missing
    missing+=("npm packages")
  fi
  doctor_line "npm packages" "$version" "./lab test" "those servers, in $npm_folder"
}

doctor_line() { # NAME VERSION COMMAND PURPOSE
  printf '  %-13s %-8s  install: %-47s %s\n' "$@"
}
