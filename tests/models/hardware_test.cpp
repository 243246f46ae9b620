// Processor, disk and rate caps by hand, to the nanosecond.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/hardware/cpu.hpp"
#include "models/hardware/disk.hpp"
#include "models/hardware/throttle.hpp"
#include "sim/loop.hpp"

using models::hardware::CpuParams;
using models::hardware::Discipline;
using models::hardware::DiskParams;
using models::hardware::Throttle;
using sim::Distribution;
using namespace std::chrono_literals;

namespace {

struct Ask {
  std::uint32_t request;
};
struct Done {
  std::uint32_t request;
};
struct Turned {
  std::uint32_t turn;
};
using Schedule = sim::Schedule<std::variant<Ask, Done, Turned>>;

/// What is asked of the resource: items 0 is a read, or a job of a processor.
struct Request {
  sim::Duration at;
  std::uint32_t items = 0;
  std::int64_t size = 0;
};

// "request@microseconds" in the order in which they are done.
class Story {
 public:
  void add(std::uint32_t request, sim::Instant now) {
    const double at = std::chrono::duration<double, std::micro>(now.time_since_epoch()).count();
    text_ += fmt::format("{}{}@{}", text_.empty() ? "" : " ", request, at);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class CpuWorld {
 public:
  CpuWorld(const CpuParams& params, std::vector<Request> requests, Schedule& schedule)
      : cpu_(params,
             schedule.add_latency("node/cpu", "operation", params.per_operation.distribution)),
        requests_(std::move(requests)) {
    for (std::uint32_t i = 0; i < requests_.size(); ++i) {
      schedule.at(sim::at(requests_[i].at), Ask{i});
    }
  }
  void on(const Ask& e, Schedule& schedule) {
    cpu_.arrive(e.request, {requests_[e.request].size}, schedule,
                [](std::uint32_t done) { return Done{done}; });
  }
  void on(const Done& e, Schedule& schedule) {
    story_.add(e.request, schedule.now());
    cpu_.depart(e.request, schedule, [](std::uint32_t done) { return Done{done}; });
  }
  void on(const Turned& e, Schedule& schedule) { schedule.turn(e.turn); }
  [[nodiscard]] const std::string& story() const { return story_.text(); }

 private:
  models::hardware::Cpu cpu_;
  std::vector<Request> requests_;
  Story story_;
};

class DiskWorld {
 public:
  DiskWorld(const DiskParams& params, std::vector<Request> requests, Schedule& schedule)
      : disk_(params, {schedule.add_latency("node/disk", "write", params.write.distribution),
                       schedule.add_latency("node/disk", "sync", params.sync.distribution),
                       schedule.add_latency("node/disk", "read", params.read.distribution)}),
        requests_(std::move(requests)) {
    for (std::uint32_t i = 0; i < requests_.size(); ++i) {
      schedule.at(sim::at(requests_[i].at), Ask{i});
    }
    for (const auto& turn : params.write.turns) {
      const std::uint32_t number =
          schedule.add_turn({disk_.latencies().write, turn.times, turn.distribution});
      schedule.at(turn.at, Turned{number}, sim::Phase::kChange);
    }
  }
  void on(const Ask& e, Schedule& schedule) {
    const Request& request = requests_[e.request];
    const auto done = [](std::uint32_t id) { return Done{id}; };
    if (request.items == 0) {
      disk_.read(e.request, {request.size}, schedule, done);
    } else {
      disk_.flush(e.request, request.items, {request.size}, schedule, done);
    }
  }
  void on(const Done& e, Schedule& schedule) {
    story_.add(e.request, schedule.now());
    finished_.push_back(schedule.now());
    disk_.depart(schedule, [](std::uint32_t id) { return Done{id}; });
  }
  void on(const Turned& e, Schedule& schedule) { schedule.turn(e.turn); }
  [[nodiscard]] const std::string& story() const { return story_.text(); }
  [[nodiscard]] std::int64_t finished_by(sim::Duration end) const {
    return std::count_if(finished_.begin(), finished_.end(),
                         [end](sim::Instant at) { return at < sim::at(end); });
  }

 private:
  models::hardware::Disk disk_;
  std::vector<Request> requests_;
  std::vector<sim::Instant> finished_;
  Story story_;
};

template <class World, class Params>
World play(const Params& params, std::vector<Request> requests) {
  Schedule schedule;
  World world(params, std::move(requests), schedule);
  sim::run(world, schedule, sim::kNever);
  return world;
}

std::string cpu(const CpuParams& params, std::vector<Request> requests) {
  return play<CpuWorld>(params, std::move(requests)).story();
}
std::string disk(const DiskParams& params, std::vector<Request> requests) {
  return play<DiskWorld>(params, std::move(requests)).story();
}

models::hardware::Latency constant(sim::Duration latency) {
  return {Distribution::constant(latency.count()), {}};
}

CpuParams processor(std::int32_t cores, Discipline discipline) {
  return {cores, constant(10us), 1us, discipline};
}

// Write 100 us an item, sync 200 us, read 80 us, a byte a microsecond.
DiskParams drive() {
  DiskParams params;
  params.write = constant(100us);
  params.sync = constant(200us);
  params.read = constant(80us);
  params.bandwidth = sim::ByteRate{1'000'000};
  return params;
}

}  // namespace

TEST_CASE("a processor takes per_operation and per_kib for every started part of it") {
  const CpuParams params = processor(1, Discipline::kFifo);
  CHECK(cpu(params, {{0us, 0, 0}}) == "0@10");
  CHECK(cpu(params, {{0us, 0, 1}}) == "0@10.001");
  CHECK(cpu(params, {{0us, 0, 1024}}) == "0@11");
  CHECK(cpu(params, {{0us, 0, 1025}}) == "0@11.001");
  CHECK(cpu(params, {{0us, 0, 1536}}) == "0@11.5");
}

TEST_CASE("cores serve side by side, the rest waits first come first served") {
  const std::vector<Request> three{{0us}, {1us}, {2us}};
  CHECK(cpu(processor(1, Discipline::kFifo), three) == "0@10 1@20 2@30");
  CHECK(cpu(processor(2, Discipline::kFifo), three) == "0@10 1@11 2@20");
  CHECK(cpu(processor(3, Discipline::kFifo), three) == "0@10 1@11 2@12");
}

TEST_CASE("a fair processor lets all jobs share all cores") {
  const std::vector<Request> three{{0us}, {1us}, {2us}};
  // Alone for 1 us, two for 1 us, then three until the first is done, and so on.
  CHECK(cpu(processor(1, Discipline::kFair), three) == "0@27.5 1@29.5 2@30");
  CHECK(cpu(processor(2, Discipline::kFair), three) == "0@14 1@15 2@16");
  CHECK(cpu(processor(3, Discipline::kFair), three) == "0@10 1@11 2@12");
  CHECK(cpu(processor(1, Discipline::kFair), {{0us, 0, 1024}, {50us}}) == "0@11 1@60");
}

TEST_CASE("a flush takes a write an item, the transfer, and one sync") {
  CHECK(disk(drive(), {{0us, 1, 0}}) == "0@300");
  CHECK(disk(drive(), {{0us, 3, 1000}}) == "0@1500");
  CHECK(disk(drive(), {{0us, 0, 500}}) == "0@580");
  DiskParams unlimited = drive();
  unlimited.bandwidth.reset();
  CHECK(disk(unlimited, {{0us, 3, 1'000'000}}) == "0@500");
}

TEST_CASE("a disk serves as many requests at once as it has channels") {
  DiskParams params = drive();
  const std::vector<Request> mixed{{0us, 1, 0}, {1us, 0, 0}, {2us, 0, 20}};
  CHECK(disk(params, mixed) == "0@300 1@380 2@480");
  params.channels = 2;
  CHECK(disk(params, mixed) == "1@81 2@181 0@300");
  params.channels = 3;
  CHECK(disk(params, mixed) == "1@81 2@102 0@300");
}

TEST_CASE("a turn counts for what starts at its instant or later, and no longer than to the next") {
  DiskParams params = drive();
  params.write.turns = {{sim::at(5s), 10.0, std::nullopt}, {sim::at(8s), 1.0, std::nullopt}};
  CHECK(disk(params, {{5s - 1ns, 1, 0}}) == "0@5000299.999");
  CHECK(disk(params, {{5s, 1, 0}}) == "0@5001200");
  CHECK(disk(params, {{8s - 1ns, 1, 0}}) == "0@8001199.999");
  CHECK(disk(params, {{8s, 1, 0}}) == "0@8000300");
  // A request that waits is as slow as the disk is when its turn comes.
  CHECK(disk(params, {{5s - 1ns, 1, 0}, {5s - 1ns, 1, 0}}) == "0@5000299.999 1@5001499.999");
}

TEST_CASE("a turn stretches the transfer of its latency as well") {
  DiskParams params = drive();
  params.write.turns = {{sim::at(1s), 2.5, std::nullopt}};
  CHECK(disk(params, {{1s, 2, 100}}) == "0@1000950");  // (2 * 100 + 100) * 2.5 + 200
}

TEST_CASE("a turn to another distribution holds until another one") {
  DiskParams params = drive();
  params.write.turns = {{sim::at(1s), 1.0, Distribution::constant(700'000)},
                        {sim::at(2s), 2.0, std::nullopt},
                        {sim::at(3s), 1.0, Distribution::constant(100'000)}};
  CHECK(disk(params, {{0s, 1, 0}, {1s, 1, 0}, {2s, 1, 0}, {3s, 1, 0}}) ==
        "0@300 1@1000900 2@2001600 3@3000300");
}

TEST_CASE("a throttle lets credits pass at once, then one token at a time, and refills when idle") {
  Throttle throttle(1000, 3);  // a token is a millisecond
  const auto take = [&](std::int64_t n, sim::Duration now) {
    return throttle.take(n, sim::at(now)) / 1us;
  };
  CHECK(take(1, 0ms) == 0);
  CHECK(take(1, 0ms) == 0);
  CHECK(take(1, 0ms) == 0);
  CHECK(take(1, 0ms) == 0);  // the bucket is empty, but not in debt
  CHECK(take(1, 0ms) == 1000);
  CHECK(take(1, 0ms) == 2000);
  CHECK(take(1, 2500us) == 500);  // due is 6 ms: 3 ms less the credits, at 2.5 ms
  CHECK(take(1, 100ms) == 0);     // full again
  CHECK(take(10, 100ms) == 0);    // more than there are: in debt
  CHECK(take(1, 100ms) == 8000);  // 11 spent, 3 lent
}

TEST_CASE("a throttle without credits spaces requests evenly, by whole nanoseconds rounded up") {
  Throttle throttle(3, 0);
  CHECK(throttle.take(1, sim::kStart) == 0ns);
  CHECK(throttle.take(1, sim::kStart) == 333'333'334ns);
  CHECK(throttle.take(3, sim::kStart) == 666'666'668ns);
  CHECK(throttle.take(0, sim::kStart) == 1'666'666'668ns);
}

TEST_CASE("a volume with burst credit is fast until the credit is spent, then steady") {
  // 100 requests a second, 300 while 1000 credits last: 1000 / (300 - 100) = 5 s.
  DiskParams params;
  params.requests = {{100, 300, 1000}};
  const DiskWorld world = play<DiskWorld>(params, std::vector<Request>(2500, Request{0us}));
  CHECK(world.finished_by(1s) == 300);
  CHECK(world.finished_by(4900ms) == 1470);
  CHECK(world.finished_by(5s) == 1500);
  CHECK(world.finished_by(6s) - world.finished_by(5s) == 100);
  CHECK(world.finished_by(10s) == 2000);
}

TEST_CASE("a volume's credit comes back at the steady rate while nobody asks") {
  DiskParams params;
  params.requests = {{100, 0, 50}};
  std::vector<Request> requests(60, Request{0us});
  requests.insert(requests.end(), 60, Request{300ms});  // 30 tokens later, less 9 still owed
  const DiskWorld world = play<DiskWorld>(params, requests);
  CHECK(world.finished_by(1ns) == 51);
  CHECK(world.finished_by(300ms) == 60);
  CHECK(world.finished_by(300ms + 1ns) == 60 + 21);
  CHECK(world.finished_by(400ms + 1ns) == 60 + 31);
}

TEST_CASE("a cap on bytes holds requests back by their size, a batch by its items") {
  DiskParams params;
  params.bytes = {{1'000'000, 0, 0}};  // a byte a microsecond
  CHECK(disk(params, {{0us, 0, 500}, {0us, 0, 200}, {0us, 0, 1}}) == "0@0 1@500 2@700");
  params = DiskParams{};
  params.requests = {{1000, 0, 0}};  // one a millisecond
  CHECK(disk(params, {{0us, 4, 500}, {0us, 0, 200}, {0us, 0, 1}}) == "0@0 1@4000 2@5000");
}

TEST_CASE("of two caps the tighter one binds") {
  DiskParams params;
  params.requests = {{1000, 0, 0}};
  params.bytes = {{1'000'000, 0, 0}};
  CHECK(disk(params, {{0us, 0, 5000}, {0us, 0, 1}, {0us, 0, 1}}) == "0@0 1@5000 2@6000");
}
