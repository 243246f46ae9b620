#include "scenarios/migration_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/migration/inventory.hpp"
#include "scenarios/did_you_mean.hpp"

namespace scenarios {

namespace migration = models::migration;

MigrationScenario MigrationReader::read(const Fields& fields) {
  scenario_.file = path_;
  scenario_.name = fields.identifier("scenario").value_or("");
  scenario_.about = fields.text("about").value_or("");
  params_.seed = static_cast<std::uint64_t>(fields.count("seed").value_or(1));
  const auto until = fields.duration("until");
  if (until) scenario_.options.until = sim::at(*until);
  constexpr migration::Way kWays[] = {migration::Way::kExact, migration::Way::kSampled,
                                      migration::Way::kEventByEvent};
  scenario_.options.way = kWays[fields.choice("way").value_or(0)];
  params_.start = sim::at(fields.duration("start").value_or(sim::Duration(0)));
  if (until && params_.start >= sim::at(*until)) {
    problems_.report(fields.place("start"), "the procedure must begin before the run ends");
  }
  read_hosts(fields);
  const auto dataset = fields.mapping("dataset");
  if (dataset) read_dataset(*dataset);
  const auto source = fields.mapping("source");
  const auto target = fields.mapping("target");
  if (source) read_source(*source);
  if (target) read_target(*target);
  read_programs(fields);
  read_check(fields);
  read_replications(fields);
  read_money(fields);
  if (!params_.dataset) return std::move(scenario_);  // what is left speaks of packages
  if (target) check_sizes(*target);
  if (const auto procedure = fields.mapping("procedure")) read_procedure(*procedure);
  read_traffic(fields, until);
  if (dataset) add_in_flight(*dataset);
  read_faults(fields);
  read_expectations(fields);
  scenario_.params = std::make_shared<const migration::MigrationParams>(std::move(params_));
  return std::move(scenario_);
}

// ---- the data

void MigrationReader::read_part(const Fields& part, const Place& place) {
  const auto name = part.text("package");
  if (!name) return;
  layouts_.add(*name, place);
  if (const auto rows = part.chosen("rows")) {
    if (rows->index == 0) {
      layouts_.set_rows_of_main_table(rows->value->place(),
                                      read_count(rows->value->text()).value.value_or(0));
    } else {
      for (const Other& table : rows->fields->others()) {
        layouts_.set_rows(table.key, read_count(table.value->text()).value.value_or(0));
      }
    }
  }
  const auto per = part.mapping("per");
  for (const Other& table : per ? per->others() : std::vector<Other>{}) {
    // What one key holds is read as a field of its own table is.
    const bool range = table.value->is_sequence();
    const Chosen chosen{range ? 1U : 0U, table.value, std::nullopt};
    if (const auto counts = child_counts(chosen, problems_))
      layouts_.set_counts(table.key, *counts);
  }
  const auto shares = part.mapping("shares");
  for (const Other& what : shares ? shares->others() : std::vector<Other>{}) {
    layouts_.set_share(what.key, read_percent(what.value->text()).value.value_or(0));
  }
}

void MigrationReader::read_dataset(const Fields& dataset) {
  const std::size_t before = problems_.size();
  if (dataset.raw("package") != nullptr) read_part(dataset, dataset.place("package"));
  for (const Fields& part : dataset.list("packages")) read_part(part, part.place("package"));
  if (dataset.raw("packages") != nullptr) {
    for (const std::string_view field : {"rows", "per", "shares"}) {
      if (dataset.raw(field) == nullptr) continue;
      problems_.report(dataset.place(field),
                       fmt::format("with several packages each has its own {}", field),
                       "write it beside the package: {package: actions, rows: 25k}");
    }
  }
  if (problems_.size() > before) return;
  auto layout = layouts_.finish();
  if (!layout) return;
  if (layout->tables.empty()) {
    problems_.report(dataset.place(), "none of these packages has a table",
                     "add one that has: gateway/multiparts, actions, auth, graveler/ref");
    return;
  }
  const auto seed = static_cast<std::uint64_t>(dataset.count("seed").value_or(1));
  params_.dataset = std::make_shared<const migration::Dataset>(std::move(*layout), seed);
  scenario_.inventory = migration::take_inventory(*params_.dataset);
}

std::optional<migration::PackageIndex> MigrationReader::package(const Fields& fields) {
  const auto& packages = layout().packages;
  const auto name = fields.text("package");
  if (!name) {
    if (packages.size() == 1) return 0;
    problems_.report(fields.place(), "there are several packages, and none is named",
                     "write package: " + packages.front().name);
    return std::nullopt;
  }
  const auto known = std::find_if(packages.begin(), packages.end(),
                                  [&](const auto& one) { return one.name == *name; });
  if (known != packages.end())
    return static_cast<migration::PackageIndex>(known - packages.begin());
  problems_.report(fields.place("package"), fmt::format("the data set has no package '{}'", *name),
                   did_you_mean(*name, names_of(packages)));
  return std::nullopt;
}

// What the target cannot take is found before anything runs.
void MigrationReader::check_sizes(const Fields& target) {
  const auto store = target.choice("store");
  if (!store) return;
  constexpr const migration::StoreLimits* kLimits[] = {
      &migration::kPostgresLimits, &migration::kDynamoLimits, &migration::kLsmLimits};
  constexpr std::string_view kNames[] = {"postgres-kv", "dynamodb", "lsm"};
  const auto& rules = layout().rules;
  for (migration::RuleIndex r = 0; r < rules.size(); ++r) {
    const migration::RuleInventory& found = scenario_.inventory.rules[r];
    for (const migration::LargestEntry& entry : {found.longest_key, found.longest}) {
      const std::string over = migration::over_limit(entry, *kLimits[*store]);
      if (over.empty()) continue;
      std::string key = params_.dataset->key_text(r, entry.row);
      if (key.size() > 40) key = key.substr(0, 40) + "...";
      problems_.report(
          target.place("store"),
          fmt::format("{} refuses {}: row {} of '{}' becomes the entry {}", kNames[*store], over,
                      entry.row, layout().tables[rules[r].table].name, key),
          "make its columns shorter, or choose another target");
      break;
    }
  }
}

// ---- machines and programs

void MigrationReader::read_hosts(const Fields& fields) {
  const auto hardware = fields.mapping("hardware");
  if (!hardware) return;
  std::vector<std::string> names;
  for (const Other& other : hardware->others()) {
    migration::HostParams host;
    host.name = other.key.text;
    names.push_back(host.name);
    if (other.fields) {
      NodeHardware parts;
      hardware_.apply(*other.fields, parts);
      HardwareReader::finish(parts);
      host.cpu = parts.cpu.params;
      if (other.fields->raw("disk") != nullptr) host.disk = parts.disk.params;
      host.disk_size = other.fields->size("disk_size");
      if (const auto memory = other.fields->size("memory")) host.memory = *memory;
      parts.cpu.source.entity = host.name + "/cpu";
      parts.disk.source.entity = host.name + "/disk";
      for (const HardwareSource& source : {parts.cpu.source, parts.disk.source}) {
        if (!source.how.empty()) scenario_.hardware.push_back(source);
      }
      if (host.disk_size && !host.disk) {
        problems_.report(other.fields->place("disk_size"), "there is no disk to have a size",
                         "write disk: gp3");
      }
    }
    params_.hosts.push_back(std::move(host));
  }
  if (names.empty()) {
    problems_.report(hardware->place(), "there is no machine",
                     "name one: {db: {cpu: {cores: 4}, disk: gp3}}");
    return;
  }
  std::vector<Text> places;
  const auto target = fields.mapping("target");
  if (target && target->choice("store").value_or(0) == 1) {
    places.push_back({target->identifier("place").value_or("dynamodb"), target->place("place")});
  }
  params_.topology = hardware_.network(*hardware, names, places, scenario_.hardware);
}

std::optional<migration::HostIndex> MigrationReader::find_host(std::string_view name) const {
  for (migration::HostIndex i = 0; i < params_.hosts.size(); ++i) {
    if (params_.hosts[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<migration::HostIndex> MigrationReader::host(const Fields& fields,
                                                          std::string_view field) {
  const auto name = fields.identifier(field);
  if (!name) return std::nullopt;
  if (const auto known = find_host(*name)) return known;
  problems_.report(fields.place(field), fmt::format("there is no machine '{}'", *name),
                   did_you_mean(*name, names_of(params_.hosts)));
  return std::nullopt;
}

void MigrationReader::read_programs(const Fields& fields) {
  params_.migrator = find_host("app").value_or(params_.source.host);
  if (const auto migrator = fields.mapping("migrator")) {
    params_.migrator = host(*migrator, "node").value_or(params_.migrator);
    params_.pool = static_cast<std::uint32_t>(migrator->count("connections").value_or(25));
    params_.costs.statement = hardware_.latency(*migrator, "statement");
    params_.costs.encode = hardware_.latency(*migrator, "encode");
    params_.costs.decode = hardware_.latency(*migrator, "decode");
    params_.costs.dump_write = hardware_.latency(*migrator, "dump_write");
    params_.costs.per_kib = migrator->duration("per_kib").value_or(sim::Duration(0));
  }
  migration::ServerParams& servers = params_.servers;
  servers.host = params_.migrator;
  const auto written = fields.mapping("servers");
  if (!written) return;
  servers.host = host(*written, "node").value_or(servers.host);
  servers.instances = static_cast<std::uint32_t>(written->count("instances").value_or(1));
  if (const auto stop = written->latency("stop")) servers.stop = {stop->distribution, {}};
  if (const auto start = written->latency("start")) servers.start = {start->distribution, {}};
  servers.panic_in_wrong_store = written->boolean("panic_in_wrong_store").value_or(true);
  servers.attempts = static_cast<std::uint32_t>(written->count("attempts").value_or(1));
  servers.retry_pause = written->duration("retry_pause").value_or(servers.retry_pause);
}

void MigrationReader::read_check(const Fields& fields) {
  const auto check = fields.mapping("check");
  if (!check) return;
  constexpr migration::Comparison kCompares[] = {
      migration::Comparison::kNone, migration::Comparison::kAll, migration::Comparison::kDigests,
      migration::Comparison::kSampled};
  migration::CheckParams& params = params_.check;
  params.compare = kCompares[check->choice("compare").value_or(0)];
  params.share = check->percent("share").value_or(params.share);
  params.readers = static_cast<std::uint32_t>(check->count("readers").value_or(params.readers));
  params.page = static_cast<std::uint32_t>(check->count("page").value_or(params.page));
  if (check->has("share") && params.compare != migration::Comparison::kSampled) {
    problems_.report(check->place("share"), "only a sample has a share", "write compare: sampled");
  } else if (params.share <= 0) {
    problems_.report(check->place("share"), "a sample of nothing compares nothing",
                     "write a share: 1%");
  }
}

void MigrationReader::read_replications(const Fields& fields) {
  scenario_.replications = static_cast<std::uint64_t>(fields.count("replications").value_or(1));
  scenario_.contingency = fields.number("contingency").value_or(scenario_.contingency);
  if (scenario_.contingency >= 1 && scenario_.contingency <= 1000) return;
  problems_.report(fields.place("contingency"), "a contingency makes a window longer",
                   "write a factor from 1 to 1000: 1.5");
}

}  // namespace scenarios
