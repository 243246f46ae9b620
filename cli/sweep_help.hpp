// The pages that --help prints for sweep and merge.
//
// Checked by     tests/cli/command_line_test.cpp: every option stands on its verb's page
#pragma once

#include <string_view>

namespace cli {

inline constexpr std::string_view kSweepHelp =
    R"(usage: durasim sweep FILE [--vary FIELD=VALUES]... [--zip FIELDS]... [--where CONDITION]...
                     [--cover pairs] [--replications NUMBER] [--out FOLDER] [--list]
                     [--of MEASURE]... [--shard I/N] [--jobs NUMBER] [--format FORMAT]

Runs a scenario once for each combination of values, and tells what came of each. The grid stands in
the file's field sweep, or here. The result is the same, to the byte, for any number of jobs, shards
and machines. Exit code 1 if it was interrupted; what runs show is told, not judged.

  --vary FIELD=VALUES    a field by the way to it and its values: dataset.rows=10k,100k,1M
                         1..5 is each whole number, 1..20:5 five values evenly, 1k..1G:log7 seven by
                         equal factors, 0ms..80ms:step20ms steps; workload.0.poisson is in a list
  --zip FIELDS           these fields take their values together: procedure.workers,target.pool
  --where CONDITION      only combinations for which it holds: 'procedure.workers <= 10'
  --cover pairs          so few combinations that every pair of values still meets in one
  --replications NUMBER  run each so often, each time on other luck
  --out FOLDER           write runs.csv and runs.jsonl there, a row a run, and a journal: if the
                         sweep is killed, the same command goes on; with more replications the old
                         rows stay
  --list                 only tell the runs and what they will cost
  --of MEASURE           show this measure of each run: downtime, phase.import, office.get.p99
  --shard I/N            run part I of N only; durasim merge joins the parts' folders
  --jobs NUMBER          run so many at a time; as many as there are processors if not given
  --format FORMAT        text (the default), json or markdown
  --help                 this page

examples:
  durasim sweep scenarios/studies/rows-and-workers.yaml
  durasim sweep multiparts.yaml --vary dataset.rows=1k..1M:log4 --vary procedure.workers=1,10 --list
  durasim sweep closed-loop.yaml --vary workload.0.clients.count=1..20 --of office.get.p99
)";

inline constexpr std::string_view kMergeHelp =
    R"(usage: durasim merge FOLDER... --out FOLDER

Joins the shards of a sweep: reads the journals below the folders and writes runs.csv and runs.jsonl
as one sweep of all would have. Nothing is written if a shard is missing, not at its end, there
twice, or of another sweep.

  --out FOLDER   write the results there
  --help         this page

example:
  durasim sweep multiparts.yaml --shard 1/2 --out part1
  durasim sweep multiparts.yaml --shard 2/2 --out part2
  durasim merge part1 part2 --out runs
)";

}  // namespace cli
