// Everything that can happen in a cluster. A kind added here makes every visitor that forgets it
// fail to compile.
//
// Shape          each at most 8 bytes without padding, so that the digest can take them as they are
#pragma once

#include <cstdint>
#include <variant>

#include "models/durability/copy.hpp"
#include "models/hardware/network.hpp"
#include "sim/schedule.hpp"

namespace models::durability {

/// Names a task: a request, a replicated mutation or an answer being carried or worked on.
using TaskId = std::uint32_t;

/// The script's next step is due.
struct StepDue {
  std::uint32_t step;
};
/// An open generator sends its next operation.
struct GeneratorDue {
  std::uint32_t generator;
};
/// A client of a closed generator has thought long enough.
struct ThoughtOver {
  std::uint32_t generator;
  std::uint32_t client;
};
/// A node's processor has finished a task.
struct CpuDone {
  NodeIndex node;
  TaskId task;
};
/// A node's disk has finished a flush (task is kFlush) or a read for a task.
struct DiskDone {
  NodeIndex node;
  TaskId task;
};
/// A latency changes ("from 5 s on this disk takes 10 times as long").
struct Turned {
  std::uint32_t turn;
};
/// Statistics begin here.
struct WarmupOver {
  std::uint32_t unused = 0;
};

/// A timer of a client's watch: the next poll of a loop, the last call, or the deadline.
struct WatchDue {
  std::uint32_t watch;
  std::uint32_t timer;  // a loop's number, kLastCall or kDeadline
};
inline constexpr std::uint32_t kLastCall = 4;
inline constexpr std::uint32_t kDeadline = 5;

/// The time of a key's synchronous write is up.
struct SyncTimeout {
  KeyIndex key;
};

/// What a fault, or the dealing with one, comes to next; see cluster_faults.cpp.
enum class FaultMoment : std::uint32_t {
  kBegins,         // fault `subject`
  kEnds,           // fault `subject`
  kOperationOver,  // the deadline of operation `subject`
  kTryAgain,       // operation `subject` is sent again
  kSend,           // task `subject` was held up, and goes on its way
  kSendAgain,      // task `subject` is sent again, through whatever there is now
  kFlushAgain,     // node `subject` tries the flush that failed
  kMissed,         // node `subject` has been missed for too long
  kMapPoll,        // clients ask for a newer map
};
struct FaultDue {
  std::uint32_t subject;
  FaultMoment moment;
};

/// What a node's clock comes to next; see cluster_clocks.cpp.
enum class ClockMoment : std::uint32_t {
  kOver,   // an item of the node has expired by it
  kPager,  // the node looks for items that have
  kLook,   // the node's server looks at the node's clock
};
struct ClockDue {
  NodeIndex node;
  ClockMoment moment;
};

inline constexpr TaskId kFlush = 0xFFFFFFFF;
inline constexpr TaskId kWarmUp = 0xFFFFFFFE;  // a disk reads itself back

using Happening = std::variant<CpuDone, DiskDone, hardware::Landed, hardware::Transmitted,
                               GeneratorDue, ThoughtOver, StepDue, Turned, WarmupOver, WatchDue,
                               SyncTimeout, FaultDue, ClockDue>;
using Schedule = sim::Schedule<Happening>;

}  // namespace models::durability
