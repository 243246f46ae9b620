// The pages that --help prints for the verbs that ask questions of many runs.
//
// Checked by     tests/cli/study_command_line_test.cpp
#pragma once

#include <string_view>

namespace cli {

inline constexpr std::string_view kCompareHelp =
    R"(usage: durasim compare FILE FILE [--replications NUMBER] [--format FORMAT] [--out FILE]
                       [--jobs NUMBER]

Runs two scenarios on the same luck and tells, of every measure that both have, by how much they
differ and how sure that is: what luck both share cancels out.

  --replications NUMBER  so many pairs; 10 if not given
  --format FORMAT        text (the default), json or markdown
  --out FILE             write it there instead of printing it; the file appears whole or not
  --jobs NUMBER          run so many at a time; the result is the same for any number
  --help                 this page

examples:
  durasim compare scenarios/migration/multiparts.yaml scenarios/migration/batched-copy.yaml
)";

inline constexpr std::string_view kCurveHelp =
    R"(usage: durasim curve FILE --over FIELD=SIZES [--of MEASURE] [--at SIZES]
                     [--per-doubling GROWTH] [--replications NUMBER] [--svg FILE]
                     [--format FORMAT] [--out FILE] [--jobs NUMBER]
       durasim curve FILE
       durasim curve RESULTS --over FIELD --of MEASURE [--where CONDITION]...

Runs the scenario at several sizes and tells the curve through what was measured: its shape, where
it breaks and what becomes the bottleneck there, how it grows, and how far it is off. Without --over
it does so for everything that the file expects of growth. RESULTS are the runs.csv or runs.jsonl of
a sweep: then nothing is run.

  --over FIELD=SIZES     the field and its sizes: 1k,10k,100k or 1k..1M:log7; of results the field
  --where CONDITION      only rows of results for which it holds: 'procedure.workers == 10'
  --of MEASURE           downtime, duration, phase.import, cost, ...; the first that an expectation
                         asks about if not given
  --at SIZES             tell the curve's value at these too; nothing is told of sizes outside
  --per-doubling GROWTH  exit code 1 unless it grows so from each size to the next: "<= 2.1"
  --replications NUMBER  so many runs a size, of which the mean is taken; 1 if not given
  --svg FILE             write a drawing there
  --format FORMAT        text (the default), json or markdown
  --out FILE             write it there instead of printing it; the file appears whole or not
  --jobs NUMBER          run so many at a time; the result is the same for any number
  --help                 this page

examples:
  durasim curve scenarios/migration/multiparts.yaml --over dataset.rows=1k..100k:log9
  durasim curve move.yaml --over dataset.rows=1k..1M:log7 --of phase.import --svg import.svg
  durasim curve runs/runs.csv --over dataset.rows --of downtime --where 'procedure.workers == 20'
)";

inline constexpr std::string_view kSolveHelp =
    R"(usage: durasim solve FILE --maximize FIELD --subject-to LIMIT... [--over FIELD=VALUES...]
       durasim solve FILE --minimize FIELD --subject-to LIMIT... [--over FIELD=VALUES...]
       durasim solve FILE --over FIELD=VALUES... [--subject-to LIMIT...] [--of MEASURE...]
                     [--from VALUE] [--to VALUE] [--within SHARE] [--runs NUMBER]
                     [--format FORMAT] [--out FILE] [--jobs NUMBER]

Finds the largest or smallest value of a field with which the scenario keeps its limits, in as few
runs as possible, and shows them. With --over alone it runs every combination and ranks those that
keep the limits, those that none beats in all objectives first; with both it searches for every
combination and ranks them by what they allow. Exit code 1 if nothing keeps the limits.

  --maximize FIELD    a count, duration or size: dataset.rows; the search starts from the file's
  --minimize FIELD    likewise: procedure.workers
  --subject-to LIMIT  "downtime <= 2h", "cost < 40", "space_peak <= 50GiB"; may be given again
  --over FIELD=VALUES a field and its values: procedure.workers=1,10,20; may be given again
  --of MEASURE        what configurations are ranked by, less is better; cost and downtime if not
                      given; may be given again
  --from VALUE        do not go below; 1 if not given
  --to VALUE          do not go above
  --within SHARE      stop when the answer is known to this share; 0.1% if not given, 0 for exactly
  --runs NUMBER       at most so many runs; 60 if not given
  --format FORMAT     text (the default), json or markdown
  --out FILE          write it there instead of printing it; the file appears whole or not
  --jobs NUMBER       run so many at a time; the result is the same for any number
  --help              this page

examples:
  durasim solve move.yaml --maximize dataset.rows --subject-to "downtime <= 1min"
  durasim solve move.yaml --over procedure.workers=1,5,20 --over hardware.db.disk=gp2,gp3,io2
  durasim solve move.yaml --maximize dataset.rows --subject-to "downtime <= 1min" \
                          --over procedure.workers=1,5,20
)";

inline constexpr std::string_view kSensitivityHelp =
    R"(usage: durasim sensitivity FILE [--of MEASURE] [--by FACTOR] [--guessed] [--over FIELD...]
                           [--format FORMAT] [--out FILE] [--jobs NUMBER]

Moves each figure of the scenario and its profiles down and up, alone and on the same luck, and
ranks them by how far the measure moves.

  --of MEASURE     downtime, duration, office.get.p99, ...; the first that an expectation asks about
                   if not given
  --by FACTOR      divide by it and multiply with it; 2 if not given
  --guessed        only figures that are marked as guessed
  --over FIELD     only this one and those below it; may be given again
  --format FORMAT  text (the default), json or markdown
  --out FILE       write it there instead of printing it; the file appears whole or not
  --jobs NUMBER    run so many at a time; the result is the same for any number
  --help           this page

examples:
  durasim sensitivity scenarios/migration/multiparts.yaml
  durasim sensitivity scenarios/migration/multiparts.yaml --of phase.import --guessed
)";

}  // namespace cli
