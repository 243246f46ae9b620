// A tiny world around one embedded store on a machine of its own: clients that each send a request,
// wait for the answer, and send again.
//
// Randomness     the store's and its host's; requests come from a function of their number
// Shape          ends when `requests` have been answered, in batches once each, and all background
//                work is done
#pragma once

#include <cstdint>
#include <functional>
#include <variant>
#include <vector>

#include "models/migration/lsm_host.hpp"
#include "models/migration/lsm_store.hpp"
#include "sim/loop.hpp"

namespace tests {

struct Call {
  std::uint32_t client;
};
using LsmSchedule =
    sim::Schedule<std::variant<Call, models::migration::LsmWorked, models::migration::LsmStored,
                               models::migration::LsmDelayed>>;

struct LsmLoad {
  std::uint32_t clients = 1;
  std::uint64_t requests = 1;
  std::function<models::migration::KvRequest(std::uint64_t)> request;
  std::uint32_t batch = 1;  // so many of them are sent at once
};

class LsmWorld {
 public:
  LsmWorld(const models::migration::LsmParams& params, const models::hardware::CpuParams& cpu,
           const models::hardware::DiskParams& disk, LsmLoad load, LsmSchedule& schedule)
      : host_("node", cpu, disk, schedule), store_(params, schedule), load_(std::move(load)) {
    begun_at_.resize(load_.clients);
    for (std::uint32_t i = 0; i < load_.clients; ++i) schedule.after(sim::Duration(0), Call{i});
  }

 private:
  auto answer(LsmSchedule& schedule) {
    return [this, &schedule](const models::migration::KvAnswer& answer) {
      answers_.push_back(answer);
      sojourns_.push_back((schedule.now() - begun_at_[answer.payload]).count());
      last_answer_ = schedule.now();
      schedule.after(sim::Duration(0), Call{answer.payload});
    };
  }

 public:
  void on(const Call& e, LsmSchedule& schedule) {
    if (sent_ == load_.requests) return;
    begun_at_[e.client] = schedule.now();
    if (load_.batch == 1) {
      store_.begin(e.client, load_.request(sent_++), host_, schedule);
      return;
    }
    std::vector<models::migration::KvRequest> batch;
    while (batch.size() < load_.batch && sent_ < load_.requests) {
      batch.push_back(load_.request(sent_++));
    }
    store_.begin_batch(e.client, batch, host_, schedule);
  }
  void on(const models::migration::LsmWorked& e, LsmSchedule& schedule) {
    host_.on(e, schedule);
    store_.worked(e.job, host_, schedule, answer(schedule));
  }
  void on(const models::migration::LsmStored& e, LsmSchedule& schedule) {
    host_.on(e, schedule);
    store_.stored(e.job, host_, schedule, answer(schedule));
  }
  void on(const models::migration::LsmDelayed& e, LsmSchedule& schedule) {
    store_.on(e, host_, schedule, answer(schedule));
  }

  [[nodiscard]] const models::migration::LsmStore& store() const { return store_; }
  [[nodiscard]] const models::migration::LsmHost& host() const { return host_; }
  [[nodiscard]] std::size_t answers() const { return answers_.size(); }
  [[nodiscard]] std::size_t answered(models::migration::KvStatus status) const {
    std::size_t count = 0;
    for (const auto& answer : answers_) count += answer.status == status ? 1 : 0;
    return count;
  }
  /// When the last answer came; background work may go on behind it.
  [[nodiscard]] double seconds() const {
    return static_cast<double>(last_answer_.time_since_epoch().count()) / 1e9;
  }
  /// Nanoseconds from each request to its answer, in the order of the answers.
  [[nodiscard]] const std::vector<std::int64_t>& sojourns() const { return sojourns_; }

 private:
  models::migration::LsmHost host_;
  models::migration::LsmStore store_;
  LsmLoad load_;
  std::uint64_t sent_ = 0;
  std::vector<sim::Instant> begun_at_;
  std::vector<models::migration::KvAnswer> answers_;
  std::vector<std::int64_t> sojourns_;
  sim::Instant last_answer_ = sim::kStart;
};

}  // namespace tests
