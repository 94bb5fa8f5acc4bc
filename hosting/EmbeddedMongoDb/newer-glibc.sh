#!/bin/sh
# Unpacks a newer C library beside the system's, which stays as it is: newer-glibc.sh DIR
# The MongoDB engine needs glibc 2.38; Debian 12 has 2.36. The packages come from the machine's own mirror, signed as ever.
set -eu
target=$1
. /etc/os-release
case $ID in
  debian) suite=trixie ;;
  ubuntu) suite=noble ;;
  *) echo "no newer C library is known for $ID $VERSION_ID: the MongoDB engine needs glibc 2.38 or newer" >&2; exit 1 ;;
esac
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null \
  | sed -nE 's/^(deb +(\[[^]]*\] +)?|URIs: *)(https?:[^ ]+).*/\3/p' | grep -v -e security -e backports | grep -m1 -e debian -e ubuntu || true)
: "${mirror:=http://deb.debian.org/debian}"
keyring=$(ls /usr/share/keyrings/$ID-archive-keyring.* | head -n1)

work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/parts" "$work/lists/partial" "$work/cache/archives/partial" "$work/root"
echo "deb [signed-by=$keyring] $mirror $suite main" > "$work/sources.list"
cd "$work"
apt() {
  apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/parts" \
    -o Dir::State::lists="$work/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$work/cache" \
    -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@"
}
apt update >&2
apt download libc6 libgcc-s1 libstdc++6 zlib1g >&2
for package in *.deb; do dpkg-deb -x "$package" "$work/root"; done
rm -rf "$target"
mv "$work/root" "$target"
