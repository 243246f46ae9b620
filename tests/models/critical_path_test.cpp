// The path to a change: which events fixed its instant, and that their times sum to it exactly.
#include "models/analysis/critical_path.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/models/cluster_language.hpp"
#include "tests/rounds.hpp"

using models::analysis::PathLink;
using models::durability::Change;
using models::durability::Run;
using tests::ClusterParams;
using tests::Story;
using namespace std::chrono_literals;

namespace {

// "n1/disk: waited 8900, took 9000 (write 9000)"; times in microseconds.
std::string text_of_link(const PathLink& link) {
  std::string text = link.resource;
  if (link.step) text += fmt::format(" {}", *link.step);
  text += ":";
  if (link.waited().count() > 0) {
    text += fmt::format(" waited {},", tests::microseconds(link.waited()));
  }
  text += fmt::format(" took {}", tests::microseconds(link.served()));
  for (const auto& part : link.parts) {
    if (part.took.count() == 0) continue;
    text += fmt::format(" ({}x {} {})", part.count, part.purpose, tests::microseconds(part.took));
  }
  return text + "\n";
}

std::string text_of_path(const std::vector<PathLink>& path) {
  std::string text;
  for (const PathLink& link : path) text += text_of_link(link);
  return text;
}

std::vector<PathLink> named_path(const Run& run, const ClusterParams& params,
                                 const Change& change) {
  std::vector<PathLink> path = models::analysis::critical_path(run, params, change);
  models::analysis::name_links(path, params);
  return path;
}

const Change& change_called(const Run& run, const std::string& text) {
  const auto found = std::find_if(run.outcome.changes.begin(), run.outcome.changes.end(),
                                  [&](const Change& one) { return tests::text_of(one) == text; });
  REQUIRE(found != run.outcome.changes.end());
  return *found;
}

// What is wrong with the paths to all changes of a run; empty if nothing is.
std::string wrong_with_paths(const Run& run, const ClusterParams& params) {
  for (const Change& change : run.outcome.changes) {
    const std::vector<PathLink> path = named_path(run, params, change);
    sim::Duration sum{0};
    sim::Instant before = sim::kStart;
    bool sound = true;
    for (const PathLink& link : path) {
      sum += link.waited() + link.served();
      sound = sound && link.from == before && link.waited().count() >= 0 &&
              link.served().count() >= 0 && link.rest.count() >= 0 && link.resource != "network" &&
              (link.released_by == sim::kNoEvent) == (link.waited().count() == 0);
      if (link.released_by != sim::kNoEvent) {
        const PathLink holder = models::analysis::link_of(run, params, link.released_by);
        sound = sound && holder.at == link.released_at && holder.activity == link.activity;
      }
      before = link.at;
    }
    if (!sound || sum != change.at - sim::kStart || path.back().event != change.event) {
      return tests::text_of(change) + "\n" + text_of_path(path);
    }
  }
  return "";
}

// Luck for making up clusters, not for what happens in them.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : stream_(seed, "test", "dice") {}
  std::uint64_t below(std::uint64_t bound) { return stream_.below(bound); }
  bool coin() { return below(2) == 1; }
  models::hardware::Latency latency(std::int64_t most_us) {
    const sim::Duration mean = 1us * static_cast<std::int64_t>(below(most_us) + 1);
    models::hardware::Latency latency =
        coin() ? tests::exponential(mean) : tests::constant(below(3) == 0 ? 0us : mean);
    if (below(4) == 0) latency.turns.push_back({sim::at(2ms), 3.0, std::nullopt});
    return latency;
  }

 private:
  sim::Stream stream_;
};

void add_hardware(ClusterParams& params, Dice& dice) {
  std::vector<std::string> names;
  for (auto& node : params.nodes) {
    names.push_back(node.name);
    node.cpu.cores = 1 + static_cast<std::int32_t>(dice.below(2));
    node.cpu.per_operation = dice.latency(60);
    node.cpu.per_kib = 1us * static_cast<std::int64_t>(dice.below(10));
    if (dice.coin()) node.cpu.discipline = models::hardware::Discipline::kFair;
    node.disk.write = dice.latency(200);
    node.disk.sync = dice.latency(100);
    node.disk.read = dice.latency(50);
    node.disk.batch = 1 + static_cast<std::uint32_t>(dice.below(5));
    node.disk.channels = 1 + static_cast<std::int32_t>(dice.below(2));
    if (dice.coin()) node.disk.bandwidth = sim::ByteRate{50'000'000};
    if (dice.below(4) == 0) node.disk.requests = models::hardware::RateCap{2000, 0, 10};
  }
  const auto latency = dice.latency(80);
  const auto jitter = dice.coin() ? std::optional(dice.latency(80)) : std::nullopt;
  names.emplace_back("office");
  params.topology = dice.coin()
                        ? models::hardware::full_mesh(names, latency, jitter)
                        : models::hardware::star(names, latency, jitter, sim::ByteRate{20'000'000});
}

