#include "models/migration/phase_log.hpp"

#include "sim/check.hpp"

namespace models::migration {

namespace {

// The busiest of one sort of resource, if any was busy at all. Programs of other packages hold
// nothing up but through machines.
std::optional<std::uint32_t> busiest(const std::vector<Resource>& resources,
                                     const PhaseOutcome& phase, bool program) {
  std::optional<std::uint32_t> found;
  for (std::uint32_t i = 0; i < resources.size(); ++i) {
    if (resources[i].program != program || phase.uses[i].busy <= 0) continue;
    if (program && phase.package != kAllPackages && resources[i].package != phase.package) continue;
    if (!found || phase.uses[i].busy > phase.uses[*found].busy) found = i;
  }
  return found;
}

}  // namespace

std::uint32_t PhaseLog::begin(PhaseKind kind, PackageIndex package, std::uint32_t attempt,
                              std::vector<Areas> areas, sim::Instant now) {
  PhaseOutcome phase;
  phase.kind = kind;
  phase.package = package;
  phase.attempt = attempt;
  phase.began = now;
  phase.ended = now;
  phases_.push_back(std::move(phase));
  at_begin_.push_back(std::move(areas));
  open_.push_back(true);
  return size() - 1;
}

void PhaseLog::end(std::uint32_t number, PhaseEnd how, const std::vector<Areas>& areas,
                   sim::Instant now, sim::EventId event) {
  SIM_CHECK(open_[number] && areas.size() == resources_.size());
  PhaseOutcome& phase = phases_[number];
  open_[number] = false;
  phase.end = how;
  phase.ended = now;
  phase.ended_by = event;
  const auto lasted = static_cast<double>((now - phase.began).count());
  const std::vector<Areas>& before = at_begin_[number];
  for (std::size_t i = 0; i < areas.size(); ++i) {
    Use use;
    if (lasted > 0) {
      use.busy = static_cast<double>(areas[i].busy - before[i].busy) /
                 (lasted * static_cast<double>(resources_[i].servers));
      use.waiting = static_cast<double>(areas[i].waiting - before[i].waiting) / lasted;
    }
    phase.uses.push_back(use);
  }
  const auto machine = busiest(resources_, phase, false);
  const auto program = busiest(resources_, phase, true);
  const bool full = machine && phase.uses[*machine].busy >= kSaturated;
  phase.bottleneck = full || !program ? machine : program;
  at_begin_[number].clear();
}

bool PhaseLog::has_open(PhaseKind kind, PackageIndex package) const {
  for (std::uint32_t i = size(); i-- > 0;) {
    const PhaseOutcome& phase = phases_[i];
    if (open_[i] && phase.kind == kind &&
        (phase.package == kAllPackages || phase.package == package)) {
      return true;
    }
  }
  return false;
}

void PhaseLog::recur(sim::Recurrence& walk) {
  walk.same(phases_.size());
  for (std::uint32_t i = 0; i < size(); ++i) {
    walk.same(static_cast<bool>(open_[i]));
    if (!open_[i]) continue;
    walk.counts(phases_[i].rows);
    walk.counts(phases_[i].entries);
    walk.counts(phases_[i].bytes);
  }
}

}  // namespace models::migration
