#!/bin/sh
# Installs a site's packages and builds it, each only if what it is made from has changed: build.sh PACKAGES_HASH SOURCES_HASH
# Two of these in one folder take turns.
set -eu
exec 9<package-lock.json
flock 9

if [ "$(cat node_modules/.installed 2>/dev/null)" != "$1" ]; then
  echo "installing the packages of package-lock.json"
  npm ci --no-audit --no-fund
  echo "$1" > node_modules/.installed
fi
if [ "$(cat .output/.built 2>/dev/null)" != "$2" ]; then
  echo "building"
  npm run build
  echo "$2" > .output/.built
fi
