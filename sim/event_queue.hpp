// The pending events of a simulation, in one total order: (time, phase, sequence).
//
// Events of one instant run phase by phase, within a phase first-scheduled-first. Nothing else
// decides: not the structure that holds them, not the memory, not what was cancelled.
// Formula        a node of 16 bytes {time, phase | sequence | slot} is ordered as one 128-bit
//                number; the event itself lies in a slot. Few nodes form a sorted array, more a
//                heap, many a ladder (sim/pending_set.hpp).
// Shape          a value: a copy pops the same entries with the same ids. 2^24 pending events at
//                a time, 2^64 in all: when the 38-bit sequence is used up, the pending are
//                numbered anew in the same order. One that was moved from may only be assigned to.
// Errors         none; REQUIRES on schedule and pop
// Checked by     tests/sim/event_queue_test.cpp, tests/sim/event_queue_agreement_test.cpp
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "sim/check.hpp"
#include "sim/pending_node.hpp"
#include "sim/pending_set.hpp"
#include "sim/time.hpp"

namespace sim {

/// Changes of the world's rules come first, then work, then those who look.
enum class Phase : std::uint8_t { kChange, kWork, kLook };

/// 1, 2, 3 ... in order of scheduling; names an event in the causality record.
using EventId = std::uint64_t;
inline constexpr EventId kNoEvent = 0;

/// Names a pending event for cancel(). A ticket whose event is over is recognised as stale.
struct Ticket {
  EventId event = kNoEvent;
  std::uint32_t slot = 0;

  friend bool operator==(const Ticket&, const Ticket&) = default;
};

/// The sizes of an event queue. Only tests use others, to reach the limits.
struct QueueLimits {
  static constexpr int kSlotBits = 24;
  static constexpr int kSequenceBits = 38;
  static constexpr std::size_t kInsertMax = 12;
  static constexpr std::size_t kHeapMax = 1024;
  static constexpr std::size_t kLadderMin = 256;
};

template <class What, class Limits = QueueLimits>
class EventQueue {
  static_assert(std::is_trivially_copyable_v<What>, "events are data");
  static_assert(Limits::kSlotBits + Limits::kSequenceBits <= 62, "the phase takes two of 64 bits");
  static_assert(Limits::kSlotBits < Limits::kSequenceBits, "pending events must fit a sequence");

 public:
  struct Entry {
    Instant at;
    Phase phase;
    EventId id;
    What what;
  };

  /// An entry that still lies in the queue; its content is there until the next schedule().
  struct Taken {
    Instant at;
    Phase phase;
    EventId id;
    const What& what;

    operator Entry() const { return {at, phase, id, what}; }
  };

  /// Nothing can be scheduled before `start`.
  explicit EventQueue(Instant start = kStart) : last_{start.time_since_epoch().count(), 0} {}

  /// Adds an event; it gets the next id.
  /// REQUIRES: (at, phase) is not before that of the entry popped last; `at` is before kNever.
  //
  // Inlined always: a call would write the event to memory in parts and read it back at once as a
  // whole, and processors wait long for that.
  [[gnu::always_inline]] Ticket schedule(Instant at, const What& what, Phase phase = Phase::kWork) {
    SIM_CHECK(at > now() || (at == now() && phase >= this->phase()));
    if (last_id_ == last_id_in_sequence_) number_anew();
    const std::uint32_t slot = take_slot();
    const EventId id = ++last_id_;
    slots_[slot].mark = id;
    slots_[slot].what = what;
    pending_.push({at.time_since_epoch().count(),
                   static_cast<std::uint64_t>(phase) << 62 |
                       (id + kLastSequence - last_id_in_sequence_) << kSequenceShift | slot});
    return {id, slot};
  }

  /// Takes an event back. False if it already ran or was cancelled.
  bool cancel(Ticket ticket) {
    if (ticket.event == kNoEvent || ticket.slot >= slots_.size()) return false;
    if (slots_[ticket.slot].mark != ticket.event) return false;
    slots_[ticket.slot].mark = kCancelled;
    ++cancelled_;
    if (cancelled_ > size() + kCancelledMax) sweep();
    return true;
  }

