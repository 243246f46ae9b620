// What a scenario expects, and how a run's outcome is judged by it.
//
// Every expectation ends as exactly one of passed, failed (with what was seen and by how much) or
// never evaluated (with why); the last two fail a check. Nothing is green by silence.
// Shape          pure: judge() reads the outcome and changes nothing
// Checked by     tests/scenarios/expectation_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/durability/run.hpp"
#include "models/durability/timeline.hpp"
#include "scenarios/comparison.hpp"
#include "scenarios/problem.hpp"

namespace scenarios {

struct Scenario;

/// "replica0.persisted".
struct MilestoneName {
  models::durability::NodeIndex node = 0;
  models::durability::MilestoneKind kind = models::durability::MilestoneKind::kCached;
  std::string text;
};

/// What one node is expected to answer.
struct ExpectedAnswer {
  models::durability::NodeIndex node = 0;
  std::string who;  // "master", "replica0", "node2"
  models::durability::ObserveStatus status = models::durability::ObserveStatus::kNotFound;
  std::optional<std::uint64_t> cas;
  bool silent = false;  // it tells nothing, since it is down
};

/// What one store of one node is expected to hold.
struct ExpectedStore {
  models::durability::NodeIndex node = 0;
  std::string who;
  bool disk = false;
  bool present = true;
  std::optional<std::uint64_t> cas;
  std::optional<std::string> value;
};

/// What one node is expected to answer OBSERVE_SEQNO.
struct ExpectedSeqnos {
  models::durability::NodeIndex node = 0;
  std::string who;
  std::optional<std::uint64_t> persisted;
  std::optional<std::uint64_t> current;
};

/// order: [master.cached, replica0.cached, ...]
struct ExpectOrder {
  models::durability::KeyIndex key = 0;
  std::uint32_t revision = 1;
  std::vector<MilestoneName> milestones;
  bool impossible = false;  // it must not come so
};
/// at: 10ms, observe: KEY, master: found, ...
struct ExpectObserve {
  sim::Instant at;
  models::durability::KeyIndex key = 0;
  std::vector<ExpectedAnswer> answers;
};
/// at: 10ms, keyinfo: KEY, master: {Cache: ..., Disk: ...}, ...
struct ExpectKeyinfo {
  sim::Instant at;
  models::durability::KeyIndex key = 0;
  std::vector<ExpectedStore> stores;
};
/// at: 5ms, observe_seqno: KEY, master: {persisted: 0, current: 1}, ...
struct ExpectObserveSeqno {
  std::uint32_t step = 0;  // the step of the script that asks
  std::vector<ExpectedSeqnos> answers;
};
/// by: 20ms, reached: [...] or persist_to / replicate_to
struct ExpectBy {
  sim::Instant by;
  models::durability::KeyIndex key = 0;
  std::uint32_t revision = 1;
  std::vector<MilestoneName> milestones;
  std::optional<std::uint32_t> persist_to;
  std::optional<std::uint32_t> replicate_to;
};
/// In one run `sometimes` is as `eventually`; over all orderings it asks for one of them only.
enum class Modality : std::uint8_t { kAlways, kNever, kEventually, kSometimes };
/// always | never | eventually | sometimes: {observe: KEY, master: found, ...}, from: ..., to: ...
struct ExpectOver {
  Modality modality = Modality::kAlways;
  sim::Instant from = sim::kStart;
  sim::Instant to = sim::kNever;  // the end of the run
  models::durability::KeyIndex key = 0;
  std::vector<ExpectedAnswer> answers;  // all of them together are the condition
};
enum class Statistic : std::uint8_t {
  kMean,
  kP50,
  kP90,
  kP99,
  kP999,
  kMost,
  kCount,
  kRate,
  kShare
};
/// A statistic of a workload's operation, of the time until a requirement held, or of what a client
/// that watches a workload's writes concludes.
struct ExpectMeasure {
  std::optional<models::durability::OperationKind> operation;
  std::optional<std::size_t> workload;  // none: all workloads together
  std::optional<std::uint32_t> persist_to;
  std::optional<std::uint32_t> replicate_to;
  std::optional<models::durability::Client> watch;
  std::optional<models::durability::ClientVerdict> verdict;  // none: all verdicts together
  Statistic statistic = Statistic::kMean;
  Relation relation = Relation::kLess;
  double limit = 0;        // nanoseconds, operations, operations a second, or a part of 1
  std::string limit_text;  // as written
};
/// resource: node0/disk, utilisation: "< 80%"
struct ExpectUtilisation {
  std::string resource;
  Relation relation = Relation::kLess;
  double limit = 0;
  std::string limit_text;
};
/// What a step of the script is answered: `answer:` beside the step; ok for commands that say none.
struct ExpectReply {
  std::uint32_t step = 0;
  bool command = false;
  std::string answer;  // ok, fail, not_found, exists ... as ReplyStatus
};

/// client: NAME, verdict: timeout, at: 106ms
struct ExpectVerdict {
  models::durability::WatchIndex watch = 0;
  models::durability::ClientVerdict verdict = models::durability::ClientVerdict::kSuccess;
  std::optional<sim::Instant> at;
  std::optional<sim::Instant> by;
};

struct Expectation {
  Place place;
  std::string text;  // in words, for reports: "at 10ms: master found, replica0 persisted"
  std::variant<ExpectOrder, ExpectObserve, ExpectKeyinfo, ExpectObserveSeqno, ExpectBy, ExpectOver,
               ExpectMeasure, ExpectUtilisation, ExpectReply, ExpectVerdict>
      what;
};

enum class Result : std::uint8_t { kPassed, kFailed, kNeverEvaluated };

struct Verdict {
  Place place;
  std::string expectation;
  Result result = Result::kNeverEvaluated;
  std::string seen;  // empty when it passed
};

/// One verdict for each expectation, in the order of the file.
[[nodiscard]] std::vector<Verdict> judge(const Scenario& scenario,
                                         const models::durability::Run& run);

/// The verdict on one of the expectations, by its number.
[[nodiscard]] Verdict judge(const Scenario& scenario, std::size_t expectation,
                            const models::durability::Run& run);

[[nodiscard]] std::string_view name_of(Result result);

}  // namespace scenarios
