#include "studies/knobs.hpp"

#include <doctest/doctest.h>

#include "scenarios/builtin.hpp"

namespace {

constexpr const char* kFile = R"(scenario: small
about: A small move.
dataset: {package: gateway/multiparts, rows: 100}
hardware:
  db: {cpu: {cores: 4}, disk: gp3, memory: 16GiB}
  app: {cpu: {cores: 2}, disk: {profile: ramdisk, write: 2us}, memory: 4GiB}
  network: {latency: 20us}  # guessed
migrator: {node: app, encode: 3us}
source: {store: postgres-table, node: db}
target: {store: postgres-kv, node: db}
procedure: {kind: dump-and-import}
)";

std::string lines_of(const std::vector<studies::Knob>& knobs) {
  std::string text;
  for (const studies::Knob& knob : knobs) {
    const studies::Variation variation = studies::turned(knob, "X");
    text += knob.name + " " + knob.source + " " + knob.written + "\n    " + variation.path + " = " +
            variation.value + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a scenario's figures and those of its profiles are found, with their sources") {
  const studies::Source source("small.yaml", scenarios::with_builtin_files(
                                                 scenarios::memory_files({{"small.yaml", kFile}})));
  CHECK(lines_of(studies::knobs_of(source)) == R"(dataset.rows asked 100
    dataset.rows = X
hardware.db.disk.write guessed 20us
    hardware.db.disk = {profile: gp3, write: X}
hardware.db.disk.sync guessed {lognormal: {median: 700us, p99: 3ms}}
    hardware.db.disk = {profile: gp3, sync: X}
hardware.db.disk.read guessed {lognormal: {median: 700us, p99: 3ms}}
    hardware.db.disk = {profile: gp3, read: X}
hardware.db.disk.bandwidth vendor 593750KB/s
    hardware.db.disk = {profile: gp3, bandwidth: X}
hardware.db.disk.channels guessed 32
    hardware.db.disk = {profile: gp3, channels: X}
hardware.db.disk.batch guessed 256
    hardware.db.disk = {profile: gp3, batch: X}
hardware.db.disk.caps vendor {iops: 3k, throughput: 125MiB/s}
    hardware.db.disk = {profile: gp3, caps: X}
hardware.db.memory stated 16GiB
    hardware.db.memory = X
hardware.app.disk.sync guessed 200ns
    hardware.app.disk.sync = X
hardware.app.disk.read guessed 1us
    hardware.app.disk.read = X
hardware.app.disk.bandwidth measured 7600MB/s
    hardware.app.disk.bandwidth = X
hardware.app.disk.batch guessed 256
    hardware.app.disk.batch = X
hardware.app.disk.write stated 2us
    hardware.app.disk.write = X
hardware.app.memory stated 4GiB
    hardware.app.memory = X
hardware.network.latency guessed 20us
    hardware.network.latency = X
migrator.encode stated 3us
    migrator.encode = X
)");
}

TEST_CASE("how much there is to do are figures too, what is done and when are none") {
  constexpr const char* kOffice = R"(scenario: office
until: 1s
cluster:
  nodes: 1
  node: {cpu: {cores: 1, per_operation: 100us}}
workload:
  - name: office
    poisson: 1k/s
    operations: {get: 3, store: 1}
    keys: {count: 10}
    from: 10ms
    until: 500ms
  - {name: shop, clients: {count: 5, think: {exponential: 10ms}}, operations: {get: 1},
     keys: {count: 10}, count: 200}
)";
  const studies::Source source(
      "office.yaml",
      scenarios::with_builtin_files(scenarios::memory_files({{"office.yaml", kOffice}})));
  std::string names;
  for (const studies::Knob& knob : studies::knobs_of(source)) {
    if (knob.source == "asked") {
      names += knob.name + " " + knob.written + " -> " + *studies::scaled(knob.written, 2) + "\n";
    }
  }
  CHECK(names == R"(workload.0.poisson 1k/s -> 2k/s
workload.0.keys.count 10 -> 20
workload.1.clients.count 5 -> 10
workload.1.clients.think {exponential: 10ms} -> {exponential: 20ms}
workload.1.keys.count 10 -> 20
workload.1.count 200 -> 400
)");
}
