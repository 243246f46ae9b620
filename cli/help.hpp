// The pages that --help prints.
//
// Checked by     tests/cli/command_line_test.cpp: every option stands on its verb's page
#pragma once

#include <string_view>

namespace cli {

inline constexpr std::string_view kHelp =
    R"(durasim simulates what a key-value cluster does to a key, in virtual time.

usage: durasim VERB [ARGUMENT...]

  run FILE         run one scenario and tell what happened
  check PATH...    run every scenario below the paths and say which hold
  explain FILE     tell which waits and services fixed an instant
  orderings FILE   tell every ordering that the latencies allow
  margins FILE     tell how far each latency may move before a verdict turns
  compare FILE FILE  tell how two scenarios differ on the same luck
  curve FILE       tell how a measure grows with a size, and where the growth changes
  solve FILE       find the largest or smallest value that keeps limits
  sensitivity FILE tell which figures an answer hangs on
  coverage PATH... tell which situations the scenarios below the paths exercise
  sweep FILE       run a scenario for many values of its fields
  merge FOLDER...  join the parts of a sweep that several machines ran
  schema           print the JSON Schema of scenario files, for editors

  --help           this page; durasim VERB --help tells more about a verb
  --version        print the version

examples:
  durasim run scenarios/observe/slow-disk.yaml
  durasim check scenarios
  durasim explain scenarios/observe/slow-disk.yaml --why 'master persists invoice-17'

exit code: 0 all is as expected; 1 an expectation failed or was never evaluated, or a recorded
report differs; 2 a file or the command line is wrong, or the output cannot be written; 3 durasim
itself is at fault.
)";

inline constexpr std::string_view kRunHelp =
    R"(usage: durasim run FILE [--format FORMAT] [--out FILE] [--seed NUMBER]
                   [--event-by-event | --sampled] [--jobs NUMBER]
                   [--precision SHARE [--of MEASURE...] [--replications NUMBER]]
       durasim run FILE --seeds FIRST..LAST [--smallest FILE] [--jobs NUMBER] [--format FORMAT]
                   [--out FILE]

Runs one scenario and tells what happened to its key, what OBSERVE answers when, and whether its
expectations hold.

  --format FORMAT  text (the default), json, junit or markdown
  --out FILE       write the report there instead of printing it; the file appears whole or not
  --seed NUMBER    run on other luck than the scenario's seed
  --event-by-event handle every event of a migration; without it, what happens again and again is
                   skipped, with the same result
  --sampled        let windows of a migration stand for what is like them: any size in seconds,
                   times with intervals; nobody looks at every row then
  --precision SHARE  run further replications until what is asked for is known to so much of its
                   mean, 19 times in 20; exit code 1 if it never is
  --of MEASURE     what must be known so well; may be given again. If not given, all that the
                   expectations ask about
  --replications NUMBER  at most so many; 1000 if not given
  --seeds F..L     run once for each seed, each with other faults within the limits of the
                   scenario's swarm, and tell which runs violate what should hold
  --smallest FILE  write the smallest scenario there that fails as the first violation does
  --jobs NUMBER    runs at a time; as many as there are processors by default; the result is the
                   same for any number
  --help           this page

examples:
  durasim run scenarios/observe/slow-disk.yaml
  durasim run scenarios/migration/multiparts.yaml --precision 1%
  durasim run slow-disk.yaml --seed 7 --format json --out report.json
  durasim run scenarios/durable/swarm.yaml --seeds 1..1000 --smallest violation.yaml
)";

inline constexpr std::string_view kCheckHelp =
    R"(usage: durasim check PATH... [--format FORMAT] [--out FILE] [--record] [--digests]
                     [--jobs NUMBER] [--event-by-event]

Runs every scenario: files, and below folders all *.yaml that are no profiles. A scenario holds when
all its expectations pass and its report is the recorded one, if NAME.report.json stands beside it.
A scenario that expects nothing and has no recorded report does not hold.

  --format FORMAT  text (the default), json or junit
  --out FILE       write the result there instead of printing it; the file appears whole or not
  --record         write NAME.report.json beside every scenario whose expectations pass
  --digests        print only a line PATH DIGEST for each scenario, to compare two builds
  --jobs NUMBER    run so many at a time; the result is the same for any number
  --event-by-event handle every event of a migration, skipping no repetitions
  --help           this page

examples:
  durasim check scenarios
  durasim check scenarios/observe --format junit --out junit.xml
  durasim check scenarios --record
)";

inline constexpr std::string_view kExplainHelp =
    R"(usage: durasim explain FILE [--why WHAT] [--format FORMAT] [--out FILE] [--seed NUMBER]

