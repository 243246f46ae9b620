// The models of the peers on the product's own queue, events and loop.
//
// Same streams, same sample path and same `check` as bench/peers/ref.cpp: what differs is how the
// events are kept and handed out, and that is what is measured.
// Use            durasim_bench phold N HOLDS | mm1 CUSTOMERS | dw WRITES
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <variant>
#include <vector>

#include "peers/bench_common.h"
#include "sim/event_queue.hpp"
#include "sim/loop.hpp"
#include "sim/ring.hpp"
#include "sim/time.hpp"

namespace {

constexpr const char* kPeer = "durasim";

// One exponential latency with a stream of its own.
class Latency {
 public:
  Latency(std::uint64_t stream, double mean) : stream_(rng_make(stream)), mean_(mean) {}
  [[nodiscard]] sim::Duration draw() { return sim::Duration(rng_exp_ns(&stream_, mean_)); }

 private:
  rng_t stream_;
  double mean_;
};

double seconds(sim::Instant at) {
  return static_cast<double>(at.time_since_epoch().count()) * 1e-9;
}
double microseconds(double nanoseconds) { return nanoseconds * 1e-3; }

// N entities; each is held again and again for a while.
namespace phold {

struct HoldOver {
  std::uint32_t entity;
};
using What = std::variant<HoldOver>;
using Queue = sim::EventQueue<What>;

struct Entity {
  std::uint64_t count;
  std::array<std::uint64_t, 7> more;  // an entity fills a cache line
};

class World {
 public:
  explicit World(std::size_t entities) : entities_(entities) {}

  void start(Queue& queue) {
    for (std::uint32_t i = 0; i < entities_.size(); ++i) hold(i, queue);
  }
  void on(const HoldOver& over, Queue& queue) {
    TRACE(over.entity);
    ++entities_[over.entity].count;
    hold(over.entity, queue);
  }
  void prefetch(const What& what) const {
    __builtin_prefetch(&entities_[std::get_if<HoldOver>(&what)->entity], 1);
  }

 private:
  void hold(std::uint32_t entity, Queue& queue) {
    queue.schedule(queue.now() + length_.draw(), HoldOver{entity});
  }

  std::vector<Entity> entities_;
  Latency length_{0, PHOLD_MEAN_NS};
};

void bench(long entities, long holds) {
  World world(static_cast<std::size_t>(entities));
  Queue queue;
  world.start(queue);
  const stopwatch watch = sw_start();
  for (long i = 0; i < holds; ++i) sim::step(world, queue);
  report(kPeer, "phold", "event", entities, static_cast<double>(holds), watch,
         seconds(queue.now()));
}

}  // namespace phold

// One server, first come first served, load 0.8.
namespace mm1 {

struct CustomerArrived {};
struct ServiceDone {};
using Queue = sim::EventQueue<std::variant<CustomerArrived, ServiceDone>>;

class World {
 public:
  explicit World(long customers) : customers_(customers) {}

  void start(Queue& queue) { queue.schedule(queue.now() + between_.draw(), CustomerArrived{}); }

  void on(const CustomerArrived&, Queue& queue) {
    waiting_.push_back(queue.now());
    if (++arrived_ < customers_) start(queue);
    if (waiting_.size() == 1) serve(queue);
  }
  void on(const ServiceDone&, Queue& queue) {
    stayed_ += static_cast<double>((queue.now() - waiting_.pop_front()).count());
    if (!waiting_.empty()) serve(queue);
  }

  [[nodiscard]] double mean_stay() const { return stayed_ / static_cast<double>(arrived_); }

 private:
  void serve(Queue& queue) { queue.schedule(queue.now() + service_.draw(), ServiceDone{}); }

