#include "scenarios/wanted.hpp"

#include "scenario_language.hpp"
#include "scenarios/smallest.hpp"
#include "sim/quantity_text.hpp"

using namespace scenarios;
using tests::scenario;

namespace {

std::string cluster(const std::string& more = "") {
  return "scenario: x\nkey: k\n"
         "cluster:\n"
         "  nodes: 2\n"
         "  replicas: 1\n"
         "  vbuckets: 1\n" +
         more +
         "  node: {disk: {write: {uniform: [1ms, 5ms]}}}\n"
         "  network: {latency: 2ms}\n"
         "script: [{at: 0ms, store: {key: k, value: v}}]\n";
}

// "latency from -> to" of each that moved, or why it is impossible.
std::string solved(const std::string& text, const std::string& want) {
  const Scenario loaded = scenario(text);
  try {
    std::string moved;
    for (const Moved& one : solve_wanted(loaded, read_wanted(want, loaded), {}).moved) {
      moved += one.latency.entity + " " + one.latency.purpose + " " + sim::to_text(one.from) +
               " -> " + sim::to_text(one.to) + "\n";
    }
    return moved;
  } catch (const InvalidInput& invalid) {
    return invalid.what();
  }
}

}  // namespace

TEST_CASE("an order that happens by itself moves nothing") {
  CHECK(solved(cluster(), "master.persisted, replica0.persisted") == "");
}

TEST_CASE("the fewest latencies move, and no further than they must") {
  // By themselves the master takes 3 ms, and the replica 2 ms and 3 ms; no disk alone is enough.
  CHECK(solved(cluster(), "replica0.persisted, master.persisted") ==
        "node0/disk write 3ms -> 4ms\n"
        "node1/disk write 3ms -> 1.999999ms\n");
  CHECK(solved(cluster(), "master.persisted, replica0.cached") == "node0/disk write 3ms -> 2ms\n");
}

TEST_CASE("an impossible order is refused with the constraints that forbid it") {
  CHECK(solved(cluster("  replicate_from: disk\n"), "replica0.persisted, master.persisted") ==
        "--want:1:1: error: this order is impossible, whatever the latencies that are open\n"
        "    1 | replica0.persisted, master.persisted\n"
        "      | ^\n"
        "      = replica0.persisted is to come before master.persisted; replica0.persisted comes "
        "3ms or more after master.persisted (network/node0-node1 latency + node1/disk write)\n");
}

TEST_CASE("an order of a later revision is solved, and one that never comes refused") {
  const std::string twice = cluster() + "  # another\n";
  const std::string steps =
      "script:\n  - {at: 0ms, store: {key: k, value: v}}\n  - {at: 20ms, store: {key: k, value: "
      "w}}\n";
  const std::string text = twice.substr(0, twice.find("script:")) + steps;
  CHECK(solved(text, "replica0.persisted, master.persisted revision 2") ==
        "node0/disk write 3ms -> 4ms\n"
        "node1/disk write 3ms -> 1.999999ms\n");
  CHECK(solved(text, "replica0.persisted, master.persisted revision 3") ==
        "--want:1:1: error: this order is impossible, whatever the latencies that are open\n"
        "    1 | replica0.persisted, master.persisted revision 3\n"
        "      | ^\n"
        "      = one of the milestones never happens\n");
  CHECK(solved(text, "replica0.persisted, master.persisted revision two") ==
        "--want:1:47: error: a revision is a whole number\n"
        "    1 | replica0.persisted, master.persisted revision two\n"
        "      |                                               ^\n"
        "      = revisions are counted from 1\n");
}

TEST_CASE("an order that the file expects is solved by the expectation's number") {
  const std::string text = cluster() +
                           "expect:\n"
                           "  - {order: [replica0.persisted, master.persisted]}\n"
                           "  - {at: 1ms, observe: k, master: found}\n";
  CHECK(solved(text, "expectation 1") ==
        "node0/disk write 3ms -> 4ms\n"
        "node1/disk write 3ms -> 1.999999ms\n");
  CHECK(solved(text, "expectation 2").find("is no order") != std::string::npos);
  CHECK(solved(text, "expectation 3").find("they are counted from 1 to 2") != std::string::npos);
}

TEST_CASE("wrong wishes are pointed at, all at once") {
  CHECK(solved(cluster(), "master.persistd, master.cached, master.cached") ==
        "--want:1:1: error: 'master.persistd' is not a milestone\n"
        "    1 | master.persistd, master.cached, master.cached\n"
        "      | ^\n"
        "      = write a node or role, a point, and cached or persisted: replica0.persisted\n"
        "--want:1:33: error: master.cached cannot come twice\n"
        "    1 | master.persistd, master.cached, master.cached\n"
        "      |                                 ^\n"
        "      = name each milestone once, in the order that is wanted\n");
}

