// A tiny world around one DynamoDB table: clients that each send a request, wait, and send again.
//
// Randomness     the table's own; requests come from a function of their number
// Shape          ends when `requests` have been answered
#pragma once

#include <cstdint>
#include <functional>
#include <variant>
#include <vector>

#include "models/migration/dynamo_db.hpp"
#include "sim/loop.hpp"

namespace tests {

struct Send {
  std::uint32_t client;
};
using DynamoSchedule = sim::Schedule<
    std::variant<Send, models::migration::DynamoServed, models::migration::DynamoRetry>>;

struct DynamoLoad {
  std::uint32_t clients = 1;
  std::uint64_t requests = 1;
  std::uint32_t batch = 1;
  sim::Instant from = sim::kStart;
  std::function<models::migration::KvRequest(std::uint64_t)> request;
};

class DynamoWorld {
 public:
  DynamoWorld(const models::migration::DynamoParams& params, DynamoLoad load,
              DynamoSchedule& schedule)
      : table_(params, schedule), load_(std::move(load)), begun_at_(load_.clients) {
    for (std::uint32_t i = 0; i < load_.clients; ++i) schedule.at(load_.from, Send{i});
  }

  void on(const Send& e, DynamoSchedule& schedule) {
    if (sent_ == load_.requests) return;
    begun_at_[e.client] = schedule.now();
    if (load_.batch == 1) {
      table_.begin(e.client, load_.request(sent_++), schedule);
      return;
    }
    std::vector<models::migration::KvRequest> batch;
    while (batch.size() < load_.batch && sent_ < load_.requests) {
      batch.push_back(load_.request(sent_++));
    }
    table_.begin_batch(e.client, batch, schedule);
  }
  void on(const models::migration::DynamoServed& e, DynamoSchedule& schedule) {
    table_.on(e, schedule, [&](const models::migration::KvAnswer& answer) {
      answers_.push_back(answer);
      sojourns_.push_back((schedule.now() - begun_at_[answer.payload]).count());
      schedule.after(sim::Duration(0), Send{answer.payload});
    });
  }
  void on(const models::migration::DynamoRetry& e, DynamoSchedule& schedule) {
    table_.on(e, schedule);
  }

  [[nodiscard]] const models::migration::DynamoDb& table() const { return table_; }
  [[nodiscard]] const std::vector<models::migration::KvAnswer>& answers() const { return answers_; }
  /// Nanoseconds from each request to its answer, in the order of the answers.
  [[nodiscard]] const std::vector<std::int64_t>& sojourns() const { return sojourns_; }

  [[nodiscard]] std::size_t answered(models::migration::KvStatus status) const {
    std::size_t count = 0;
    for (const auto& answer : answers_) count += answer.status == status ? 1 : 0;
    return count;
  }

 private:
  models::migration::DynamoDb table_;
  DynamoLoad load_;
  std::uint64_t sent_ = 0;
  std::vector<sim::Instant> begun_at_;
  std::vector<models::migration::KvAnswer> answers_;
  std::vector<std::int64_t> sojourns_;
};

/// A table on which every operation takes `each` and a refusal 1 ms.
inline models::migration::DynamoParams dynamo(models::migration::DynamoMode mode,
                                              sim::Duration each) {
  models::migration::DynamoParams params;
  params.mode = mode;
  for (auto& latency : params.latencies) {
    latency.distribution = sim::Distribution::constant(each.count());
  }
  params.latencies.back().distribution = sim::Distribution::constant(1'000'000);
  return params;
}

/// A set of `bytes` under a new key, of a partition of its own. (The golden ratio spreads numbers
/// evenly over all partitions.)
inline models::migration::KvRequest spread_set(std::uint64_t number, std::uint32_t bytes) {
  models::migration::KvRequest request;
  request.operation = models::migration::KvOperation::kSet;
  request.partition = number * 0x9e3779b97f4a7c15U;
  request.value_bytes = bytes;
  return request;
}

}  // namespace tests
