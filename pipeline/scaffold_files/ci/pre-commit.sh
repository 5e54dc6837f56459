#!/bin/sh
# Lets no commit pass whose catalogs are not current or whose texts have errors.
# From `diglot init . --ci hook`; switch it on with: git config core.hooksPath .githooks
# Once in a while: git commit --no-verify
set -u
cd "$(git rev-parse --show-toplevel)" || exit 2
if [ -x ./diglot ]; then diglot=./diglot; else diglot=diglot; fi

git diff --cached --quiet -- diglot.toml sources locales templates && exit 0
"$diglot" sync --check || {
  echo 'run diglot sync, look at the catalogs, and add them to the commit' >&2
  exit 1
}
exec "$diglot" check --fail-on error
