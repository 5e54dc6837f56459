#!/bin/sh
# Checks the releases and builds them, on any machine that has Diglot. It ends with the worst exit
# code: 0 clean, 1 findings, 2 wrong usage, 3 cannot be built, 4 a tool is missing, 70 a fault.
# From `diglot init . --ci shell`; change it as you like.
set -u
cd "$(dirname "$0")" || exit 2
if [ -x ./diglot ]; then diglot=./diglot; else diglot=diglot; fi
reports=${REPORTS:-reports}
worst=0

step() {
  printf '\n== diglot %s\n' "$*"
  "$diglot" "$@"
  code=$?
  [ "$code" -le "$worst" ] || worst=$code
}

[ -d "$reports" ] || { mkdir -p "$reports" && echo '*' >"$reports/.gitignore"; }
step doctor
step sync --check
step check
step check --report junit -o "$reports/junit.xml"
step check --report html -o "$reports/findings.html"
step status --badge "$reports/coverage.svg"
step build
[ "$worst" -gt 1 ] || step verify

printf '\n== ends with %s\n' "$worst"
exit "$worst"