void add_workloads(ClusterParams& params, Dice& dice) {
  models::durability::GeneratorParams open;
  open.name = "open";
  open.keys = params.keys.range(0, "key", 8);
  open.popularity = models::durability::Uniform{};
  open.mix = {5, 1, 2, 1, 1};
  open.value_size = sim::Distribution::uniform(0, 4000);
  open.arrivals = models::durability::OpenArrivals{dice.latency(200), 2};
  open.from = sim::at(1ms);
  open.until = sim::at(200ms);
  open.count = 60;
  if (dice.coin()) open.place = "office";
  models::durability::GeneratorParams closed = open;
  closed.name = "closed";
  closed.arrivals = models::durability::ClosedArrivals{3, dice.latency(300)};
  closed.place = dice.coin() ? std::optional<std::string>("office") : std::nullopt;
  // The first arrival of this one would come after its end, so it sends nothing.
  models::durability::GeneratorParams late = open;
  late.name = "late";
  late.arrivals = models::durability::OpenArrivals{tests::constant(2ms), 1};
  late.until = sim::at(2ms);
  const std::uint64_t which = dice.below(4);
  if (which == 0) params.generators = {open};
  if (which == 1) params.generators = {late, closed};
  if (which == 2) params.generators = {closed, late, open};
  for (tests::KeyIndex key = open.keys.first; key < open.keys.first + open.keys.count; ++key) {
    params.watched.push_back(key);
  }
}

Story random_story(std::uint64_t seed) {
  Dice dice(seed);
  Story story(std::vector<sim::Duration>(1 + dice.below(4), 1ms), 1ms);
  add_hardware(story.params, dice);
  story.params.supersede = dice.coin();
  if (dice.coin()) story.params.replicate_from = models::durability::ReplicateFrom::kDisk;
  if (dice.coin()) story.params.dialect = models::durability::Dialect::kMock;
  if (dice.coin()) story.params.warmup = sim::at(500us);
  if (dice.below(3) == 0) story.params.buckets.front().memory = sim::Bytes{9000};
  story.params.seed = seed;
  constexpr std::array<tests::CommandKind, 6> kCommands{
      tests::CommandKind::kPersist, tests::CommandKind::kUnpersist, tests::CommandKind::kCache,
      tests::CommandKind::kUncache, tests::CommandKind::kEndure,    tests::CommandKind::kPurge};
  sim::Duration at{0};
  for (std::uint64_t i = 0; i < 25; ++i) {
    at += 1us * static_cast<std::int64_t>(dice.below(4) == 0 ? dice.below(2000) : dice.below(50));
    story.at(at);
    const std::string key = fmt::format("k{}", dice.below(3));
    const std::uint64_t what = dice.below(10);
    if (what < 6) story.store(key, std::string(dice.below(5000), 'v'));
    if (what == 6) story.remove(key);
    if (what == 7) story.get(key).observe(key);
    if (what >= 8) {
      tests::Payload payload{key};
      payload.on_replicas = std::int64_t{-1};
      story.command(kCommands[dice.below(kCommands.size())], payload);
    }
  }
  add_workloads(story.params, dice);
  return story;
}

}  // namespace

TEST_CASE("the path to a change names its resources, waits and services from the step on") {
  Story story({8ms, 9ms}, 2ms);
  for (auto& node : story.params.nodes) node.cpu.per_operation = tests::constant(100us);
  story.at(1ms).store("a", "1").store("b", "2");
  const Run run = story.run({sim::kNever, true});
  const auto path = named_path(run, story.params, change_called(run, "1 persisted @21200"));
  CHECK(text_of_path(path) ==
        "script 1: took 1000\n"
        "n0/cpu: waited 100, took 100 (1x operation 100)\n"
        "network/n0-n1: took 2000 (1x latency 2000)\n"
        "n1/cpu: took 100 (1x operation 100)\n"
        "n1/disk: waited 8900, took 9000 (1x write 9000)\n");
}

TEST_CASE("a link that waited names the event whose end freed it") {
  Story story({8ms}, 0ms);
  story.at(1ms).store("a", "1").store("b", "2");
  const Run run = story.run({sim::kNever, true});
  const auto path = named_path(run, story.params, change_called(run, "0 persisted @17000"));
  REQUIRE(path.back().waited() == 8ms);
  const PathLink holder = models::analysis::link_of(run, story.params, path.back().released_by);
  CHECK(text_of_link(holder) == "n0/disk: took 8000 (1x write 8000)\n");
  const auto written = models::analysis::changes_of(run.outcome, holder);
  REQUIRE(written.size() == 1);
  CHECK(tests::text_of(written.front()) == "0 persisted @9000");
  CHECK(written.front().key == story.key("a"));
}

