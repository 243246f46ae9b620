#!/usr/bin/env python3
"""sweep.py PROGRAM ROOT: what a sweep costs beside its runs, and what a second processor is worth.

overhead: 1,000 replications of scenarios whose run itself takes a few microseconds (a story) or a
          millisecond (a hundred rows moved): processor time a run, of loading, measuring, writing.
speedup:  1,000 small runs with one and with two at a time, in alternation: wall time, and how many
          processors' worth of time each got, as a busy machine gives less than was asked for. Waits
          are times that a thread slept for a lock or a disk: where they are few against the runs,
          nothing but the machine holds the threads up.
"""
import os
import statistics
import sys
import tempfile
import time

program, root = sys.argv[1:3]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5


def run(arguments):
    """Wall and processor seconds of one sweep, and how often it waited of its own accord."""
    start = time.monotonic()
    pid = os.posix_spawn(program, [program] + arguments, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("failed: %s %s" % (program, " ".join(arguments)))
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_nvcsw


def sweep(file, jobs, options):
    with tempfile.TemporaryDirectory() as folder:
        return run(["sweep", root + "/" + file, "--jobs", str(jobs), "--out", folder] + options)


for file, options in (("scenarios/observe/slow-disk.yaml", ["--replications", "1000"]),
                      ("scenarios/migration/multiparts.yaml",
                       ["--vary", "dataset.rows=1,2,3,4,5,6,7,8,9,10", "--replications", "100"])):
    times = [sweep(file, 1, options) for _ in range(rounds)]
    print("overhead %s: %.3f ms of processor time a run" %
          (file, statistics.median(cpu for _, cpu, _ in times)))

file, options = ("scenarios/migration/multiparts.yaml",
                 ["--vary", "dataset.rows=500,1000", "--replications", "500"])
ratios = []
for _ in range(rounds):
    one, one_cpu, _ = sweep(file, 1, options)
    two, two_cpu, waits = sweep(file, 2, options)
    ratios.append(one / two)
    print("speedup: one %.2f s wall, %.2f s processor (%.2f processors); two %.2f s wall, %.2f s processor "
          "(%.2f processors), %d waits: %.2f times faster, %.3f times the processor time" %
          (one, one_cpu, one_cpu / one, two, two_cpu, two_cpu / two, waits, one / two, two_cpu / one_cpu))
print("speedup: median %.2f" % statistics.median(ratios))
