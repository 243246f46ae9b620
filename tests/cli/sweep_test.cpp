// durasim sweep and durasim merge, from outside.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

namespace {

const std::string kOffice = R"(scenario: office
about: An office at one till.
until: 200ms
cluster:
  nodes: 1
  node: {cpu: {cores: 1, per_operation: {exponential: 500us}}}
workload:
  - {name: office, poisson: 1000/s, operations: {get: 1}, keys: {count: 10}}
expect:
  - {operation: get, rate: "> 900/s"}
sweep:
  vary: {workload.0.poisson: [500/s, 1000/s, 1500/s], workload.0.keys.count: [10, 20]}
  replications: 3
)";

std::string results(const Folder& folder, const std::string& name) {
  return folder.read(name + "/runs.csv") + folder.read(name + "/runs.jsonl");
}

}  // namespace

TEST_CASE("a sweep tells a row a run, and keeps every measure of every run") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  const Outcome swept =
      folder.run("durasim sweep a.yaml --replications 1 --out runs --of office.get.p50");
  CHECK(swept.err == "");
  CHECK(swept.code == 0);
  CHECK(swept.out == R"(The sweep
6 runs of 6 combinations.
  workload.0.poisson  workload.0.keys.count  office.get.p50  held up by  expectations
  500/s               10                     477.2us         node0/cpu   1 of 1 do not
  500/s               20                     477.2us         node0/cpu   1 of 1 do not
  1000/s              10                     622.6us         node0/cpu   all hold
  1000/s              20                     622.6us         node0/cpu   all hold
  1500/s              10                     1.638ms         node0/cpu   all hold
  1500/s              20                     1.638ms         node0/cpu   all hold
Every measure of every run is in runs/runs.csv and runs/runs.jsonl.
)");
  CHECK(folder.list("runs") == "journal\nruns.csv\nruns.jsonl\n");
}

TEST_CASE("the bytes are the same for any number of jobs and shards") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  CHECK(folder.run("durasim sweep a.yaml --out one --jobs 1").code == 0);
  CHECK(folder.run("durasim sweep a.yaml --out two --jobs 2").code == 0);
  CHECK(folder.run("durasim sweep a.yaml --out four --jobs 4").code == 0);
  CHECK(results(folder, "one") == results(folder, "two"));
  CHECK(results(folder, "one") == results(folder, "four"));
  for (int i = 1; i <= 3; ++i) {
    CHECK(folder.run(fmt::format("durasim sweep a.yaml --shard {0}/3 --out part{0}", i)).code == 0);
  }
  const Outcome merged = folder.run("durasim merge part3 part1 part2 --out merged");
  CHECK(merged.err == "");
  CHECK(merged.out == "18 runs of 3 shards are in merged/runs.csv and merged/runs.jsonl\n");
  CHECK(results(folder, "one") == results(folder, "merged"));
}

TEST_CASE("a sweep that is killed at random moments goes on, and ends with the same bytes") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  const std::string sweep = " sweep a.yaml --replications 2000 --jobs ";
  CHECK(folder.run("durasim" + sweep + "2 --out whole").code == 0);
  for (const std::string jobs : {"1", "2", "3"}) {
    INFO(jobs << " at a time");
    const std::string killed = "killed" + jobs;
    // Killed after 4 to 67 ms, another time each, until a round gets to the end. By its path, so
    // that the program dies, not a shell that would leave it behind.
    const Outcome rounds = folder.run(
        "kills=0; for round in $(seq 60); do \"$DURASIM_PROGRAM\"" + sweep + jobs + " --out " +
        killed +
        " >/dev/null & sleep $(printf 0.%03d $(($(od -An -N1 -tu1 /dev/urandom) % 64 + 4))); "
        "kill -9 $! 2>/dev/null && kills=$((kills + 1)); wait $! 2>/dev/null; "
        "test -e " +
        killed + "/runs.csv && break; done; echo $kills");
    CHECK(std::stoi(rounds.out) >= 1);
    const Outcome ended = folder.run("durasim" + sweep + jobs + " --out " + killed);
    CHECK(ended.err == "");
    CHECK(ended.code == 0);
    CHECK(results(folder, "whole") == results(folder, killed));
    CHECK(folder.list(killed) == "journal\nruns.csv\nruns.jsonl\n");
  }
}

TEST_CASE("an interrupt keeps what is finished, and says how to go on") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  const std::string sweep = "durasim sweep a.yaml --replications 3000 --jobs 1 --out runs";
  const Outcome interrupted = folder.run(
      "(" + sweep +
      ") >/dev/null 2>err & sleep 0.5; pkill -INT -P $! 2>/dev/null || kill -INT $!; wait $!");
  CHECK(interrupted.code == 1);
  CHECK(
      folder.read("err").find(" of 18000 runs are in runs/journal, and the same command goes on") !=
      std::string::npos);
  CHECK_FALSE(folder.has("runs/runs.csv"));
}

