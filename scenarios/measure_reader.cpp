// The part of ExpectationReader that reads statistics: response times, durability times, use.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/expectation_reader.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

struct StatisticName {
  std::string_view name;
  Statistic statistic;
};
constexpr StatisticName kStatistics[] = {
    {"mean", Statistic::kMean},   {"p50", Statistic::kP50},   {"p90", Statistic::kP90},
    {"p99", Statistic::kP99},     {"p999", Statistic::kP999}, {"most", Statistic::kMost},
    {"count", Statistic::kCount}, {"rate", Statistic::kRate}, {"share", Statistic::kShare}};

}  // namespace

bool ExpectationReader::read_limit(const Fields& fields, std::string_view field,
                                   ExpectMeasure& measure) {
  const auto comparison = fields.comparison(field);
  if (!comparison) return false;
  measure.relation = comparison->relation;
  measure.limit_text = fmt::format("{} {}", sign_of(comparison->relation), comparison->quantity);
  const auto take = [&](const auto& reading, auto as_number) {
    if (reading.value) {
      measure.limit = as_number(*reading.value);
      return true;
    }
    problems_.report(fields.place(field), reading.message, reading.hint);
    return false;
  };
  switch (measure.statistic) {
    case Statistic::kCount:
      return take(read_count(comparison->quantity),
                  [](std::int64_t count) { return static_cast<double>(count); });
    case Statistic::kRate:
      return take(read_event_rate(comparison->quantity),
                  [](const sim::EventRate& rate) { return rate.per_second(); });
    case Statistic::kShare:
      return take(read_percent(comparison->quantity), [](double share) { return share; });
    default:
      return take(read_duration(comparison->quantity),
                  [](sim::Duration time) { return static_cast<double>(time.count()); });
  }
}

void ExpectationReader::read_statistics(const Fields& fields, ExpectMeasure measure,
                                        const std::string& subject, std::vector<Expectation>& out) {
  for (const StatisticName& known : kStatistics) {
    const bool shared = known.statistic == Statistic::kShare;
    if ((shared && !measure.watch) || !fields.has(known.name)) continue;
    measure.statistic = known.statistic;
    if (!read_limit(fields, known.name, measure)) continue;
    out.push_back({fields.place(known.name),
                   fmt::format("{} of {} {}", known.name, subject, measure.limit_text), measure});
  }
}

// Which workload is meant, if one is; false after a report.
bool ExpectationReader::read_workload(const Fields& fields, ExpectMeasure& measure,
                                      std::string& subject) {
  const auto name = fields.identifier("workload");
  if (!name) return true;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < params_.generators.size(); ++i) {
    names.push_back(params_.generators[i].name);
    if (params_.generators[i].name == *name) measure.workload = i;
  }
  subject += " of " + *name;
  if (measure.workload) return true;
  problems_.report(fields.place("workload"), fmt::format("there is no workload '{}'", *name),
                   did_you_mean(*name, names));
  return false;
}

void ExpectationReader::read_operation(const Fields& fields, std::vector<Expectation>& out) {
  const auto kind = fields.choice("operation");
  if (!kind) return;
  constexpr std::array<std::string_view, durability::kOperationKinds> kNames = {
      "store", "delete", "get", "observe", "observe_seqno"};
  ExpectMeasure measure;
  measure.operation = static_cast<durability::OperationKind>(*kind);
  std::string subject(kNames[*kind]);
  if (!read_workload(fields, measure, subject)) return;
  const bool asked =
      std::any_of(params_.generators.begin(), params_.generators.end(), [&](const auto& generator) {
        return generator.mix[*kind] > 0 &&
               (!measure.workload || generator.name == params_.generators[*measure.workload].name);
      });
  if (!asked) {
    problems_.report(fields.place("operation"),
                     fmt::format("no workload asks for {}", kNames[*kind]),
                     "statistics are of workloads; steps of the script are not counted");
    return;
  }
  read_statistics(fields, measure, subject, out);
}

