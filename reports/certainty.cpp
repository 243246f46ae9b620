// How sure the means, rates, percentiles and levels of a run under load are: the warm-up that was
// found, and intervals from batches of the rest.
#include <fmt/format.h>

#include <cmath>
#include <span>

#include "models/analysis/warm_up.hpp"
#include "models/durability/figures.hpp"
#include "reports/migration/words.hpp"
#include "reports/sections.hpp"
#include "reports/words.hpp"
#include "sim/confidence.hpp"

namespace reports {

namespace {

using models::durability::GeneratorOutcome;
using sim::LogLinearHistogram;
using sim::MeanInterval;
using sim::Total;

// From which batch on the run is steady; all operations together tell.
std::optional<std::size_t> steady_batch(const models::durability::Outcome& outcome) {
  std::vector<Total> all(outcome.course.marks());
  for (const GeneratorOutcome& generator : outcome.generators) {
    for (const auto& operation : generator.operations) {
      const std::size_t figure = figure_of(outcome, operation.response);
      const std::vector<Total> batches = outcome.course.batches(figure);
      for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].sum += batches[i].sum;
        all[i].weight += batches[i].weight;
      }
    }
  }
  if (all.size() < sim::kFewestBatches) return std::nullopt;
  return models::analysis::steady_from(all);
}

// The tables of one run, whose steady state begins with that batch.
class Certainty {
 public:
  Certainty(const RunView& view, std::size_t from) : view_(view), from_(from) {}

  Section section() {
    for (std::size_t i = 0; i < outcome().generators.size(); ++i) add_workload(i);
    add_durability();
    add_resources();
    Section section{"certainty", "How sure these estimates are", {}, {}, {}};
    for (Table* table : {&means_, &percentiles_, &levels_}) {
      if (!table->rows.empty()) section.tables.push_back(std::move(*table));
    }
    section.lead = lead();
    section.notes.emplace_back(
        "An interval holds the truth of an endless run 19 times in 20: by batch means of what "
        "followed one another, and by ranks for percentiles, which besides are too large by at "
        "most one part in 128. Where nothing stands the run is too short to say.");
    if (from_ > 0) {
      section.notes.emplace_back(
          "Means, rates and levels are here of the steady state; percentiles are of all that was "
          "measured.");
    }
    return section;
  }

 private:
  [[nodiscard]] const models::durability::Outcome& outcome() const { return view_.outcome(); }

  [[nodiscard]] std::string lead() const {
    const sim::Course& course = outcome().course;
    if (from_ == 0) {
      return fmt::format("No warm-up was found in {} (MSER-5).",
                         number_of(course.counted(), "answered operation"));
    }
    return fmt::format("The first {} of {}, until {}, {} warm-up (MSER-5) and left out.",
                       from_ * course.width(), number_of(course.counted(), "answered operation"),
                       rounded_text(course.at(from_ - 1) - sim::kStart),
                       from_ * course.width() == 1 ? "is" : "are");
  }

  [[nodiscard]] MeanInterval interval_of(const std::vector<Total>& batches) const {
    return sim::mean_interval(std::span(batches).subspan(from_));
  }
  // A margin as large as the figure itself says nothing.
  static bool says_something(const MeanInterval& interval) {
    return interval.known() && interval.half_width < interval.mean;
  }

  static Cell share_cell(const MeanInterval& interval) {
    return says_something(interval) ? percent_cell(interval.half_width / interval.mean)
                                    : migration::empty_cell();
  }
  static Cell time_cell(double nanoseconds) {
    return rounded_cell(sim::Duration(std::llround(nanoseconds)));
  }

  void add_series(const std::string& name, const LogLinearHistogram& times, bool has_rate) {
    if (times.empty()) return;
    const std::vector<Total> batches = outcome().course.batches(figure_of(outcome(), times));
    const MeanInterval mean = interval_of(batches);
    if (mean.mean <= 0) return;
    const bool known = says_something(mean);
    Row row{text_cell(name), time_cell(mean.mean),
            known ? time_cell(mean.half_width) : migration::empty_cell(), share_cell(mean)};
    if (has_rate) {
      add_rate(row, batches);
    } else {
      row.insert(row.end(), 3, migration::empty_cell());
    }
    add_row(means_, std::move(row));
    add_percentiles(name, times, known ? mean : MeanInterval{});
  }

  void add_rate(Row& row, std::vector<Total> batches) const {
    const sim::Course& course = outcome().course;
    for (std::size_t i = 0; i < batches.size(); ++i) {
      const sim::Instant since = i > 0 ? course.at(i - 1) : view_.params().warmup;
      batches[i] = {batches[i].weight * 1e9, static_cast<double>((course.at(i) - since).count())};
    }
    const MeanInterval rate = interval_of(batches);
    row.push_back(number_cell(rate.mean, 1));
    row.push_back(says_something(rate) ? number_cell(rate.half_width, 1) : migration::empty_cell());
    row.push_back(share_cell(rate));
  }

