#include "reports/compare.hpp"

#include <doctest/doctest.h>

#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;
using reports::Report;
using Sentences = std::vector<std::string>;

namespace {

Sentences compared(const Report& was, const Report& is) {
  scenarios::Problems problems;
  const Sentences sentences =
      reports::differences("a.report.json", reports::to_json(was), is, problems);
  CHECK(problems.empty());
  return sentences;
}

// One store; the three disks take so long.
Report stored(sim::Duration master, sim::Duration replica0 = 2ms, sim::Duration replica1 = 2ms) {
  fixture::Cluster cluster(master);
  const auto set = [&](std::size_t node, sim::Duration write) {
    cluster.params().nodes[node].disk.write.distribution =
        sim::Distribution::constant(write.count());
  };
  set(1, replica0);
  set(2, replica1);
  return cluster.store(0ms, "paid").expect(3, "it holds", scenarios::Result::kPassed).report();
}

std::string problem_with(const std::string& recorded) {
  scenarios::Problems problems;
  CHECK(reports::differences("a.report.json", recorded, stored(80ms), problems).empty());
  return problems.to_text();
}

}  // namespace

TEST_CASE("the same report does not differ") {
  CHECK(compared(stored(80ms), stored(80ms)).empty());
}

TEST_CASE("a node that persists later is told with what it means") {
  CHECK(compared(stored(10ms, 5ms, 3ms), stored(10ms, 5ms, 5ms)) ==
        Sentences{"replica1 persists invoice-17 2ms later (at 12ms instead of 10ms), now after "
                  "the master and replica0",
                  "at 10ms..12ms replica1 answers found instead of persisted",
                  "persist_to 1 holds 1ms later (at 11ms instead of 10ms)",
                  "persist_to 2 holds 1ms later (at 12ms instead of 11ms)"});
}

TEST_CASE("of two nodes that change places, one tells") {
  CHECK(compared(stored(80ms, 3ms, 5ms), stored(80ms, 5ms, 3ms)) ==
        Sentences{"replica1 persists invoice-17 2ms earlier (at 10ms instead of 12ms)",
                  "replica0 persists invoice-17 2ms later (at 12ms instead of 10ms), now after "
                  "replica1",
                  "at 10ms..12ms replica0 answers found instead of persisted",
                  "at 10ms..12ms replica1 answers persisted instead of found"});
}

TEST_CASE("nodes that answer alike share a sentence") {
  const Sentences sentences = compared(stored(80ms, 3ms, 3ms), stored(80ms, 4ms, 4ms));
  CHECK(sentences[2] == "at 10ms..11ms replica0 and replica1 answer found instead of persisted");
}

TEST_CASE("what is never reached any more, and what is reached at last") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid");
  const Report short_run = cluster.report(sim::at(50ms));
  const Report whole = cluster.report();
  CHECK(compared(whole, short_run) ==
        Sentences{"master never persists invoice-17 (it did at 81ms)",
                  "from 81ms on master answers found instead of persisted",
                  "persist_to 3 never holds (it did from 81ms on)",
                  "the end of the run went from 81ms to 50ms", "quiet went from true to false",
                  "the number of events went from 9 to 8"});
  const Sentences back = compared(short_run, whole);
  CHECK(back[0] == "master persists invoice-17 at 81ms, which it did not");
  CHECK(back[1] == "from 81ms on master answers persisted instead of found");
  CHECK(back[2] == "persist_to 3 holds from 81ms on (it never did)");
}

TEST_CASE("a second revision is called so") {
  const auto twice = [](sim::Duration second) {
    fixture::Cluster cluster(2ms);
    return cluster.store(0ms, "paid").store(second, "due").report();
  };
  const Sentences sentences = compared(twice(20ms), twice(21ms));
  CHECK(sentences.front() ==
        "master caches revision 2 of invoice-17 1ms later (at 22ms instead of 21ms)");
  CHECK(std::find(sentences.begin(), sentences.end(),
                  "replicate_to 1 of revision 2 holds 1ms later (at 28ms instead of 27ms)") !=
        sentences.end());
  CHECK(std::find(sentences.begin(), sentences.end(),
                  "at 21ms..22ms master answers CAS 1 instead of CAS 2") == sentences.end());
  CHECK(std::find(sentences.begin(), sentences.end(),
                  "at 21ms..22ms master answers persisted instead of found") != sentences.end());
}

