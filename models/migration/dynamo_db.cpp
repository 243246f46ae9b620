#include "models/migration/dynamo_db.hpp"

namespace models::migration {

DynamoLatency DynamoDb::latency_of(KvOperation operation) {
  switch (operation) {
    case KvOperation::kGet:
      return DynamoLatency::kGet;
    case KvOperation::kDelete:
      return DynamoLatency::kDelete;
    case KvOperation::kScanPage:
      return DynamoLatency::kQuery;
    case KvOperation::kSet:
    case KvOperation::kSetIfAbsent:
    case KvOperation::kSetIfEqual:
      break;
  }
  return DynamoLatency::kPut;
}

JobId DynamoDb::open(JobId payload, DynamoLatency latency, KvStatus status, sim::Instant now) {
  in_flight_level_.change(now, 1);
  return requests_.take({payload, kNone, 0, latency, status});
}

void DynamoDb::add_item(JobId id, const KvRequest& request) {
  Item item{request.partition, 0, 0, 0, 0, requests_[id].first};
  const std::int64_t names = params_.attribute_name_bytes;
  if (!writes(request.operation)) {
    item.read_half_units =
        static_cast<std::int32_t>(dynamo_read_half_units(request, names, params_.consistency));
  } else {
    item.write_units =
        static_cast<std::int32_t>(dynamo_write_units(request, names, params_.transactional_writes));
  }
  if (writes(request.operation) && outcome(request) == KvStatus::kOk) {
    const bool deletes = request.operation == KvOperation::kDelete;
    item.more_items = (deletes ? 0 : 1) - (request.exists ? 1 : 0);
    item.more_bytes = (deletes ? 0 : written_bytes(request).count) - kept_bytes(request).count +
                      item.more_items * names;
  }
  requests_[id].first = items_.take(item);
}

bool DynamoDb::admit(const Item& item, sim::Instant now) {
  const bool admitted = item.write_units > 0
                            ? capacity_.admit_write(item.partition, item.write_units, now)
                            : capacity_.admit_read(item.partition, item.read_half_units, now);
  if (!admitted) return false;
  meters_.write_units += item.write_units;
  meters_.read_half_units += item.read_half_units;
  meters_.items += static_cast<std::uint64_t>(std::int64_t{item.more_items});
  meters_.bytes += sim::Bytes{item.more_bytes};
  return true;
}

// What is admitted leaves the list of the request; the rest is left for a retry.
DynamoLatency DynamoDb::admit_all(JobId id, sim::Instant now) {
  ++meters_.requests;
  Request& request = requests_[id];
  if (request.first == kNone) return DynamoLatency::kRejection;  // too large
  bool any = false;
  std::uint64_t left = 0;
  for (std::uint32_t* link = &request.first; *link != kNone;) {
    const std::uint32_t number = *link;
    if (!admit(items_[number], now)) {
      ++left;
      link = &items_[number].next;
      continue;
    }
    any = true;
    *link = items_[number].next;
    items_.give_back(number);
  }
  if (any) capacity_.stored(meters_.bytes);
  request.in_a_row = any ? 1 : request.in_a_row + 1;
  if (!any) {
    ++meters_.throttled;
    return DynamoLatency::kRejection;
  }
  meters_.unprocessed += left;
  return request.latency;
}

KvAnswer DynamoDb::close(JobId id, sim::Instant now) {
  Request& request = requests_[id];
  KvAnswer answer{request.payload, request.status, 0};
  while (request.first != kNone) {
    const std::uint32_t number = request.first;
    request.first = items_[number].next;
    items_.give_back(number);
    ++answer.unprocessed;
  }
  if (answer.unprocessed > 0) {
    answer.status = KvStatus::kThrottled;
    ++meters_.given_up;
  }
  requests_.give_back(id);
  in_flight_level_.change(now, -1);
  return answer;
}

void DynamoDb::recur(sim::Recurrence& walk, bool one_partition) {
  if (!walk.estimates() && !one_partition && capacity_.partitions() > 1) {
    walk.refuse("keys go to one partition of the table or another by chance");
  }
  if (!walk.estimates() && items_.in_use() > 0) walk.refuse("DynamoDB holds writes back");
  items_.recur(walk, [](Item&) {});
  requests_.recur(walk, [&](const Request& request) {
    walk.same(request.payload);
    walk.same(request.first);
    walk.same(request.in_a_row);
    walk.same(request.latency);
    walk.same(request.status);
  });
  capacity_.recur(walk);
  walk.counts(meters_.write_units);
  walk.counts(meters_.read_half_units);
  walk.counts(meters_.requests);
  walk.counts(meters_.throttled);
  walk.counts(meters_.retries);
  walk.counts(meters_.unprocessed);
  walk.counts(meters_.given_up);
  walk.counts(meters_.items);
  walk.counts(meters_.bytes.count);
  walk.level(in_flight_level_);
}

}  // namespace models::migration
