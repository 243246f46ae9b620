// durasim margins, from outside.
#include <doctest/doctest.h>

#include "tests/cli/examples.hpp"
#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

TEST_CASE("margins ends with 0 when all holds, 1 when something does not, 2 when it cannot tell") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const Outcome good = folder.run("durasim margins good.yaml");
  CHECK(good.code == 0);
  CHECK(good.err.empty());
  CHECK(good.out ==
        "How far each latency may move\n"
        "The tightest margin is none at all: expectation 1 no longer holds if node0/cpu operation "
        "is 1ns\n"
        "slower.\n"
        "  no.  result  expectation                       where\n"
        "    1  passed  at 10ms: master persisted  good.yaml:13\n"
        "\n"
        "It holds while one of these latencies is\n"
        "  no.  slower by  faster by  latency\n"
        "    1  nothing    anything   node0/cpu operation, node0/disk write, node0/disk sync\n"
        "Each moves alone: every draw takes as much longer or shorter, never below 0. A latency "
        "that is not\n"
        "listed makes no difference.\n"
        "node0 is master.\n");
  folder.write("bad.yaml", examples::bad());
  const Outcome bad = folder.run("durasim margins bad.yaml");
  CHECK(bad.code == 1);
  CHECK(
      bad.out.find("Expectation 1 does not hold; it would if node0/disk write is 1ms faster.\n") !=
      std::string::npos);
  folder.write("silent.yaml", examples::silent());
  const Outcome silent = folder.run("durasim margins silent.yaml");
  CHECK(silent.code == 2);
  CHECK(silent.out.empty());
  CHECK(silent.err.find("silent.yaml: error: it expects nothing") == 0);
}

TEST_CASE("margins writes JSON and Markdown, on the asked luck") {
  const Folder folder;
  std::string jittered = examples::good();
  jittered.replace(jittered.find("write: 10ms"), 11, "write: {uniform: [1ms, 9ms]}");
  folder.write("jittered.yaml", jittered);
  const Outcome json = folder.run("durasim margins jittered.yaml --format json --out margins.json");
  CHECK(json.code == 0);
  CHECK(json.out.empty());
  CHECK(folder.read("margins.json").find("\"latency\": \"node0/disk write\"") != std::string::npos);
  const std::string first = folder.run("durasim margins jittered.yaml --format markdown").out;
  CHECK(first.find("# How far each latency may move\n") == 0);
  CHECK(first == folder.run("durasim margins jittered.yaml --format markdown").out);
  CHECK(first != folder.run("durasim margins jittered.yaml --format markdown --seed 7").out);
}
