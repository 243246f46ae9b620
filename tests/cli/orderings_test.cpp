// durasim orderings, from outside.
#include <doctest/doctest.h>

#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

namespace {

// A write to a master and replicas whose disks may take anything.
std::string write_to(int nodes, const std::string& rest) {
  return "scenario: race\n"
         "about: Disks race.\n"
         "key: k\n"
         "cluster:\n"
         "  nodes: " +
         std::to_string(nodes) +
         "\n"
         "  replicas: " +
         std::to_string(nodes - 1) +
         "\n"
         "  vbuckets: 1\n"
         "  node: {cpu: {cores: 1, per_operation: 0ms}, disk: {write: {uniform: [1ms, 9ms]}}}\n"
         "  network: {latency: 2ms}\n" +
         rest;
}

const char* const kOneStore = "script:\n  - {at: 0ms, store: {key: k, value: v}}\n";
const char* const kMasterFirst = "expect:\n  - {order: [master.persisted, replica0.persisted]}\n";

std::string two_nodes() { return write_to(2, std::string(kOneStore) + kMasterFirst); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Two stores, one after the other, over links that may take long: far more orderings than one has.
std::string two_stores_on_four() {
  std::string text = write_to(4,
                              "script:\n"
                              "  - {at: 0ms, store: {key: k, value: v}}\n"
                              "  - {at: 1ms, store: {key: k, value: w}}\n");
  text.replace(text.find("latency: 2ms"), 12, "latency: {uniform: [1ms, 50ms]}");
  return text;
}

}  // namespace

TEST_CASE("orderings ends with 1 when an ordering breaks an expectation, and tells with what") {
  const Folder folder;
  folder.write("race.yaml", two_nodes());
  const Outcome race = folder.run("durasim orderings race.yaml");
  CHECK(race.code == 1);
  CHECK(race.err.empty());
  CHECK(has(race.out, "The latencies allow 3 orderings, and these are all."));
  CHECK(has(race.out, "1 of 1 expectation can fail."));
}

TEST_CASE("the smallest scenario that fails, fails when it is run") {
  const Folder folder;
  folder.write("race.yaml", two_nodes());
  CHECK(folder.run("durasim orderings race.yaml --smallest small.yaml").code == 1);
  const Outcome run = folder.run("durasim run small.yaml");
  CHECK(run.code == 1);
  CHECK(has(run.out, "0 of 1 expectation holds, 1 failed."));
}

TEST_CASE("a wanted ordering is written as a scenario that runs so") {
  const Folder folder;
  folder.write("race.yaml", two_nodes());
  const Outcome solved = folder.run(
      "durasim orderings race.yaml --want 'replica0.persisted, master.persisted' --out got.yaml");
  CHECK(solved.code == 0);
  const Outcome run = folder.run("durasim run got.yaml");
  CHECK(run.code == 0);
  CHECK(has(run.out, "1 of 1 expectation holds."));
}

TEST_CASE("an order that cannot be is refused with what forbids it, and nothing is written") {
  const Folder folder;
  folder.write("race.yaml", two_nodes());
  const Outcome refused = folder.run(
      "durasim orderings race.yaml --want 'replica0.persisted, replica0.cached' --out got.yaml");
  CHECK(refused.code == 2);
  CHECK(has(refused.err, "--want:1:1: error: this order is impossible"));
  CHECK(!folder.has("got.yaml"));
}

TEST_CASE("a scenario that is too large is refused before the search, and told what to bound") {
  const Folder folder;
  folder.write("large.yaml", two_stores_on_four());
  const Outcome large = folder.run("durasim orderings large.yaml");
  CHECK(large.code == 2);
  CHECK(large.out.empty());
  CHECK(has(large.err, "large.yaml:11:3: error: one way of the run alone has"));
  CHECK(has(large.err, "or raise --orderings"));
}

TEST_CASE("a search that is ended early says that it is not complete") {
  const Folder folder;
  const std::string twice =
      "script:\n"
      "  - {at: 0ms, store: {key: k, value: v}}\n"
      "  - {at: 1ms, store: {key: k, value: w}}\n";
  folder.write("long.yaml", write_to(3, twice));
  const Outcome bounded = folder.run("durasim orderings long.yaml --states 20");
  CHECK(bounded.code == 1);
  CHECK(has(bounded.out, "there may be more"));
  CHECK(!has(bounded.out, "these are all"));
}

namespace {

// Three stores that race on a master and three replicas: millions of states.
std::string race_of_many() {
  std::string text = write_to(4,
                              "script:\n"
                              "  - {at: 0ms, store: {key: k, value: u}}\n"
                              "  - {at: 0ms, store: {key: k, value: v}}\n"
                              "  - {at: 0ms, store: {key: k, value: w}}\n");
  text.replace(text.find("latency: 2ms"), 12, "latency: {uniform: [1ms, 50ms]}");
  text.replace(text.find("per_operation: 0ms"), 18, "per_operation: {uniform: [0ms, 9ms]}");
  return text;
}

}  // namespace

TEST_CASE("what can be observed is told where there are too many orderings to list") {
  const Folder folder;
  folder.write("large.yaml", two_stores_on_four());
  CHECK(folder.run("durasim orderings large.yaml").code == 2);
  const Outcome answers = folder.run("durasim orderings large.yaml --answers");
  CHECK(answers.code == 0);
  CHECK(has(answers.out, "of answers can be observed, and these are all."));
  CHECK(!has(answers.out, "Every ordering"));
}

TEST_CASE("a search that fills its memory ends at the same state each time, and says so") {
  const Folder folder;
  folder.write("many.yaml", race_of_many());
  const Outcome full = folder.run("durasim orderings many.yaml --answers --memory 1MiB");
  CHECK(full.code == 1);
  CHECK(has(full.out, "so far; there may be more, for the budget of memory is"));
  CHECK(folder.run("durasim orderings many.yaml --answers --memory 1MiB").out == full.out);
  const Outcome wrong = folder.run("durasim orderings many.yaml --memory much");
  CHECK(wrong.code == 2);
  CHECK(has(wrong.err, "--memory needs a size, as 512MiB, not 'much'"));
}

TEST_CASE("Ctrl-C ends a search with what was found until then") {
  const Folder folder;
  folder.write("many.yaml", race_of_many());
  // Whether the search has begun nobody can see from outside, so it is given two seconds.
  const Outcome stopped = folder.run(
      "\"$DURASIM_PROGRAM\" orderings many.yaml --answers --seconds 600 --states 1000000000 &\n"
      "search=$!; sleep 2; kill -INT $search; wait $search");
  CHECK(stopped.code == 1);
  CHECK(has(stopped.out, "so far; there may be more, for it was interrupted."));
}

TEST_CASE("Ctrl-C ends a list of orderings with those that were found until then") {
  const Folder folder;
  folder.write("many.yaml", two_stores_on_four());
  const Outcome stopped = folder.run(
      "\"$DURASIM_PROGRAM\" orderings many.yaml --orderings 1000000000 --memory 8GiB --seconds 600 "
      "&\n"
      "search=$!; sleep 2; kill -INT $search; wait $search");
  CHECK(stopped.code == 1);
  CHECK(has(stopped.out, "So far"));
  CHECK(has(stopped.out, "there may be more, for it was interrupted."));
  CHECK(!has(stopped.out, "these are all"));
}

TEST_CASE("an order that a file wants is solved without an option, and refused at its line") {
  const Folder folder;
  const std::string script = "script: [{at: 0ms, store: {key: k, value: v}}]\n";
  const std::string wanted = "wanted: {order: [replica0.persisted, master.persisted]}\n";
  folder.write("wanted.yaml", write_to(2, script + wanted));
  const Outcome solved = folder.run("durasim orderings wanted.yaml --out found.yaml");
  CHECK(solved.code == 0);
  CHECK(!has(folder.read("found.yaml"), "wanted"));
  CHECK(folder.run("durasim run found.yaml").code == 0);
  CHECK(has(folder.run("durasim orderings wanted.yaml --answers").out, "can be observed"));
  std::string from_disk = write_to(2, script + wanted);
  from_disk.replace(from_disk.find("  replicas:"), 0, "  replicate_from: disk\n");
  folder.write("impossible.yaml", from_disk);
  const Outcome refused = folder.run("durasim orderings impossible.yaml");
  CHECK(refused.code == 2);
  CHECK(has(refused.err, "this order is impossible, whatever the latencies that are open"));
  CHECK(has(refused.err, "| wanted: {order: [replica0.persisted, master.persisted]}"));
}
