// The program from outside: what it prints, what it writes, how it ends.
#include <doctest/doctest.h>

#include "tests/cli/examples.hpp"
#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("run ends with 0 when all is as expected, 1 when not, 2 when the file is wrong") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  folder.write("bad.yaml", examples::bad());
  folder.write("silent.yaml", examples::silent());
  const Outcome good = folder.run("durasim run good.yaml");
  CHECK(good.code == 0);
  CHECK(good.out.find("good\n1 of 1 expectation holds.\nOne node, one store.\n") == 0);
  CHECK(good.err.empty());
  const Outcome bad = folder.run("durasim run bad.yaml");
  CHECK(bad.code == 1);
  CHECK(contains(bad.out, "  FAILED  at 9ms: master persisted  master answered found"));
  CHECK(folder.run("durasim run silent.yaml").code == 0);
  const Outcome none = folder.run("durasim run none.yaml");
  CHECK(none.code == 2);
  CHECK(none.out.empty());
  CHECK(none.err == "none.yaml: error: no such file\n");
}

TEST_CASE("every mistake of a file is told at once, on standard error") {
  const Folder folder;
  folder.write("wrong.yaml",
               "scenario: wrong\n"
               "abuot: Five mistakes.\n"
               "key: k\n"
               "cluster:\n"
               "  nodes: three\n"
               "  node: {cpu: server-2020, disk: {write: 5}}\n"
               "  network: lan-10g\n"
               "script:\n"
               "  - {at: 0ms, stroe: {key: k}}\n"
               "  - {at: -1ms, get: k}\n");
  const Outcome wrong = folder.run("durasim run wrong.yaml");
  CHECK(wrong.code == 2);
  CHECK(wrong.out.empty());
  for (const char* place : {"wrong.yaml:2:1: error: ", "wrong.yaml:5:10: error: ",
                            "wrong.yaml:6:42: error: ", "wrong.yaml:9:", "wrong.yaml:10:"}) {
    CHECK_MESSAGE(contains(wrong.err, place), wrong.err);
  }
}

TEST_CASE("formats") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  CHECK(folder.run("durasim run good.yaml --format json")
            .out.find("{\n  \"format\": \"durasim-report\",\n  \"version\": 1,\n") == 0);
  CHECK(folder.run("durasim run good.yaml --format markdown").out.find("# good\n") == 0);
  CHECK(folder.run("durasim run good.yaml --format junit").out ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"durasim\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
        "  <testsuite name=\"good.yaml\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
        "    <testcase classname=\"good\" name=\"at 10ms: master persisted\"/>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
  const Outcome invalid = folder.run("durasim run none.yaml --format junit");
  CHECK(invalid.code == 2);
  CHECK(contains(invalid.out, "<error message=\"no such file\">"));
}

TEST_CASE("the same run gives the same bytes, and another seed says so") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const std::string first = folder.run("durasim run good.yaml --format json").out;
  CHECK(first == folder.run("durasim run ./good.yaml --format json").out);
  CHECK(contains(first, "\"seed\": 1,"));
  CHECK(contains(folder.run("durasim run good.yaml --format json --seed 42").out, "\"seed\": 42,"));
}

TEST_CASE("--out writes the whole file and prints nothing") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const std::string printed = folder.run("durasim run good.yaml").out;
  const Outcome run = folder.run("durasim run good.yaml --out report.txt");
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(run.err.empty());
  CHECK(folder.read("report.txt") == printed);
  CHECK(folder.list() == "good.yaml\nreport.txt\n");
}

TEST_CASE("--out follows a link and keeps the file's permissions") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  folder.write("real.txt", "old");
  const Outcome run = folder.run(
      "chmod 640 real.txt; ln -s real.txt link.txt; durasim run good.yaml --out link.txt; "
      "stat -c '%a' real.txt; test -L link.txt && echo still a link");
  CHECK(run.out == "640\nstill a link\n");
  CHECK(folder.read("real.txt").find("good\n") == 0);
}

TEST_CASE("an output that cannot be written is exit code 2 with a clear sentence") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  folder.write("taken/file.txt", "x");
  const auto says = [&](const std::string& command) {
    const Outcome run = folder.run(command);
    CHECK(run.code == 2);
    return run.err;
  };
  CHECK(says("durasim run good.yaml --out nowhere/report.txt") ==
        "durasim: cannot write nowhere/report.txt: there is no folder nowhere\n");
  CHECK(says("durasim run good.yaml --out taken") ==
        "durasim: cannot write taken: it is a folder\n");
  CHECK(says("durasim run good.yaml --out /dev/full") ==
        "durasim: cannot write /dev/full: No space left on device\n");
  CHECK(says("durasim run good.yaml >/dev/full") ==
        "durasim: cannot write to standard output: No space left on device\n");
  CHECK(says("durasim run good.yaml >&-") ==
        "durasim: cannot write to standard output: Bad file descriptor\n");
}

TEST_CASE("a reader who has seen enough is no error") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const Outcome run = folder.run("durasim run good.yaml | head -1");
  CHECK(run.code == 0);
  CHECK(run.out == "good\n");
  CHECK(run.err.empty());
}

TEST_CASE("a closed standard error does not spoil the report") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const Outcome run = folder.run("durasim run good.yaml --out report.txt 2>&- >&-");
  CHECK(run.code == 0);
  CHECK(folder.read("report.txt").find("good\n") == 0);
}

TEST_CASE("colour and width are a terminal's, not a pipe's") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  CHECK(!contains(folder.run("durasim run good.yaml").out, "\x1b"));
  const std::string seen = folder.run_on_terminal("TERM=xterm durasim run good.yaml", 40).out;
  CHECK(contains(seen, "\x1b[32m1 of 1 expectation holds.\x1b[0m\r\n"));
  CHECK(!contains(folder.run_on_terminal("NO_COLOR=1 TERM=xterm durasim run good.yaml", 40).out,
                  "\x1b"));
  const std::string plain = folder.run_on_terminal("NO_COLOR=1 durasim run good.yaml", 40).out;
  for (std::size_t at = 0; at < plain.size(); at = plain.find('\n', at) + 1) {
    CHECK(plain.find('\n', at) - at <= 41);  // and a carriage return
  }
}

TEST_CASE("the schema and the reference are printed") {
  const Folder folder;
  CHECK(contains(folder.run("durasim schema").out, "\"$schema\""));
  CHECK(contains(folder.run("durasim schema --reference").out, "# "));
  CHECK(folder.run("durasim schema --out schema.json").out.empty());
  CHECK(folder.read("schema.json") == folder.run("durasim schema").out);
}
