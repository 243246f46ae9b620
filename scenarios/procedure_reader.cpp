// The part of MigrationReader that reads how the data gets from the tables to the store.
#include <fmt/format.h>

#include <algorithm>

#include "models/migration/names.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/migration_reader.hpp"

namespace scenarios {

namespace migration = models::migration;

namespace {

// The kinds, in the order of their names in the language, as bits.
enum Kind : unsigned { kDump = 1, kBatched = 2, kOnline = 4, kCapture = 8, kNothing = 16 };
constexpr unsigned kCopies = kBatched | kOnline | kCapture;
constexpr std::string_view kKindNames[] = {"dump-and-import", "batched-copy", "online",
                                           "change-capture", "none"};

struct FieldOf {
  std::string_view name;
  unsigned kinds;
};
constexpr FieldOf kFieldsOf[] = {{"page", kDump | kCopies},
                                 {"export_workers", kDump},
                                 {"channel", kDump},
                                 {"workers", kDump},
                                 {"packages_in_parallel", kDump | kBatched},
                                 {"producer_blocks_for_ever", kDump},
                                 {"readers", kCopies},
                                 {"batch", kCopies},
                                 {"form", kCopies},
                                 {"guard", kCopies},
                                 {"checkpoint", kCopies},
                                 {"throttle", kOnline | kCapture},
                                 {"first", kOnline},
                                 {"cut_over_stop", kOnline},
                                 {"repair", kOnline},
                                 {"roll_back_on_errors", kOnline},
                                 {"apply_batch", kCapture},
                                 {"poll", kCapture},
                                 {"lag", kCapture},
                                 {"stay_on", kNothing},
                                 {"snapshot", kDump | kCopies},
                                 {"drop_old_tables", kDump | kCopies},
                                 {"roll_back_on_failure", kDump | kCopies},
                                 {"defects", kDump | kCopies}};

// Which kinds go through a phase, in the order of PhaseKind; a repair is a part of its check.
constexpr unsigned kMoves = kDump | kCopies;
constexpr unsigned kStopping = kDump | kBatched | kCapture;
constexpr unsigned kPhasesOf[] = {kStopping, kMoves, kMoves, kMoves,    kDump,    kMoves, kOnline,
                                  kCapture,  kDump,  kDump,  kCopies,   kCapture, kMoves, 0,
                                  kOnline,   kMoves, kMoves, kStopping, kMoves,   kMoves};
static_assert(std::size(kPhasesOf) == migration::kPhaseKinds);

std::vector<std::string_view> phases_of(unsigned kind) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < migration::kPhaseKinds; ++i) {
    if ((kPhasesOf[i] & kind) == 0) continue;
    names.push_back(name_of(static_cast<migration::PhaseKind>(i)));
  }
  return names;
}

template <class Number>
void take_count(const Fields& fields, std::string_view name, Number& into) {
  if (const auto count = fields.count(name)) into = static_cast<Number>(*count);
}

}  // namespace

// A field that the kind does not have would do nothing, and look as if it did.
void MigrationReader::check_procedure(const Fields& procedure, std::size_t kind) {
  const unsigned bit = 1U << kind;
  for (const FieldOf& field : kFieldsOf) {
    if ((field.kinds & bit) != 0 || procedure.raw(field.name) == nullptr) continue;
    std::vector<std::string_view> kinds;
    for (std::size_t i = 0; i < std::size(kKindNames); ++i) {
      if ((field.kinds >> i & 1) != 0) kinds.push_back(kKindNames[i]);
    }
    problems_.report(procedure.place(field.name),
                     fmt::format("{} has no '{}'", kKindNames[kind], field.name),
                     fmt::format("it belongs to {}", joined(kinds)));
  }
  const bool dynamo = std::holds_alternative<migration::DynamoDbTarget>(params_.target);
  const bool database = std::holds_alternative<migration::PostgresKvTarget>(params_.target);
  if (bit == kDump && dynamo) {
    problems_.report(procedure.place("kind"),
                     "dump-and-import has no way into DynamoDB: lakeFS 0.80 refuses it",
                     "choose batched-copy, online or change-capture, or another target");
  }
  const auto form = procedure.choice("form");
  if ((bit & kCopies) != 0 && form && *form == 1 && !database) {
    problems_.report(procedure.place("form"),
                     "this store has no transactions with a statement for each entry",
                     "leave it out");
  }
  const auto batch = procedure.count("batch");
  if ((bit & kCopies) != 0 && dynamo && batch && *batch > 25) {
    problems_.report(procedure.place("batch"), "DynamoDB takes 25 entries in one write at most",
                     "write batch: 25");
  }
  const auto guard = procedure.choice("guard");
  if ((bit & kCopies) != 0 && !database && guard && *guard != 0 && batch.value_or(25) > 1) {
    problems_.report(procedure.place("guard"),
                     fmt::format("a batch write of {} takes no condition",
                                 dynamo ? "DynamoDB" : "an embedded tree"),
                     "write guard: overwrite, or batch: 1");
  }
}

