// When nobody was served, and how that varies with the luck of the run.
#include <fmt/format.h>

#include <algorithm>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"

namespace reports::migration {

namespace {

bool same_stretch(const model::Downtime& a, const model::Downtime& b) {
  return a.from == b.from && a.until == b.until;
}

// Packages that were down in the same stretch share a row.
Table stretches_table(const MigrationView& view) {
  Table table{"stretches",
              "",
              {{"packages", "not served"},
               {"from", "from", ColumnKind::kDuration},
               {"until", "until", ColumnKind::kDuration},
               {"length", "length", ColumnKind::kDuration}},
              {}};
  const std::vector<model::Downtime>& all = view.outcome().downtimes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto alike = [&](const model::Downtime& other) { return same_stretch(all[i], other); };
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::any_of(all.begin(), end, alike)) continue;
    const auto packages = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), alike));
    const std::string who = packages == view.layout().packages.size()
                                ? "everything"
                                : view.layout().packages[all[i].package].name;
    add_row(table, {text_cell(who), spoken_cell(all[i].from), spoken_cell(all[i].until),
                    spoken_cell(all[i].until - all[i].from)});
  }
  return table;
}

Table replications_table(const MigrationView& view) {
  Table table{"replications",
              "Over all replications",
              {{"of", "of"},
               {"least", "least", ColumnKind::kDuration},
               {"p50", "p50", ColumnKind::kDuration},
               {"p95", "p95", ColumnKind::kDuration},
               {"most", "most", ColumnKind::kDuration}},
              {}};
  const auto add = [&](const char* what, auto quantile) {
    Row row{text_cell(what)};
    for (const double p : {0.0, 0.5, 0.95, 1.0}) row.push_back(spoken_cell(*quantile(p)));
    add_row(table, std::move(row));
  };
  add("downtime", [&](double p) { return view.downtime(p); });
  add("the whole migration", [&](double p) { return view.took(p); });
  return table;
}

}  // namespace

std::optional<Section> downtime(const MigrationView& view) {
  if (!view.moves()) return std::nullopt;
  const sim::Duration down = model::downtime_of(view.outcome());
  std::string lead = down.count() == 0 ? "Users were served all the time."
                                       : fmt::format("Users were not served for {}.", spoken(down));
  Section section{"downtime", "The downtime", std::move(lead), {}, {}};
  if (down.count() > 0) section.tables.push_back(stretches_table(view));
  const auto& all = view.runs().replications;
  if (all.size() > 1) {
    const auto complete = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const auto& one) { return one.complete; }));
    if (complete > 0) section.tables.push_back(replications_table(view));
    section.notes.push_back(fmt::format("{} of {} replications completed.", complete, all.size()));
  }
  return section;
}

}  // namespace reports::migration
