// The verbs that ask questions of many runs, from outside.
#include <doctest/doctest.h>

#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

namespace {

// One disk that takes 10 ms a write: the key is there after 10 ms, whatever else is slow.
std::string one_disk(const std::string& write) {
  return "scenario: one-disk\n"
         "key: k\n"
         "cluster:\n"
         "  nodes: 1\n"
         "  replicas: 0\n"
         "  vbuckets: 64\n"
         "  node: {cpu: {cores: 1, per_operation: 0ms}, disk: {write: " +
         write +
         "}}\n"
         "  network: {latency: 1ms}\n"
         "script:\n"
         "  - {at: 0ms, store: {key: k, value: v}}\n"
         "expect:\n"
         "  - {at: 1s, observe: k, master: persisted}\n";
}

// The slowest disk with which the key is persisted within 35 ms, to the nanosecond.
Outcome slowest_disk(const Folder& folder, const std::string& further = "") {
  folder.write("disk.yaml", one_disk("10ms"));
  return folder.run(
      "durasim solve disk.yaml --maximize cluster.node.disk.write --within 0 --subject-to "
      "'master.persisted <= 35ms' " +
      further);
}

// The first lines of what was printed.
std::string lines(const std::string& text, int count) {
  std::size_t end = 0;
  while (count-- > 0 && end != std::string::npos) end = text.find('\n', end + 1);
  return text.substr(0, end == std::string::npos ? end : end + 1);
}

}  // namespace

TEST_CASE("solve finds the slowest disk that keeps a limit, to the nanosecond") {
  const Folder folder;
  const Outcome solved = slowest_disk(folder);
  CHECK(solved.code == 0);
  CHECK(solved.err.empty());
  CHECK(lines(solved.out, 3) ==
        "What is possible\n"
        "The largest cluster.node.disk.write that keeps master.persisted <= 35ms is 35ms; at "
        "35.000001ms\n"
        "master.persisted is 35.000001ms.\n");
  const Outcome never = folder.run(
      "durasim solve disk.yaml --minimize cluster.node.disk.write --subject-to 'master.persisted "
      "<= 0ms' --from 5ms --to 1s");
  CHECK(never.code == 1);
}

TEST_CASE("a wrong limit is shown with a caret") {
  const Folder folder;
  folder.write("disk.yaml", one_disk("10ms"));
  const Outcome wrong = folder.run(
      "durasim solve disk.yaml --maximize cluster.node.disk.write --subject-to 'master.persistd <= "
      "35ms'");
  CHECK(wrong.code == 2);
  CHECK(wrong.out.empty());
  CHECK(wrong.err ==
        "--subject-to:1:1: error: the run has no measure 'master.persistd'\n"
        "    1 | master.persistd <= 35ms\n"
        "      | ^\n"
        "      = did you mean 'master.persisted'?\n");
}

TEST_CASE("a curve is a line where it is one, and a gate on its growth decides the exit code") {
  const Folder folder;
  folder.write("disk.yaml", one_disk("10ms"));
  const std::string curve =
      "durasim curve disk.yaml --over cluster.node.disk.write=1ms,2ms,4ms,8ms,16ms,32ms --of "
      "master.persisted --at 3ms,64ms ";
  const Outcome good = folder.run(curve + "--per-doubling '<= 2.1'");
  CHECK(good.code == 0);
  CHECK(good.out.find("  3ms                      3ms\n") != std::string::npos);
  CHECK(good.out.find("outside of what was run: not told") != std::string::npos);
  const Outcome bad = folder.run(curve + "--per-doubling '< 1.5' --svg curve.svg");
  CHECK(bad.code == 1);
  CHECK(bad.out.find("It does not grow < 1.5 times per doubling: 2.000 times from 1ms to 2ms.") !=
        std::string::npos);
  CHECK(folder.run("head -c 4 curve.svg").out == "<svg");
}

TEST_CASE("what a file expects of growth is judged by run, check and curve") {
  const Folder folder;
  const std::string growth =
      "  - {growth: {of: master.persisted, over: cluster.node.disk.write, sizes: [1ms, 2ms, 4ms], "
      "per_doubling: ";
  folder.write("good.yaml", one_disk("10ms") + growth + "\"<= 2.1\"}}\n");
  folder.write("bad.yaml", one_disk("10ms") + growth + "\"< 1.5\"}}\n");
  const Outcome good = folder.run("durasim run good.yaml");
  CHECK(good.code == 0);
  CHECK(good.out.find("2 of 2 expectations hold.") != std::string::npos);
  const Outcome bad = folder.run("durasim run bad.yaml");
  CHECK(bad.code == 1);
  CHECK(bad.out.find("it grew 2.000") != std::string::npos);
  CHECK(folder.run("durasim check good.yaml").code == 0);
  const Outcome checked = folder.run("durasim check bad.yaml good.yaml");
  CHECK(checked.code == 1);
  CHECK(checked.out.find("master.persisted grows < 1.5") != std::string::npos);
  const Outcome curve = folder.run("durasim curve bad.yaml");
  CHECK(curve.code == 1);
  CHECK(curve.out.find("It does not grow < 1.5 times per doubling: 2.000 times from 1ms to 2ms.") !=
        std::string::npos);
  CHECK(folder.run("durasim curve good.yaml").code == 0);
  folder.write("none.yaml", one_disk("10ms"));
  const Outcome none = folder.run("durasim curve none.yaml");
  CHECK(none.code == 2);
  CHECK(none.err.find("none.yaml: error: the file expects nothing of growth") == 0);
}

