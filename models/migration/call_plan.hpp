// What a call of a package does on each side, with its parameters put in; and which row it changes.
//
// The row that the first change names stands for all that the call changes: its other changes cost
// what they cost, and are not followed from store to store.
// Errors         none; the layout has been checked
// Checked by     tests/models/migration/migration_parts_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/migration/params.hpp"

namespace models::migration {

enum class CallEffect : std::uint8_t { kNone, kCreate, kUpdate, kDelete };

struct PlannedOperation {
  OperationKind kind = OperationKind::kGet;
  std::uint32_t target = kNone;  // table or rule
  std::uint32_t times = 1;
  std::uint32_t rows = 1;
};

/// The operations over one store: those the user waits for, then those done in the background.
struct Pass {
  std::vector<PlannedOperation> operations;
  std::uint32_t awaited = 0;
};

struct CallPlan {
  PackageIndex package = 0;
  CallIndex call = 0;
  Pass on_table;
  Pass on_kv;
  CallEffect effect = CallEffect::kNone;
  TableIndex table = kNone;  // that it is about
  bool makes = false;        // a change of a row that is not there makes it
};

/// REQUIRES: `parameters` is empty or has a value for each of the call's.
[[nodiscard]] CallPlan plan_call(const Layout& layout, PackageIndex package, CallIndex call,
                                 const std::vector<std::uint32_t>& parameters);

}  // namespace models::migration
