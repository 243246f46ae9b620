#include "scenarios/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/durability/clock_state.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/cluster_reader.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/distribution_field.hpp"
#include "scenarios/draws_reader.hpp"
#include "scenarios/expectation_reader.hpp"
#include "scenarios/fault_reader.hpp"
#include "scenarios/field_check.hpp"
#include "scenarios/migration_reader.hpp"
#include "scenarios/script_reader.hpp"
#include "scenarios/swarm_reader.hpp"
#include "scenarios/tables.hpp"
#include "scenarios/utf8.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

// Causes cost memory for every event, so they are kept for scripts and short workloads only.
constexpr std::uint64_t kMostWorkloadForCauses = 1000;
// Enough for any honest use; files that include each other twice would double without end.
constexpr std::size_t kMostFiles = 64;

// Where a latency of the cluster says "open".
void add_open(const Value& value, std::vector<Place>& open) {
  constexpr std::array<std::string_view, 6> kLatencies{"per_operation", "write",   "sync",
                                                       "read",          "latency", "jitter"};
  for (const Entry& entry : value.entries()) {
    const bool latency =
        std::find(kLatencies.begin(), kLatencies.end(), entry.key.text()) != kLatencies.end();
    if (latency && entry.value.is_scalar() && is_left_open(entry.value.text())) {
      open.push_back(entry.value.place());
    }
    add_open(entry.value, open);
  }
  for (const Value& item : value.items()) add_open(item, open);
}

class Loader {
 public:
  Loader(std::string path, FileSource files) : files_(std::move(files)), path_(std::move(path)) {}
  Loader(const ReadScenario& scenario, Problems problems)
      : files_(scenario.files), path_(scenario.path), problems_(std::move(problems)) {}

  ReadScenario read() {
    std::vector<std::string> open;
    Value root = read_with_includes(path_, Place{path_, 0, 0}, open);
    const Table& table = table_of(root);
    for (const Value& included : included_) check_included(included, table);
    stop_at_problems();
    return {path_, files_, std::move(problems_), std::move(root), &table == &kMigrationTable};
  }

  AnyScenario load(const Value& root) {
    const Table& table = table_of(root);
    stop_at_problems();
    const Fields fields = read_fields(root, table, files_, problems_);
    if (&table == &kMigrationTable) {
      MigrationScenario migration = MigrationReader(path_, files_, problems_).read(fields);
      stop_at_problems();
      return migration;
    }
    read(fields);
    stop_at_problems();
    if (const Value* cluster = root.find("cluster")) add_open(*cluster, scenario_.open);
    return std::move(scenario_);
  }

  Scenario load_durability(const Value& root) {
    AnyScenario scenario = load(root);
    if (auto* durability = std::get_if<Scenario>(&scenario)) return std::move(*durability);
    problems_.report({path_, 0, 0},
                     "this is a scenario about a data set, and what was asked needs "
                     "one about a cluster",
                     "durasim run and durasim check take both");
    throw InvalidInput(problems_);
  }

 private:
  void stop_at_problems() {
    if (!problems_.empty()) throw InvalidInput(problems_);
  }

  Value read_with_includes(const std::string& path, const Place& asked,
                           std::vector<std::string>& open);
  void check_included(const Value& root, const Table& table);
  [[nodiscard]] const Table& table_of(const Value& root);
  void read(const Fields& fields);
  void read_key(const Fields& fields, durability::ClusterParams& params);
  void watch_script_keys(durability::ClusterParams& params) const;

  FileSource files_;
  std::string path_;
  Problems problems_;
  Scenario scenario_;
  std::size_t files_read_ = 0;
  std::vector<Value> included_;
};

