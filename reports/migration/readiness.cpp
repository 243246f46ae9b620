// What an operator must have ready: a window, free space, connections, a snapshot, steps.
#include <fmt/format.h>

#include <algorithm>

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
  add(table, "window", "a window of downtime", said(spoken_cell(*window)),
      fmt::format("p95 of downtime, {}, times a contingency of {}", spoken(*view.downtime(0.95)),
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

void add_connections(Table& table, const MigrationView& view) {
  const model::MigrationParams& params = view.params();
  std::uint32_t sessions = 0;
  if (const auto* dump = std::get_if<model::DumpAndImport>(&params.procedure)) {
    sessions = dump->workers;
  } else if (const auto* batched = std::get_if<model::BatchedCopy>(&params.procedure)) {
    sessions = batched->copy.readers;
  } else if (const auto* online = std::get_if<model::OnlineCopy>(&params.procedure)) {
    sessions = online->copy.readers;
  } else if (const auto* capture = std::get_if<model::ChangeCapture>(&params.procedure)) {
    sessions = capture->copy.readers;
  }
  add(table, "connections", "connections of the migrator",
      text_cell(fmt::format("{}", std::min(sessions, params.pool))),
      fmt::format("{} at once a package, at most {} in its pool; the database takes {}", sessions,
                  params.pool, params.source.database.sessions));
}

void add_steps(Section& section, const MigrationView& view) {
  if (!std::holds_alternative<model::DumpAndImport>(view.params().procedure)) return;
  section.notes.emplace_back(
      "Steps that lakeFS 0.80's upgrade page asks for: an explicit connection string copied to "
      "database.postgres, uncommitted data committed where possible, a snapshot of the database, "
      "all instances stopped, then migrate up with 0.80.x and no other release.");
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
  if (view.scenario().money && view.runs().cost) {
    add(table, "money", "money",
        text_cell(fmt::format("{} {}", model::money_text(view.runs().cost->total(), 2),
                              view.runs().currency)),
        "the run, what is kept of it, and rehearsals");
  }
  const auto window = view.window();
  Section section{"ready",
                  "What must be ready",
                  window ? fmt::format("Announce a window of {}.", spoken(*window))
                         : std::string("This migration does not complete as it stands."),
                  {std::move(table)},
                  {}};
  add_steps(section, view);
  return section;
}

}  // namespace reports::migration
