#!/usr/bin/env python3
"""published_test.py PROGRAM ROOT [--write]: docs/published-migrations.md is what the program predicts.

Each entry of scenarios/migration/published/published.json names a scenario, the phase that was timed, and what was
published. A scenario with fewer rows than were published is scaled: its phase has one rate. With --write the page is
brought up to date instead of compared.
"""
import json
import os
import subprocess
import sys

program, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
write = "--write" in sys.argv
folder = root + "/scenarios/migration/published/"


def predicted_seconds(point):
    done = subprocess.run([program, "run", folder + point["scenario"] + ".yaml", "--format", "json"],
                          capture_output=True, text=True, check=False)
    if not done.stdout:
        sys.exit(done.stderr)
    phases = json.loads(done.stdout)["sections"]["phases"]["tables"]["phases"]
    nanoseconds = max(row["took_ns"] for row in phases if row["phase"] == point["phase"])
    return nanoseconds / 1e9 * point["published_rows"] / point["rows"]


def seconds(value):
    return "%.0f s" % value if value >= 100 else "%.1f s" % value


data = json.load(open(folder + "published.json", encoding="utf-8"))
points, predictions = data["points"], {}
lines = [
    "# What others measured, and what durasim predicts",
    "",
    "Nothing below was fitted to the figure it stands beside. Published runs rarely describe their machines; what had to be assumed is",
    "said, and an error of the size of that assumption is what one can expect. The scenarios are in",
    "[`scenarios/migration/published/`](../scenarios/migration/published/); `tests/published_test.py PROGRAM ROOT --write` makes this page,",
    "and a test compares it. PostgreSQL's COPY (1.29 s for a million rows, the second figure of the same article as the single inserts) is",
    "not here: the database's cost of a copied row is fitted to it.",
    "",
    "| what | published | predicted | error | assumed | source |",
    "|---|---|---|---|---|---|",
]
for point in points:
    prediction = predictions[point["scenario"]] = predicted_seconds(point)
    error = 100 * (prediction - point["published_s"]) / point["published_s"]
    lines.append("| [%s](../scenarios/migration/published/%s.yaml) | %s | %s | %+.0f %% | %s | %s |" % (
        point["what"], point["scenario"], seconds(point["published_s"]), seconds(prediction), error,
        point["assumed"], point["source"]))
lines += ["", "What two runs of one machine have to each other needs fewer assumptions:", "",
          "| ratio | published | predicted |", "|---|---|---|"]
published = {point["scenario"]: point["published_s"] for point in points}
for ratio in data["ratios"]:
    over, under = ratio["of"]
    lines.append("| %s | %.1f | %.1f |" % (ratio["what"], published[over] / published[under],
                                           predictions[over] / predictions[under]))
page = "\n".join(lines) + "\n"
path = root + "/docs/published-migrations.md"
if write:
    open(path, "w", encoding="utf-8").write(page)
    sys.exit(0)
shown = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
if shown != page:
    print("docs/published-migrations.md is not what the program predicts (tests/published_test.py PROGRAM ROOT --write)")
    print(page)
    sys.exit(1)