  /// Takes back every pending event for which `which(entry)` is true; asks of each once, in total
  /// order. Sorts a copy. REQUIRES: `which` does not use the queue.
  template <class Which>
  void cancel_where(Which&& which) {
    for (const detail::Node& node : sorted_pending()) {
      Slot& slot = slots_[slot_of(node)];
      if (!which(Entry{Instant(Duration(node.time)), phase_of(node), slot.mark, slot.what}))
        continue;
      slot.mark = kCancelled;
      ++cancelled_;
    }
    if (cancelled_ > size() + kCancelledMax) sweep();
  }

  /// Cancelled events don't count.
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return pending_.size() - cancelled_; }

  /// When the next event is due; kNever when empty.
  [[nodiscard]] Instant next_at() {
    if (cancelled_ > 0) drop_cancelled();
    return Instant(Duration(pending_.next_time()));
  }

  /// Removes and returns the next event. REQUIRES: not empty.
  Entry pop() {
    if (cancelled_ > 0) drop_cancelled();
    last_ = pending_.pop();
    const Slot& slot = slots_[slot_of(last_)];
    const EventId id = slot.mark;
    free_slot_of(last_);
    return {now(), phase(), id, slot.what};
  }

  /// Removes the next event if it is due by `last`, and calls use(taken) with it. False: it is not.
  /// What was taken is read where it lies: `use` copies it before it schedules anything.
  template <class Use>
  [[gnu::always_inline]] bool take_due(Instant last, Use&& use) {
    const std::int64_t end = last.time_since_epoch().count();
    if (cancelled_ == 0 && pending_.in_run()) {
      if (pending_.run().front().time > end) return false;
    } else if (!is_due_of_many(end)) {
      return false;
    }
    const detail::Node next = pending_.pop();
    last_ = next;
    const Slot& slot = slots_[slot_of(next)];
    const EventId id = slot.mark;
    free_slot_of(next);
    use(Taken{Instant(Duration(next.time)), phase_of(next), id, slot.what});
    return true;
  }

  /// Calls `visit` once with each of the events that will soon be popped, as far as they are
  /// known: a hint for fetching what their handlers need. They may be cancelled before they run.
  template <class Visit>
  void look_ahead(Visit&& visit) {
    pending_.run().look_ahead(kEventsAhead,
                              [&](const detail::Node& node) { visit(slots_[slot_of(node)].what); });
  }

  /// The id given to the event scheduled last.
  [[nodiscard]] EventId last_id() const { return last_id_; }

  /// The instant and the phase of the entry popped last.
  [[nodiscard]] Instant now() const { return Instant(Duration(last_.time)); }
  [[nodiscard]] Phase phase() const { return phase_of(last_); }

  /// Calls `visit` with an Entry for each pending event, in total order. Sorts a copy.
  template <class Visit>
  void for_each_pending(Visit&& visit) const {
    for (const detail::Node& node : sorted_pending()) {
      const Slot& slot = slots_[slot_of(node)];
      visit(Entry{Instant(Duration(node.time)), phase_of(node), slot.mark, slot.what});
    }
  }

  /// Moves the clock and all pending events on by `by`, but for those that `stays(entry)` says are
  /// due when they are due; as many ids are passed over as events were scheduled meanwhile.
  /// Sorts a copy. REQUIRES: none that stays would be late.
  template <class Stays>
  void advance(Duration by, std::uint64_t ids, Stays&& stays) {
    sweep();
    std::vector<detail::Node> nodes = sorted_pending();
    last_.time += by.count();
    pending_.clear();
    for (detail::Node& node : nodes) {
      const Slot& slot = slots_[slot_of(node)];
      const Entry entry{Instant(Duration(node.time)), phase_of(node), slot.mark, slot.what};
      if (!stays(entry)) node.time += by.count();
      SIM_CHECK(node.time >= last_.time);
      pending_.push(node);
    }
    last_id_ += ids;
    number_anew();
  }

 private:
  struct Slot {
    std::uint64_t mark;  // the id of the event, kCancelled, or kFree + the next free slot
    What what;
  };

