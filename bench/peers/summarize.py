#!/usr/bin/env python3
"""summarize.py RAW.txt... : median/min/max ns per event, events/s, ratio to the hand-coded reference of the same model and n."""
import re, sys, statistics as st, collections
rows = collections.defaultdict(list); n2 = {}
for f in sys.argv[1:]:
    for l in open(f):
        m = re.match(r"label=(\S+) RESULT (.*)", l)
        if not m: continue
        d = dict(x.split("=", 1) for x in m[2].split()); model = d["model"].replace("mm1-store", "mm1")
        n = d["n"] if model == "phold" else "-"
        rows[(model, int(n) if n != "-" else 0, m[1])].append(d)
def ns(v): return st.median(float(x["ns_per_ev"]) for x in v)
ref = {(k[0], k[1]): ns(v) for k, v in rows.items() if k[2] == "ref"}
print("| model | N | peer-style | runs | ns/event median (min-max) | events/s | peak RSS MB | times slower than ref |\n|---|---|---|---|---|---|---|---|")
for k in sorted(rows, key=lambda k: (k[0], k[1], ns(rows[k]))):
    v = rows[k]; a = [float(x["ns_per_ev"]) for x in v]; m = st.median(a); r = ref.get((k[0], k[1]))
    print("| %s | %s | %s | %d | %.0f (%.0f-%.0f) | %.2f M | %.0f | %s |" % (k[0], k[1] or "-", k[2], len(v), m, min(a), max(a), 1e3 / m, st.median(int(x["rss_kb"]) for x in v) / 1024, "%.2f" % (m / r) if r else "-"))
