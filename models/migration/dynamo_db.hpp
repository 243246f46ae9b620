// A DynamoDB table with its client: metered capacity, refusals, retries, batches.
//
// Formula        an attempt that capacity admits ends after the latency of its operation; one that
//                it refuses ends after `rejection`, and the client retries after a pause uniform in
//                [0, min(backoff_most, backoff * 2^n)) for the n-th retry in a row ("full jitter"),
//                at most `retries` in a row; then the request is answered as throttled.
//                Of a batch, each item is admitted or not; what was not is sent again in the same
//                way, and an attempt that got an item through begins the count of retries anew.
//                Units and sizes: dynamo_units.hpp; admission: dynamo_capacity.hpp
// Contention     for capacity alone; admitted requests are served side by side
// Randomness     latencies (name, get | put | delete | query | batch | rejection | backoff)
// Events         DynamoServed ends an attempt, DynamoRetry a pause; the holder hands both back and
//                is told which payload has come to its end
// Shape          memory: the most requests at once, and 16 bytes a partition
// Note           reads the clock: an exploration of all orderings cannot treat it symbolically
// Checked by     tests/models/migration/dynamo_db_test.cpp
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "models/hardware/latency.hpp"
#include "models/migration/dynamo_capacity.hpp"
#include "models/migration/dynamo_units.hpp"
#include "sim/pool.hpp"
#include "sim/schedule.hpp"
#include "sim/time_average.hpp"

namespace models::migration {

/// What a client waits for, each with a latency of its own. They are what the client sees: they
/// hold the way to the service and back, unless the holder's network has it.
enum class DynamoLatency : std::uint8_t { kGet, kPut, kDelete, kQuery, kBatch, kRejection };
inline constexpr std::size_t kDynamoLatencies = 6;
inline constexpr std::array<const char*, kDynamoLatencies> kDynamoLatencyNames{
    "get", "put", "delete", "query", "batch", "rejection"};

struct DynamoParams {
  std::string name = "dynamodb";
  DynamoMode mode = DynamoOnDemand{};
  bool adaptive = true;  // on for every table since 2019
  ReadConsistency consistency = ReadConsistency::kStrong;
  bool transactional_writes = false;
  std::int64_t attribute_name_bytes = 28;  // lakeFS: PartitionKey, ItemKey and ItemValue
  std::uint64_t items = 0;                 // in the table at the start
  sim::Bytes bytes{0};                     // theirs, without the storage overhead
  // By DynamoLatency. AWS promises single-digit milliseconds; whoever fills this in has a source.
  std::array<hardware::Latency, kDynamoLatencies> latencies{};
  std::uint32_t retries = 10;                             // AWS SDK for Go v1, DynamoDB client
  sim::Duration backoff = std::chrono::milliseconds(50);  // the same; 25 ms in that for Java
  sim::Duration backoff_most = std::chrono::seconds(20);  // AWS SDKs, standard retry mode
};

/// What the bill is made of, and what the client met.
struct DynamoMeters {
  std::int64_t write_units = 0;
  std::int64_t read_half_units = 0;
  std::uint64_t requests = 0;   // attempts that reached the service
  std::uint64_t throttled = 0;  // of them, refused as a whole
  std::uint64_t retries = 0;
  std::uint64_t unprocessed = 0;  // batch items that came back
  std::uint64_t given_up = 0;     // requests answered as throttled
  std::uint64_t items = 0;
  sim::Bytes bytes{0};

  /// What storage is billed for.
  [[nodiscard]] sim::Bytes stored() const {
    return {bytes.count + static_cast<std::int64_t>(items) * kDynamoStorageOverhead};
  }
};

struct DynamoServed {
  std::uint32_t request;
};
struct DynamoRetry {
  std::uint32_t request;
};

class DynamoDb {
 public:
  /// REQUIRES: backoff > 0; rates of the mode > 0.
  template <class S>
  DynamoDb(const DynamoParams& params, S& schedule)
      : params_(params), capacity_(params.mode, params.adaptive, params.bytes) {
    SIM_CHECK(params.backoff.count() > 0);
    for (std::size_t i = 0; i < kDynamoLatencies; ++i) {
      latencies_[i] = schedule.add_latency(params.name, kDynamoLatencyNames[i],
                                           params.latencies[i].distribution);
    }
    backoff_ = schedule.add_latency(params.name, "backoff",
                                    sim::Distribution::uniform(0, params.backoff.count() - 1));
    meters_.items = params.items;
    meters_.bytes = params.bytes;
  }

  /// A client sends a request.
  template <class S>
  void begin(JobId payload, const KvRequest& request, S& schedule) {
    const bool too_large = writes(request.operation) && !takes(request);
    const JobId id = open(payload, latency_of(request.operation),
                          too_large ? KvStatus::kTooLarge : outcome(request), schedule.now());
    if (!too_large) add_item(id, request);
    attempt(id, schedule);
  }

