// durasim check from outside.
#include <doctest/doctest.h>

#include "tests/cli/examples.hpp"
#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

namespace {

void replace(std::string& text, const std::string& old, const std::string& by) {
  const std::size_t at = text.find(old);
  REQUIRE(at != std::string::npos);
  text.replace(at, old.size(), by);
}

}  // namespace

TEST_CASE("check takes scenarios below a folder, in order, and leaves profiles alone") {
  const Folder folder;
  folder.write("lib/b.yaml", examples::good());
  folder.write("lib/deep/a.yaml", examples::good());
  folder.write("lib/profiles/broken.yaml", "{");
  folder.write("lib/my-disk.yaml", examples::profile());
  folder.write("lib/notes.txt", "no scenario");
  const Outcome run = folder.run("durasim check lib");
  CHECK(run.out ==
        "ok       lib/b.yaml       1 expectation\n"
        "ok       lib/deep/a.yaml  1 expectation\n"
        "\n"
        "2 scenarios: 2 ok\n");
  CHECK(run.code == 0);
  CHECK(run.err.empty());
}

TEST_CASE("check says what fails and where") {
  const Folder folder;
  folder.write("bad.yaml", examples::bad());
  folder.write("good.yaml", examples::good());
  const Outcome run = folder.run("durasim check .");
  // The words after "answered" are the judge's business.
  CHECK(run.out.find("FAILED   bad.yaml   0 of 1 expectation holds\n"
                     "  bad.yaml:13: FAILED: at 9ms: master persisted\n"
                     "    master answered found") == 0);
  CHECK(run.out.find("\n"
                     "ok       good.yaml  1 expectation\n"
                     "\n"
                     "2 scenarios: 1 ok, 1 failed\n") != std::string::npos);
  CHECK(run.code == 1);
}

TEST_CASE("a wrong file is told, the others still run, and the exit code is 2") {
  const Folder folder;
  folder.write("bad.yaml", examples::bad());
  folder.write("wrong.yaml", "scenario: wrong\n");
  const Outcome run = folder.run("durasim check .");
  CHECK(run.code == 2);
  CHECK(run.out.find("FAILED   bad.yaml") == 0);
  CHECK(run.out.find("INVALID  wrong.yaml") != std::string::npos);
  CHECK(run.out.find("\n2 scenarios: 0 ok, 1 failed, 1 invalid\n") != std::string::npos);
}

TEST_CASE("nothing to check is an error, not a success") {
  const Folder folder;
  folder.write("empty/notes.txt", "x");
  const Outcome run = folder.run("durasim check empty");
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "empty: error: no scenario found in this folder\n"
        "      = a scenario is a .yaml file outside folders called profiles or packages\n");
}

TEST_CASE("a scenario that expects nothing fails until its report is recorded") {
  const Folder folder;
  folder.write("silent.yaml", examples::silent());
  CHECK(folder.run("durasim check silent.yaml").out ==
        "NONE     silent.yaml  expects nothing and has no recorded report\n"
        "\n"
        "1 scenario: 0 ok, 1 expects nothing\n");
  CHECK(folder.run("durasim check silent.yaml").code == 1);
  CHECK(folder.run("durasim check silent.yaml --record").out ==
        "ok       silent.yaml  expects nothing, report recorded\n"
        "\n"
        "1 scenario: 1 ok\n");
  CHECK(folder.read("silent.report.json") ==
        folder.run("durasim run silent.yaml --format json").out);
  CHECK(folder.run("durasim check silent.yaml").out ==
        "ok       silent.yaml  expects nothing, report as recorded\n"
        "\n"
        "1 scenario: 1 ok\n");
}

TEST_CASE("a changed scenario is told in sentences against its recorded report") {
  const Folder folder;
  folder.write("k.yaml", examples::silent());
  CHECK(folder.run("durasim check k.yaml --record").code == 0);
  std::string slower = examples::silent();
  replace(slower, "write: 10ms", "write: 12ms");
  folder.write("k.yaml", slower);
  const Outcome run = folder.run("durasim check k.yaml");
  CHECK(run.code == 1);
  CHECK(run.out.find("FAILED   k.yaml  expects nothing, report not as recorded\n"
                     "  master persists k 2ms later (at 12ms instead of 10ms)\n"
                     "  at 10ms..12ms master answers found instead of persisted\n"
                     "  persist_to 1 holds 2ms later (at 12ms instead of 10ms)\n") == 0);
}

TEST_CASE("a failing scenario is not recorded") {
  const Folder folder;
  folder.write("bad.yaml", examples::bad());
  CHECK(folder.run("durasim check bad.yaml --record").code == 1);
  CHECK(folder.list() == "bad.yaml\n");
}

TEST_CASE("a recorded report that is none is a wrong file") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  folder.write("good.report.json", "{");
  const Outcome run = folder.run("durasim check good.yaml");
  CHECK(run.code == 2);
  CHECK(run.out.find("good.report.json: error: this recorded report is not JSON\n") !=
        std::string::npos);
}

TEST_CASE("any number of jobs gives the same bytes") {
  const Folder folder;
  for (int i = 0; i < 20; ++i) {
    folder.write("s" + std::to_string(i) + ".yaml",
                 i % 3 == 0 ? examples::bad() : examples::good());
  }
  const std::string one = folder.run("durasim check . --jobs 1").out;
  CHECK(one.find("20 scenarios: 13 ok, 7 failed\n") != std::string::npos);
  CHECK(one == folder.run("durasim check . --jobs 2").out);
  CHECK(one == folder.run("durasim check . --jobs 32").out);
  CHECK(one == folder.run("durasim check .").out);
}

TEST_CASE("--digests prints a path and a digest a line, whatever is expected") {
  const Folder folder;
  folder.write("bad.yaml", examples::bad());
  folder.write("good.yaml", examples::good());
  const Outcome run = folder.run("durasim check . --digests");
  CHECK(run.code == 0);
  REQUIRE(run.out.size() == 2 * 18 + 8 + 9);
  const std::string digest = run.out.substr(9, 16);
  CHECK(digest.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(run.out == "bad.yaml " + digest + "\ngood.yaml " + digest + "\n");
  CHECK(folder.run("durasim check --help").out.find("--digests") != std::string::npos);
}

TEST_CASE("progress is for people who watch, and is wiped away") {
  const Folder folder;
  folder.write("good.yaml", examples::good());
  const std::string seen = folder.run_on_terminal("NO_COLOR=1 durasim check good.yaml", 80).out;
  CHECK(seen ==
        "\r\x1b[Kchecked 1 of 1\r\x1b[K"
        "ok       good.yaml  1 expectation\r\n"
        "\r\n"
        "1 scenario: 1 ok\r\n");
}