TEST_CASE("more replications keep the rows that are there") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  CHECK(folder.run("durasim sweep a.yaml --replications 2 --out runs").code == 0);
  const std::string before = folder.read("runs/journal");
  CHECK(folder.run("durasim sweep a.yaml --replications 4 --out runs").code == 0);
  CHECK(folder.read("runs/journal").find(before) == 0);
  CHECK(folder.run("durasim sweep a.yaml --replications 4 --out fresh").code == 0);
  CHECK(results(folder, "runs") == results(folder, "fresh"));
}

TEST_CASE("another scenario's journal is refused, and comments make no other scenario") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  CHECK(folder.run("durasim sweep a.yaml --out runs").code == 0);
  folder.write("a.yaml", "# a comment\n" + kOffice);
  CHECK(folder.run("durasim sweep a.yaml --out runs").code == 0);
  folder.write("a.yaml", kOffice + "seed: 2\n");
  const Outcome refused = folder.run("durasim sweep a.yaml --out runs");
  CHECK(refused.code == 2);
  CHECK(refused.err ==
        "durasim: runs/journal belongs to another scenario, grid or version of durasim; give this "
        "sweep a folder of its own, or remove that one\n");
}

TEST_CASE("a disk that is full is told, and the sweep goes on when it is not") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  const Outcome full =
      folder.run("trap '' XFSZ; ulimit -f 8; durasim sweep a.yaml --replications 9 --out runs");
  CHECK(full.code == 2);
  CHECK(full.err == "durasim: cannot write runs/journal: File too large\n");
  CHECK(folder.run("durasim sweep a.yaml --replications 9 --out runs").code == 0);
  CHECK(folder.run("durasim sweep a.yaml --replications 9 --out fresh").code == 0);
  CHECK(results(folder, "runs") == results(folder, "fresh"));
}

TEST_CASE("merge says what is missing, and writes nothing then") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  CHECK(folder.run("durasim sweep a.yaml --shard 1/2 --out part1").code == 0);
  const Outcome missing = folder.run("durasim merge part1 --out merged");
  CHECK(missing.code == 2);
  CHECK(missing.err == "durasim: shard 2/2 is missing\n");
  CHECK_FALSE(folder.has("merged"));
}

TEST_CASE("the list tells the runs and what they cost, and starts none") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  const Outcome listed =
      folder.run("durasim sweep a.yaml --list --jobs 2 --replications 1 --out runs");
  CHECK(listed.code == 0);
  CHECK(listed.out == R"(The runs to come
6 runs of 6 combinations: about 3.6e+03 events, less than a second of processor time, less than a
second with 2 at a time.
  point  workload.0.poisson  workload.0.keys.count  events, estimated
      0  500/s               10                                   300
      1  500/s               20                                   300
      2  1000/s              10                                   600
      3  1000/s              20                                   600
      4  1500/s              10                                   900
      5  1500/s              20                                   900
Estimated are the events that will be handled; a run that fails, tries again or reads parent by
parent is not foreseen.
)");
  CHECK_FALSE(folder.has("runs"));
}

TEST_CASE("run and check leave a file's sweep aside") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  const Outcome run = folder.run("durasim run a.yaml");
  folder.write("a.yaml", kOffice.substr(0, kOffice.find("sweep:")));
  CHECK(run.out == folder.run("durasim run a.yaml").out);
}

TEST_CASE("what is wrong with a sweep is told before anything is run") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  const Outcome wrong = folder.run("durasim sweep a.yaml --vary workload.0.poison=1/s --out runs");
  CHECK(wrong.code == 2);
  CHECK(wrong.err.find("--vary:1:12: error: unknown field 'poison'") == 0);
  CHECK_FALSE(folder.has("runs"));
  CHECK(folder.run("durasim sweep a.yaml --shard 3/2 --out runs")
            .err.find("durasim: --shard needs a whole number from 1 to 2, not '3'") == 0);
  CHECK(folder.run("durasim sweep a.yaml --shard 1/2").code == 2);
}

TEST_CASE("progress is told on a terminal only") {
  const Folder folder;
  folder.write("a.yaml", kOffice);
  CHECK(folder.run("durasim sweep a.yaml").err == "");
  CHECK(folder.run_on_terminal("durasim sweep a.yaml", 100).out.find(" of 18 runs") !=
        std::string::npos);
}