// The fields of a file, and behind them those of its includes that it does not write itself.
Value Loader::read_with_includes(const std::string& path, const Place& asked,
                                 std::vector<std::string>& open) {
  if (std::find(open.begin(), open.end(), path) != open.end()) {
    problems_.report(
        asked, fmt::format("{} includes itself", path),
        "the way round: " + fmt::format("{}", fmt::join(open, " -> ")) + " -> " + path);
    return {};
  }
  if (!open.empty()) {
    if (const FileText file = files_(path); !file.trouble.empty()) {
      problems_.report(asked, fmt::format("cannot read {}: {}", path, file.trouble));
      return {};
    }
  }
  if (++files_read_ > kMostFiles) {
    if (files_read_ == kMostFiles + 1) {
      problems_.report(asked, fmt::format("more than {} files are included", kMostFiles),
                       "include each file once");
    }
    return {};
  }
  open.push_back(path);
  Value root = read_document(path, files_, problems_);
  const Value* includes = root.is_mapping() ? root.find("include") : nullptr;
  std::vector<Value> included;
  if (open.size() > 1) included_.push_back(root);
  if (includes != nullptr && includes->is_sequence()) {
    for (const Value& item : includes->items()) {
      if (!item.is_scalar()) continue;
      included.push_back(read_with_includes(beside(path, item.text()), item.place(), open));
    }
  }
  open.pop_back();
  for (const Value& other : included) root = merged(root, other);
  return root;
}

// A file is about what it has.
const Table& Loader::table_of(const Value& root) {
  const Value* dataset = root.is_mapping() ? root.find("dataset") : nullptr;
  if (dataset == nullptr) return kScenarioTable;
  if (root.find("cluster") == nullptr) return kMigrationTable;
  problems_.report(dataset->place(), "a scenario is about a cluster or about a data set, not both",
                   "write two scenarios");
  return kMigrationTable;
}

// What the table's reader does not see, because the including file's fields stand before it.
void Loader::check_included(const Value& root, const Table& table) {
  if (root.is_null()) return;  // could not be read, which was reported
  if (!root.is_mapping()) {
    problems_.report(root.place(), fmt::format("an included file cannot be {}", describe(root)),
                     "write fields of a scenario, such as cluster: {nodes: 3}");
    return;
  }
  for (const Entry& entry : root.entries()) {
    const Field* field = find_field(table, entry.key.text());
    if (field != nullptr) {
      check_field(entry.value, *field, entry.key.text(), files_, problems_);
      continue;
    }
    std::vector<std::string> names;
    for (const Field& known : table.fields) names.emplace_back(known.name);
    problems_.report(entry.key.place(), fmt::format("unknown field {}", quote(entry.key.text())),
                     did_you_mean(entry.key.text(), names));
  }
}

void Loader::read(const Fields& fields) {
  durability::ClusterParams params;
  scenario_.file = path_;
  scenario_.name = fields.identifier("scenario").value_or("");
  scenario_.about = fields.text("about").value_or("");
  params.seed = static_cast<std::uint64_t>(fields.count("seed").value_or(1));
  const auto until = fields.duration("until");
  if (until) scenario_.options.until = sim::at(*until);
  if (const auto warmup = fields.duration("warmup")) {
    params.warmup = sim::at(*warmup);
    if (until && *warmup >= *until) {
      problems_.report(fields.place("warmup"), "the warm-up must end before the run does");
    }
  }
  HardwareReader hardware(path_, files_, problems_);
  ClusterReader cluster(params, hardware, problems_);
  cluster.read_shape(fields);
  ScriptReader(params, problems_).read(fields, until, scenario_.steps, scenario_.expectations);
  read_key(fields, params);
  cluster.read_hardware(fields, scenario_.key, scenario_.hardware);
  FaultReader(params, problems_).read(fields, scenario_.key, until);
  cluster.read_workloads(fields, until);
  read_liveness(fields, params, scenario_.options, problems_);
  scenario_.swarm = read_swarm(fields, params, scenario_.key, problems_);
  if (problems_.empty()) read_draws(fields, params, problems_);
  ExpectationReader expectations(params, scenario_.key, until, problems_);
  expectations.read(fields, scenario_.expectations);
  scenario_.wanted = expectations.wanted(fields);
  watch_script_keys(params);

  std::uint64_t operations = 0;
  for (const durability::GeneratorParams& generator : params.generators) {
    const std::uint64_t count = std::min(generator.count, kMostWorkloadForCauses + 1);
    operations += count;
  }
  scenario_.options.causes = operations <= kMostWorkloadForCauses && params.faults.empty() &&
                             !durability::has_expiries(params);
  scenario_.params = std::make_shared<const durability::ClusterParams>(std::move(params));
}

