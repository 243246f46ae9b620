#!/usr/bin/python3
"""product.py PROGRAM ROOT write | figures: the whole program, from file to report, as a user runs it.

write: one RESULT line for bench/scenarios/durable-write.yaml (a million writes, nine events each): CPU time
       of the process, with loading, OBSERVE states, statistics, digest and report.
figures: wall time of a story and of checking the library, and peak memory at several numbers of writes.
"""
import os
import statistics
import sys
import tempfile
import time

program, root, what = sys.argv[1:4]
scenario = open(root + "/bench/scenarios/durable-write.yaml", encoding="utf-8").read()


def run(arguments):
    """Wall and CPU seconds and peak KiB of one run."""
    start = time.monotonic()
    pid = os.posix_spawn(program, [program] + arguments, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("failed: %s %s" % (program, " ".join(arguments)))
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss


def writes(count):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(scenario.replace("count: 1M", "count: %d" % count).replace("until: 200s", "until: %ds" % (count // 5000)))
        file.flush()
        return run(["run", file.name])


if what == "write":
    count = 1000000
    wall, cpu, peak = writes(count)
    events = 9 * count
    print("RESULT peer=durasim model=dw style=product n=%d events=%d cpu_s=%.4f wall_s=%.4f ev_per_s=%.0f "
          "ns_per_ev=%.1f rss_kb=%d check=product" % (count, events, cpu, wall, events / cpu, cpu * 1e9 / events, peak))
else:
    story = [run(["run", root + "/scenarios/observe/slow-disk.yaml"])[0] for _ in range(21)]
    check = [run(["check", root + "/scenarios/observe"])[0] for _ in range(5)]
    print("a story (run scenarios/observe/slow-disk.yaml): %.1f ms, median of 21" % (1e3 * statistics.median(story)))
    print("check scenarios/observe on %d cores: %.0f ms, median of 5" % (os.cpu_count(), 1e3 * statistics.median(check)))
    for count in (100000, 1000000, 4000000):
        print("peak memory of %d writes: %.1f MiB" % (count, writes(count)[2] / 1024))