TEST_CASE("what waited for a flush before it was replicated waited from its own queueing on") {
  Story story({8ms, 1ms}, 2ms);
  story.params.replicate_from = models::durability::ReplicateFrom::kDisk;
  story.at(1ms).store("a", "1").at(3ms).store("b", "2");
  const Run run = story.run({sim::kNever, true});
  const auto path = named_path(run, story.params, change_called(run, "1 cached @19000"));
  CHECK(text_of_path(path) ==
        "script 1: took 3000\n"
        "n0/cpu: took 0\n"
        "n0/disk: waited 6000, took 8000 (1x write 8000)\n"
        "network/n0-n1: took 2000 (1x latency 2000)\n"
        "n1/cpu: took 0\n");
}

TEST_CASE("a path cut at a landmark begins after it") {
  Story story({8ms, 9ms}, 2ms);
  story.at(1ms).store("a", "1");
  const Run run = story.run({sim::kNever, true});
  const std::vector landmarks{change_called(run, "0 cached @1000").event};
  const auto path = models::analysis::critical_path(
      run, story.params, change_called(run, "1 cached @3000"), landmarks);
  CHECK(text_of_path(path) == "network/n0-n1: took 2000 (1x latency 2000)\nn1/cpu: took 0\n");
}

TEST_CASE("messages over several links and a switch are named by the links they took") {
  Story story({1ms, 1ms}, 0ms);
  story.params.topology = models::hardware::star({"n0", "n1"}, tests::constant(20us), std::nullopt,
                                                 sim::ByteRate{1'000'000});
  story.at(0ms).store("a", "1234");
  const Run run = story.run({sim::kNever, true});
  const auto path = named_path(run, story.params, change_called(run, "1 cached @220"));
  CHECK(text_of_path(path) ==
        "script 0: took 0\n"
        "n0/cpu: took 0\n"
        "network/n0-switch: took 100\n"
        "network/n0-switch: took 20 (1x latency 20)\n"
        "network/switch-n1: took 100\n"
        "n1/cpu: took 0\n");
}

TEST_CASE("steps and workloads are told apart whatever else is scheduled before them") {
  Story story({1ms, 1ms}, 1ms);
  story.params.nodes.front().disk.write.turns.push_back({sim::at(50ms), 2.0, std::nullopt});
  story.params.topology.links.front().latency.turns.push_back({sim::at(60ms), 2.0, std::nullopt});
  story.params.warmup = sim::at(10ms);
  story.at(1ms).get("a").at(1ms).store("a", "1");
  models::durability::GeneratorParams clients;
  clients.name = "clients";
  clients.keys = story.params.keys.range(0, "w", 1);
  clients.popularity = models::durability::Sequential{};
  clients.mix = {1, 0, 0, 0, 0};
  clients.arrivals = models::durability::ClosedArrivals{2, tests::constant(3ms)};
  clients.from = sim::at(20ms);
  clients.count = 4;
  story.params.generators = {clients};
  story.params.watched.push_back(clients.keys.first);
  const Run run = story.run({sim::kNever, true});
  CHECK(text_of_path(named_path(run, story.params, change_called(run, "0 cached @1000"))) ==
        "script 1: took 1000\nn0/cpu: took 0\n");
  CHECK(text_of_path(named_path(run, story.params, change_called(run, "0 cached @23000"))) ==
        "workload/clients: took 20000\n"
        "n0/cpu: took 0\n"
        "workload/clients: took 3000 (1x think 3000)\n"
        "n0/cpu: took 0\n");
}

TEST_CASE("in random scenarios the links of every path sum to its instant, to the nanosecond") {
  std::size_t paths = 0;
  std::size_t waits = 0;
  for (std::uint64_t seed = 1; seed <= tests::rounds(300U); ++seed) {
    const Story story = random_story(seed);
    const Run run = story.run({sim::kNever, true});
    const std::string wrong = wrong_with_paths(run, story.params);
    CAPTURE(seed);
    REQUIRE(wrong == "");
    paths += run.outcome.changes.size();
    for (const Change& change : run.outcome.changes) {
      for (const PathLink& link : named_path(run, story.params, change)) {
        waits += link.released_by != sim::kNoEvent ? 1 : 0;
      }
    }
  }
  CHECK(paths > tests::rounds(std::size_t{20'000}));
  CHECK(waits > tests::rounds(std::size_t{20'000}));
}