void ExpectationReader::read_watched(const Fields& fields, std::vector<Expectation>& out) {
  const auto client = fields.choice("watch");
  if (!client) return;
  ExpectMeasure measure;
  measure.watch = static_cast<durability::Client>(*client);
  std::string subject(durability::profile_of(*measure.watch).name);
  if (const auto verdict = fields.choice("verdict")) {
    measure.verdict = static_cast<durability::ClientVerdict>(*verdict);
    subject += fmt::format("'s {}", durability::name_of(*measure.verdict));
  } else {
    subject += "'s verdicts";
  }
  if (!read_workload(fields, measure, subject)) return;
  bool watches = false;
  for (std::size_t i = 0; i < params_.generators.size(); ++i) {
    if (measure.workload.value_or(i) != i) continue;
    for (const durability::DurabilityRequest& request : params_.generators[i].watch) {
      watches = watches || request.client == *measure.watch;
    }
  }
  if (!watches) {
    problems_.report(
        fields.place("watch"),
        fmt::format("{} watches no workload", durability::profile_of(*measure.watch).name),
        "write in the workload: watch: {client: gocb-2, persist_to: 1}");
    return;
  }
  read_statistics(fields, measure, subject, out);
}

void ExpectationReader::read_time_to(const Fields& fields, std::vector<Expectation>& out) {
  const auto requirement = fields.mapping("time_to");
  if (!requirement) return;
  ExpectMeasure measure;
  std::string subject = "time to ";
  if (const auto count = requirement->count("persist_to")) {
    measure.persist_to = static_cast<std::uint32_t>(*count);
    subject += fmt::format("persist_to {}", *count);
  } else if (const auto replicas = requirement->count("replicate_to")) {
    measure.replicate_to = static_cast<std::uint32_t>(*replicas);
    subject += fmt::format("replicate_to {}", *replicas);
  }
  std::uint32_t replicas = 0;
  for (const auto& bucket : params_.buckets) replicas = std::max(replicas, bucket.replicas);
  if (measure.persist_to.value_or(0) > replicas + 1 ||
      measure.replicate_to.value_or(0) > replicas) {
    problems_.report(requirement->place(), fmt::format("a key has {} copies in all", replicas + 1),
                     "persist_to counts the master too, replicate_to only replicas");
    return;
  }
  read_statistics(fields, measure, subject, out);
}

void ExpectationReader::read_resource(const Fields& fields, std::vector<Expectation>& out) {
  const auto name = fields.text("resource");
  const auto comparison = fields.comparison("utilisation");
  if (!name || !comparison) return;
  std::string resource = *name;
  const std::size_t slash = resource.find('/');
  const bool is_network = resource.starts_with("network/");
  const std::string part = slash == std::string::npos ? "" : resource.substr(slash + 1);
  if (!is_network) {
    if (part != "cpu" && part != "disk") {
      problems_.report(fields.place("resource"), fmt::format("'{}' is not a resource", *name),
                       "write a node or role and cpu or disk: master/disk");
      return;
    }
    const auto node = names_.node({resource.substr(0, slash), fields.place("resource")}, key_);
    if (!node) return;
    resource = params_.nodes[*node].name + "/" + part;
  } else {
    const auto& topology = params_.topology;
    bool known = false;
    for (models::hardware::LinkIndex i = 0; i < topology.links.size(); ++i) {
      const bool queues = topology.links[i].bandwidth.has_value();
      known = known || (queues && part == models::hardware::link_name(topology, i));
    }
    if (!known) {
      problems_.report(fields.place("resource"), fmt::format("there is no link '{}'", *name),
                       "only links with a bandwidth are used up; write network/FROM-TO");
      return;
    }
  }
  const auto limit = read_percent(comparison->quantity);
  if (!limit.value) {
    problems_.report(fields.place("utilisation"), limit.message, limit.hint);
    return;
  }
  ExpectUtilisation expected{
      resource, comparison->relation, *limit.value,
      fmt::format("{} {}", sign_of(comparison->relation), comparison->quantity)};
  std::string words = fmt::format("utilisation of {} {}", *name, expected.limit_text);
  out.push_back({fields.place(), std::move(words), std::move(expected)});
}

}  // namespace scenarios
