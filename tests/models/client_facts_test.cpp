// The table of what clients make of the answers, row by row and in its words: each cell is found
// out by driving the client, over all copies that a key can have on a master and three replicas.
//
// Java's client is two columns, by what it asks. What a client's protocol cannot show it is n/a.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "tests/models/watcher.hpp"

using namespace std::chrono_literals;
using tests::Client;
using tests::ObserveStatus;
using tests::Wanted;
using tests::Watcher;

namespace {

using Cell = std::function<std::string(Client)>;

const auto& profile(Client client) { return models::durability::profile_of(client); }
bool asks_states(Client client) { return !profile(client).asks_seqno; }

/// "libcouchbase 2 | libcouchbase 3 | Java core | Java core, tokens | C++ core | gocb".
std::string row(const Cell& cell) {
  std::string text;
  for (const Client client : tests::kAllClients) {
    text += (text.empty() ? "" : " | ") + cell(client);
  }
  return text;
}

/// Every way in which a master that has the key, and three replicas, can hold it: "cp-c".
std::vector<std::string> all_copies() {
  std::vector<std::string> all;
  for (const char master : {'c', 'p'}) {
    for (int rest = 0; rest < 27; ++rest) {
      constexpr std::string_view kHeld = "-cp";
      all.push_back({master, kHeld[rest % 3], kHeld[rest / 3 % 3], kHeld[rest / 9]});
    }
  }
  return all;
}

std::uint32_t disks(const std::string& copies) {
  return static_cast<std::uint32_t>(std::count(copies.begin(), copies.end(), 'p'));
}
std::uint32_t replicas(const std::string& copies) {
  return 3 - static_cast<std::uint32_t>(std::count(copies.begin() + 1, copies.end(), '-'));
}

/// Whether the client says success once each node that it asks has answered.
bool succeeds(Client client, const Wanted& wanted, const std::string& copies) {
  Watcher watcher(client, wanted, 3);
  const std::string asked = watcher.begin();
  for (std::uint32_t place = 0; place < copies.size(); ++place) {
    if (asked.find(std::to_string(place)) == std::string::npos) continue;
    const auto said = watcher.copy(place, copies[place] != '-', copies[place] == 'p');
    if (said == "success") return true;
  }
  return false;
}

/// The words of the rule that foretells the client's verdict, whatever n and the copies are.
struct Rule {
  std::string_view words;
  std::function<bool(std::uint32_t n, const std::string& copies)> holds;
};

std::string rule_of(Client client, std::uint32_t most, const std::vector<Rule>& rules,
                    const std::function<Wanted(std::uint32_t)>& wanted) {
  for (const Rule& rule : rules) {
    bool fits = true;
    for (std::uint32_t n = 1; n <= most; ++n) {
      for (const std::string& copies : all_copies()) {
        fits = fits && rule.holds(n, copies) == succeeds(client, wanted(n), copies);
      }
    }
    if (fits) return std::string(rule.words);
  }
  return "none of the rules";
}

std::string first_poll(Client client) {
  Watcher watcher(client, {.persist_to = 2});
  if (watcher.begin() != "asks 0 1 2") return "later";
  const bool alone = watcher.cached(0) != "waits";
  return alone ? "at once, each node alone" : "at once";
}

/// The delays that 30 rounds without success ask for.
std::string interval(Client client) {
  Watcher watcher(client, {.persist_to = 2});
  static_cast<void>(watcher.begin());
  std::vector<std::string> delays;
  std::string said;
  for (int round = 0; round < 30; ++round) {
    said = watcher.cached(0);
    if (said == "waits") said = (static_cast<void>(watcher.cached(1)), watcher.cached(2));
    delays.push_back(said.substr(said.find("in ") + 3));
    static_cast<void>(watcher.poll());
  }
  const std::string whose = said.find("node 0") == 0 ? ", per node" : "";
  if (delays.front() == delays.back()) return delays.front() + " fixed" + whose;
  CHECK(delays[6] != delays[7]);
  return delays.front() + " .. " + delays.back() + ", doubling" + whose;
}

std::string deadline(Client client) {
  auto request = tests::request(client, {.persist_to = 1});
  const auto own = timeout_of(request);
  request.timeout = 42ms;
  if (timeout_of(request) != 42ms) return sim::to_text(own) + " fixed";
  return profile(client).counts_from_sending ? "the operation's" : sim::to_text(own);
}

std::string at_the_deadline(Client client) {
  Watcher watcher(client, {.persist_to = 1});
  static_cast<void>(watcher.begin());
  return watcher.deadline();
}

std::string persist_to(Client client) {
  const std::vector<Rule> rules = {
      {"master's disk + n in all",
       [](auto n, const auto& copies) { return copies[0] == 'p' && disks(copies) >= n; }},
      {"any n disks", [](auto n, const auto& copies) { return disks(copies) >= n; }},
      {"any n disks (four means 3)",
       [](auto n, const auto& copies) { return disks(copies) >= std::min(n, 3U); }}};
  return rule_of(client, 4, rules, [](std::uint32_t n) { return Wanted{.persist_to = n}; });
}

std::string persist_active(Client client) {
  if (!profile(client).counting.has_persist_active) return "not of its own";
  const std::vector<Rule> rules = {
      {"the master's disk", [](auto, const auto& copies) { return copies[0] == 'p'; }},
      {"always satisfied", [](auto, const auto&) { return true; }}};
  return rule_of(client, 1, rules, [](std::uint32_t) { return Wanted{.active = true}; });
}

std::string replicate_to(Client client) {
  const std::vector<Rule> rules = {
      {"n replicas", [](auto n, const auto& copies) { return replicas(copies) >= n; }},
      {"n nodes, the active too",
       [](auto n, const auto& copies) { return replicas(copies) + 1 >= n; }}};
  return rule_of(client, 3, rules, [](std::uint32_t n) { return Wanted{.replicate_to = n}; });
}

std::string master_without_it(Client client) {
  Watcher watcher(client, {.replicate_to = 2});
  const std::string asked = watcher.begin();
  std::string said = "waits";
  if (asked.find('0') != std::string::npos) said = watcher.nothing(0);
  for (std::uint32_t place = 1; place < 3; ++place) {
    if (said == "waits" || said.find("polls") != std::string::npos) said = watcher.cached(place);
  }
  return said.find("polls") != std::string::npos ? "waits" : said;
}

std::string foreign_replica(Client client) {
  if (!asks_states(client)) return "n/a";
  Watcher watcher(client, {.replicate_to = 1}, 1);
  static_cast<void>(watcher.begin());
  static_cast<void>(watcher.state(0, ObserveStatus::kFound, 7));
  const bool counts = watcher.state(1, ObserveStatus::kFound, 6) == "success";
  return counts ? "counts" : "does not count";
}

// Another CAS on the master is a newer mutation: by number it has the older one as well.
std::string foreign_master(Client client) {
  Watcher watcher(client, {.persist_to = 1}, 1);
  static_cast<void>(watcher.begin());
  if (asks_states(client)) return "ends: " + watcher.state(0, ObserveStatus::kPersisted, 8);
  return watcher.seqnos(0, 6, 6) == "success" ? "not seen" : "seen";
}

std::string master_not_found(Client client) {
  if (!asks_states(client)) return "n/a";
  std::string first;
  for (const ObserveStatus status : {ObserveStatus::kNotFound, ObserveStatus::kLogicallyDeleted}) {
    Watcher watcher(client, {.persist_to = 1}, 1);
    static_cast<void>(watcher.begin());
    const std::string said = watcher.state(0, status, 0);
    if (first.empty()) first = said;
    CHECK(said == first);
  }
  return "ends: " + first;
}

// The mutation has number 5; the token's history ended at 4, so it is lost, or at 5.
std::string failover_form(Client client) {
  if (asks_states(client)) return "n/a";
  Watcher kept(client, {.persist_to = 1}, 1);
  static_cast<void>(kept.begin());
  CHECK(kept.seqnos(0, 9, 9, 5) == "success");
  Watcher lost(client, {.persist_to = 1}, 1);
  static_cast<void>(lost.begin());
  const std::string said = lost.seqnos(0, 9, 9, 4);
  return said == "success" ? "ignored" : said;
}

std::string asked_for_too_much(Client client) {
  using models::durability::refusal;
  bool by_one = true;
  bool off_by_one = true;
  std::string verdict;
  for (std::uint32_t there = 0; there <= 3; ++there) {
    for (std::uint32_t n = 1; n <= 3; ++n) {
      const auto refused = refusal(tests::request(client, {.persist_to = n}), there);
      if (refused) verdict = name_of(*refused);
      by_one = by_one && refused.has_value() == (n > there + 1);
      off_by_one = off_by_one && refused.has_value() == (n > there);
      const auto copies = refusal(tests::request(client, {.replicate_to = n}), there);
      CHECK(copies.has_value() == (n > there));
    }
  }
  CHECK(by_one != off_by_one);
  const bool after = profile(client).faults.has(tests::ClientFault::kRefusesAfterStoring);
  return std::string(after ? "after" : "before") + " the store" +
         (off_by_one ? ", off by one: " : ": ") + verdict;
}

std::string asks_again(Client client) {
  Watcher watcher(client, {.persist_to = 2});
  static_cast<void>(watcher.begin());
  static_cast<void>(watcher.cached(0));
  static_cast<void>(watcher.nothing(2));
  const std::string said = watcher.persisted(1);
  if (said == "waits") return "no";  // it is alone in its loop
  return watcher.poll().find('1') == std::string::npos ? "no" : "yes";
}

std::string check_of_a_delete(Client client) {
  if (!asks_states(client)) {
    Watcher watcher(client, {.persist_to = 1}, 1, {7, 5, true});
    static_cast<void>(watcher.begin());
    return watcher.seqnos(0, 5, 5) == "success" ? "by seqno" : "otherwise";
  }
  const auto satisfied = [&](const Wanted& wanted, ObserveStatus status, std::uint64_t cas) {
    Watcher watcher(client, wanted, 1, {7, 5, true});
    static_cast<void>(watcher.begin());
    const std::string master = watcher.state(0, status, cas);
    return master == "success" || watcher.state(1, status, cas) == "success";
  };
  const Wanted cached{.replicate_to = 1};
  const Wanted persisted{.persist_to = 2};
  const bool both = satisfied(persisted, ObserveStatus::kNotFound, 0) &&
                    satisfied(cached, ObserveStatus::kNotFound, 0);
  const bool replicated = satisfied(cached, ObserveStatus::kLogicallyDeleted, 7) &&
                          !satisfied(persisted, ObserveStatus::kLogicallyDeleted, 7);
  return replicated && both ? "0x81 = replicated, 0x80 = both" : "otherwise";
}

}  // namespace

