// The main loop: take the next event, tell who watches, hand it to the world.
//
// A world has one handler for each kind of event, `on(event, schedule)`, and may have
// `prefetch(event)`, which is told of events that are about to happen and asks the processor for
// the memory their handlers will touch.
// Shape          works on anything that has next_at() and pop(); look_ahead() if it has that
// Checked by     tests/sim/loop_test.cpp
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "sim/time.hpp"

namespace sim {

namespace detail {

template <class Variant, class Visit, std::size_t... kIndex>
void dispatch(const Variant& what, Visit& visit, std::index_sequence<kIndex...>) {
  static_cast<void>(
      ((what.index() == kIndex && (visit(*std::get_if<kIndex>(&what)), true)) || ...));
}

template <class Queue>
concept TakesDue = requires(Queue& queue) {
  queue.take_due(Instant{}, [](const auto&) {});
};

template <class World, class Queue>
concept Prefetches = requires(World& world, Queue& queue) {
  world.prefetch(queue.pop().what);
  queue.look_ahead([](const auto&) {});
};

}  // namespace detail

/// Calls `visit` with the alternative that `what` holds.
///
/// Compiles to a switch with the calls inlined, where std::visit of gcc 12 and clang 14 calls
/// through a table as soon as there are more than a few alternatives.
template <class Visit, class... Event>
void dispatch(const std::variant<Event...>& what, Visit&& visit) {
  detail::dispatch(what, visit, std::index_sequence_for<Event...>{});
}

/// Watches nothing, at no cost.
struct Unobserved {
  template <class Entry>
  void operator()(const Entry&) const {}
};

namespace detail {

// One who asks for the event itself is told in the event's own branch: one dispatch serves both.
template <class Observer, class Entry, class Event>
void tell(Observer& observe, const Entry& entry, const Event& event) {
  if constexpr (std::is_invocable_v<Observer&, const Entry&, const Event&>) {
    observe(entry, event);
  } else {
    observe(entry);
  }
}

}  // namespace detail

/// Handles the next event; `observe` is told before, either of the entry or of the entry and the
/// event that it holds. REQUIRES: not empty.
template <class World, class Queue, class Observer = Unobserved>
void step(World& world, Queue& queue, Observer&& observe = {}) {
  if constexpr (detail::Prefetches<World, Queue>) {
    queue.look_ahead([&](const auto& what) { world.prefetch(what); });
  }
  const auto entry = queue.pop();
  dispatch(entry.what, [&](const auto& event) {
    detail::tell(observe, entry, event);
    world.on(event, queue);
  });
}

/// Handles every event due not later than `until`. `observe` is told of each before its handler.
template <class World, class Queue, class Observer = Unobserved>
void run(World& world, Queue& queue, Instant until, Observer&& observe = {}) {
  const Instant last = std::min(until, kNever - Duration(1));  // an empty queue says kNever
  if constexpr (detail::TakesDue<Queue> && !detail::Prefetches<World, Queue>) {
    // The event is copied once, from where it lies into its handler's argument.
    const auto handle = [&](const auto& taken) {
      dispatch(taken.what, [&](auto event) {
        detail::tell(observe, taken, event);
        world.on(event, queue);
      });
    };
    while (queue.take_due(last, handle)) {
    }
  } else {
    while (queue.next_at() <= last) step(world, queue, observe);
  }
}

}  // namespace sim
