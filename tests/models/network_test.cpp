// Messages on links: by hand to the nanosecond, and a busy link against M/D/1.
#include "models/hardware/network.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <variant>

#include "sim/loop.hpp"
#include "tests/models/confidence.hpp"

using models::hardware::Landed;
using models::hardware::Latency;
using models::hardware::Network;
using models::hardware::PlaceIndex;
using models::hardware::Topology;
using models::hardware::Transmitted;
using sim::Distribution;
using namespace std::chrono_literals;

namespace {

struct Sent {
  std::uint32_t message;
};
using WireSchedule = sim::Schedule<std::variant<Sent, Transmitted, Landed>>;

struct Message {
  sim::Instant at;
  PlaceIndex from;
  PlaceIndex to;
  std::int64_t size;
};

Latency lasting(sim::Duration latency) { return {Distribution::constant(latency.count()), {}}; }

class Wire {
 public:
  Wire(const Topology& topology, std::vector<Message> messages, WireSchedule& schedule)
      : network_(std::make_shared<const Topology>(topology), schedule),
        messages_(std::move(messages)) {
    for (std::uint32_t i = 0; i < messages_.size(); ++i) {
      schedule.at(messages_[i].at, Sent{i});
    }
    landed_.resize(messages_.size());
  }

  void on(const Sent& e, WireSchedule& schedule) {
    const Message& m = messages_[e.message];
    if (network_.send(e.message, m.from, m.to, {m.size}, schedule)) land(e.message, schedule);
  }
  template <class Event>
  void on(const Event& e, WireSchedule& schedule) {
    if (const auto message = network_.on(e, schedule)) land(*message, schedule);
  }

  [[nodiscard]] const Network& network() const { return network_; }
  [[nodiscard]] const std::vector<std::uint32_t>& order() const { return order_; }
  [[nodiscard]] std::int64_t took(std::uint32_t message) const {
    return (landed_[message] - messages_[message].at).count();
  }
  /// "message@microseconds" in the order in which they land.
  [[nodiscard]] std::string story() const {
    std::string text;
    for (const std::uint32_t message : order_) {
      const auto at = landed_[message].time_since_epoch();
      text += fmt::format("{}{}@{}", text.empty() ? "" : " ", message,
                          std::chrono::duration<double, std::micro>(at).count());
    }
    return text;
  }

 private:
  void land(std::uint32_t message, WireSchedule& schedule) {
    order_.push_back(message);
    landed_[message] = schedule.now();
  }

  Network network_;
  std::vector<Message> messages_;
  std::vector<sim::Instant> landed_;
  std::vector<std::uint32_t> order_;
};

Wire carry(const Topology& topology, std::vector<Message> messages) {
  WireSchedule schedule(3);
  Wire wire(topology, std::move(messages), schedule);
  sim::run(wire, schedule, sim::kNever);
  CHECK(wire.network().under_way() == 0);
  return wire;
}

Topology cable(sim::Duration latency, std::optional<sim::ByteRate> bandwidth) {
  return {{"a", "b"}, {{0, 1, lasting(latency), std::nullopt, bandwidth}}};
}

constexpr sim::ByteRate kMegabyteASecond{1'000'000};

}  // namespace

TEST_CASE("without bandwidth a message takes the latency, however many there are") {
  const Wire wire =
      carry(cable(50us, std::nullopt),
            {{sim::at(0us), 0, 1, 1'000'000}, {sim::at(0us), 0, 1, 1}, {sim::at(7us), 0, 1, 1}});
  CHECK(wire.story() == "0@50 1@50 2@57");
}

TEST_CASE("with bandwidth messages are put on the wire one after the other") {
  // 1000 bytes take a millisecond; the third comes when the wire is free.
  const Wire wire =
      carry(cable(5ms, kMegabyteASecond),
            {{sim::at(0ms), 0, 1, 1000}, {sim::at(0ms), 0, 1, 500}, {sim::at(10ms), 0, 1, 1}});
  CHECK(wire.story() == "0@6000 1@6500 2@15001");
  const auto busy = wire.network().sender(0).busy_level().area(sim::at(20ms));
  CHECK(static_cast<std::int64_t>(busy) == 1'501'000);
}

