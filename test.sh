#!/usr/bin/env bash
# The one test command: installs what tests need and is missing, then runs everything.
#   ./test.sh            all of it
#   ./test.sh Orders     only the suites whose name contains the word (build included)
# Ends with "N passed, N failed"; exit code 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "$0")" || exit 2
only=${1:-}
# Checkouts are tested as they are: a lock file that would change is an error.
export CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
logs=$(mktemp -d) && trap 'rm -rf "$logs"' EXIT

say() { printf '\n== %s\n' "$*"; }
count() { echo "$1 $2" >>"$logs/counts"; }
missing() { echo "missing: $1; get it with: $2"; count 0 1; finish; }
finish() { read -r passed failed < <(awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }' "$logs/counts"); printf '\n%d passed, %d failed\n' "$passed" "$failed"; [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]; exit; }

# A step is one check: its output is shown when it fails.
step() {
  local name=$1 started=$SECONDS log; shift
  log=$(mktemp "$logs/XXXXXX")
  if timeout -k 30 900 "$@" >"$log" 2>&1; then
    count 1 0; echo "ok   $name ($((SECONDS - started)) s)"
  else
    count 0 1; echo "FAIL $name"; tail -n 60 "$log"; return 1
  fi
}

# A suite is one test program, with the runner's options if not all of it is wanted; its summary line gives the counts, a crash without one is a failure.
suite() {
  local name=$1 started=$SECONDS program="tests/$1/bin/Debug/net10.0/Yilai.$1" log status total bad
  shift
  log=$(mktemp "$logs/XXXXXX")
  timeout -k 60 1800 "$program" -noColor -noLogo "$@" >"$log" 2>&1; status=$?
  name+=${YILAI_COMPONENTS:+ on components/$YILAI_COMPONENTS}
  read -r total bad < <(sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), Not Run: ([0-9]+).*/\1 \2 \3 \4 \5/p' "$log" | awk '{ print $1, $2 + $3 + $4 + $5 }')
  grep -E '^\s*(note|figure):' "$log" | sed -E 's/^\s*/     /'
  if [ -z "${total:-}" ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
    total=1 bad=1; echo "     the suite ended with code $status before its summary"
  fi
  count $((total - bad)) "$bad"
  echo "$([ "$bad" -eq 0 ] && echo 'ok  ' || echo FAIL) $name: $((total - bad)) passed, $bad failed ($((SECONDS - started)) s)"
  # What failed first; the end of the log shows what went on around it.
  [ "$bad" -eq 0 ] || { grep -A 25 -E '\[FAIL\]|\[ERROR\]' "$log" | head -n 300; echo "     ... the end of its log:"; tail -n 40 "$log"; }
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }
install_chromium() { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; }
# The packages would start their servers as the machine's own services; the tests run theirs, so nothing is to be started.
install_brokers() {
  local policy=/usr/sbin/policy-rc.d made=
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && made=1; }
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server rabbitmq-server
  local status=$?
  [ -z "$made" ] || as_root rm "$policy"
  return $status
}

say "what the tests need"
command -v dotnet >/dev/null || missing ".NET SDK 10" "https://dotnet.microsoft.com/download/dotnet/10.0"
command -v npm >/dev/null || missing "Node.js 20 or newer with npm" "apt-get install nodejs npm"
if ! command -v chromium >/dev/null; then
  step "install Chromium" install_chromium || missing "Chromium" "apt-get install chromium fonts-noto-cjk"
fi
if ! command -v redis-server >/dev/null || [ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; then
  step "install Redis and RabbitMQ" install_brokers || missing "Redis or RabbitMQ" "apt-get install redis-server rabbitmq-server"
fi

say "build"
step "restore (locked)" dotnet restore --locked-mode || finish
step "build, warnings are errors" dotnet build --no-restore || finish

if [ -z "$only" ]; then
  say "format and frontend checks"
  step "dotnet format" dotnet format --no-restore --verify-no-changes &
  # The pinned Node comes with hosting/node; the machine's own only fetches it.
  step "pinned Node" npm ci --prefix hosting/node
  pinned="PATH=$PWD/hosting/node/node_modules/.bin:$PATH"
  step "frontend packages" env "$pinned" npm ci --prefix frontend
  step "frontend lint" env "$pinned" npm run --prefix frontend lint
  step "frontend types" env "$pinned" npm run --prefix frontend typecheck
  step "frontend unit tests" env "$pinned" npm run --prefix frontend test
  wait
fi

say "tests"
wanted() { case "$1" in *"$only"*) ;; *) return 1 ;; esac; }
# The end-to-end suite is last: what it needs is then known to work.
suites=$(find tests -name '*.Tests.csproj' -printf '%f\n' | sed 's/\.csproj$//' | grep -v '^EndToEnd' | sort)
for name in $suites EndToEnd.Tests; do
  if wanted "$name"; then suite "$name"; fi
done
# What must hold whatever the components, without the portal; docs/guides/testing.md tells how to run all of it on a set.
for set in redis rabbitmq-redis; do
  if wanted EndToEnd.Tests; then YILAI_COMPONENTS=$set YILAI_PART=1 suite EndToEnd.Tests -trait "On=every component set"; fi
done
finish
