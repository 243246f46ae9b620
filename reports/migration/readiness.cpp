// What an operator must have ready: a window, free space, connections, a snapshot, steps.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports::migration {

namespace {

void add(Table& table, const char* key, const char* what, Cell amount, std::string why) {
  add_row(table, {text_cell(key), text_cell(what), std::move(amount), text_cell(std::move(why))});
}

// Programs read a text here, since amounts are of several kinds.
Cell said(const Cell& cell) { return text_cell(cell.text); }

void add_window(Table& table, const MigrationView& view) {
  const auto window = view.window();
  if (!window) {
    add(table, "window", "a window of downtime", text_cell("none"),
        "no replication completed: do not start");
    return;
  }
  if (window->count() == 0) {
    add(table, "window", "a window of downtime", text_cell("none"),
        "users are served all the time");
    return;
  }
  const std::string_view which =
      view.runs().replications.size() == 1 ? "downtime of this one run" : "p95 of downtime";
  add(table, "window", "a window of downtime", said(spoken_cell(*window)),
      fmt::format("{}, {}, times a contingency of {}", which, spoken(*view.downtime(0.95)),
                  sim::number_text(view.scenario().contingency)));
}

void add_space(Table& table, const MigrationView& view) {
  const model::SpaceOutcome& space = view.outcome().space;
  const auto& hosts = view.params().hosts;
  const std::string& db = hosts[view.params().source.host].name;
  const std::int64_t store = view.params().target.index() == 0 ? space.store_peak : 0;
  const std::int64_t grows = std::max<std::int64_t>(
      0, space.database_peak + space.wal_peak + store - space.database_before);
  add(table, "database_space", "free space for the database", said(size_cell(grows)),
      fmt::format("on {}: what database and log grow by in this run", db));
  add(table, "documented_space", "free space by lakeFS's rule",
      said(size_cell(2 * space.database_before)), "twice what is used");
  if (space.dump_peak > 0) {
    add(table, "dump_space", "free space for dump files", said(size_cell(space.dump_peak)),
        fmt::format("on {}, in its directory for temporary files",
                    hosts[view.params().migrator].name));
  }
  if (space.snapshot > 0) {
    add(table, "snapshot_space", "space for a snapshot", said(size_cell(space.snapshot)),
        "taken before the first phase");
  }
}

// Selects that the export of a package has under way at once, in its widest stage.
std::uint32_t exporters(const model::Package& package, const model::DumpAndImport& dump) {
  std::map<std::uint32_t, std::uint32_t> by_stage;
  for (const model::ExportScan& scan : package.exports) {
    const std::uint32_t most = std::min(scan.workers, dump.export_workers);
    by_stage[scan.stage] += scan.per_parent ? std::max(1U, most) : 1;
  }
  std::uint32_t widest = 0;
  for (const auto& [stage, selects] : by_stage) widest = std::max(widest, selects);
  return widest;
}

struct Sessions {
  std::uint32_t reading = 0;
  std::uint32_t writing = 0;
};

// What the programs would use at once if their pools allowed it: of all that is moved side by side.
Sessions sessions_at_once(const MigrationView& view) {
  const model::Procedure& procedure = view.params().procedure;
  Sessions all;
  Sessions widest;
  std::set<std::string> lanes;
  for (const model::Package& package : view.layout().packages) {
    if (package.rules.empty()) continue;
    const bool new_lane = lanes.insert(package.group.empty() ? package.name : package.group).second;
    Sessions one;
    if (const auto* dump = std::get_if<model::DumpAndImport>(&procedure)) {
      one = {exporters(package, *dump), new_lane ? dump->workers : 0};
    } else if (new_lane) {
      const std::uint32_t readers = std::visit(
          [](const auto& of) -> std::uint32_t {
            if constexpr (requires { of.copy; }) return of.copy.readers;
            return 0;
          },
          procedure);
      one = {readers, readers};
    }
    all.reading += one.reading;
    all.writing += one.writing;
    widest.reading = std::max(widest.reading, one.reading);
    widest.writing = std::max(widest.writing, one.writing);
  }
  const auto* dump = std::get_if<model::DumpAndImport>(&procedure);
  const auto* batched = std::get_if<model::BatchedCopy>(&procedure);
  const bool in_turn = (dump != nullptr && !dump->packages_in_parallel) ||
                       (batched != nullptr && !batched->packages_in_parallel);
  return in_turn ? widest : all;
}

void add_connections(Table& table, const MigrationView& view) {
  const model::MigrationParams& params = view.params();
  const Sessions wanted = sessions_at_once(view);
  const std::uint32_t reading = std::min(wanted.reading, params.pool);
  const std::uint32_t writing = std::min(wanted.writing, params.pool);
  const bool one_database =
      params.target.index() == 0 && !std::get<model::PostgresKvTarget>(params.target).database;
  const auto why = [&](std::uint32_t all, const char* what) {
    return fmt::format("{} {} at once over all packages, at most {} in a pool", all, what,
                       params.pool);
  };
  add(table, "reading_connections", "connections to read the tables",
      text_cell(fmt::format("{}", reading)), why(wanted.reading, "selects"));
  add(table, "writing_connections", "connections to write the store",
      text_cell(fmt::format("{}", writing)), why(wanted.writing, "writers"));
  const std::uint32_t together = one_database ? reading + writing : reading;
  add(table, "connections", "connections to the tables' database",
      text_cell(fmt::format("{}", together)),
      fmt::format("{}; it takes {}, servers' own beside them",
                  one_database ? "both, since the store lies in it" : "to read alone",
                  params.source.database.sessions));
}

void add_capacity(Table& table, const MigrationView& view) {
  const auto* target = std::get_if<model::DynamoDbTarget>(&view.params().target);
  if (target == nullptr) return;
  const model::MeterOutcome& meter = view.outcome().meter;
  std::string why = "on demand";
  if (const auto* bought = std::get_if<model::DynamoProvisioned>(&target->table.mode)) {
    why =
        fmt::format("{} a second are bought", grouped(static_cast<std::uint64_t>(bought->writes)));
  }
  why += meter.throttled == 0
             ? ", and none was refused"
             : fmt::format("; {} refused for want of them", number_of(meter.throttled, "request"));
  add(table, "write_units", "DynamoDB write units", text_cell(grouped(meter.write_units / 1000)),
      std::move(why));
}

void add_steps(Section& section, const MigrationView& view) {
  if (!std::holds_alternative<model::DumpAndImport>(view.params().procedure)) return;
  section.notes.emplace_back(
      "Steps that lakeFS 0.80's upgrade page asks for: an explicit connection string copied to "
      "database.postgres, uncommitted data committed where possible, a snapshot of the database, "
      "all instances stopped, then migrate up with 0.80.x and no other release.");
}

std::string lead_for(std::optional<sim::Duration> window) {
  if (!window) return "This migration does not complete as it stands.";
  if (window->count() == 0) return "No window has to be announced: users are served all the time.";
  return fmt::format("Announce a window of {}.", spoken(*window));
}

}  // namespace

std::optional<Section> readiness(const MigrationView& view) {
  if (!view.moves()) return std::nullopt;
  Table table{"ready",
              "",
              {{"key", "key", ColumnKind::kText, false},
               {"what", "what"},
               {"amount", "how much"},
               {"why", "why"}},
              {}};
  add_window(table, view);
  add_space(table, view);
  add_connections(table, view);
  add_capacity(table, view);
  if (view.scenario().money && view.runs().cost) {
    add(table, "money", "money",
        text_cell(fmt::format("{} {}", model::money_text(view.runs().cost->total(), 2),
                              view.runs().currency)),
        "the run, what is kept of it, and rehearsals");
  }
  const auto window = view.window();
  Section section{"ready", "What must be ready", lead_for(window), {std::move(table)}, {}};
  add_steps(section, view);
  return section;
}

}  // namespace reports::migration