void MigrationReader::read_copy(const Fields& procedure, migration::CopyParams& copy) {
  constexpr migration::BatchForm kForms[] = {migration::BatchForm::kOneStatement,
                                             migration::BatchForm::kStatementEach};
  constexpr migration::Guard kGuards[] = {migration::Guard::kOverwrite, migration::Guard::kIfAbsent,
                                          migration::Guard::kFailIfPresent};
  take_count(procedure, "readers", copy.readers);
  take_count(procedure, "page", copy.page);
  take_count(procedure, "batch", copy.batch);
  take_count(procedure, "checkpoint", copy.checkpoint);
  if (const auto form = procedure.choice("form")) copy.form = kForms[*form];
  const bool database = std::holds_alternative<migration::PostgresKvTarget>(params_.target);
  if (!database) copy.guard = migration::Guard::kOverwrite;  // their batches know no condition
  if (const auto guard = procedure.choice("guard")) copy.guard = kGuards[*guard];
  if (const auto throttle = procedure.mapping("throttle")) {
    migration::Throttle limits;
    limits.latency_limit = throttle->duration("latency").value_or(limits.latency_limit);
    limits.pause = throttle->duration("pause").value_or(limits.pause);
    copy.throttle = limits;
  }
}

void MigrationReader::read_procedure(const Fields& procedure) {
  const auto kind = procedure.choice("kind");
  if (!kind) return;
  check_procedure(procedure, *kind);
  if (1U << *kind == kDump) {
    migration::DumpAndImport dump;
    take_count(procedure, "page", dump.page);
    take_count(procedure, "export_workers", dump.export_workers);
    take_count(procedure, "channel", dump.channel);
    take_count(procedure, "workers", dump.workers);
    dump.packages_in_parallel = procedure.boolean("packages_in_parallel").value_or(true);
    dump.producer_blocks_for_ever = procedure.boolean("producer_blocks_for_ever").value_or(false);
    params_.procedure = dump;
  } else if (1U << *kind == kBatched) {
    migration::BatchedCopy batched;
    read_copy(procedure, batched.copy);
    batched.packages_in_parallel = procedure.boolean("packages_in_parallel").value_or(true);
    params_.procedure = batched;
  } else if (1U << *kind == kOnline) {
    migration::OnlineCopy online;
    read_copy(procedure, online.copy);
    online.store_first = procedure.choice("first").value_or(0) == 1;
    online.cut_over_stop = procedure.duration("cut_over_stop").value_or(online.cut_over_stop);
    online.repair = procedure.boolean("repair").value_or(true);
    online.roll_back_on_errors = procedure.boolean("roll_back_on_errors").value_or(true);
    params_.procedure = online;
  } else if (1U << *kind == kCapture) {
    migration::ChangeCapture capture;
    read_copy(procedure, capture.copy);
    take_count(procedure, "apply_batch", capture.apply_batch);
    capture.poll = procedure.duration("poll").value_or(capture.poll);
    capture.lag_limit = procedure.duration("lag").value_or(capture.lag_limit);
    params_.procedure = capture;
  } else {
    params_.procedure = migration::Standing{procedure.choice("stay_on").value_or(0) == 1};
  }
  if (const auto snapshot = procedure.latency("snapshot")) {
    params_.snapshot = true;
    params_.snapshot_takes = {snapshot->distribution, {}};
  }
  params_.drop_old_tables = procedure.boolean("drop_old_tables").value_or(false);
  params_.roll_back_on_failure = procedure.boolean("roll_back_on_failure").value_or(false);
  read_defects(procedure);
}

// A phase that the procedure does not have would do nothing, and look as if it did.
void MigrationReader::read_during(const Fields& traffic, migration::TrafficParams& params) {
  const auto during = traffic.mapping("during");
  const std::size_t kind = params_.procedure.index();
  const auto names = phases_of(1U << kind);
  for (const Other& phase : during ? during->others() : std::vector<Other>{}) {
    const auto known = std::find(names.begin(), names.end(), phase.key.text);
    if (known == names.end()) {
      problems_.report(
          phase.key.place,
          fmt::format("the procedure {} has no phase '{}'", kKindNames[kind], phase.key.text),
          names.empty() ? "it has none at all" : did_you_mean(phase.key.text, names));
      continue;
    }
    migration::DuringPhase one;
    while (name_of(one.phase) != phase.key.text) {
      one.phase = static_cast<migration::PhaseKind>(static_cast<std::size_t>(one.phase) + 1);
    }
    constexpr std::string_view kConducts[] = {"stops", "queues", "goes-on"};
    const auto conduct = std::find(std::begin(kConducts), std::end(kConducts), phase.value->text());
    if (conduct == std::end(kConducts)) continue;  // reported where it was read
    one.conduct = static_cast<migration::Conduct>(conduct - std::begin(kConducts));
    params.during.push_back(one);
  }
}

void MigrationReader::read_defects(const Fields& procedure) {
  std::vector<std::string> known;
  for (const migration::Package& package : layout().packages) {
    for (const migration::Defect& defect : package.defects) known.push_back(defect.name);
  }
  for (const Text& name : procedure.texts("defects")) {
    bool found = false;
    for (migration::PackageIndex p = 0; p < layout().packages.size(); ++p) {
      const auto& defects = layout().packages[p].defects;
      for (std::uint32_t d = 0; d < defects.size(); ++d) {
        if (defects[d].name != name.text) continue;
        params_.defects.push_back({p, d});
        found = true;
      }
    }
    if (found) continue;
    problems_.report(name.place, fmt::format("no package here has the defect '{}'", name.text),
                     known.empty() ? "these packages have none" : did_you_mean(name.text, known));
  }
}

}  // namespace scenarios
