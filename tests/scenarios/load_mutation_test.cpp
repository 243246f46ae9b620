// Breaks every scenario of the library in thousands of ways; the seed is fixed.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <vector>

#include "load_anything.hpp"

namespace fs = std::filesystem;

namespace {

/// The texts of a folder, in the order of their names. Tests run at the root of the project.
std::vector<std::string> texts_in(const char* folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const fs::path& path : paths) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    texts.push_back(text.str());
  }
  return texts;
}

constexpr std::array<std::string_view, 36> kPieces{"{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ":",
                                                   ",",
                                                   "\n  - ",
                                                   "0",
                                                   "1000",
                                                   "-1",
                                                   "99999999999999999999",
                                                   "nan",
                                                   "1ns",
                                                   "292y",
                                                   "100%",
                                                   "all",
                                                   "node0",
                                                   "node999",
                                                   "master",
                                                   "replica2",
                                                   "mine",
                                                   "gp2",
                                                   "slow: [{from: 0s, to: 1s, times: 2}]",
                                                   "include: [a.yaml]",
                                                   "nodes: 1000",
                                                   "1G",
                                                   "mine.yaml",
                                                   "gateway/multiparts",
                                                   "dynamodb",
                                                   "online",
                                                   "{id}",
                                                   "per_row_of: {table: orders, rows: [0, 9]}",
                                                   "refers: orders.id",
                                                   "\xC3",
                                                   "'",
                                                   "#"};

/// A word of the text: between blanks and punctuation.
std::pair<std::size_t, std::size_t> word_at(const std::string& text, std::size_t at) {
  constexpr std::string_view kEnds = " \n{}[],:";
  const std::size_t begin = text.find_last_of(kEnds, at);
  const std::size_t end = text.find_first_of(kEnds, at);
  const std::size_t first = begin == std::string::npos ? 0 : begin + 1;
  return {first, std::min(end, text.size()) - std::min(first, std::min(end, text.size()))};
}

/// One to four edits: a piece put in, a word replaced by a piece or by another word of the file,
/// a stretch taken out or said twice.
std::string mutated(std::string text, std::mt19937_64& bits) {
  for (std::uint64_t edits = 1 + bits() % 4; edits > 0; --edits) {
    const std::size_t at = bits() % (text.size() + 1);
    const std::size_t other = bits() % (text.size() + 1);
    const auto [word, length] = word_at(text, at);
    const auto [other_word, other_length] = word_at(text, other);
    switch (bits() % 5) {
      case 0:
        text.insert(at, kPieces[bits() % kPieces.size()]);
        break;
      case 1:
        text.replace(word, length, kPieces[bits() % kPieces.size()]);
        break;
      case 2:
        text.replace(word, length, text.substr(other_word, other_length));
        break;
      case 3:
        text.erase(at, 1 + bits() % 30);
        break;
      default:
        text.insert(at, text.substr(other, 1 + bits() % 60));
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a broken scenario never breaks the loader, whatever is changed in it") {
  std::vector<std::string> texts = texts_in("scenarios/observe");
  const std::vector<std::string> of_clients = texts_in("scenarios/clients");
  texts.insert(texts.end(), of_clients.begin(), of_clients.end());
  REQUIRE(texts.size() >= 60);
  std::mt19937_64 bits(20261121);
  int right = 0;
  constexpr int kRounds = 6000;
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = mutated(texts[static_cast<std::size_t>(i) % texts.size()], bits);
    if (tests::loads_anything(text)) ++right;
  }
  // Both roads were taken: files that are refused, and files that are read to the end.
  CHECK(right > kRounds / 50);
  CHECK(right < kRounds / 2);
}

namespace {

// Everything that a scenario about a data set can say, in few rows.
const std::string kMove = R"(scenario: move
about: Everything at once.
dataset:
  packages:
    - {package: gateway/multiparts, rows: 500, shares: {gateway_multiparts.content_type: 5%}}
    - {package: actions, rows: {actions_runs: 20}, per: {actions_run_hooks: [0, 4]}}
    - {package: auth}
  in_flight_uploads: 20
  parts: 7
source: {node: db, buffers: 128MiB, caches: cold}
target: {store: postgres-kv, node: kv, synchronous_commit: false}
procedure: {kind: online, readers: 2, throttle: {latency: 50ms}, snapshot: 1min}
hardware:
  db: {cpu: {cores: 4}, disk: gp3, disk_size: 100GiB}
  kv: {cpu: server-2020, disk: {write: 10us, sync: {exponential: 1ms}}}
  app: {cpu: {cores: 2}}
  network: lan-10g
servers: {node: app, instances: 3, stop: 2s}
migrator: {node: app, statement: 20us}
check: {compare: sampled, share: 5%}
traffic:
  - name: users
    package: gateway/multiparts
    mix: [{sequence: upload, with: {parts: 3}}, {call: Get, row: {zipf: 0.9}, weight: 9}]
    clients: {count: 10, think: 5ms}
    until: 10s
faults: [{crash: {at: 3s}}, {store_fails: {from: 1s, until: 2s}}, {wrong_flag: {package: auth}}]
money: {prices: [{charge: write-units, price: 1.25, per: million, where: AWS, when: 2026-11}]}
until: 60s
expect:
  - {downtime: "< 15min", rows_lost: 0}
  - {package: gateway/multiparts, call: Get, p99: "< 5ms"}
  - {phase: copy, takes: "< 1min"}
)";

}  // namespace

TEST_CASE("a broken scenario about a data set never breaks the loader") {
  REQUIRE(tests::loads_anything(kMove));
  std::mt19937_64 bits(20261122);
  int right = 0;
  constexpr int kRounds = 1500;
  for (int i = 0; i < kRounds; ++i) {
    if (tests::loads_anything(mutated(kMove, bits))) ++right;
  }
  CHECK(right > kRounds / 100);
  CHECK(right < kRounds / 2);
}

TEST_CASE("a broken package never breaks the loader") {
  const std::vector<std::string> texts = texts_in("scenarios/packages");
  REQUIRE(texts.size() >= 8);
  std::mt19937_64 bits(20261123);
  int right = 0;
  constexpr int kRounds = 2000;
  for (int i = 0; i < kRounds; ++i) {
    const std::string package = mutated(texts[static_cast<std::size_t>(i) % texts.size()], bits);
    if (tests::loads_package(package)) ++right;
  }
  CHECK(right > kRounds / 100);
  CHECK(right < kRounds / 2);
}
