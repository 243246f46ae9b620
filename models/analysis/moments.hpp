// What an ordering is an ordering of: the changes of watched keys and the answers to the script.
//
// A moment tells everything about what happened but when: which copy came where, which step was
// answered how. Two runs have the same ordering if they have the same moments in the same order and
// tell the same to those who asked.
// Formula        the answers of OBSERVE to a step are no moments of their own: each node's answer
//                is fixed by what stands before it, so what was told is listed by step and node
// Shape          values of whole numbers, in one total order
// Checked by     tests/models/explorer_test.cpp
#pragma once

#include <compare>
#include <vector>

#include "models/durability/outcome.hpp"

namespace models::analysis {

enum class MomentKind : std::uint8_t {
  kCached,
  kPersisted,
  kCommanded,
  kAnswered,
  kCrashed,    // the node's memory is lost
  kWarmedUp,   // read back from its disk
  kRolledBack  // what its new master has not
};

/// A copy, as a user sees it.
struct SeenCopy {
  std::uint64_t cas = 0;
  std::uint64_t seqno = 0;
  std::uint8_t presence = 0;
  durability::ValueId value = durability::kSizeOnly;

  friend auto operator<=>(const SeenCopy&, const SeenCopy&) = default;
};

struct Moment {
  MomentKind kind = MomentKind::kCached;
  durability::KeyIndex key = 0;
  durability::NodeIndex node = 0;
  SeenCopy cache;          // as they stand then; of an answer: the copy that was stored or read
  SeenCopy disk;           // not of an answer
  std::uint32_t step = 0;  // of a command or an answer
  durability::ReplyStatus status = durability::ReplyStatus::kOk;  // of an answer

  friend auto operator<=>(const Moment&, const Moment&) = default;
};

/// A moment and the event that made it.
struct MomentOf {
  Moment moment;
  sim::EventId event = sim::kNoEvent;
};

/// All moments of an outcome; those of one event stand together, in its order. Of a finished run
/// they are in the order in which they happened.
[[nodiscard]] std::vector<MomentOf> moments_of(const durability::Outcome& outcome,
                                               const durability::ClusterParams& params);

/// In the place of a step: the watch of that number, and a verdict in the place of a status, or
/// kNoVerdict.
inline constexpr std::uint32_t kOfWatch = 0x80000000;
inline constexpr std::uint8_t kNoVerdict = 0xFF;

/// What one node told to one step of the script, or what a client's watch came to.
struct Told {
  std::uint32_t step = 0;
  durability::NodeIndex node = 0;
  std::uint8_t status = 0;
  std::uint64_t cas = 0;
  std::uint64_t persisted_seqno = 0;
  std::uint64_t current_seqno = 0;

  friend auto operator<=>(const Told&, const Told&) = default;
};

/// By step and node: answers to observe and observe_seqno; then what each watch came to.
[[nodiscard]] std::vector<Told> told_in(
    const durability::Outcome& outcome,
    const std::vector<std::optional<durability::ClientVerdict>>& of_watches);

/// An ordering: equal for equal runs.
struct Ordering {
  std::vector<Moment> moments;
  std::vector<Told> told;

  friend auto operator<=>(const Ordering&, const Ordering&) = default;
};

/// The ordering of a finished run.
[[nodiscard]] Ordering ordering_of(const durability::Outcome& outcome,
                                   const durability::ClusterParams& params);

}  // namespace models::analysis
