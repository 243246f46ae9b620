// How busy each resource was, over all and in stretches of time.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

constexpr std::size_t kStretches = 16;

struct Share {
  double sum = 0;  // of busy servers times intervals
  double intervals = 0;
  [[nodiscard]] double of(std::int32_t servers) const {
    return intervals == 0 ? 0 : sum / (intervals * servers);
  }
};

// The intervals' part `stretch` of `stretches`; the last interval may be shorter and still counts
// as one, as it does in its own mean.
Share share_of(const model::UseOverTime& use, std::size_t resource, std::size_t stretch,
               std::size_t stretches) {
  const std::size_t count = use.intervals();
  Share share;
  const std::size_t past = count * (stretch + 1) / stretches;
  for (std::size_t i = count * stretch / stretches; i < past; ++i) {
    share.sum += use.busy(i, resource);
    share.intervals += 1;
  }
  return share;
}

std::string bar_of(const std::vector<double>& shares) {
  static constexpr std::array<const char*, 9> kBlocks{".", "▁", "▂", "▃", "▄",
                                                      "▅", "▆", "▇", "█"};
  std::string bar;
  for (const double share : shares) {
    const auto level = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * 8 + 0.5);
    bar += kBlocks[share > 0.005 ? std::max<std::size_t>(level, 1) : 0];
  }
  return bar;
}

}  // namespace

std::optional<Section> use(const MigrationView& view) {
  const model::Outcome& outcome = view.outcome();
  const std::size_t intervals = outcome.use.intervals();
  if (outcome.resources.empty() || intervals == 0) return std::nullopt;
  const std::size_t stretches = std::min(kStretches, intervals);
  Table table{"resources",
              "",
              {{"resource", "resource"},
               {"servers", "servers", ColumnKind::kNumber},
               {"busy", "busy", ColumnKind::kNumber},
               {"most", "at most", ColumnKind::kNumber},
               {"over_time", "from begin to end"}},
              {}};
  Table over{"stretches",
             "",
             {{"resource", "resource"},
              {"from", "from", ColumnKind::kDuration},
              {"busy", "busy", ColumnKind::kNumber}},
             {},
             false};
  std::vector<std::string> idle;
  std::string busiest;
  double most = -1;
  for (std::size_t i = 0; i < outcome.resources.size(); ++i) {
    const model::Resource& resource = outcome.resources[i];
    std::vector<double> shares;
    for (std::size_t s = 0; s < stretches; ++s) {
      shares.push_back(share_of(outcome.use, i, s, stretches).of(resource.servers));
    }
    const double all = share_of(outcome.use, i, 0, 1).of(resource.servers);
    if (all < 0.0005) {
      idle.push_back(resource.name);
      continue;
    }
    if (!resource.program && all > most) {
      most = all;
      busiest = resource.name;
    }
    for (std::size_t s = 0; s < stretches; ++s) {
      const sim::Instant from = outcome.use.begin_of(intervals * s / stretches);
      add_row(over, {text_cell(resource.name), spoken_cell(from), percent_cell(shares[s])});
    }
    add_row(table,
            {text_cell(resource.name), count_cell(static_cast<std::uint64_t>(resource.servers)),
             percent_cell(all), percent_cell(*std::max_element(shares.begin(), shares.end())),
             text_cell(bar_of(shares))});
  }
  if (table.rows.empty()) return std::nullopt;
  std::string lead =
      busiest.empty()
          ? "No machine was busy."
          : fmt::format("{} is the busiest machine, at {:.1f}% over all.", busiest, most * 100);
  Section section{"use", "How busy everything was", std::move(lead), {}, {}};
  section.tables = {std::move(table), std::move(over)};
  if (!idle.empty()) section.notes.push_back(fmt::format("Idle: {}.", listed(idle)));
  return section;
}

}  // namespace reports::migration