TEST_CASE("over a switch a message is put on two wires, and receivers' ports queue too") {
  const Topology star =
      models::hardware::star({"a", "b", "c"}, lasting(5ms), std::nullopt, kMegabyteASecond);
  const Wire wire = carry(star, {{sim::at(0ms), 0, 2, 1000}, {sim::at(0ms), 1, 2, 1000}});
  CHECK(wire.story() == "0@7000 1@8000");
}

TEST_CASE("a message over several hops takes the sum of their latencies") {
  const Topology line{{"a", "b", "c"},
                      {{0, 1, lasting(3us), std::nullopt, std::nullopt},
                       {1, 2, lasting(4us), std::nullopt, std::nullopt}}};
  CHECK(carry(line, {{sim::at(1us), 0, 2, 9}}).story() == "0@8");
}

TEST_CASE("a message to its own place, or over links that take no time, is there at once") {
  WireSchedule schedule;
  const auto topology = std::make_shared<const Topology>(cable(0us, std::nullopt));
  Network network(topology, schedule);
  CHECK(network.send(0, 0, 0, {1000}, schedule));
  CHECK(network.send(1, 0, 1, {1000}, schedule));
  CHECK(schedule.empty());
  CHECK(network.under_way() == 0);
}

TEST_CASE("a link that only may take no time still lands its messages by an event") {
  Topology topology = cable(0us, std::nullopt);
  topology.links[0].jitter = Latency{Distribution::constant(0), {}};
  WireSchedule schedule;
  Network network(std::make_shared<const Topology>(topology), schedule);
  CHECK_FALSE(network.send(0, 0, 1, {1}, schedule));
  CHECK(schedule.next_at() == sim::kStart);
  CHECK(network.under_way() == 1);
}

TEST_CASE("equal latencies keep the order of sending; jitter lets messages overtake") {
  std::vector<Message> messages;
  for (int i = 0; i < 200; ++i) messages.push_back({sim::at(i * 10us), 0, 1, 100});
  Topology topology = cable(50us, std::nullopt);
  const auto overtaken = [&] {
    const Wire wire = carry(topology, messages);
    int count = 0;
    for (std::size_t i = 0; i < wire.order().size(); ++i) count += wire.order()[i] != i ? 1 : 0;
    return count;
  };
  CHECK(overtaken() == 0);
  topology.links[0].jitter = Latency{Distribution::uniform(0, 10'000), {}};
  CHECK(overtaken() == 0);  // never further than the distance between two
  topology.links[0].jitter = Latency{Distribution::uniform(0, 40'000), {}};
  CHECK(overtaken() > 20);
}

TEST_CASE("jitter adds its own draw to the latency") {
  Topology topology = cable(50us, std::nullopt);
  topology.links[0].jitter = Latency{Distribution::uniform(2000, 3000), {}};
  std::vector<Message> messages;
  for (int i = 0; i < 1000; ++i) messages.push_back({sim::at(i * 10us), 0, 1, 1});
  const Wire wire = carry(topology, messages);
  std::int64_t least = wire.took(0);
  std::int64_t most = wire.took(0);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    least = std::min(least, wire.took(i));
    most = std::max(most, wire.took(i));
  }
  CHECK(least >= 52'000);
  CHECK(least <= 52'020);
  CHECK(most <= 53'000);
  CHECK(most >= 52'980);
}

TEST_CASE("a busy link is an M/D/1 queue") {
  sim::Stream stream(5, "sender", "test");
  const Distribution interval = Distribution::exponential(1'000'000 / 0.7);
  std::vector<Message> messages;
  sim::Instant now = sim::kStart;
  for (int i = 0; i < 400'000; ++i) {
    now += sim::Duration(interval.draw(stream));
    messages.push_back({now, 0, 1, 1000});
  }
  const Wire wire = carry(cable(5ms, kMegabyteASecond), messages);
  std::vector<std::int64_t> waits;
  for (std::uint32_t i = 0; i < messages.size(); ++i) waits.push_back(wire.took(i) - 6'000'000);
  const double expected = 0.7 * 1'000'000 / (2 * (1 - 0.7));
  CHECK(tests::batch_means(waits).verdict(expected, 0.04) == "confirmed");
}
