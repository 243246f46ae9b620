#include "reports/question.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sim/quantity_text.hpp"
#include "tests/reports/explained.hpp"

namespace {

// "master persists k at 13ms", or why it never happens, or what is wrong with the words.
std::string answer(const std::optional<std::string>& words,
                   const std::string& text = explained::whole()) {
  try {
    const reports::Explanation explanation = explained::explanation(text, words);
    if (!explanation.never.empty()) {
      return fmt::format("{} never: {}", explanation.what, explanation.never);
    }
    return fmt::format("{} at {}", explanation.what, sim::to_text(explanation.at));
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
}

std::string without_expectations() { return std::string(explained::kCluster) + explained::kScript; }

}  // namespace

TEST_CASE("a milestone is asked for by role or node, of any key") {
  CHECK(answer("master persists k") == "master persists k at 21ms");
  CHECK(answer("node0 persists k") == "master persists k at 21ms");
  CHECK(answer("replica1 caches k") == "replica1 caches k at 9ms");
  CHECK(answer("node2 persists other") == "replica1 persists other at 17ms");
  CHECK(answer("replica0.cached") == "replica0 caches k at 9ms");
  CHECK(answer("node2.persisted") == "replica1 persists k at 27ms");
}

TEST_CASE("a revision may be named") {
  const std::string twice = without_expectations() + "  - {at: 50ms, store: {key: k, value: w}}\n";
  CHECK(answer("master persists k", twice) == "master persists revision 1 of k at 21ms");
  CHECK(answer("master persists k revision 2", twice) == "master persists revision 2 of k at 61ms");
  CHECK(answer("master.cached revision 2", twice) == "master caches revision 2 of k at 51ms");
  CHECK(answer("master.cached revision 3", twice) ==
        "master caches revision 3 of k never: k was written 2 times only");
}

TEST_CASE("a key may be called like anything") {
  const std::string odd =
      without_expectations() + "  - {at: 50ms, store: {key: 'a revision 2', value: w}}\n";
  CHECK(answer("master caches a revision 2", odd) == "master caches a revision 2 at 51ms");
}

TEST_CASE("no words ask for the last persistence of the key") {
  CHECK(answer(std::nullopt) == "replica1 persists k at 27ms");
  const std::string commanded =
      std::string(explained::kCluster) +
      "script:\n  - {at: 3ms, persist: {Key: k, OnMaster: true, OnReplicas: 1}}\n";
  CHECK(answer(std::nullopt, commanded) == "replica0 persists k at 3ms");
  CHECK(explained::explanation(commanded, std::nullopt).note ==
        "Without --why, this is the last persistence of the key's first revision; 2 of 3 nodes "
        "persist it.");
}

TEST_CASE("an expectation stands for what decided it") {
  CHECK(answer("expectation 1") == "master persists k at 21ms");    // the order's last
  CHECK(answer("expectation 2") == "replica1 persists k at 27ms");  // the latest that was asked for
  CHECK(answer("expectation 3") ==
        "master caches k at 3ms");  // replica0's comes after that instant
  CHECK(answer("expectation 6") == "replica1 persists k at 27ms");
  CHECK(answer("expectation 7") == "replica1 persists k at 27ms");
  CHECK(answer("folder/a.yaml:13") == answer("expectation 1"));
  CHECK(answer("a.yaml:14") == answer("expectation 2"));
  CHECK(explained::explanation(explained::whole(), "a.yaml:14").note ==
        "Expectation 2 is decided by this: by 100ms: persist_to 3, replicate_to 1.");
}

TEST_CASE("what never happens is told with why") {
  CHECK(answer("expectation 4") ==
        "k changes on the nodes named never: nothing had happened to it there by 1ms");
  CHECK(answer("master persists k", "until: 20ms\n" + without_expectations()) ==
        "master persists k never: the run ended at 20ms");
  CHECK(answer("master.cached",
               std::string(explained::kCluster) + "script:\n  - {at: 1ms, get: k}\n") ==
        "master caches k never: k was never written");
}

TEST_CASE("wrong words are pointed at, with what was meant") {
  CHECK(answer("mastr persists k") ==
        "--why:1:1: error: there is no node or role 'mastr'\n"
        "    1 | mastr persists k\n"
        "      | ^\n"
        "      = did you mean 'master'?\n");
  CHECK(answer("master persist k") ==
        "--why:1:8: error: a node does not 'persist' a key\n"
        "    1 | master persist k\n"
        "      |        ^\n"
        "      = did you mean 'persists'?\n");
  CHECK(answer("master persists othr") ==
        "--why:1:17: error: no step and no workload uses the key 'othr'\n"
        "    1 | master persists othr\n"
        "      |                 ^\n"
        "      = did you mean 'other'?\n");
  CHECK(answer("master.stored") ==
        "--why:1:1: error: 'master.stored' is not a milestone\n"
        "    1 | master.stored\n"
        "      | ^\n"
        "      = write a node or role, a point, and cached or persisted: replica0.persisted\n");
  CHECK(answer("master caches k revision 0") ==
        "--why:1:26: error: a revision is a whole number\n"
        "    1 | master caches k revision 0\n"
        "      |                          ^\n"
        "      = revisions are counted from 1\n");
  for (const char* words : {"", " ", "k", "persists", "caches k", "master persists", "master ", ":",
                            "revision 2", ". revision 1", "a:b", "a.yaml:0"}) {
    CAPTURE(words);
    CHECK(answer(words).find("--why:1:") == 0);
  }
}

TEST_CASE("a node that does not hold the key is told which do") {
  std::string text = without_expectations();
  text.replace(text.find("replicas: 2"), 11, "replicas: 1");
  CHECK(answer("node2 caches k", text) ==
        "--why:1:1: error: node2 does not hold the key 'k'\n"
        "    1 | node2 caches k\n"
        "      | ^\n"
        "      = it is on node0 and node1\n");
}

TEST_CASE("an expectation that is not there, or is no matter of one change, is an error") {
  CHECK(answer("expectation 8") ==
        "--why:1:13: error: there is no such expectation\n"
        "    1 | expectation 8\n"
        "      |             ^\n"
        "      = they are counted from 1 to 7\n");
  CHECK(answer("a.yaml:12") ==
        "--why:1:8: error: no expectation begins in line 12\n"
        "    1 | a.yaml:12\n"
        "      |        ^\n"
        "      = expectations begin in 13, 14, 15, 16, 17, 18 and 19\n");
  CHECK(answer("b.yaml:13") ==
        "--why:1:1: error: no expectation stands in 'b.yaml'\n"
        "    1 | b.yaml:13\n"
        "      | ^\n"
        "      = the scenario's file is folder/a.yaml\n");
  CHECK(answer("expectation 5").find("is not decided by one change") != std::string::npos);
  CHECK(answer("expectation 1", without_expectations()).find("= the scenario expects nothing") !=
        std::string::npos);
}

TEST_CASE("a key of a workload can be asked for, unless the workload is too large") {
  const std::string cluster =
      std::string(explained::kCluster)
          .replace(std::string(explained::kCluster).find("key: k\n"), 7, "");
  const auto workload = [&](const std::string& bound) {
    return cluster + "workload:\n  - {name: w, every: 20ms, " + bound +
           ", keys: {prefix: w, count: 2, popularity: sequential}, operations: {store: 1}}\n";
  };
  CHECK(answer("node0 persists w1", workload("count: 2000")) ==
        "master persists revision 1 of w1 at 51ms");
  CHECK(answer(std::nullopt, workload("count: 4")) ==
        "folder/a.yaml: error: the scenario has no key to explain\n"
        "      = say which: --why 'node0 persists KEY', with a key of a workload\n");
  const std::string too_many =
      "folder/a.yaml: error: to explain, every event keeps what caused it, and that is affordable "
      "for at most 100000 operations of workloads\n"
      "      = give the workloads counts, such as count: 10k, that are no more together\n";
  CHECK(answer("node0 persists w1", workload("count: 100001")) == too_many);
  CHECK(answer("node0 persists w1", workload("until: 1s")) == too_many);
}
