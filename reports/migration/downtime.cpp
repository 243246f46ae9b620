// When nobody was served, and how that varies with the luck of the run.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "sim/confidence.hpp"

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

// What replications say of the mean, and of a percentile between which of them it lies.
Row certain_row(const MigrationView& view, const char* what,
                sim::Duration model::Replication::*of) {
  std::vector<double> values;
  for (const model::Replication& one : view.runs().replications) {
    if (one.complete) values.push_back(static_cast<double>((one.*of).count()));
  }
  std::sort(values.begin(), values.end());
  const auto cell = [](double value) { return spoken_cell(sim::Duration(std::llround(value))); };
  const auto end = [&](std::optional<double> value) { return value ? cell(*value) : empty_cell(); };
  const sim::MeanInterval mean = sim::mean_interval(std::span<const double>(values));
  const sim::QuantileInterval p95 = sim::quantile_interval(values, 0.95);
  return {text_cell(what), cell(mean.mean), mean.known() ? cell(mean.half_width) : empty_cell(),
          end(p95.low), end(p95.high)};
}

void add_replications(const MigrationView& view, Section& section) {
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
  Table certain{"certainty",
                "How sure that is, 19 times in 20",
                {{"of", "of"},
                 {"mean", "mean", ColumnKind::kDuration},
                 {"half_width", "+/-", ColumnKind::kDuration},
                 {"p95_low", "p95 at least", ColumnKind::kDuration},
                 {"p95_high", "at most", ColumnKind::kDuration}},
                {}};
  add("downtime", [&](double p) { return view.downtime(p); });
  add("the whole migration", [&](double p) { return view.took(p); });
  add_row(certain, certain_row(view, "downtime", &model::Replication::downtime));
  add_row(certain, certain_row(view, "the whole migration", &model::Replication::took));
  section.tables.push_back(std::move(table));
  section.tables.push_back(std::move(certain));
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
    if (complete > 0) add_replications(view, section);
    section.notes.push_back(fmt::format("{} of {} replications completed.", complete, all.size()));
  }
  return section;
}

}  // namespace reports::migration
