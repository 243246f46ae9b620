// The part of MigrationReader that reads what users do, and accidents.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/migration_reader.hpp"

namespace scenarios {

namespace migration = models::migration;

namespace {

constexpr migration::RowChoice kRowChoices[] = {
    migration::RowChoice::kNew, migration::RowChoice::kAny, migration::RowChoice::kInFlight};

migration::RowChoice row_choice(const Fields& fields, bool sequence, migration::Flow& flow) {
  const auto chosen = fields.chosen("row");
  if (!chosen) return sequence ? migration::RowChoice::kNew : migration::RowChoice::kAny;
  if (chosen->index == 1) {
    flow.zipf = chosen->fields->number("zipf").value_or(flow.zipf);
    return migration::RowChoice::kPopular;
  }
  constexpr std::string_view kNames[] = {"new", "any", "in-flight"};
  const auto name = std::find(std::begin(kNames), std::end(kNames), chosen->value->text());
  return kRowChoices[name - std::begin(kNames)];
}

}  // namespace

std::vector<std::uint32_t> MigrationReader::arguments(
    const Fields& fields, const std::vector<migration::CallParameter>& parameters) {
  std::vector<std::uint32_t> values;
  for (const migration::CallParameter& parameter : parameters) values.push_back(parameter.usual);
  const auto with = fields.mapping("with");
  for (const Other& other : with ? with->others() : std::vector<Other>{}) {
    const auto known = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const auto& one) { return one.name == other.key.text; });
    if (known == parameters.end()) {
      problems_.report(
          other.key.place, fmt::format("there is no parameter '{}'", other.key.text),
          parameters.empty() ? "it has none" : did_you_mean(other.key.text, names_of(parameters)));
      continue;
    }
    values[static_cast<std::size_t>(known - parameters.begin())] =
        static_cast<std::uint32_t>(read_count(other.value->text()).value.value_or(0));
  }
  return values;
}

void MigrationReader::read_flow(const Fields& fields, const migration::Package& package,
                                std::vector<migration::Flow>& flows) {
  migration::Flow flow;
  const auto call = fields.identifier("call");
  const auto sequence = fields.identifier("sequence");
  flow.row = row_choice(fields, sequence.has_value(), flow);
  flow.between = hardware_.latency(fields, "pause");
  if (call) {
    const auto names = names_of(package.calls);
    const auto known = std::find(names.begin(), names.end(), *call);
    if (known == names.end()) {
      problems_.report(fields.place("call"),
                       fmt::format("'{}' has no call '{}'", package.name, *call),
                       did_you_mean(*call, names));
      return;
    }
    const auto index = static_cast<migration::CallIndex>(known - names.begin());
    flow.steps.push_back({index, 1, arguments(fields, package.calls[index].parameters)});
  } else if (sequence) {
    const auto names = names_of(package.sequences);
    const auto known = std::find(names.begin(), names.end(), *sequence);
    if (known == names.end()) {
      problems_.report(fields.place("sequence"),
                       fmt::format("'{}' has no sequence '{}'", package.name, *sequence),
                       names.empty() ? "name one of its calls" : did_you_mean(*sequence, names));
      return;
    }
    const auto& written = package.sequences[static_cast<std::size_t>(known - names.begin())];
    const auto values = arguments(fields, written.parameters);
    for (const migration::CallSequence::Step& step : written.steps) {
      migration::FlowStep one{step.call, step.times.value(values), {}};
      for (const auto& parameter : step.parameters)
        one.parameters.push_back(parameter.value(values));
      if (one.times > 0) flow.steps.push_back(std::move(one));
    }
  }
  flows.push_back(std::move(flow));
}

void MigrationReader::read_one_traffic(const Fields& fields, std::optional<sim::Duration> until) {
  const auto index = package(fields);
  if (!index) return;
  const migration::Package& of = layout().packages[*index];
  migration::TrafficParams traffic;
  traffic.name = fields.identifier("name").value_or("");
  traffic.package = *index;
  if (fields.raw("call") != nullptr || fields.raw("sequence") != nullptr) {
    read_flow(fields, of, traffic.flows);
  }
  for (const Fields& part : fields.list("mix")) {
    const std::size_t before = traffic.flows.size();
    read_flow(part, of, traffic.flows);
    if (traffic.flows.size() == before) continue;
    traffic.flows.back().weight = part.number("weight").value_or(1);
    if (!(traffic.flows.back().weight > 0)) {
      problems_.report(part.place("weight"), "a weight is more than 0", "leave the part out");
    }
  }
  if (const auto clients = fields.mapping("clients")) {
    traffic.arrivals =
        migration::ClosedArrivals{static_cast<std::uint32_t>(clients->count("count").value_or(1)),
                                  hardware_.latency(*clients, "think")};
  } else {
    migration::OpenArrivals open{hardware_.latency(fields, "every")};
    if (const auto rate = fields.event_rate("poisson")) {
      open.interval.distribution =
          sim::Distribution::exponential(rate->mean_interval_nanoseconds());
    } else if (fields.has("every") && open.interval.distribution.mean() <= 0) {
      problems_.report(fields.place("every"), "calls at intervals of nothing never end",
                       "write an interval: 1ms");
    }
    traffic.arrivals = open;
  }
  traffic.from = sim::at(fields.duration("from").value_or(sim::Duration(0)));
  if (const auto end = fields.duration("until")) {
    traffic.until = sim::at(*end);
    if (traffic.until <= traffic.from) {
      problems_.report(fields.place("until"), "the traffic must end after it begins");
    }
  }
  if (const auto count = fields.count("count")) {
    traffic.count = static_cast<std::uint64_t>(*count);
  } else if (!fields.has("until") && !until) {
    problems_.report(fields.place(), fmt::format("the traffic '{}' never ends", traffic.name),
                     "give it until: 10s or count: 1k, or the scenario until: 10s");
  }
  if (const auto conduct = fields.choice("while_down")) {
    traffic.while_down = static_cast<migration::Conduct>(*conduct);
  }
  traffic.distance = hardware_.latency(fields, "distance");
  read_during(fields, traffic);
  params_.traffic.push_back(std::move(traffic));
}

