#include "models/durability/observe.hpp"

namespace models::durability {

ObserveAnswer observe(const Copy& cache, const Copy& disk, Dialect dialect) {
  switch (cache.presence()) {
    case Presence::kItem: {
      const bool persisted = disk.is_item() && disk.cas == cache.cas;
      return {persisted ? ObserveStatus::kPersisted : ObserveStatus::kFound, cache.cas};
    }
    case Presence::kTombstone: {
      const bool persisted = disk.presence() == Presence::kTombstone && disk.cas == cache.cas;
      if (persisted) return {ObserveStatus::kNotFound, 0};
      return {ObserveStatus::kLogicallyDeleted, cache.cas};
    }
    case Presence::kAbsent:
      break;
  }
  const bool on_disk =
      disk.is_item() || (dialect == Dialect::kMock && disk.presence() == Presence::kTombstone);
  return {on_disk ? ObserveStatus::kLogicallyDeleted : ObserveStatus::kNotFound, 0};
}

ObserveAnswer observe_expired(std::uint64_t cas, Dialect dialect) {
  if (dialect == Dialect::kMock) return {ObserveStatus::kNotFound, 0};
  return {ObserveStatus::kLogicallyDeleted, cas};
}

std::string_view name_of(ObserveStatus status) {
  switch (status) {
    case ObserveStatus::kFound:
      return "found";
    case ObserveStatus::kPersisted:
      return "persisted";
    case ObserveStatus::kNotMyVbucket:
      return "not_my_vbucket";
    case ObserveStatus::kNotFound:
      return "not_found";
    case ObserveStatus::kLogicallyDeleted:
      return "logically_deleted";
  }
  return "unknown";
}

}  // namespace models::durability
