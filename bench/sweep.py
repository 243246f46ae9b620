#!/usr/bin/env python3
"""sweep.py PROGRAM ROOT [ROUNDS]: what a sweep costs beside its runs, and what a second processor is worth.

overhead  1,000 replications of scenarios whose run itself takes a few microseconds (a story) or some
          tenths of a millisecond (one to ten rows moved): processor time a run, of loading, measuring,
          journal and results together; medians.
full      the default grid of scenarios/studies/any-size.yaml, from 10^3 to 10^12 rows; medians.
speedup   1,000 small runs with one and with two threads, in turn: wall time, and processor time, which
          tells of locks and of memory that both want, as a busy machine gives less than was asked for.
          Beside it two programs of one thread each, at once: they share nothing but the machine, so
          that twice one's wall time over theirs is what the machine has to give.

Takes less than a minute on a quiet machine (5 rounds).
"""
import os
import statistics
import sys
import tempfile
import time

program, root = sys.argv[1:3]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5


def start(file, folder, options):
    arguments = [program, "sweep", root + "/" + file, "--out", folder] + options
    return time.monotonic(), os.posix_spawn(program, arguments, os.environ,
                                            file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])


def end(started):
    """Wall and processor seconds of a sweep, and how often it waited of its own accord."""
    since, pid = started
    _, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("failed")
    return time.monotonic() - since, used.ru_utime + used.ru_stime, used.ru_nvcsw


def sweep(file, options):
    with tempfile.TemporaryDirectory() as folder:
        return end(start(file, folder, options))


def two_programs(file, options):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        begin = time.monotonic()
        for started in [start(file, one, options), start(file, other, options)]:
            end(started)
        return time.monotonic() - begin


print("| what | a run | wanted |\n|---|---|---|")
for what, file, options in (
        ("overhead: a story, all of it", "scenarios/observe/slow-disk.yaml", ["--replications", "1000"]),
        ("overhead: 1 to 10 rows moved, all of it", "scenarios/migration/multiparts.yaml",
         ["--vary", "dataset.rows=1,2,3,4,5,6,7,8,9,10", "--replications", "100"])):
    times = [sweep(file, ["--jobs", "1"] + options)[1] for _ in range(rounds)]
    print("| %s | %.2f ms of processor time | less than 1 ms |" % (what, statistics.median(times)))

for what, file in (("multiparts, latencies by chance", "multiparts-any-size"), ("an event log at constant costs", "any-size")):
    times = [sweep("scenarios/studies/%s.yaml" % file, []) for _ in range(rounds)]
    print("| a full sweep from 10^3 to 10^12 rows, 30 runs: %s | %.2f s wall, %.2f s of processor time in all | seconds |" %
          (what, statistics.median(wall for wall, _, _ in times), statistics.median(cpu for _, cpu, _ in times)))

small = ("scenarios/migration/multiparts.yaml", ["--vary", "dataset.rows=500,1000", "--replications", "500"])
print("\n| round | one thread: wall, processor | two: wall, processor, waits | times faster |"
      " times the processor time | two programs at once |\n|---|---|---|---|---|---|")
ratios, costs, ceilings = [], [], []
for i in range(rounds):
    one, one_cpu, _ = sweep(small[0], small[1] + ["--jobs", "1"])
    two, two_cpu, waits = sweep(small[0], small[1] + ["--jobs", "2"])
    apart = two_programs(small[0], small[1] + ["--jobs", "1"])
    ratios.append(one / two)
    costs.append(two_cpu / one_cpu)
    ceilings.append(2 * one / apart)
    print("| %d | %.2f s, %.2f s | %.2f s, %.2f s, %d | %.2f | %.3f | %.2f |" %
          (i + 1, one, one_cpu, two, two_cpu, waits, ratios[-1], costs[-1], ceilings[-1]))
print("| median | | | %.2f | %.3f | %.2f |" %
      (statistics.median(ratios), statistics.median(costs), statistics.median(ceilings)))
print("\n1,000 small runs are %.2f times faster on two cores than on one (wanted: 1.9; the machine has %.2f to give)." %
      (statistics.median(ratios), statistics.median(ceilings)))
