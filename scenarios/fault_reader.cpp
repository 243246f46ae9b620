#include "scenarios/fault_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;
using durability::Fault;
using durability::FaultKind;

namespace {

std::optional<FaultKind> kind_named(std::string_view name) {
  for (std::size_t i = 0; i < durability::kFaultKinds; ++i) {
    const auto kind = static_cast<FaultKind>(i);
    if (durability::name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string_view name_of(const Fields& fields) { return fields.table().fields[0].name; }

}  // namespace

bool is_fault(const Fields& step) { return kind_named(name_of(step)).has_value(); }

void FaultReader::read(const Fields& scenario, std::optional<durability::KeyIndex> key,
                       std::optional<sim::Duration> until) {
  key_ = key;
  until_ = until;
  for (const Chosen& form : scenario.chosen_list("faults")) {
    if (form.fields) read_fault(*form.fields);
  }
  for (const Chosen& form : scenario.chosen_list("script")) {
    if (form.fields && is_fault(*form.fields)) read_fault(*form.fields);
  }
  if (const auto patience = scenario.mapping("patience")) {
    durability::PatienceParams& params = params_.patience;
    params.timeout = patience->duration("timeout").value_or(params.timeout);
    params.map_poll = patience->duration("map_poll").value_or(params.map_poll);
  }
  std::stable_sort(drafts_.begin(), drafts_.end(),
                   [](const Draft& a, const Draft& b) { return a.fault.from < b.fault.from; });
  check_health();
  for (Draft& draft : drafts_) params_.faults.push_back(std::move(draft.fault));
}

void FaultReader::read_fault(const Fields& fields) {
  const std::string_view name = name_of(fields);
  const auto where = fields.identifier(name);
  const auto at = fields.duration("at");
  if (!where || !at) return;
  Fault fault;
  fault.kind = *kind_named(name);
  fault.from = sim::at(*at);
  const auto node = names_.node({*where, fields.place(name)}, key_);
  if (!node) return;
  fault.nodes = {*node};
  fault.words = fmt::format("{} of {}", name, *where);
  if (until_ && *at > *until_) {
    problems_.report(
        fields.place("at"),
        fmt::format("the {} comes after the run's end at {}", name, sim::to_text(*until_)),
        "move it, or write a later until");
  }
  const bool may_end = find_field(fields.table(), "until") != nullptr;
  if (const auto end = may_end ? fields.duration("until") : std::nullopt) {
    fault.until = sim::at(*end);
    if (fault.until <= fault.from) {
      problems_.report(fields.place("until"), fmt::format("the {} must end after it begins", name),
                       "until is an instant, as at is");
    }
  }
  drafts_.push_back({std::move(fault), fields.place(name)});
}

// Walks through the script's crashes and restarts, node by node, as they will happen.
void FaultReader::check_health() {
  for (durability::NodeIndex node = 0; node < params_.nodes.size(); ++node) {
    bool down = false;
    sim::Instant up_again = sim::kNever;
    for (const Draft& draft : drafts_) {
      const Fault& fault = draft.fault;
      if (fault.nodes != std::vector{node}) continue;
      if (fault.from >= up_again) down = false;
      if (fault.kind == FaultKind::kCrash && down) {
        problems_.report(draft.place, fmt::format("{} is down already", params_.nodes[node].name),
                         "it can go down again once it is up: give the earlier crash an until");
      } else if (fault.kind == FaultKind::kCrash) {
        down = true;
        up_again = fault.until;
      } else if (fault.kind == FaultKind::kRestart && !down) {
        problems_.report(draft.place, fmt::format("{} is not down then", params_.nodes[node].name),
                         "a restart ends a crash that has no until");
      } else if (fault.kind == FaultKind::kRestart) {
        down = false;
        up_again = sim::kNever;
      }
    }
  }
}

}  // namespace scenarios