  sim::Ring<sim::Instant> waiting_;  // when they came; the first is in service
  long customers_;
  long arrived_ = 0;
  double stayed_ = 0;
  Latency between_{1, MM1_ARR_NS};
  Latency service_{2, MM1_SRV_NS};
};

void bench(long customers) {
  World world(customers);
  Queue queue;
  const stopwatch watch = sw_start();
  world.start(queue);
  sim::run(world, queue, sim::kNever);
  report(kPeer, "mm1", "event", customers, 2.0 * static_cast<double>(customers), watch,
         microseconds(world.mean_stay()));
}

}  // namespace mm1

// The durable write: three nodes of CPU and disk, the first sends to the others.
namespace dw {

using Write = std::uint32_t;
using NodeIndex = std::uint32_t;

struct WriteArrived {};
struct CopyArrived {
  NodeIndex node;
  Write write;
};
struct CpuDone {
  NodeIndex node;
};
struct DiskDone {
  NodeIndex node;
};
using Queue = sim::EventQueue<std::variant<WriteArrived, CopyArrived, CpuDone, DiskDone>>;

// Serves one write at a time; `Done` is what happens when it has.
template <class Done>
class Server {
 public:
  Server(NodeIndex node, Latency service) : node_(node), service_(service) {}

  void arrive(Write write, Queue& queue) {
    waiting_.push_back(write);
    if (waiting_.size() == 1) serve(queue);
  }
  Write leave(Queue& queue) {
    const Write write = waiting_.pop_front();
    if (!waiting_.empty()) serve(queue);
    return write;
  }

 private:
  void serve(Queue& queue) { queue.schedule(queue.now() + service_.draw(), Done{node_}); }

  sim::Ring<Write> waiting_;  // the first is in service
  NodeIndex node_;
  Latency service_;
};

struct Node {
  explicit Node(NodeIndex i) : cpu(i, {20 + i, DW_CPU_NS}), disk(i, {30 + i, DW_DISK_NS}) {}
  Server<CpuDone> cpu;
  Server<DiskDone> disk;
};

class World {
 public:
  explicit World(std::size_t writes) { writes_.reserve(writes); }

  void start(Queue& queue) { queue.schedule(queue.now() + between_.draw(), WriteArrived{}); }

  void on(const WriteArrived&, Queue& queue) {
    writes_.push_back({queue.now(), nodes_.size()});
    if (writes_.size() < writes_.capacity()) start(queue);
    nodes_[0].cpu.arrive(static_cast<Write>(writes_.size() - 1), queue);
  }
  void on(const CpuDone& done, Queue& queue) {
    const Write write = nodes_[done.node].cpu.leave(queue);
    nodes_[done.node].disk.arrive(write, queue);
    if (done.node != 0) return;
    for (NodeIndex i = 1; i < nodes_.size(); ++i) {
      queue.schedule(queue.now() + kLinkLatency, CopyArrived{i, write});
    }
  }
  void on(const CopyArrived& copy, Queue& queue) {
    nodes_[copy.node].cpu.arrive(copy.write, queue);
  }
  void on(const DiskDone& done, Queue& queue) {
    Pending& write = writes_[nodes_[done.node].disk.leave(queue)];
    if (--write.copies_missing > 0) return;
    took_ += static_cast<double>((queue.now() - write.arrived).count());
    ++durable_;
  }

  [[nodiscard]] double mean_time() const { return took_ / static_cast<double>(durable_); }

 private:
  static constexpr sim::Duration kLinkLatency{DW_LAT_NS};

  struct Pending {
    sim::Instant arrived;
    std::size_t copies_missing;
  };

  std::array<Node, 3> nodes_{Node(0), Node(1), Node(2)};
  std::vector<Pending> writes_;  // as many as will arrive are reserved
  Latency between_{10, DW_ARR_NS};
  double took_ = 0;
  long durable_ = 0;
};

void bench(long writes) {
  World world(static_cast<std::size_t>(writes));
  Queue queue;
  const stopwatch watch = sw_start();
  world.start(queue);
  sim::run(world, queue, sim::kNever);
  report(kPeer, "dw", "event", writes, DW_EVENTS_PER_WRITE * static_cast<double>(writes), watch,
         microseconds(world.mean_time()));
}

}  // namespace dw

}  // namespace

int main(int count, char** arguments) {
  const std::string_view model = count > 1 ? arguments[1] : "";
  const long size = count > 2 ? std::atol(arguments[2]) : 0;
  if (model == "phold" && count > 3 && size > 0) {
    phold::bench(size, std::atol(arguments[3]));
  } else if (model == "mm1" && size > 0) {
    mm1::bench(size);
  } else if (model == "dw" && size > 0) {
    dw::bench(size);
  } else {
    std::fprintf(stderr, "usage: durasim_bench phold N HOLDS | mm1 CUSTOMERS | dw WRITES\n");
    return 2;
  }
}