// Without a key of its own, a scenario tells the story of the first key of its script. A name alone
// means the key in its own vBucket of the first bucket, or else as the script first uses it.
void Loader::read_key(const Fields& fields, durability::ClusterParams& params) {
  if (const auto name = fields.text("key")) {
    const std::size_t used = params.keys.size();
    durability::KeyIndex key = params.keys.key(0, *name);
    if (key >= used) {
      const auto other =
          std::find_if(params.steps.begin(), params.steps.end(),
                       [&](const auto& step) { return params.keys.name(key_of(step)) == *name; });
      if (other != params.steps.end()) {
        key = key_of(*other);
      } else {
        Names(params, problems_).report_unused(fields.place("key"), key);
      }
    }
    scenario_.key = key;
  } else if (!params.steps.empty()) {
    scenario_.key = key_of(params.steps.front());
  }
  if (scenario_.key) params.watched.push_back(*scenario_.key);
}

void Loader::watch_script_keys(durability::ClusterParams& params) const {
  for (const durability::Step& step : params.steps) {
    const durability::KeyIndex key = key_of(step);
    if (std::find(params.watched.begin(), params.watched.end(), key) == params.watched.end()) {
      params.watched.push_back(key);
    }
  }
}

}  // namespace

ReadScenario read_scenario(const std::string& path, const FileSource& files) {
  return Loader(path, files).read();
}

AnyScenario load_any_scenario(const ReadScenario& scenario, const Value& root, Problems texts) {
  return Loader(scenario, std::move(texts)).load(root);
}

AnyScenario load_any_scenario(const std::string& path, const FileSource& files) {
  const ReadScenario read = read_scenario(path, with_builtin_files(files));
  return load_any_scenario(read, read.root, read.texts);
}

void check_runnable(const Scenario& scenario, const FileSource& files) {
  if (scenario.open.empty() || !scenario.params->draws.empty()) return;
  Problems problems;
  if (const FileText file = files(scenario.file); file.trouble.empty()) {
    problems.add_source(scenario.file, file.text);
  }
  for (const Place& place : scenario.open) {
    problems.report(place, "this latency is left open, so there is no one run",
                    "durasim orderings tells all of them; write a duration, or draws, for one");
  }
  throw InvalidInput(std::move(problems));
}

Scenario load_scenario(const std::string& path, const FileSource& files) {
  const ReadScenario read = read_scenario(path, with_builtin_files(files));
  return Loader(read, read.texts).load_durability(read.root);
}

namespace {

template <class AnyOne, class Change>
AnyOne with_changed_params(const AnyOne& scenario, Change change) {
  using Params = std::remove_cvref_t<decltype(*scenario.params)>;
  AnyOne other = scenario;
  Params params = *scenario.params;
  change(params);
  other.params = std::make_shared<const Params>(std::move(params));
  return other;
}

}  // namespace

Scenario with_seed(const Scenario& scenario, std::uint64_t seed) {
  return with_changed_params(scenario, [&](auto& params) { params.seed = seed; });
}

MigrationScenario with_seed(const MigrationScenario& scenario, std::uint64_t seed) {
  return with_changed_params(scenario, [&](auto& params) { params.seed = seed; });
}

Scenario with_replication(const Scenario& scenario, std::uint64_t number) {
  return with_changed_params(scenario, [&](auto& params) { params.replication = number; });
}

MigrationScenario with_replication(const MigrationScenario& scenario, std::uint64_t number) {
  MigrationScenario other =
      with_changed_params(scenario, [&](auto& params) { params.replication = number; });
  other.replications = 1;
  return other;
}

}  // namespace scenarios
