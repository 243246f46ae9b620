// Why each change came when it did: walking the record of causes back, the waits and services of
// the chain sum to the instant exactly, and no service is shorter than what was drawn for it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/models/cluster_language.hpp"

using models::durability::Change;
using models::durability::Run;
using tests::ClusterParams;
using tests::Story;
using namespace std::chrono_literals;

namespace {

std::string terms_text(const Run& run, const sim::CauseLink& link, sim::Duration service) {
  std::string text;
  sim::Duration drawn{0};
  for (const sim::Term& term : run.causes.terms(link)) {
    const sim::LatencyName& name = run.latency_names[term.latency];
    drawn += term.took;
    if (term.took.count() == 0) continue;
    text += fmt::format(" {}.{} {}", name.entity, name.purpose, tests::microseconds(term.took));
  }
  if (drawn > service) return " more was drawn than it took";
  if (drawn < service) text += fmt::format(" fixed {}", tests::microseconds(service - drawn));
  return text;
}

struct CausalChain {
  std::string text;  // the latest link first
  sim::Duration sum{0};
  bool forward = true;  // no wait and no service is below 0, and terms fit into their service
  int links = 0;
};

CausalChain walk(const Run& run, const Change& change) {
  CausalChain chain;
  sim::EventId event = change.event;
  sim::EventId brought_by = change.brought_by;
  while (event != sim::kNoEvent) {
    const sim::CauseLink& link = run.causes.of(event);
    if (brought_by == sim::kNoEvent) brought_by = link.brought_by;
    const sim::Instant from =
        brought_by == sim::kNoEvent ? sim::kStart : run.causes.of(brought_by).at;
    const sim::Duration wait = link.released_at - from;
    const sim::Duration service = link.at - link.released_at;
    const std::string terms = terms_text(run, link, service);
    chain.sum += wait + service;
    chain.forward = chain.forward && wait.count() >= 0 && service.count() >= 0 &&
                    terms.find("more was drawn") == std::string::npos;
    if (wait.count() > 0) chain.text += fmt::format("waited {}; ", tests::microseconds(wait));
    if (service.count() > 0) chain.text += fmt::format("took{}; ", terms);
    ++chain.links;
    event = brought_by;
    brought_by = sim::kNoEvent;
  }
  return chain;
}

}  // namespace

TEST_CASE("a story's chain of causes names every wait and every latency") {
  Story story({8ms, 9ms}, 2ms);
  for (auto& node : story.params.nodes) node.cpu.per_operation = tests::constant(100us);
  story.at(1ms).store("a", "1").store("b", "2");
  const Run run = story.run({sim::kNever, true});
  const Change& last = run.outcome.changes.back();
  CHECK(tests::text_of(last) == "1 persisted @21200");
  // Read from the end: the disk, behind the first key's write; the replica's processor; the
  // network; the master's processor, behind the first store; the script's instant.
  CHECK(walk(run, last).text ==
        "waited 8900; took n1/disk.write 9000; took n1/cpu.operation 100; "
        "took network/n0-n1.latency 2000; waited 100; took n0/cpu.operation 100; "
        "took fixed 1000; ");
}

TEST_CASE("in a busy cluster every chain sums to its instant, exactly") {
  ClusterParams params = tests::nodes({1ms, 1ms, 1ms}, 1ms);
  for (auto& node : params.nodes) {
    node.cpu.per_operation = tests::exponential(40us);
    node.cpu.cores = 2;
    node.cpu.per_kib = 5us;
    node.disk.write = tests::exponential(50us);
    node.disk.sync = tests::exponential(60us);
    node.disk.batch = 4;
    node.disk.bandwidth = sim::ByteRate{50'000'000};
  }
  params.topology = models::hardware::star({"n0", "n1", "n2"}, tests::exponential(50us),
                                           tests::exponential(30us), sim::ByteRate{100'000'000});
  models::durability::GeneratorParams load;
  load.name = "load";
  load.keys = params.keys.range(0, "key", 40);
  load.popularity = models::durability::Uniform{};
  load.mix = {5, 1, 2, 1, 0};
  load.value_size = sim::Distribution::uniform(0, 4000);
  load.arrivals = models::durability::OpenArrivals{tests::exponential(150us), 1};
  load.until = sim::at(200ms);
  models::durability::GeneratorParams clients = load;
  clients.name = "clients";
  clients.arrivals = models::durability::ClosedArrivals{3, tests::exponential(1ms)};
  params.generators = {load, clients};
  for (tests::KeyIndex key = 0; key < 40; ++key) params.watched.push_back(key);
  const Run run =
      models::durability::run(std::make_shared<const ClusterParams>(params), {sim::kNever, true});
  REQUIRE(run.outcome.changes.size() > 4000);
  int links = 0;
  for (const Change& change : run.outcome.changes) {
    const CausalChain chain = walk(run, change);
    CAPTURE(chain.text);
    CHECK(chain.sum == change.at.time_since_epoch());
    CHECK(chain.forward);
    links = std::max(links, chain.links);
  }
  CHECK(links > 1000);  // an open workload's chain goes back through all its arrivals
}
