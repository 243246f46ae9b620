#!/usr/bin/env python3
"""bench/growth.py [OUTPUT]: how the search for all orderings grows with stores and nodes.

Reads what build/bench/orderings_bench prints, from the file OUTPUT or from the program itself, writes the
table into bench/RESULTS.md and draws docs/orderings-growth.svg. No package is needed.
"""
import math
import os
import re
import subprocess
import sys

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COLOURS = {1: "#1b7f79", 2: "#c4661f", 3: "#6a4c93", 4: "#b3123b"}
LEFT, TOP, WIDTH, HEIGHT, GAP = 70, 40, 300, 260, 90


def measured():
    if len(sys.argv) > 1:
        text = open(sys.argv[1], encoding="utf-8").read()
    else:
        program = os.path.join(root, "build", "bench", "orderings_bench")
        text = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    rows = []
    for line in text.splitlines():
        fields = dict(re.findall(r"(\w+)=(\S+)", line))
        rows.append({"kind": line.split()[0], "stores": int(fields["keys"]), "nodes": int(fields["replicas"]) + 1,
                     "states": int(fields["states"].rstrip("+")), "all": not fields["states"].endswith("+"),
                     "names": int(fields.get("names", 1)), "seconds": float(fields["seconds"]),
                     "ways": fields.get("ways", ""), "merged": fields.get("merged", ""),
                     "bytes": fields.get("bytes", ""), "orderings": fields.get("orderings_of_first", "")})
    return rows


def number(value):
    return f"{value:,}".replace(",", " ")


def more(row):
    """The states of a search, or how many were not enough; a dash for one that was not made."""
    return "-" if row is None else ("" if row["all"] else "over ") + number(row["states"])


def of_size(rows, kind, stores, nodes):
    """The search up to exchanging equal replicas, and the one without, if that is another."""
    found = [row for row in rows if row["kind"] == kind and row["stores"] == stores and row["nodes"] == nodes]
    return found[0], next((row for row in found if row["names"] == 1), None)


def table(rows):
    """A line for each number of stores and nodes: ways, then glimpses, each with and without renaming."""
    lines = ["| stores | nodes | ways | states of ways | without exchanging replicas | seconds | and without "
             "| states of glimpses | met again | without exchanging | seconds | kept |",
             "|---|---|---|---|---|---|---|---|---|---|---|---|"]
    for stores, nodes in sorted({(row["stores"], row["nodes"]) for row in rows}):
        way, plain_way = of_size(rows, "ways", stores, nodes)
        best, plain = of_size(rows, "glimpses", stores, nodes)
        seconds = "-" if plain_way is None else f"{plain_way['seconds']:.3f}"
        lines.append(f"| {stores} | {nodes} | {number(int(way['ways']))} | {more(way)} | {more(plain_way)} | "
                     f"{way['seconds']:.3f} | {seconds} | {more(best)} | {number(int(best['merged']))} | "
                     f"{more(plain)} | {best['seconds']:.3f} | {int(best['bytes']) / 1024:.0f} KiB |")
    return "\n".join(lines)


def panel(rows, what, title, x0, low, high):
    """One diagram: powers of ten upwards, nodes to the right; solid lines are ways, dashed ones glimpses."""
    def place(nodes, value):
        up = (math.log10(max(value, 10 ** low)) - low) / (high - low)
        return x0 + (nodes - 1) / 3 * WIDTH, TOP + HEIGHT - up * HEIGHT

    parts = [f'<text x="{x0}" y="{TOP - 14}" class="title">{title}</text>']
    for power in range(low, high + 1):
        y = place(1, 10 ** power)[1]
        label = f"10^{power}" if power not in (0, 1) else str(10 ** power)
        parts.append(f'<line x1="{x0}" y1="{y:.1f}" x2="{x0 + WIDTH}" y2="{y:.1f}" class="grid"/>')
        parts.append(f'<text x="{x0 - 8}" y="{y + 4:.1f}" class="label" text-anchor="end">{label}</text>')
    for nodes in range(1, 5):
        x = place(nodes, 1)[0]
        parts.append(f'<text x="{x:.1f}" y="{TOP + HEIGHT + 18}" class="label" text-anchor="middle">{nodes}</text>')
    parts.append(f'<text x="{x0 + WIDTH / 2}" y="{TOP + HEIGHT + 36}" class="label" text-anchor="middle">nodes</text>')
    for kind, dash in (("ways", ""), ("glimpses", ' stroke-dasharray="5 4"')):
        for stores in sorted({row["stores"] for row in rows}):
            line = {}
            for row in rows:
                if row["kind"] == kind and row["stores"] == stores:
                    line.setdefault(row["nodes"], row)  # the first of a kind is the one with renaming
            points = [(place(nodes, row[what]), row["all"]) for nodes, row in sorted(line.items())]
            path = " ".join(f"{x:.1f},{y:.1f}" for (x, y), _ in points)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[stores]}" stroke-width="2"{dash}/>')
            for (x, y), whole in points:
                fill = COLOURS[stores] if whole else "#ffffff"
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}" stroke="{COLOURS[stores]}"/>')
    return parts


def drawing(rows):
    width, height = 2 * WIDTH + GAP + LEFT + 130, TOP + HEIGHT + 50
    style = ("text{font-family:sans-serif;font-size:12px;fill:#222}.title{font-size:14px;font-weight:bold}"
             ".grid{stroke:#ddd}.label{fill:#555}")
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
             f"<style>{style}</style>", f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    parts += panel(rows, "states", "states", LEFT, 0, 7)
    parts += panel(rows, "seconds", "seconds", LEFT + WIDTH + GAP, -3, 2)
    x = LEFT + 2 * WIDTH + GAP + 20
    for i, stores in enumerate(sorted({row["stores"] for row in rows})):
        y = TOP + 10 + 20 * i
        words = "1 store" if stores == 1 else f"{stores} stores"
        parts.append(f'<rect x="{x}" y="{y - 9}" width="12" height="12" fill="{COLOURS[stores]}"/>')
        parts.append(f'<text x="{x + 18}" y="{y + 2}">{words}</text>')
    for i, words in enumerate(("solid: ways", "dashed: glimpses", "open: not whole")):
        parts.append(f'<text x="{x}" y="{TOP + 100 + 18 * i}">{words}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"


def main():
    rows = measured()
    results = os.path.join(root, "bench", "RESULTS.md")
    text = open(results, encoding="utf-8").read()
    begin, end = "<!-- growth: written by bench/growth.py -->\n", "<!-- end of growth -->"
    if begin not in text:
        sys.exit("bench/RESULTS.md has no place for the table")
    head, rest = text.split(begin)
    tail = rest[rest.index(end):]
    open(results, "w", encoding="utf-8").write(head + begin + table(rows) + "\n" + tail)
    open(os.path.join(root, "docs", "orderings-growth.svg"), "w", encoding="utf-8").write(drawing(rows))


main()
