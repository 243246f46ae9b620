// Files beside a scenario: includes and profiles.
#include "scenario_language.hpp"

using namespace scenarios;
using sim::Distribution;
using tests::Files;
using tests::scenario;

namespace {

std::string disk_profile(const std::string& write) {
  return "profile: mine\nkind: disk\nabout: A disk.\n"
         "source: {how: measured, where: the cellar, when: 2026-11}\n"
         "disk: {write: " +
         write + ", sync: 2ms}\n";
}

const std::string kMine = "scenario: x\ncluster: {nodes: 1, node: {disk: mine}}\n";

std::int64_t write_of(const Scenario& scenario) {
  return scenario.params->nodes[0].disk.write.distribution.as_constant().value_or(-1);
}

/// The scenario of deep/er/a.yaml, with profiles found around it.
std::int64_t write_from(Files files) {
  files["deep/er/a.yaml"] = kMine;
  return write_of(load_scenario("deep/er/a.yaml", memory_files(std::move(files))));
}

}  // namespace

TEST_CASE("a profile is looked for beside the scenario, then above it") {
  CHECK(write_from({{"profiles/mine.yaml", disk_profile("3ns")}}) == 3);
  CHECK(write_from({{"profiles/mine.yaml", disk_profile("3ns")},
                    {"deep/profiles/mine.yaml", disk_profile("2ns")}}) == 2);
  CHECK(write_from({{"profiles/mine.yaml", disk_profile("3ns")},
                    {"deep/profiles/mine.yaml", disk_profile("2ns")},
                    {"deep/er/profiles/mine.yaml", disk_profile("1ns")}}) == 1);
}

TEST_CASE("a profile of one's own stands before the built-in one of the same name") {
  const std::string text = "scenario: x\ncluster: {nodes: 1, node: {disk: hdd-7200}}\n";
  std::string own = disk_profile("3ns");
  own.replace(own.find("mine"), 4, "hdd-7200");
  CHECK(write_of(scenario(text, {{"profiles/hdd-7200.yaml", own}})) == 3);
  CHECK(write_of(scenario(text)) == 100'000);
}

TEST_CASE("a profile with changes: the rest is the profile's, and the report is told of each") {
  const Scenario changed = scenario(
      "scenario: x\ncluster:\n  nodes: 2\n  node: {disk: mine}\n  override:\n"
      "    node1: {disk: {write: 80ms, channels: 4}}\n",
      {{"profiles/mine.yaml", disk_profile("1ms")}});
  const auto& nodes = changed.params->nodes;
  CHECK(nodes[0].disk.write.distribution == Distribution::constant(1'000'000));
  CHECK(nodes[1].disk.write.distribution == Distribution::constant(80'000'000));
  CHECK(nodes[1].disk.sync.distribution == Distribution::constant(2'000'000));
  REQUIRE(changed.hardware.size() == 2);
  const HardwareSource& source = changed.hardware[1];
  CHECK(source.entity == "node1/disk");
  CHECK(source.profile == "mine");
  CHECK(source.how == "measured");
  CHECK(source.where == "the cellar");
  CHECK(source.when == "2026-11");
  CHECK(source.changed == std::vector<std::string>{"write: 80ms", "channels: 4"});
  CHECK(changed.hardware[0].changed.empty());
}

TEST_CASE("another profile replaces everything that the node had") {
  const Scenario replaced = scenario(
      "scenario: x\ncluster: {nodes: 1, node: {disk: {read: 9ms}}, override: {node0: {disk: "
      "{profile: mine, sync: 5ms}}}}\n",
      {{"profiles/mine.yaml", disk_profile("1ms")}});
  const auto& disk = replaced.params->nodes[0].disk;
  CHECK(disk.read.distribution == Distribution::constant(0));
  CHECK(disk.write.distribution == Distribution::constant(1'000'000));
  CHECK(disk.sync.distribution == Distribution::constant(5'000'000));
  CHECK(replaced.hardware[0].changed == std::vector<std::string>{"sync: 5ms"});
}

TEST_CASE("figures that stand in the scenario are stated there") {
  const Scenario stated = scenario(
      "scenario: x\ncluster: {nodes: 1, node: {disk: {write: 1ms}}, network: {latency: 1ms}}\n");
  REQUIRE(stated.hardware.size() == 2);
  CHECK(stated.hardware[0].entity == "node0/disk");
  CHECK(stated.hardware[0].how == "stated");
  CHECK(stated.hardware[0].profile == "");
  CHECK(stated.hardware[1].entity == "network");
  CHECK(stated.hardware[1].changed == std::vector<std::string>{"latency: 1ms"});
}

TEST_CASE("an included file's fields hold where the scenario has none, the first file's first") {
  const Files files = {
      {"common/one.yml", "about: one\nseed: 1\ncluster: {nodes: 1}\ninclude: [three.yml]\n"},
      {"common/two.yml", "about: two\nseed: 2\nuntil: 2s\ncluster: {nodes: 2}\n"},
      {"common/three.yml", "warmup: 1s\nabout: three\n"}};
  const Scenario both =
      scenario("scenario: x\nseed: 9\ninclude: [common/one.yml, common/two.yml]\n", files);
  CHECK(both.params->seed == 9);
  CHECK(both.about == "one");
  CHECK(both.params->nodes.size() == 1);
  CHECK(both.options.until == sim::at(std::chrono::seconds(2)));
  CHECK(both.params->warmup == sim::at(std::chrono::seconds(1)));
}

TEST_CASE("a file may be included twice on different ways") {
  const Files files = {{"b.yml", "include: [d.yml]\n"},
                       {"c.yml", "include: [d.yml]\n"},
                       {"d.yml", "cluster: {nodes: 3}\n"}};
  CHECK(scenario("scenario: x\ninclude: [b.yml, c.yml]\n", files).params->nodes.size() == 3);
}