  void add_percentiles(const std::string& name, const LogLinearHistogram& times,
                       const MeanInterval& mean) {
    Row row{text_cell(name)};
    bool some = false;
    for (const double p : {0.5, 0.9, 0.99, 0.999}) {
      const sim::QuantileInterval lies = sim::quantile_interval(times, mean, p);
      if (!lies.low || !lies.high) {
        row.insert(row.end(), 3, migration::empty_cell());
        continue;
      }
      some = true;
      const Cell low = time_cell(*lies.low);
      const Cell high = time_cell(*lies.high);
      row.push_back(text_cell(low.text + " to " + high.text));
      row.push_back(low);
      row.push_back(high);
    }
    if (some) add_row(percentiles_, std::move(row));
  }

  void add_workload(std::size_t i) {
    const GeneratorOutcome& generator = outcome().generators[i];
    const auto& params = view_.params().generators[i];
    for (std::size_t kind = 0; kind < generator.operations.size(); ++kind) {
      const auto operation = static_cast<models::durability::OperationKind>(kind);
      add_series(fmt::format("{}: {}", params.name, name_of(operation)),
                 generator.operations[kind].response, true);
    }
    for (std::size_t watch = 0; watch < generator.watches.size(); ++watch) {
      const auto client = models::durability::profile_of(params.watch[watch].client).name;
      for (std::size_t verdict = 0; verdict < generator.watches[watch].until.size(); ++verdict) {
        const auto said = static_cast<models::durability::ClientVerdict>(verdict);
        add_series(
            fmt::format("{}: {} says {}", params.name, client, models::durability::name_of(said)),
            generator.watches[watch].until[verdict], false);
      }
    }
  }

  void add_durability() {
    const models::durability::DurabilityTimes& durability = outcome().durability;
    for (std::size_t i = 0; i < durability.replicated_to.size(); ++i) {
      add_series(fmt::format("replicate_to {}", i + 1), durability.replicated_to[i], false);
    }
    add_series("persisted on the master", durability.persisted_on_master, false);
    for (std::size_t i = 0; i < durability.persisted_to.size(); ++i) {
      add_series(fmt::format("persist_to {}", i + 1), durability.persisted_to[i], false);
    }
  }

  void add_resources() {
    std::size_t level = first_level(outcome());
    for (const models::durability::ResourceUse& use : outcome().resources) {
      const MeanInterval busy = interval_of(outcome().course.batches(level++));
      const MeanInterval waiting = interval_of(outcome().course.batches(level++));
      if (busy.mean <= 0) continue;
      const auto margin = [&](const MeanInterval& interval, Cell cell) {
        return says_something(interval) ? std::move(cell) : migration::empty_cell();
      };
      add_row(levels_,
              {text_cell(use.name), percent_cell(busy.mean / use.servers),
               margin(busy, percent_cell(busy.half_width / use.servers)),
               number_cell(waiting.mean, 2), margin(waiting, number_cell(waiting.half_width, 2))});
    }
  }

  static Table percentiles_table() {
    Table table{"percentiles", "Percentiles lie from ... to", {{"what", "what"}}, {}};
    for (const auto& [key, title] : {std::pair{"p50", "p50"}, std::pair{"p90", "p90"},
                                     std::pair{"p99", "p99"}, std::pair{"p999", "p99.9"}}) {
      const std::string name(key);
      table.columns.push_back({key, title});
      table.columns.push_back({name + "_low", name + " low", ColumnKind::kDuration, false});
      table.columns.push_back({name + "_high", name + " high", ColumnKind::kDuration, false});
    }
    return table;
  }

  const RunView& view_;
  std::size_t from_;
  Table means_{"means",
               "Means",
               {{"what", "what"},
                {"mean", "mean", ColumnKind::kDuration},
                {"half_width", "+/-", ColumnKind::kDuration},
                {"share", "of it", ColumnKind::kNumber},
                {"rate", "a second", ColumnKind::kNumber},
                {"rate_half_width", "+/-", ColumnKind::kNumber},
                {"rate_share", "of it", ColumnKind::kNumber}},
               {}};
  Table percentiles_ = percentiles_table();
  Table levels_{"levels",
                "Hardware",
                {{"resource", "resource"},
                 {"utilisation", "busy", ColumnKind::kNumber},
                 {"utilisation_half_width", "+/-", ColumnKind::kNumber},
                 {"mean_waiting", "waiting on average", ColumnKind::kNumber},
                 {"mean_waiting_half_width", "+/-", ColumnKind::kNumber}},
                {}};
};

}  // namespace

std::optional<Section> certainty(const RunView& view) {
  const std::uint64_t answered = view.outcome().course.counted();
  if (view.params().generators.empty() || answered == 0) return std::nullopt;
  if (const auto from = steady_batch(view.outcome())) return Certainty(view, *from).section();
  const bool short_run = view.outcome().course.marks() < sim::kFewestBatches;
  std::string lead =
      short_run ? fmt::format("{} {} too few to tell.", number_of(answered, "answered operation"),
                              answered == 1 ? "is" : "are")
                : fmt::format("No steady state was seen in {}: no interval can be told.",
                              number_of(answered, "answered operation"));
  Section section{"certainty", "How sure these estimates are", std::move(lead), {}, {}};
  if (!short_run) {
    section.notes.emplace_back(
        "By MSER-5 more than half of them are warm-up. A longer run may settle, unless the load is "
        "more than the hardware can do.");
  }
  return section;
}

}  // namespace reports
