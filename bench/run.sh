#!/bin/bash
# bench/run.sh [quick|full]: measures the product and what it is compared with.
#
# quick: the product and the hand-coded reference. full: other simulators too, as far as their
# Debian packages are installed; those that are missing are named. All programs run in turn, round
# by round, on one core, so that a change of the machine's speed meets all of them. Printed are
# medians and the ratios to the reference of the same run; compare ratios, not nanoseconds.
# DURASIM_BUILD_DIR: where to build; BENCH_ROUNDS, BENCH_CORE: how often and on which core to run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
size=${1:-quick}
build=$(realpath -m "${DURASIM_BUILD_DIR:-$here/../build}")
bin=$build/bench/peers
raw=$build/bench/raw.txt
core=${BENCH_CORE:-$(($(nproc) - 1))}
case $size in
  quick) rounds=${BENCH_ROUNDS:-3} ;;
  full) rounds=${BENCH_ROUNDS:-5} ;;
  *) echo "usage: bench/run.sh [quick|full]" >&2; exit 2 ;;
esac

# build_peer PROGRAM PACKAGE HEADER: builds a peer, or says which package is missing.
build_peer() {
  if echo "#include <$3>" | g++ -std=c++17 -E -x c++ - >/dev/null 2>&1; then
    make -s -C "$here/peers" B="$bin" "$bin/$1"
  else
    echo "left out: $1 (Debian package $2 is not installed)" >&2
  fi
}

# measure LABEL PROGRAM ARGUMENT...: one run; its RESULT line goes to the raw results.
measure() {
  local label=$1 result
  shift
  [ -e "$1" ] || return 0
  if result=$(taskset -c "$core" timeout 300 "$@" 2>&1 | grep '^RESULT'); then
    echo "label=$label $result" >> "$raw"
  else
    echo "failed: $*" >&2
    exit 1
  fi
}

[ -f "$build/build.ninja" ] || meson setup "$build" "$here/.." >/dev/null
ninja -C "$build" bench/durasim_bench cli/durasim >/dev/null
mkdir -p "$bin"
make -s -C "$here/peers" B="$bin" "$bin/ref"
rm -f "$raw"
simpy=/nonexistent
if [ "$size" = full ]; then
  build_peer ns3_bench libns3-dev ns3/core-module.h
  build_peer systemc_bench libsystemc-dev systemc
  build_peer simgrid_bench libsimgrid-dev simgrid/s4u.hpp
  if /usr/bin/python3 -c 'import simpy' 2>/dev/null; then
    simpy=$here/peers/simpy_bench.py
  else
    echo "left out: simpy_bench.py (Debian package python3-simpy3 is not installed)" >&2
  fi
else
  rm -f "$bin"/{ns3,systemc,simgrid}_bench
fi

# One line a program; a further program prints the same RESULT line.
for round in $(seq "$rounds"); do
  [ -t 2 ] && echo "round $round of $rounds" >&2
  for holds in "1000 1500000" "100000 1000000" "1000000 2000000"; do
    read -r entities _ <<< "$holds"
    measure ref "$bin/ref" phold $holds
    measure durasim "$build/bench/durasim_bench" phold $holds
    measure ns3-map "$bin/ns3_bench" phold $holds Map
    measure ns3-priority-queue "$bin/ns3_bench" phold $holds PriorityQueue
    measure systemc-method "$bin/systemc_bench" phold-method "$entities" 1000000
    measure simgrid-timer "$bin/simgrid_bench" phold-timer "$entities" 500000
  done
  measure simpy "$simpy" phold 1000 200000
  for model in "mm1 1500000" "dw 300000"; do
    measure ref "$bin/ref" $model
    measure durasim "$build/bench/durasim_bench" $model
    measure ns3-map "$bin/ns3_bench" $model Map
    measure systemc-thread "$bin/systemc_bench" $model
    measure simpy "$simpy" "${model% *}" 20000
  done
  measure durasim-product /usr/bin/python3 "$here/product.py" "$build/cli/durasim" "$here/.." write
  measure simgrid-timer "$bin/simgrid_bench" mm1-timer 500000
  measure simgrid-timer "$bin/simgrid_bench" dw-timer 200000
  measure simgrid-actors "$bin/simgrid_bench" dw 40000
done
# The same model, size and number of events must give the same result everywhere.
fields='s/.* model=([a-z0-9]+).* n=([0-9]+) events=([0-9]+).* check=(.*)/\1 \2 \3 \4/'
checks=$(sed -E "$fields" "$raw" | sort -u)
if [ -n "$(cut -d' ' -f1-3 <<< "$checks" | uniq -d)" ]; then
  echo "the programs disagree on a model's result:" >&2
  echo "$checks" >&2
  exit 1
fi
grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'
g++ --version | head -1
/usr/bin/python3 "$here/peers/summarize.py" "$raw"
echo
/usr/bin/python3 "$here/product.py" "$build/cli/durasim" "$here/.." figures
