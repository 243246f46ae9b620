#include "models/migration/call_plan.hpp"

#include <algorithm>

namespace models::migration {

namespace {

bool locks(OperationKind kind) {
  return kind == OperationKind::kLockShared || kind == OperationKind::kLockExclusive;
}

Pass plan_pass(const std::vector<Operation>& operations,
               const std::vector<std::uint32_t>& parameters) {
  Pass pass;
  for (const bool deferred : {false, true}) {
    for (const Operation& operation : operations) {
      if (operation.deferred != deferred) continue;
      PlannedOperation planned{operation.kind, operation.target, operation.times.value(parameters),
                               operation.rows.value(parameters)};
      if (planned.times > 0) pass.operations.push_back(planned);
    }
    if (!deferred) pass.awaited = static_cast<std::uint32_t>(pass.operations.size());
  }
  return pass;
}

// A lock is held until a transaction ends, so a call that locks has one.
void put_in_transaction(Pass& pass) {
  bool locked = false;
  for (const PlannedOperation& operation : pass.operations) {
    if (operation.kind == OperationKind::kBegin) return;
    locked = locked || locks(operation.kind);
  }
  if (!locked) return;
  pass.operations.insert(pass.operations.begin(), {OperationKind::kBegin, kNone, 1, 1});
  ++pass.awaited;
  pass.operations.insert(pass.operations.begin() + pass.awaited,
                         {OperationKind::kCommit, kNone, 1, 1});
  ++pass.awaited;
}

CallEffect effect_of(OperationKind kind) {
  switch (kind) {
    case OperationKind::kInsert:
      return CallEffect::kCreate;
    case OperationKind::kUpsert:
    case OperationKind::kUpdate:
      return CallEffect::kUpdate;
    case OperationKind::kDeleteByKey:
      return CallEffect::kDelete;
    default:
      return CallEffect::kNone;
  }
}

}  // namespace

CallPlan plan_call(const Layout& layout, PackageIndex package, CallIndex call,
                   const std::vector<std::uint32_t>& parameters) {
  const ApiCall& described = layout.packages[package].calls[call];
  std::vector<std::uint32_t> values = parameters;
  if (values.empty()) {
    for (const CallParameter& parameter : described.parameters) values.push_back(parameter.usual);
  }
  CallPlan plan{package,
                call,
                plan_pass(described.on_table, values),
                plan_pass(described.on_kv, values),
                CallEffect::kNone,
                kNone,
                false};
  for (const PlannedOperation& operation : plan.on_table.operations) {
    if (operation.target == kNone) continue;
    const CallEffect effect = effect_of(operation.kind);
    if (effect != CallEffect::kNone) {
      plan.effect = effect;
      plan.table = operation.target;
      plan.makes = effect == CallEffect::kCreate || operation.kind == OperationKind::kUpsert;
      break;
    }
    if (plan.table == kNone) plan.table = operation.target;
  }
  for (const PlannedOperation& operation : plan.on_kv.operations) {
    if (plan.table == kNone && operation.target != kNone) {
      plan.table = layout.rules[operation.target].table;
    }
  }
  put_in_transaction(plan.on_table);
  return plan;
}

}  // namespace models::migration
