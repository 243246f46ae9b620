// durasim explain, from outside.
#include <doctest/doctest.h>

#include "tests/cli/examples.hpp"
#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

TEST_CASE(
    "explain ends with 0 when it happened, 1 when it never does, 2 when the words are wrong") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const Outcome good = folder.run("durasim explain good.yaml --why 'master persists k'");
  CHECK(good.code == 0);
  CHECK(good.err.empty());
  CHECK(good.out ==
        "Why master persists k at 10ms\n"
        "100.0% of it is node0/disk: 10ms.\n"
        "  until  resource    waited  served   share  what it was\n"
        "  0ms    script      0ms     0ms       0.0%  store k\n"
        "  0ms    node0/cpu   0ms     0ms       0.0%  master caches k\n"
        "  10ms   node0/disk  0ms     10ms    100.0%  write 10ms: master persists k\n"
        "\n"
        "By resource\n"
        "  resource    waited  served   share\n"
        "  node0/disk  0ms     10ms    100.0%\n"
        "  script      0ms     0ms       0.0%\n"
        "  node0/cpu   0ms     0ms       0.0%\n"
        "0ms waited and 10ms served make 10ms.\n");
  const Outcome never = folder.run("durasim explain good.yaml --why 'master.cached revision 2'");
  CHECK(never.code == 1);
  CHECK(never.out ==
        "Why master caches revision 2 of k\n"
        "It never happened: k was written 1 time only.\n");
  const Outcome wrong = folder.run("durasim explain good.yaml --why 'mastr persists k'");
  CHECK(wrong.code == 2);
  CHECK(wrong.out.empty());
  CHECK(wrong.err ==
        "--why:1:1: error: there is no node or role 'mastr'\n"
        "    1 | mastr persists k\n"
        "      | ^\n"
        "      = did you mean 'master'?\n");
}

TEST_CASE("an expectation that fails is explained by its place, as check prints it") {
  const Folder folder;
  folder.write("bad.yaml", examples::bad());
  const Outcome bad = folder.run("durasim explain bad.yaml --why bad.yaml:13");
  CHECK(bad.code == 0);
  CHECK(bad.out.find("Why master caches k at 0ms\n") == 0);
}

TEST_CASE("explain writes JSON with whole nanoseconds, and a graph") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const std::string json = folder.run("durasim explain good.yaml --format json").out;
  for (const char* part : {"\"format\": \"durasim-report\"", "\"passed\": true", "\"chain\": [",
                           "\"served_ns\": 10000000", "\"share\": 1.0", "\"resources\": ["}) {
    CAPTURE(part);
    CHECK(json.find(part) != std::string::npos);
  }
  const Outcome dot = folder.run("durasim explain good.yaml --format dot --out why.dot");
  CHECK(dot.code == 0);
  CHECK(dot.out.empty());
  CHECK(folder.read("why.dot").find("digraph explain {\n") == 0);
}

TEST_CASE("another seed explains another run") {
  const Folder folder;
  std::string jittered = examples::good();
  jittered.replace(jittered.find("write: 10ms"), 11, "write: {uniform: [1ms, 20ms]}");
  folder.write("jittered.yaml", jittered);
  const std::string first = folder.run("durasim explain jittered.yaml").out;
  CHECK(first == folder.run("durasim explain jittered.yaml").out);
  CHECK(first != folder.run("durasim explain jittered.yaml --seed 7").out);
}