  static constexpr int kSequenceShift = 62 - Limits::kSequenceBits;
  static constexpr std::uint64_t kLastSequence = (std::uint64_t{1} << Limits::kSequenceBits) - 1;
  static constexpr std::uint32_t kMaxSlots = std::uint32_t{1} << Limits::kSlotBits;
  static constexpr std::uint64_t kFree = std::uint64_t{1} << 63;
  static constexpr std::uint64_t kCancelled = kFree - 1;
  static constexpr std::size_t kCancelledMax = 64;
  static constexpr std::size_t kSlotsAhead = 24;
  static constexpr std::size_t kEventsAhead = 8;

  static std::uint32_t slot_of(const detail::Node& node) {
    return static_cast<std::uint32_t>(node.rank) & (kMaxSlots - 1);
  }
  static Phase phase_of(const detail::Node& node) { return static_cast<Phase>(node.rank >> 62); }

  std::uint32_t take_slot() {
    if (first_free_ == kMaxSlots) add_slot();
    const std::uint32_t slot = first_free_;
    first_free_ = static_cast<std::uint32_t>(slots_[slot].mark);
    return slot;
  }

  void give_back(std::uint32_t slot) {
    slots_[slot].mark = kFree + first_free_;
    first_free_ = slot;
  }

  [[gnu::noinline]] void add_slot() {
    if (slots_.size() == kMaxSlots) sweep();
    if (first_free_ != kMaxSlots) return;
    SIM_CHECK(slots_.size() < kMaxSlots);
    slots_.push_back({kFree + kMaxSlots, What{}});
    first_free_ = static_cast<std::uint32_t>(slots_.size() - 1);
  }

  // The slot of a node that was popped; its content stays until the slot is used again.
  void free_slot_of(const detail::Node& popped) {
    if (const detail::Node* later = pending_.run().ahead(kSlotsAhead)) {
      __builtin_prefetch(&slots_[slot_of(*later)]);
    }
    give_back(slot_of(popped));
  }

  [[gnu::noinline]] bool is_due_of_many(std::int64_t end) {
    if (cancelled_ > 0) drop_cancelled();
    return pending_.next_time() <= end;
  }

  [[gnu::noinline]] void drop_cancelled() {
    while (pending_.size() > 0 && slots_[slot_of(pending_.front())].mark == kCancelled) {
      give_back(slot_of(pending_.pop()));
      --cancelled_;
    }
  }

  // Forgets all cancelled events at once, so that they never outnumber the others by much.
  [[gnu::noinline]] void sweep() {
    std::vector<detail::Node> alive;
    alive.reserve(size());
    pending_.for_each([&](const detail::Node& node) {
      if (slots_[slot_of(node)].mark == kCancelled) {
        give_back(slot_of(node));
      } else {
        alive.push_back(node);
      }
    });
    cancelled_ = 0;
    pending_.clear();
    for (const detail::Node& node : alive) pending_.push(node);
  }

  // The sequence is used up: the pending events get 1, 2, 3 ... in the order they had.
  [[gnu::noinline]] void number_anew() {
    sweep();
    std::vector<detail::Node> nodes = sorted_pending();
    constexpr std::uint64_t kKept = ~(kLastSequence << kSequenceShift);
    std::uint64_t sequence = 0;
    pending_.clear();
    for (detail::Node& node : nodes) {
      node.rank = (node.rank & kKept) | ++sequence << kSequenceShift;
      pending_.push(node);
    }
    last_id_in_sequence_ = last_id_ - sequence + kLastSequence;
  }

  [[nodiscard]] std::vector<detail::Node> sorted_pending() const {
    std::vector<detail::Node> nodes;
    nodes.reserve(size());
    pending_.for_each([&](const detail::Node& node) {
      if (slots_[slot_of(node)].mark != kCancelled) nodes.push_back(node);
    });
    std::sort(nodes.begin(), nodes.end());
    return nodes;
  }

  detail::PendingSet<Limits> pending_;
  std::vector<Slot> slots_;
  std::uint32_t first_free_ = kMaxSlots;
  std::size_t cancelled_ = 0;  // still in pending_
  EventId last_id_ = kNoEvent;
  EventId last_id_in_sequence_ = kLastSequence;
  detail::Node last_;  // popped last
};

}  // namespace sim