void MigrationReader::read_traffic(const Fields& fields, std::optional<sim::Duration> until) {
  for (const Fields& one : fields.list("traffic")) {
    for (const migration::TrafficParams& other : params_.traffic) {
      if (other.name != one.identifier("name").value_or("")) continue;
      problems_.report(one.place("name"),
                       fmt::format("the traffic '{}' is given twice", other.name));
    }
    read_one_traffic(one, until);
  }
}

// Each upload has a client of its own that waits while the servers are down and then goes on.
void MigrationReader::add_in_flight(const Fields& dataset) {
  const auto count = dataset.count("in_flight_uploads");
  if (!count || *count == 0) {
    if (dataset.raw("parts") != nullptr && !count) {
      problems_.report(dataset.place("parts"), "there are no uploads to have parts",
                       "write in_flight_uploads: 200 beside it");
    }
    return;
  }
  constexpr std::string_view kFinish = "finish";
  for (migration::PackageIndex p = 0; p < layout().packages.size(); ++p) {
    const migration::Package& of = layout().packages[p];
    for (const migration::CallSequence& sequence : of.sequences) {
      if (sequence.name != kFinish) continue;
      if (params_.dataset->rows(of.tables.front()) < static_cast<std::uint64_t>(*count)) {
        problems_.report(
            dataset.place("in_flight_uploads"),
            fmt::format("'{}' has only {} rows", layout().tables[of.tables.front()].name,
                        params_.dataset->rows(of.tables.front())));
        return;
      }
      std::vector<std::uint32_t> values;
      for (const auto& parameter : sequence.parameters) {
        const bool parts = parameter.name == "parts";
        const auto written = parts ? dataset.count("parts") : std::nullopt;
        values.push_back(written ? static_cast<std::uint32_t>(*written) : parameter.usual);
      }
      migration::Flow flow;
      flow.row = migration::RowChoice::kInFlight;
      for (const auto& step : sequence.steps) {
        flow.steps.push_back({step.call, step.times.value(values), {}});
      }
      migration::TrafficParams traffic;
      traffic.name = "in-flight-uploads";
      traffic.package = p;
      traffic.flows.push_back(std::move(flow));
      traffic.arrivals = migration::ClosedArrivals{static_cast<std::uint32_t>(*count), {}};
      traffic.count = static_cast<std::uint64_t>(*count);
      params_.traffic.push_back(std::move(traffic));
      return;
    }
  }
  problems_.report(dataset.place("in_flight_uploads"),
                   "no package here has a sequence 'finish' that finishes an upload",
                   "it belongs to gateway/multiparts");
}

void MigrationReader::read_fault(const Fields& fault) {
  const auto instant = [](const Fields& fields, std::string_view name, sim::Instant otherwise) {
    const auto at = fields.duration(name);
    return at ? sim::at(*at) : otherwise;
  };
  if (const auto crash = fault.mapping("crash")) {
    migration::MigratorCrash happens;
    if (const auto at = crash->duration("at")) happens.at = sim::at(*at);
    happens.progress = crash->percent("progress").value_or(0);
    happens.restart_after = crash->duration("restart_after").value_or(sim::Duration(0));
    params_.faults.emplace_back(happens);
  }
  for (const bool source : {true, false}) {
    const auto outage = fault.mapping(source ? "source_fails" : "store_fails");
    if (!outage) continue;
    const migration::StoreFailure happens{source, instant(*outage, "from", sim::kStart),
                                          instant(*outage, "until", sim::kNever)};
    if (happens.until <= happens.from) {
      problems_.report(outage->place("until"), "the outage must end after it begins");
    }
    params_.faults.emplace_back(happens);
  }
  if (const auto full = fault.mapping("disk_full")) {
    if (const auto on = host(*full, "node")) {
      if (!params_.hosts[*on].disk) {
        problems_.report(full->place("node"),
                         fmt::format("'{}' has no disk", params_.hosts[*on].name));
      }
      params_.faults.emplace_back(migration::DiskFills{*on, instant(*full, "at", sim::kStart)});
    }
  }
  if (const auto race = fault.mapping("open_race")) {
    params_.faults.emplace_back(
        migration::OpenRace{static_cast<std::uint32_t>(race->count("replicas").value_or(3)),
                            race->boolean("locked").value_or(false)});
    if (!std::holds_alternative<migration::PostgresKvTarget>(params_.target)) {
      problems_.report(race->place(), "only postgres-kv is defined by whoever opens it",
                       "choose that target, or leave the accident out");
    }
  }
  if (const auto flag = fault.mapping("wrong_flag")) {
    const auto of = package(*flag);
    const auto instance = static_cast<std::uint32_t>(flag->count("instance").value_or(0));
    if (instance >= params_.servers.instances) {
      problems_.report(flag->place("instance"),
                       fmt::format("there is no server {}: there are {}, counted from 0", instance,
                                   params_.servers.instances));
    }
    if (of) {
      params_.faults.emplace_back(
          migration::WrongFlag{*of, instance, instant(*flag, "until", sim::kNever)});
    }
  }
}

void MigrationReader::read_faults(const Fields& fields) {
  for (const Fields& fault : fields.list("faults")) read_fault(fault);
}

}  // namespace scenarios