Runs one scenario and tells why something in it happened when it did: the chain of waits and
services, each with its resource and its share, from the script's step or the procedure's beginning
on. They sum exactly to the instant. Exit code 1 if it never happened.

  --why WHAT       what to explain, one of
                     'replica1 persists invoice-17', 'master caches k revision 2', 'node2 caches k'
                     replica1.persisted, master.cached (of the scenario's key)
                     'expectation 2', slow-disk.yaml:16 (what decided that expectation)
                     'the end', downtime, 'import ends', 'import of auth ends' (of a migration)
                   without it, the last persistence of the key's first revision, or the end
  --format FORMAT  text (the default), json, or dot (a graph for Graphviz)
  --out FILE       write it there instead of printing it; the file appears whole or not
  --seed NUMBER    run on other luck than the scenario's seed
  --help           this page

examples:
  durasim explain scenarios/observe/slow-disk.yaml --why replica1.persisted
  durasim explain scenarios/observe/slow-disk.yaml --format dot | dot -Tsvg > why.svg
  durasim explain scenarios/migration/to-dynamodb.yaml --why 'copy ends'
)";

inline constexpr std::string_view kOrderingsHelp =
    R"(usage: durasim orderings FILE [--format FORMAT] [--out FILE] [--states NUMBER]
                         [--orderings NUMBER] [--seconds NUMBER] [--memory SIZE]
                         [--answers] [--want ORDER] [--smallest FILE]

Tells every ordering of the key's caching and persisting that the scenario's latencies allow: each
latency may take every value that its distribution can give. Each ordering comes with the condition
under which it happens and with latencies that show it; and what OBSERVE can answer when. Exact:
"these are all" is said only when they are. Every expectation is judged over all of them. Exit code
1 if they are not all, or an expectation fails in one of them.

  --format FORMAT     text (the default), json or markdown
  --out FILE          write the report there instead of printing it
  --states NUMBER     look at most at so many states; 2000000 if not given
  --orderings NUMBER  find at most so many orderings; 20000 if not given
  --want ORDER        find latencies that make this order happen, as near to the stated ones as can
                      be, and print the scenario with them (to --out FILE); or say why none can.
                      'replica0.persisted, master.persisted', perhaps with ' revision 2' behind, or
                      'expectation 1': an order that the file itself expects. A file with a field
                      wanted is solved without this option, unless a list is asked for
  --smallest FILE     write the smallest scenario there that fails as the first failing expectation
                      does
  --seconds NUMBER    search at most so long; 60 if not given. Ctrl-C ends it with what was found
  --memory SIZE       keep at most so much of what was found; 1GiB if not given. Counted by durasim,
                      so it ends at the same state on every machine
  --answers           list no orderings: what OBSERVE can answer needs no list, and is complete even
                      where there are too many orderings to tell
  --help              this page

examples:
  durasim orderings scenarios/orderings/any-write.yaml
  durasim orderings write.yaml --format json --out orderings.json
  durasim orderings write.yaml --want 'replica0.persisted, master.persisted' --out found.yaml
  durasim orderings write.yaml --smallest counterexample.yaml
)";

inline constexpr std::string_view kMarginsHelp =
    R"(usage: durasim margins FILE [--format FORMAT] [--out FILE] [--seed NUMBER]

For each expectation and each latency: how much slower or faster it may be before the verdict turns,
exact to the nanosecond, and for an expectation that does not hold, what would mend it. Exit code 1
if an expectation does not hold.

  --format FORMAT  text (the default), json or markdown
  --out FILE       write it there instead of printing it; the file appears whole or not
  --seed NUMBER    run on other luck than the scenario's seed
  --help           this page

One latency moves at a time (or all of a kind together): every draw of it takes as much longer or
shorter, never below 0. Expectations of statistics are not told, nor what lies behind a volume's
cap, a fairly shared processor or a workload's end, as far as latencies that move reach it.

examples:
  durasim margins scenarios/observe/slow-disk.yaml
  durasim margins slow-disk.yaml --format json --out margins.json
)";

inline constexpr std::string_view kCoverageHelp =
    R"(usage: durasim coverage PATH... [--require WHAT] [--stubs FOLDER] [--format FORMAT]
                        [--out FILE] [--jobs NUMBER]

Runs every scenario below the paths and tells which situations they exercise: which orderings, with
which durability requirements, faults and out-of-band commands. Exit code 1 if something required is
missing.

  --require WHAT   dimensions, of which each combination must be exercised by some scenario: one or
                   more of ordering, requirement, fault and command, such as ordering,fault
  --stubs FOLDER   write scenarios for what is missing there, or for what is required and missing;
                   each runs, and expects what its own run showed, to be reviewed. Nothing is
                   overwritten: if a file of that name is there, none is written
  --format FORMAT  text (the default), json or markdown
  --out FILE       write the report there instead of printing it; the file appears whole or not
  --jobs NUMBER    run so many at a time; the result is the same for any number
  --help           this page

examples:
  durasim coverage scenarios
  durasim coverage scenarios --require ordering,command
  durasim coverage scenarios --stubs scenarios/stubs
)";

inline constexpr std::string_view kSchemaHelp =
    R"(usage: durasim schema [--reference] [--out FILE]

Prints the JSON Schema of scenario files; editors use it to complete and to check.

  --reference      print the reference page of the language instead, as Markdown
  --out FILE       write it there instead of printing it; the file appears whole or not
  --help           this page

examples:
  durasim schema --out scenario.schema.json
  durasim schema --reference
)";

}  // namespace cli
