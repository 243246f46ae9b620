// The part of MigrationReader that reads what must hold.
#include <fmt/format.h>

#include <algorithm>

#include "models/migration/names.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/migration_reader.hpp"

namespace scenarios {

namespace migration = models::migration;

namespace {

enum class Unit { kCount, kDuration, kSize, kRatio, kMoney };

struct DemandField {
  std::string_view name;
  Demand demand;
  Unit unit;
};
constexpr DemandField kDemands[] = {{"downtime", Demand::kDowntime, Unit::kDuration},
                                    {"duration", Demand::kDuration, Unit::kDuration},
                                    {"rows_lost", Demand::kRowsLost, Unit::kCount},
                                    {"rows_not_moved", Demand::kRowsNotMoved, Unit::kCount},
                                    {"rows_changed", Demand::kRowsChanged, Unit::kCount},
                                    {"rows_extra", Demand::kRowsExtra, Unit::kCount},
                                    {"rows_dropped", Demand::kRowsDropped, Unit::kCount},
                                    {"entries", Demand::kEntries, Unit::kCount},
                                    {"space_peak", Demand::kSpacePeak, Unit::kSize},
                                    {"attempts", Demand::kAttempts, Unit::kCount},
                                    {"takes", Demand::kPhaseTakes, Unit::kDuration},
                                    {"times", Demand::kTimes, Unit::kCount},
                                    {"p50", Demand::kP50, Unit::kDuration},
                                    {"p99", Demand::kP99, Unit::kDuration},
                                    {"mean", Demand::kMean, Unit::kDuration},
                                    {"failed", Demand::kFailed, Unit::kCount},
                                    {"not_found", Demand::kNotFound, Unit::kCount},
                                    {"kv_over_table", Demand::kKvOverTable, Unit::kRatio},
                                    {"dump_peak", Demand::kDumpPeak, Unit::kSize},
                                    {"cost", Demand::kCost, Unit::kMoney},
                                    {"write_units", Demand::kWriteUnits, Unit::kCount},
                                    {"throttled", Demand::kThrottled, Unit::kCount}};
struct Quantile {
  double share;
  std::string_view words;
};
constexpr Quantile kOfReplications[] = {{0.5, " at p50"}, {0.95, " at p95"}, {1, " at most"}};
constexpr std::string_view kStoreNames[] = {"the tables", "both", "the store"};

bool is_of_call(Demand demand) { return demand >= Demand::kP50 && demand <= Demand::kKvOverTable; }
bool is_of_replications(Demand demand) {
  return demand == Demand::kDowntime || demand == Demand::kDuration;
}

// The field table has seen that it is one of these.
double read_limit(const std::string& text, Unit unit) {
  switch (unit) {
    case Unit::kDuration:
      return static_cast<double>(read_duration(text).value.value().count());
    case Unit::kSize:
      return static_cast<double>(read_size(text).value.value().count);
    case Unit::kCount:
      return static_cast<double>(read_count(text).value.value());
    case Unit::kMoney:
      return read_number(text).value.value() * 1e9;
    case Unit::kRatio:
      break;
  }
  return read_number(text).value.value();
}

}  // namespace

// Whose the demands are; nothing, and a report, if there is no such call or package.
std::optional<MigrationExpectation> MigrationReader::read_subject(const Fields& fields) {
  MigrationExpectation subject;
  subject.place = fields.place();
  if (fields.raw("package") != nullptr || fields.raw("call") != nullptr) {
    subject.package = package(fields);
    if (!subject.package) return std::nullopt;
    if (fields.has("package")) subject.text += layout().packages[*subject.package].name + " ";
  }
  if (const auto phase = fields.choice("phase")) {
    subject.phase = static_cast<migration::PhaseKind>(*phase);
    subject.text += fmt::format("phase {} ", name_of(subject.phase));
  }
  if (const auto happened = fields.choice("happened")) {
    subject.happened = static_cast<migration::FaultKind>(*happened);
    subject.text += fmt::format("{} ", name_of(subject.happened));
  }
  if (const auto call = fields.identifier("call")) {
    const migration::Package& of = layout().packages[*subject.package];
    const auto names = names_of(of.calls);
    const auto known = std::find(names.begin(), names.end(), *call);
    if (known == names.end()) {
      problems_.report(fields.place("call"), fmt::format("'{}' has no call '{}'", of.name, *call),
                       did_you_mean(*call, names));
      return std::nullopt;
    }
    subject.call = static_cast<migration::CallIndex>(known - names.begin());
    subject.text += fmt::format("{} ", *call);
  }
  if (const auto on = fields.choice("on")) {
    subject.on = static_cast<migration::CallStore>(*on);
    subject.text += fmt::format("on {} ", kStoreNames[*on]);
  }
  return subject;
}

void MigrationReader::read_demands(const Fields& fields, const MigrationExpectation& subject) {
  const auto of = fields.choice("of");
  for (const DemandField& field : kDemands) {
    const auto comparison = fields.comparison(field.name);
    if (!comparison) continue;
    const auto needs = [&](bool given, std::string_view what) {
      if (given) return;
      problems_.report(fields.place(field.name),
                       fmt::format("'{}' needs '{}' beside it", field.name, what));
    };
    if (field.demand == Demand::kPhaseTakes) needs(fields.has("phase"), "phase");
    if (field.demand == Demand::kTimes) needs(fields.has("happened"), "happened");
    if (is_of_call(field.demand)) needs(subject.call.has_value(), "call");
    MigrationExpectation one = subject;
    one.demand = field.demand;
    one.relation = comparison->relation;
    one.limit = read_limit(comparison->quantity, field.unit);
    if (is_of_replications(field.demand) && of) one.quantile = kOfReplications[*of].share;
    const std::string_view which = one.quantile ? kOfReplications[*of].words : "";
    const bool equal = one.relation == Relation::kEqual;
    one.text += fmt::format("{}{} {} {}", field.name, which, equal ? "is" : sign_of(one.relation),
                            comparison->quantity);
    scenario_.expectations.push_back(std::move(one));
  }
}

void MigrationReader::read_expectation(const Fields& fields) {
  const auto subject = read_subject(fields);
  if (!subject) return;
  // Else the demand would be judged of the whole run, under the name of a part of it.
  const auto is_for = [&](std::string_view part, std::string_view demand) {
    if (!fields.has(part) || fields.raw(demand) != nullptr) return;
    problems_.report(fields.place(part), fmt::format("'{}' needs '{}' beside it", part, demand));
  };
  is_for("phase", "takes");
  is_for("happened", "times");
  read_demands(fields, *subject);
  if (const auto complete = fields.boolean("complete")) {
    MigrationExpectation one = *subject;
    one.demand = Demand::kComplete;
    one.limit = *complete ? 1 : 0;
    one.text = *complete ? "every phase ends as it should" : "some phase does not end as it should";
    scenario_.expectations.push_back(std::move(one));
  }
  const bool demands =
      std::any_of(std::begin(kDemands), std::end(kDemands),
                  [&](const DemandField& field) { return fields.raw(field.name) != nullptr; });
  // How something grows is no question to this run alone: whoever runs several reads it.
  if (demands || fields.raw("complete") != nullptr || fields.raw("growth") != nullptr) return;
  problems_.report(fields.place(), "nothing is demanded here",
                   "write what must hold: {rows_lost: 0}");
}

void MigrationReader::read_expectations(const Fields& fields) {
  for (const Fields& one : fields.list("expect")) read_expectation(one);
  if (!scenario_.expectations.empty() && params_.traffic.empty()) {
    for (const MigrationExpectation& one : scenario_.expectations) {
      if (!one.call) continue;
      problems_.report(one.place, "nobody calls anything in this scenario",
                       "add traffic that makes this call");
    }
  }
}

}  // namespace scenarios
