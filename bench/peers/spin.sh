#!/bin/bash
# bench/peers/spin.sh [KEYS...]: the same writes in SPIN, without times, and in durasim, with them.
#
# Printed for each number of keys: SPIN's states, its seconds for generating, compiling and searching,
# and durasim's states, ways, orderings and seconds. Needs the Debian package spin.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
durasim=${DURASIM:-$here/../../build/cli/durasim}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# seconds COMMAND...: runs it, and leaves the seconds it took in $took.
seconds() {
  local begin=$EPOCHREALTIME
  "$@" > out.txt 2>&1 || true
  took=$(awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
}

for keys in "${@:-1}"; do
  seconds spin -a "-DKEYS=$keys" "$here/write.pml"
  generating=$took
  seconds cc -O2 -w -DSAFETY -o pan pan.c
  compiling=$took
  seconds ./pan -m1000000
  states=$(awk '/states, stored/ { print $1; exit }' out.txt)
  echo "spin keys=$keys states=$states generate=${generating}s compile=${compiling}s search=${took}s"
  seconds "$durasim" orderings "$here/../orderings/write-$keys.yaml" --format json --orderings 1000000
  looked=$(grep -o "[0-9]* states\? on [0-9]* ways\?" out.txt | head -1 || true)
  found=$(grep -oE "(allow|So far) [0-9]+ ordering" out.txt | head -1 || true)
  echo "durasim keys=$keys $looked, $found, all=${took}s"
done