TEST_CASE("a file says itself which order is wanted, and a refusal points there") {
  const auto solved_by_file = [](const std::string& text) -> std::string {
    const Scenario loaded = scenario(text);
    const Wanted wanted = wanted_of(loaded, memory_files({{"a.yaml", text}}));
    try {
      return std::to_string(solve_wanted(loaded, wanted, {}).moved.size()) + " moved";
    } catch (const InvalidInput& invalid) {
      return invalid.what();
    }
  };
  const std::string wanted = "wanted: {order: [replica0.persisted, master.persisted]}\n";
  CHECK(solved_by_file(cluster() + wanted) == "2 moved");
  CHECK(solved_by_file(cluster("  replicate_from: disk\n") + wanted) ==
        "a.yaml:11:9: error: this order is impossible, whatever the latencies that are open\n"
        "   11 | wanted: {order: [replica0.persisted, master.persisted]}\n"
        "      |         ^\n"
        "      = replica0.persisted is to come before master.persisted; replica0.persisted comes "
        "3ms or more after master.persisted (network/node0-node1 latency + node1/disk write)\n");
}

TEST_CASE("an order wants two milestones that are known, each once") {
  CHECK(tests::wrong(cluster() + "wanted: {order: [master.persisted, replica0.persistd]}\n") ==
        "a.yaml:10:36: error: 'replica0.persistd' is not a milestone\n"
        "   10 | wanted: {order: [master.persisted, replica0.persistd]}\n"
        "      |                                    ^\n"
        "      = write a node or role, a point, and cached or persisted: replica0.persisted\n");
  CHECK(tests::wrong(cluster() + "wanted: {order: [master.cached, master.persisted, "
                                 "master.cached]}\n") ==
        "a.yaml:10:51: error: master.cached cannot come twice\n"
        "   10 | wanted: {order: [master.cached, master.persisted, master.cached]}\n"
        "      |                                                   ^\n"
        "      = name each milestone once\n");
  CHECK(tests::wrong(cluster() + "wanted: {order: [master.cached]}\n") ==
        "a.yaml:10:17: error: an order needs two milestones at least\n"
        "   10 | wanted: {order: [master.cached]}\n"
        "      |                 ^\n"
        "      = write order: [master.cached, replica0.cached]\n");
}

TEST_CASE("the smallest failing scenario has nothing that the failure does not need") {
  const std::string text =
      "scenario: x\nkey: k\n"
      "cluster:\n"
      "  nodes: 3\n"
      "  replicas: 2\n"
      "  vbuckets: 1\n"
      "  node: {disk: {write: {uniform: [1ms, 5ms]}}}\n"
      "  network: {latency: 2ms}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: k, value: v}}\n"
      "  - {at: 4ms, get: k}\n"
      "expect:\n"
      "  - {order: [master.cached, replica0.cached]}\n"
      "  - {order: [master.persisted, replica0.persisted]}\n";
  const FileSource files = memory_files({{"a.yaml", text}});
  const Scenario loaded = scenario(text);
  const AllVerdicts all = judge_all_orderings(loaded, {});
  REQUIRE(all.verdicts[1].fails);
  const auto smallest = smallest_failing(loaded, all.verdicts[1], files, {});
  REQUIRE(smallest);
  CHECK(smallest->nodes == 2);
  CHECK(smallest->steps == 1);
  CHECK(smallest->latencies_moved == 2);
  CHECK(smallest->text ==
        "scenario: x\n"
        "key: k\n"
        "cluster:\n"
        "  nodes: 2\n"
        "  replicas: 1\n"
        "  vbuckets: 1\n"
        "  node: {disk: {write: {uniform: [1ms, 5ms]}}}\n"
        "  network: {latency: 2ms}\n"
        "script:\n"
        "  - {at: 0ms, store: {key: k, value: v}}\n"
        "draws:\n"
        "  - {latency: node0/disk write, take: [3.000001ms]}\n"
        "  - {latency: node1/disk write, take: [1ms]}\n"
        "expect:\n"
        "  - {order: [master.persisted, replica0.persisted]}\n");
  CHECK(tests::verdicts(scenario(smallest->text)) ==
        "failed in this order: master.persisted, then replica0.persisted -- replica0.persisted at "
        "3ms came 1ns before master.persisted at 3.000001ms\n");
}
