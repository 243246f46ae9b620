#!/usr/bin/env python3
"""A sweep by several processes gives the bytes of one; what a killed one leaves goes on.

usage: ranks_test.py DURASIM MPIRUN
"""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

DURASIM, MPIRUN = os.path.abspath(sys.argv[1]), sys.argv[2]
SCENARIO = """scenario: office
until: 200ms
cluster:
  nodes: 1
  node: {cpu: {cores: 1, per_operation: {exponential: 500us}}}
workload:
  - {name: office, poisson: 1000/s, operations: {get: 1}, keys: {count: 10}}
sweep:
  vary: {"workload.0.poisson": [500/s, 1000/s, 1500/s]}
  replications: 40
"""


def read(name):
    with open(name, "rb") as file:
        return file.read()


def results(folder):
    return read(folder + "/runs.csv") + read(folder + "/runs.jsonl")


# Open MPI forgets to free, in parts it has unloaded by the end: no list of exceptions can name them.
# Where the program is built with a leak check, its other tests are the ones that look for leaks.
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"


def mpirun(ranks, *words):
    command = [MPIRUN, "--oversubscribe", "-n", str(ranks)]
    if os.geteuid() == 0:
        command.insert(1, "--allow-run-as-root")
    return command + [DURASIM, *words]


def expect(condition, what):
    if not condition:
        sys.exit("failed: " + what)


def main():
    alone = subprocess.run([DURASIM, "sweep", "a.yaml", "--out", "alone"], capture_output=True)
    expect(alone.returncode == 0, "a sweep alone ends with 0")
    for ranks in (1, 4):
        folder = f"ranks{ranks}"
        run = subprocess.run(mpirun(ranks, "sweep", "a.yaml", "--out", folder), capture_output=True)
        expect(run.returncode == 0, f"{ranks} ranks end with 0: {run.stderr.decode()}")
        expect(results(folder) == results("alone"), f"{ranks} ranks give the bytes of one process")
        # mpirun gives its processes terminals, and nobody looks at them.
        told = run.stdout.replace(folder.encode(), b"alone")
        expect(told == alone.stdout, f"{ranks} ranks print what one process prints: {told}")
        expect(b"\x1b" not in run.stdout + run.stderr, "no colour and no progress into a pipe")

    # One process of four is killed: the others go with it, the journal stays, the sweep goes on.
    long = ["sweep", "long.yaml", "--replications", "1500", "--out", "lost"]
    lost = subprocess.Popen(mpirun(4, *long), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if os.path.exists("lost/journal") and read("lost/journal").count(b"\n") > 20:
            break
        time.sleep(0.01)
    children = subprocess.run(["pgrep", "-P", str(lost.pid)], capture_output=True, text=True)
    ranks = [int(word) for word in children.stdout.split()]
    expect(len(ranks) >= 4, f"mpirun has four processes: {ranks}")
    os.kill(ranks[-1], signal.SIGKILL)
    expect(lost.wait(60) != 0, "a lost process is no success")
    kept = read("lost/journal").count(b"\n")
    expect(20 < kept < 4500, f"some rows were kept: {kept}")
    run = subprocess.run(mpirun(4, *long), capture_output=True)
    expect(run.returncode == 0, "the sweep goes on: " + run.stderr.decode())
    whole = subprocess.run([DURASIM, *long[:-1], "whole"], capture_output=True)
    expect(whole.returncode == 0, "a sweep alone ends with 0")
    expect(results("lost") == results("whole"), "after the loss of a process: the same bytes")

    # Any process, at random moments, until a round gets to the end.
    often = ["sweep", "a.yaml", "--replications", "1500", "--out", "often"]
    losses = 0
    for _ in range(4):
        sweep = subprocess.Popen(mpirun(3, *often), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.2, 1.5))
        children = subprocess.run(["pgrep", "-P", str(sweep.pid)], capture_output=True, text=True)
        ranks = [int(word) for word in children.stdout.split()]
        if ranks:
            os.kill(random.choice(ranks), signal.SIGKILL)
        losses += sweep.wait(60) != 0
        if os.path.exists("often/runs.csv"):
            break
    run = subprocess.run(mpirun(3, *often), capture_output=True)
    expect(run.returncode == 0, "the sweep goes on: " + run.stderr.decode())
    whole = subprocess.run([DURASIM, *often[:-1], "whole3"], capture_output=True)
    expect(whole.returncode == 0, "a sweep alone ends with 0")
    expect(results("often") == results("whole3"), f"after {losses} losses: the same bytes")

    # Each process finds a mistake; one tells it.
    wrong = subprocess.run(mpirun(3, "sweep", "a.yaml", "--vary", "sead=1,2"), capture_output=True)
    expect(wrong.stderr.count(b"unknown field 'sead'") == 1, f"a mistake is told once: {wrong.stderr}")
    expect(wrong.returncode == 2, f"a mistake ends with 2: {wrong.returncode}")
    print("one and four ranks, a lost rank, a mistake: as one process")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, until in (("a.yaml", "200ms"), ("long.yaml", "8s")):
        with open(name, "w", encoding="utf-8") as file:
            file.write(SCENARIO.replace("until: 200ms", "until: " + until))
    main()
