#!/usr/bin/env python3
"""docs_test.py PROGRAM ROOT [--write]: what the documentation shows is what the program prints.

Every console block of README.md holds one command and its output; docs/reference.md is the output of
`durasim schema --reference`. With --write they are brought up to date instead of compared.
"""
import difflib
import os
import re
import subprocess
import sys

program, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
write = "--write" in sys.argv


def output_of(command):
    shell = command.replace("./dev", program, 1)
    done = subprocess.run(["bash", "-c", shell], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.rstrip("\n")


def refreshed(match):
    command = match.group(1)
    return "```console\n$ %s\n%s\n```" % (command, output_of(command))


blocks = re.compile(r"```console\n[$@] ([^\n]*)\n.*?```", re.S)
wrong = 0
readme = open(root + "/README.md", encoding="utf-8").read()
pages = [("README.md", readme, blocks.sub(refreshed, readme))]
reference = subprocess.run([program, "schema", "--reference"], cwd=root, capture_output=True, text=True,
                           check=True).stdout
try:
    shown = open(root + "/docs/reference.md", encoding="utf-8").read()
except FileNotFoundError:
    shown = ""
pages.append(("docs/reference.md", shown, reference))

if not blocks.search(readme):
    sys.exit("README.md shows no command")
for name, there, now in pages:
    if there == now:
        continue
    if write:
        with open(root + "/" + name, "w", encoding="utf-8") as page:
            page.write(now)
        continue
    wrong += 1
    print("%s is not what the program prints (bring it up to date: tests/docs_test.py PROGRAM ROOT --write)" % name)
    print("\n".join(list(difflib.unified_diff(there.splitlines(), now.splitlines(), "shown", "printed",
                                              lineterm=""))[:60]))
sys.exit(1 if wrong else 0)