TEST_CASE("who asks what, when, and for how long") {
  CHECK(row([](Client client) { return std::string(asks_states(client) ? "OBSERVE" : "SEQNO"); }) ==
        "OBSERVE | SEQNO | OBSERVE | SEQNO | SEQNO | SEQNO");
  CHECK(row(first_poll) ==
        "at once | at once | at once | at once | at once | at once, each node alone");
  CHECK(row(interval) ==
        "100ms fixed | 100ms fixed | 10us .. 100ms, doubling | 10us .. 100ms, doubling | "
        "500ms fixed | 10us .. 100ms, doubling, per node");
  CHECK(row(deadline) ==
        "5s | 5s | the operation's | the operation's | 5s fixed | the operation's");
  CHECK(row(at_the_deadline) ==
        "timeout | timeout | timeout | timeout | ambiguous_timeout | ambiguous_timeout");
  CHECK(row(asks_again) == "no | no | yes | yes | yes | no");
}

TEST_CASE("which copies satisfy whom") {
  CHECK(row(persist_to) ==
        "master's disk + n in all | master's disk + n in all | any n disks | any n disks | "
        "any n disks (four means 3) | any n disks");
  CHECK(row(persist_active) ==
        "not of its own | not of its own | the master's disk | the master's disk | "
        "always satisfied | not of its own");
  CHECK(row(replicate_to) ==
        "n replicas | n replicas | n replicas | n replicas | n replicas | n nodes, the active too");
  CHECK(row(master_without_it) ==
        "not_found | waits | concurrently_modified | success | success | success");
  CHECK(row(check_of_a_delete) ==
        "0x81 = replicated, 0x80 = both | by seqno | 0x81 = replicated, 0x80 = both | by seqno | "
        "by seqno | by seqno");
}

TEST_CASE("what is not the mutation that was made") {
  CHECK(row(foreign_replica) == "counts | n/a | does not count | n/a | n/a | n/a");
  CHECK(row(foreign_master) ==
        "ends: key_exists | not seen | ends: concurrently_modified | not seen | not seen | "
        "not seen");
  CHECK(row(master_not_found) ==
        "ends: not_found | n/a | ends: concurrently_modified | n/a | n/a | n/a");
  CHECK(row(failover_form) == "n/a | mutation_lost | n/a | mutation_lost | ignored | ignored");
}

TEST_CASE("asked for too much") {
  CHECK(row(asked_for_too_much) ==
        "before the store: too_many | before the store: too_many | "
        "after the store: replicas_not_configured | after the store: replicas_not_configured | "
        "after the store, off by one: durability_impossible | "
        "after the store: durability_impossible");
}