  /// A client sends a batch of writes, none of which has a condition.
  /// REQUIRES: 1 to 25 requests, each a set or a delete, no two of the same key.
  template <class S>
  void begin_batch(JobId payload, std::span<const KvRequest> requests, S& schedule) {
    SIM_CHECK(!requests.empty() && requests.size() <= kDynamoMostBatchItems);
    const bool too_large = !std::all_of(requests.begin(), requests.end(),
                                        [&](const KvRequest& request) { return takes(request); });
    const JobId id = open(payload, DynamoLatency::kBatch,
                          too_large ? KvStatus::kTooLarge : KvStatus::kOk, schedule.now());
    for (std::size_t i = requests.size(); i-- > 0 && !too_large;) {
      SIM_CHECK(requests[i].operation == KvOperation::kSet ||
                requests[i].operation == KvOperation::kDelete);
      add_item(id, requests[i]);
    }
    attempt(id, schedule);
  }

  /// An attempt is over: `answer(KvAnswer)` if the request is, too; else the client pauses.
  template <class S, class Answer>
  void on(const DynamoServed& e, S& schedule, Answer answer) {
    const Request& request = requests_[e.request];
    if (request.first != kNone && request.in_a_row <= params_.retries) {
      ++meters_.retries;
      schedule.after(pause(request.in_a_row - 1, schedule), DynamoRetry{e.request});
    } else {
      answer(close(e.request, schedule.now()));
    }
  }

  /// A pause is over.
  template <class S>
  void on(const DynamoRetry& e, S& schedule) {
    attempt(e.request, schedule);
  }

  /// Whether DynamoDB takes what this request writes.
  [[nodiscard]] bool takes(const KvRequest& request) const {
    return request.operation == KvOperation::kDelete ||
           dynamo_takes({written_bytes(request).count + params_.attribute_name_bytes});
  }

  [[nodiscard]] const DynamoMeters& meters() const { return meters_; }
  [[nodiscard]] const DynamoCapacity& capacity() const { return capacity_; }
  /// Requests begun and not answered.
  [[nodiscard]] const sim::TimeAverage& in_flight_level() const { return in_flight_level_; }
  [[nodiscard]] sim::LatencyId latency(DynamoLatency which) const {
    return latencies_[static_cast<std::size_t>(which)];
  }

  /// Forgets the in-flight statistics so far. The meters run on: they are the bill.
  void restart_statistics(sim::Instant now) { in_flight_level_.restart(now); }

  /// See sim/recurrence.hpp. `one_partition`: all keys that are used lie in one.
  void recur(sim::Recurrence& walk, bool one_partition);

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  struct Request {
    JobId payload;
    std::uint32_t first;     // the first item that is still to be admitted
    std::uint32_t in_a_row;  // attempts without any success
    DynamoLatency latency;
    KvStatus status;
  };
  struct Item {
    std::uint64_t partition;
    std::int64_t more_bytes;  // by which the item makes the table larger
    std::int32_t write_units;
    std::int32_t read_half_units;
    std::int32_t more_items;
    std::uint32_t next;
  };

  static DynamoLatency latency_of(KvOperation operation);
  JobId open(JobId payload, DynamoLatency latency, KvStatus status, sim::Instant now);
  void add_item(JobId id, const KvRequest& request);
  [[nodiscard]] bool admit(const Item& item, sim::Instant now);
  [[nodiscard]] DynamoLatency admit_all(JobId id, sim::Instant now);
  KvAnswer close(JobId id, sim::Instant now);

  template <class S>
  void attempt(JobId id, S& schedule) {
    const DynamoLatency latency = admit_all(id, schedule.now());
    schedule.after(schedule.draw(this->latency(latency)), DynamoServed{id});
  }

  // One uniform draw below the first pause, stretched: so the pause is a latency with a name.
  template <class S>
  sim::Duration pause(std::uint32_t before, S& schedule) {
    __extension__ using Wide = __int128;
    const std::int64_t first = params_.backoff.count();
    const Wide doubled = static_cast<Wide>(first) << std::min(before, 62U);
    const Wide most = std::min<Wide>(doubled, params_.backoff_most.count());
    return sim::Duration(static_cast<std::int64_t>(schedule.draw(backoff_).count() * most / first));
  }

  DynamoParams params_;
  DynamoCapacity capacity_;
  std::array<sim::LatencyId, kDynamoLatencies> latencies_{};
  sim::LatencyId backoff_{};
  sim::Pool<Request> requests_;
  sim::Pool<Item> items_;
  DynamoMeters meters_;
  sim::TimeAverage in_flight_level_;
};

}  // namespace models::migration
