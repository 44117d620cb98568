#!/bin/sh
# Prepares the pages' libraries, and checks the pages. Called by Maven (hub/pom.xml), works by hand as well.
#   build.sh libraries TARGET   puts the needed library files into TARGET (target/classes/web/lib)
#   build.sh check STAMP        type check and unit tests; skipped while nothing is newer than STAMP
# The first run fetches the packages named in package-lock.json; later runs need no network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
modules="$here/node_modules"

fail() {
  printf 'skerry: %s\n' "$1" >&2
  exit 1
}

command -v node >/dev/null && command -v npm >/dev/null ||
  fail "Node is missing, and the hub's pages take their libraries from it: install Node 20 or newer with npm (on Debian: apt-get install nodejs npm)"

fetch() {
  fetched="$modules/.fetched"
  if [ ! -f "$fetched" ] || ! cmp -s "$fetched" "$here/package-lock.json"; then
    log=$(mktemp)
    if ! (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      fail "the pages' libraries could not be fetched with npm: connect to a package registry once, later builds work offline"
    fi
    rm -f "$log"
    cp "$here/package-lock.json" "$fetched"
  fi
}

# Copies a file without the pointer to a source map that is not shipped.
ship() {
  mkdir -p "$(dirname "$2")"
  sed '/^\/\/# sourceMappingURL=/d' "$1" >"$2"
}

libraries() {
  target=$1
  licences="$target/licences.txt"
  if [ "$licences" -nt "$here/package-lock.json" ] && [ "$licences" -nt "$here/build.sh" ]; then
    return
  fi
  for file in lit-html.js directive.js directive-helpers.js directives/repeat.js directives/guard.js; do
    ship "$modules/lit-html/$file" "$target/lit-html/$file"
  done
  ship "$modules/@preact/signals-core/dist/signals-core.mjs" "$target/signals.js"
  # uPlot's small build is a script; one more line makes it the module that the site page loads when it needs charts.
  ship "$modules/uplot/dist/uPlot.iife.min.js" "$target/uplot.js"
  printf '\nexport default uPlot;\n' >>"$target/uplot.js"
  ship "$modules/uplot/dist/uPlot.min.css" "$target/uplot.css"
  # Written last: its time says that the files above are complete.
  for library in lit-html @preact/signals-core uplot; do
    printf '%s\n\n%s\n\n\n' "$library" "$(cat "$modules/$library/LICENSE")"
  done >"$licences"
}

check() {
  stamp=$1
  if [ -f "$stamp" ] && [ -z "$(find "$here" "$here/../../test/web" -path "$modules" -prune -o -type f -newer "$stamp" -print)" ]; then
    return
  fi
  (cd "$here" && node "$modules/typescript/bin/tsc" --project tsconfig.json) ||
    fail "the pages' type check found the mistakes above"
  (cd "$here" && node --test --test-reporter=dot "$here"/../../test/web/*.test.mjs) ||
    fail "a unit test of the pages failed, see above"
  mkdir -p "$(dirname "$stamp")"
  touch "$stamp"
}

fetch
case "${1:-}" in
  libraries) libraries "$2" ;;
  check) check "$2" ;;
  *) fail "usage: build.sh libraries TARGET | build.sh check STAMP" ;;
esac
