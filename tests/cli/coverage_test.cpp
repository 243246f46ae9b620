// durasim coverage, from outside.
#include <doctest/doctest.h>

#include "tests/cli/examples.hpp"
#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

namespace {

std::string replicated() {
  std::string text = examples::scenario("replicated", "{by: 20ms, persist_to: 2}");
  text.replace(text.find("nodes: 1"), 8, "nodes: 2");
  text.replace(text.find("replicas: 0"), 11, "replicas: 1");
  return text;
}

}  // namespace

TEST_CASE(
    "coverage ends with 0, with 1 when something required is missing, with 2 when it cannot tell") {
  const Folder folder;
  folder.write("a.yaml", replicated());
  folder.write("good.yaml", examples::good());
  const Outcome plain = folder.run("durasim coverage .");
  CHECK(plain.code == 0);
  CHECK(plain.err.empty());
  CHECK(plain.out.find("3 of 7200 possible situations, by 2 scenarios.\n") != std::string::npos);
  CHECK(plain.out == folder.run("durasim coverage . --jobs 1").out);
  CHECK(folder.run("durasim coverage . --require ordering").code == 1);
  folder.write("wrong.yaml", "scenario: wrong\n");
  folder.write("worse.yaml", "scenario: worse\n");
  const Outcome wrong = folder.run("durasim coverage .");
  CHECK(wrong.code == 2);
  CHECK(wrong.out.empty());
  CHECK(wrong.err.find("wrong.yaml:1:1: error: ") != std::string::npos);
  CHECK(wrong.err.find("worse.yaml:1:1: error: ") != std::string::npos);
}

TEST_CASE("stubs are scenarios that hold, and make complete what is required") {
  const Folder folder;
  folder.write("a.yaml", replicated());
  const Outcome stubs = folder.run("durasim coverage a.yaml --require ordering --stubs deep/stubs");
  CHECK(stubs.code == 1);
  CHECK(stubs.err == "3 stubs written into deep/stubs\n");
  CHECK(folder.list("deep/stubs") ==
        "master-first-fault-none-command-none.yaml\n"
        "other-fault-none-command-none.yaml\n"
        "replicas-first-fault-none-command-none.yaml\n");
  CHECK(folder.run("durasim check deep/stubs").code == 0);
  const Outcome complete = folder.run("durasim coverage . --require ordering");
  CHECK(complete.code == 0);
  CHECK(complete.out.find("Nothing: every combination of ordering is exercised.\n") !=
        std::string::npos);
}

TEST_CASE("a stub never overwrites a file, and then none is written") {
  const Folder folder;
  folder.write("a.yaml", replicated());
  folder.write("replicas-first-fault-none-command-none.yaml", "mine\n");
  const Outcome refused = folder.run("durasim coverage a.yaml --require ordering --stubs .");
  CHECK(refused.code == 2);
  CHECK(refused.out.empty());
  CHECK(refused.err ==
        "durasim: ./replicas-first-fault-none-command-none.yaml is there already; no stub was "
        "written\n");
  CHECK(folder.list() == "a.yaml\nreplicas-first-fault-none-command-none.yaml\n");
  CHECK(folder.read("replicas-first-fault-none-command-none.yaml") == "mine\n");
}

TEST_CASE("a scenario about a data set is passed over") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const std::string alone = folder.run("durasim coverage .").out;
  folder.write("moved.yaml",
               "scenario: moved\n"
               "about: Ten uploads move.\n"
               "dataset: {package: gateway/multiparts, rows: 10}\n"
               "source: {store: postgres-table, node: db}\n"
               "target: {store: postgres-kv, node: db}\n"
               "procedure: {kind: dump-and-import, workers: 1, channel: 1}\n"
               "hardware: {db: {cpu: {cores: 1}, disk: {write: 1ms}}}\n");
  const Outcome both = folder.run("durasim coverage .");
  CHECK(both.code == 0);
  CHECK(both.out == alone);
}
