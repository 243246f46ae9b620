// The words all key-value stores share.
#include "models/migration/kv_operation.hpp"

#include <doctest/doctest.h>

using namespace models::migration;

namespace {

KvStatus of(KvOperation operation, bool exists, bool equal = false) {
  KvRequest request;
  request.operation = operation;
  request.exists = exists;
  request.equal = equal;
  return outcome(request);
}

}  // namespace

TEST_CASE("the content decides what a request answers") {
  CHECK(of(KvOperation::kGet, true) == KvStatus::kOk);
  CHECK(of(KvOperation::kGet, false) == KvStatus::kAbsent);
  CHECK(of(KvOperation::kSet, true) == KvStatus::kOk);
  CHECK(of(KvOperation::kSet, false) == KvStatus::kOk);
  CHECK(of(KvOperation::kSetIfAbsent, true) == KvStatus::kPredicateFailed);
  CHECK(of(KvOperation::kSetIfAbsent, false) == KvStatus::kOk);
  CHECK(of(KvOperation::kSetIfEqual, true, true) == KvStatus::kOk);
  CHECK(of(KvOperation::kSetIfEqual, true, false) == KvStatus::kPredicateFailed);
  CHECK(of(KvOperation::kSetIfEqual, false, true) == KvStatus::kPredicateFailed);
  CHECK(of(KvOperation::kDelete, false) == KvStatus::kOk);
  CHECK(of(KvOperation::kScanPage, false) == KvStatus::kOk);
}

TEST_CASE("an entry's bytes are those of its partition, its key and its value") {
  KvRequest request;
  request.partition_bytes = 62;
  request.key_bytes = 60;
  request.value_bytes = 212;
  request.stored_bytes = 100;
  CHECK(written_bytes(request).count == 334);
  CHECK(kept_bytes(request).count == 0);
  request.exists = true;
  CHECK(kept_bytes(request).count == 222);
}

TEST_CASE("only gets and scans leave the content as it is") {
  CHECK_FALSE(writes(KvOperation::kGet));
  CHECK_FALSE(writes(KvOperation::kScanPage));
  CHECK(writes(KvOperation::kSet));
  CHECK(writes(KvOperation::kSetIfAbsent));
  CHECK(writes(KvOperation::kSetIfEqual));
  CHECK(writes(KvOperation::kDelete));
}