TEST_CASE("a curve goes through what a sweep has written, and nothing is run again") {
  const Folder folder;
  folder.write("disk.yaml", one_disk("10ms"));
  const std::string values = "1ms,2ms,4ms,8ms,16ms,32ms";
  CHECK(
      folder.run("durasim sweep disk.yaml --vary cluster.node.disk.write=" + values + " --out runs")
          .code == 0);
  const Outcome runs = folder.run(
      "durasim curve disk.yaml --of master.persisted --over cluster.node.disk.write=" + values);
  CHECK(folder.run("rm disk.yaml").code == 0);
  for (const std::string file : {"runs/runs.csv", "runs/runs.jsonl"}) {
    const Outcome told = folder.run("durasim curve " + file +
                                    " --over cluster.node.disk.write --of master.persisted");
    CHECK(told.code == 0);
    CHECK(told.err.empty());
    CHECK(told.out == runs.out);
  }
}

TEST_CASE("solve finds what each configuration allows, the best first") {
  const Folder folder;
  const Outcome solved = slowest_disk(folder, "--over cluster.node.cpu.per_operation=0ms,5ms,40ms");
  CHECK(solved.code == 0);
  CHECK(solved.out.find("35ms") != std::string::npos);
  CHECK(solved.out.find("none") != std::string::npos);
}

TEST_CASE("sensitivity finds the one figure that matters") {
  const Folder folder;
  folder.write("disk.yaml", one_disk("10ms"));
  const Outcome told = folder.run("durasim sensitivity disk.yaml --of master.persisted");
  CHECK(told.code == 0);
  CHECK(lines(told.out, 2) ==
        "What master.persisted hangs on\n"
        "master.persisted hangs on cluster.node.disk.write most: 5ms with 5ms, 20ms with 20ms.\n");
  CHECK(told.out.find("It does not hang on") != std::string::npos);
}

TEST_CASE("compare tells what differs and what does not") {
  const Folder folder;
  folder.write("a.yaml", one_disk("10ms"));
  folder.write("b.yaml", one_disk("15ms"));
  const Outcome told = folder.run("durasim compare a.yaml b.yaml --replications 3");
  CHECK(told.code == 0);
  CHECK(told.out.find("+5ms") != std::string::npos);
  const Outcome same = folder.run("durasim compare a.yaml a.yaml --replications 3");
  CHECK(lines(same.out, 2) ==
        "Two scenarios on the same luck\n"
        "Nothing that both measure differs.\n");
}

TEST_CASE("replications change no byte with the number of threads") {
  const Folder folder;
  folder.write("disk.yaml", one_disk("{uniform: [5ms, 15ms]}"));
  const std::string run =
      "durasim run disk.yaml --precision 5% --of master.persisted --replications 200 --jobs ";
  const Outcome one = folder.run(run + "1");
  const Outcome four = folder.run(run + "4");
  CHECK(one.code == 0);
  CHECK(one.out.find("master.persisted is known to 5%.") != std::string::npos);
  CHECK(one.out == four.out);
  const Outcome few =
      folder.run("durasim run disk.yaml --precision 0.1% --of master.persisted --replications 5");
  CHECK(few.code == 1);
  CHECK(few.out.find("5 replications are not enough: master.persisted is not known to 0.1%.") !=
        std::string::npos);
}

TEST_CASE("a study of sampled runs says that its figures are estimates") {
  const Folder folder;
  folder.write("move.yaml",
               "scenario: move\n"
               "way: sampled\n"
               "dataset: {package: gateway/multiparts, rows: 1k}\n"
               "hardware:\n"
               "  db: {cpu: {cores: 64}, disk: {write: 0ms, sync: {uniform: [300us, 500us]}}}\n"
               "  app: {cpu: {cores: 64}, disk: {write: 0ms, sync: 400us}}\n"
               "  network: {latency: 50us}\n"
               "source: {node: db, max_wal_size: 4096TiB, checkpoint_timeout: 87600h}\n"
               "target: {store: postgres-kv, node: db}\n"
               "procedure: {kind: batched-copy, checkpoint: 0}\n");
  const std::string note = " sampled: times are estimates";
  const Outcome sweep = folder.run("durasim sweep move.yaml --vary dataset.rows=1k,20M --jobs 1");
  CHECK(sweep.code == 0);
  CHECK(sweep.out.find("1 of the runs that are shown was" + note) != std::string::npos);
  const std::string over = " --over dataset.rows=1k,2k,10M,20M,40M --of downtime";
  const Outcome curve = folder.run("durasim curve move.yaml" + over);
  CHECK(curve.code == 0);
  CHECK(curve.out.find("3 of 5 runs were" + note) != std::string::npos);
  const Outcome again = folder.run("durasim curve move.yaml --jobs 1" + over);
  CHECK(again.out == curve.out);
  const Outcome solved = folder.run(
      "durasim solve move.yaml --maximize dataset.rows --subject-to 'downtime <= 10min' --from 1k "
      "--to 40M --within 5%");
  CHECK(solved.code == 0);
  CHECK(solved.out.find(" sampled: times are estimates, those of whole runs known to") !=
        std::string::npos);
  const Outcome plain =
      folder.run("durasim curve move.yaml --over dataset.rows=1k,2k,4k --of downtime");
  CHECK(plain.out.find("sampled") == std::string::npos);
}