TEST_CASE("a CAS is told when nothing else tells two answers apart") {
  Report was = stored(80ms);
  Report is = stored(80ms);
  auto& row = is.sections[3].tables.front().rows.back();
  row[4] = reports::count_cell(9);
  CHECK(compared(was, is) == Sentences{"from 81ms on master answers CAS 9 instead of CAS 1"});
}

TEST_CASE("two of one instant that change places are told") {
  Report is = stored(80ms);
  auto& rows = is.sections[4].tables.front().rows;
  std::swap(rows[1], rows[2]);
  CHECK(compared(stored(80ms), is) ==
        Sentences{"at 7ms replica1 caches invoice-17 first, where replica0 did"});
}

TEST_CASE("expectations that are new, gone or judged otherwise") {
  const auto with = [](const std::string& text, scenarios::Result result, const std::string& seen) {
    fixture::Cluster cluster(80ms);
    return cluster.expect(3, text, result, seen).report();
  };
  using scenarios::Result;
  const Report good = with("a", Result::kPassed, "");
  CHECK(compared(good, with("a", Result::kFailed, "b")) ==
        Sentences{"the expectation 'a' is failed instead of passed"});
  CHECK(compared(with("a", Result::kFailed, "b"), with("a", Result::kFailed, "c")) ==
        Sentences{"the expectation 'a' sees: c"});
  CHECK(compared(good, with("b", Result::kPassed, "")) ==
        Sentences{"the expectation 'b' is new", "the expectation 'a' is gone"});
}

TEST_CASE("the line of an expectation does not count") {
  fixture::Cluster here(80ms);
  fixture::Cluster there(80ms);
  CHECK(compared(here.expect(3, "a", scenarios::Result::kPassed).report(),
                 there.expect(4, "a", scenarios::Result::kPassed).report())
            .empty());
}

TEST_CASE("a digest that changed alone says so") {
  Report is = stored(80ms);
  is.sections.back().tables.front().rows.front().back() = reports::text_cell("0123456789abcdef");
  CHECK(compared(stored(80ms), is) ==
        Sentences{"the digest changed, though nothing in the report did"});
}

TEST_CASE("a story that reads otherwise is told when nothing else is") {
  Report is = stored(80ms);
  is.sections[2].tables.front().rows[2][1] = reports::text_cell("something else");
  CHECK(compared(stored(80ms), is) ==
        Sentences{"line 3 of the story is '1ms: something else' instead of '1ms: the store is "
                  "answered: ok, CAS 1'"});
  is = stored(80ms);
  is.sections[2].tables.front().rows[1][2] = reports::text_cell("by magic");
  CHECK(compared(stored(80ms), is) ==
        Sentences{"'1ms: master caches invoice-17' happens for another reason: by magic instead "
                  "of 1ms on node0/cpu"});
}

TEST_CASE("other words are told when nothing else is") {
  Report is = stored(80ms);
  is.sections[3].title = "Answers";
  CHECK(compared(stored(80ms), is) == Sentences{"the section observe is worded differently"});
  is = stored(80ms);
  is.about = "Something.";
  CHECK(compared(stored(80ms), is).front() ==
        "about is 'Something.' instead of 'The replicas persist the key before the master's slow "
        "disk does.'");
}

TEST_CASE("a file that is no recorded report is a problem of that file") {
  CHECK(problem_with("{") ==
        "a.report.json: error: this recorded report is not JSON\n"
        "      = write it anew with durasim check --record\n");
  CHECK(problem_with("[]") ==
        "a.report.json: error: this is not a recorded report of durasim\n"
        "      = write it anew with durasim check --record\n");
  CHECK(problem_with(R"({"format": "durasim-report", "version": 2})") ==
        "a.report.json: error: this recorded report has another version than 1\n"
        "      = write it anew with durasim check --record\n");
}

TEST_CASE("a recorded report with odd contents is compared all the same") {
  for (const char* sections :
       {"null", "[]", "{}", R"({"observe": 1})", R"({"observe": {"tables": {"answers": [1, {}]}}})",
        R"({"ordering": {"tables": {"milestones": [{"at_ns": "x"}]}}})"}) {
    scenarios::Problems problems;
    const std::string text =
        std::string(R"({"format": "durasim-report", "version": 1, "sections": )") + sections + "}";
    CHECK(!reports::differences("a", text, stored(80ms), problems).empty());
    CHECK(problems.empty());
  }
}
