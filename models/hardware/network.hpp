// Messages on their way over the links of a topology.
//
// Formula        each link of the route: wait for the sender's turn, size / bandwidth on the wire,
//                then latency + jitter. A link without bandwidth transmits at once.
// Contention     one message at a time is put on a link, the rest wait first come first served;
//                any number can be under way behind it
// Randomness     streams (network/FROM-TO, latency | jitter) for each link
// Order          jitter can let one message overtake another; who needs order numbers them
// Events         Transmitted frees a link for the next message; Landed ends a hop. The holder
//                hands both back here and is told which payload has arrived.
// Checked by     tests/models/network_test.cpp
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/hardware/server.hpp"
#include "models/hardware/topology.hpp"
#include "sim/pool.hpp"
#include "sim/schedule.hpp"

namespace models::hardware {

using MessageId = std::uint32_t;

struct Transmitted {
  LinkIndex link;
  MessageId message;
};
struct Landed {
  MessageId message;
};

class Network {
 public:
  template <class S>
  Network(std::shared_ptr<const Topology> topology, S& schedule)
      : topology_(std::move(topology)), routes_(std::make_shared<const Routes>(*topology_)) {
    for (LinkIndex i = 0; i < topology_->links.size(); ++i) {
      const LinkParams& link = topology_->links[i];
      const std::string name = "network/" + link_name(*topology_, i);
      const auto latency = schedule.add_latency(name, "latency", link.latency.distribution);
      std::optional<sim::LatencyId> jitter;
      if (link.jitter) jitter = schedule.add_latency(name, "jitter", link.jitter->distribution);
      const bool at_once = takes_no_time(link) && schedule.shift_of(latency).count() <= 0;
      links_.push_back({latency, jitter, link.bandwidth, at_once, Server(1)});
    }
  }

  /// Sends `payload` on its way. True: it is there already (from a place to itself, or over links
  /// that take no time and have no queue). REQUIRES: a route exists.
  template <class S>
  [[nodiscard]] bool send(JobId payload, PlaceIndex from, PlaceIndex to, sim::Bytes size,
                          S& schedule) {
    if (from == to) return true;
    const auto& route = routes_->route(from, to);
    SIM_CHECK(!route.empty());
    const MessageId id =
        messages_.take({payload, from, to, 0, static_cast<std::uint32_t>(route.size()), size});
    return put_on_link(id, route.front(), size, schedule).has_value();
  }

  /// A message has left a link's sender; the payload, if that was the end of its way.
  template <class S>
  [[nodiscard]] std::optional<JobId> on(const Transmitted& e, S& schedule) {
    if (const auto next = links_[e.link].sender.depart(schedule.now())) {
      put_on_wire(e.link, *next, schedule);
    }
    return propagate(e.message, e.link, schedule);
  }

  /// A message has come to the end of a link; the payload, if that was the end of its way.
  template <class S>
  [[nodiscard]] std::optional<JobId> on(const Landed& e, S& schedule) {
    return next_hop(e.message, schedule);
  }

  [[nodiscard]] const Topology& topology() const { return *topology_; }
  [[nodiscard]] const Routes& routes() const { return *routes_; }
  [[nodiscard]] const Server& sender(LinkIndex link) const { return links_[link].sender; }
  [[nodiscard]] sim::LatencyId latency(LinkIndex link) const { return links_[link].latency; }
  [[nodiscard]] std::optional<sim::LatencyId> jitter(LinkIndex link) const {
    return links_[link].jitter;
  }
  [[nodiscard]] std::size_t under_way() const { return messages_.in_use(); }
  [[nodiscard]] bool takes_no_time(LinkIndex link) const { return links_[link].takes_no_time; }
  /// What a message carries, and which links are still before it, its present one included.
  struct Way {
    JobId payload;
    std::span<const LinkIndex> links;
    sim::Bytes size;
  };
  [[nodiscard]] Way way_of(MessageId id) const {
    const Message& message = messages_[id];
    const auto& route = routes_->route(message.from, message.to);
    return {message.payload, std::span(route).subspan(message.hop), message.size};
  }

  /// Calls `visit` with what each message carries that is under way.
  template <class Visit>
  void for_each_payload(Visit&& visit) const {
    messages_.for_each([&](const Message& message) { visit(message.payload); });
  }

  void restart_statistics(sim::Instant now) {
    for (Link& link : links_) link.sender.restart_statistics(now);
  }

  /// See sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) {
    for (Link& link : links_) link.sender.recur(walk, true);
    messages_.recur(walk, [&](const Message& message) {
      walk.same(message.payload);
      walk.same(message.from);
      walk.same(message.to);
      walk.same(message.hop);
      walk.same(message.hops);
      walk.same(message.size.count);
    });
  }

 private:
  struct Link {
    sim::LatencyId latency;
    std::optional<sim::LatencyId> jitter;
    std::optional<sim::ByteRate> bandwidth;
    bool takes_no_time;  // a fact of the link, not of one draw: the events of a run depend on it
    Server sender;
  };
  struct Message {
    JobId payload;
    PlaceIndex from;
    PlaceIndex to;
    std::uint32_t hop;   // index into the route
    std::uint32_t hops;  // of the route
    sim::Bytes size;
  };

  static bool takes_no_time(const LinkParams& link) {
    return !link.jitter && link.latency.turns.empty() &&
           link.latency.distribution.as_constant() == 0;
  }

  template <class S>
  [[gnu::always_inline]] std::optional<JobId> put_on_link(MessageId id, LinkIndex index,
                                                          sim::Bytes size, S& schedule) {
    if (!links_[index].bandwidth) return propagate(id, index, schedule);
    wait_for_wire(id, index, size, schedule);
    return std::nullopt;
  }

  template <class S>
  [[gnu::noinline]] void wait_for_wire(MessageId id, LinkIndex index, sim::Bytes size,
                                       S& schedule) {
    const Job job{id, 1, size, schedule.current()};
    if (links_[index].sender.arrive(job, schedule.now())) put_on_wire(index, job, schedule);
  }

  template <class S>
  void put_on_wire(LinkIndex index, const Job& job, S& schedule) {
    const Link& link = links_[index];
    schedule.after(schedule.fixed(link.latency, sim::transfer_time(job.size, *link.bandwidth)),
                   Transmitted{index, job.id}, job.brought_by);
  }

  template <class S>
  [[gnu::always_inline]] std::optional<JobId> propagate(MessageId id, LinkIndex index,
                                                        S& schedule) {
    const Link& link = links_[index];
    if (link.takes_no_time) return next_hop(id, schedule);
    sim::Duration way = schedule.draw(link.latency);
    if (link.jitter) way += schedule.draw(*link.jitter);
    schedule.after(way, Landed{id});
    return std::nullopt;
  }

  template <class S>
  [[gnu::always_inline]] std::optional<JobId> next_hop(MessageId id, S& schedule) {
    Message& message = messages_[id];
    if (++message.hop < message.hops) return further_hop(id, schedule);
    const JobId payload = message.payload;
    messages_.give_back(id);
    return payload;
  }

  template <class S>
  [[gnu::noinline]] std::optional<JobId> further_hop(MessageId id, S& schedule) {
    const Message& message = messages_[id];
    const LinkIndex index = routes_->route(message.from, message.to)[message.hop];
    return put_on_link(id, index, message.size, schedule);
  }

  std::shared_ptr<const Topology> topology_;
  std::shared_ptr<const Routes> routes_;
  std::vector<Link> links_;
  sim::Pool<Message> messages_;
};

}  // namespace models::hardware
