// What an answer hangs on: every figure halved and doubled, as a tornado.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/migration/words.hpp"
#include "reports/studies.hpp"
#include "reports/study_words.hpp"
#include "reports/words.hpp"

namespace reports {

using studies::Influence;
using studies::Sensitivity;

namespace {

constexpr std::size_t kBar = 10;
constexpr std::size_t kMostRows = 25;

bool moves(const Influence& one, double base) {
  return !one.down || !one.up || one.swing > 1e-6 * std::fabs(base);
}

// "----|++++++++": what a smaller figure does on the side where it leads, a larger one likewise.
std::string tornado(const Influence& one, double base, double largest) {
  if (!one.down || !one.up || !(largest > 0)) return "";
  const double below = base - std::min({*one.down, *one.up, base});
  const double above = std::max({*one.down, *one.up, base}) - base;
  const bool up_above = *one.up >= *one.down;
  std::string left = bar(below / largest, kBar);
  std::string right = bar(above / largest, kBar);
  std::replace(left.begin(), left.end(), '#', up_above ? '-' : '+');
  std::replace(right.begin(), right.end(), '#', up_above ? '+' : '-');
  return std::string(kBar - left.size(), ' ') + left + "|" + right;
}

Cell seen_cell(const std::optional<double>& value, studies::Unit unit) {
  if (!value) return {"none", std::monostate{}, Tone::kBad};
  return measure_cell(*value, unit);
}

std::string lead_of(const Sensitivity& all) {
  if (all.influences.empty()) return "There is no figure to move.";
  const Influence& first = all.influences.front();
  if (!moves(first, all.base)) {
    return fmt::format("No figure moves {}.", all.measure);
  }
  if (!first.down || !first.up) {
    return fmt::format("With another {} there is no {} at all.", first.knob.name, all.measure);
  }
  return fmt::format("{} hangs on {} most: {} with {}, {} with {}.", all.measure, first.knob.name,
                     measure_text(*first.down, all.unit), first.down_figure,
                     measure_text(*first.up, all.unit), first.up_figure);
}

}  // namespace

Section section_of(const Sensitivity& all) {
  Table table{"figures",
              "",
              {{"figure", "figure"},
               {"source", "source"},
               {"down", fmt::format("divided by {:g}", all.factor)},
               {"up", fmt::format("times {:g}", all.factor)},
               {"elasticity", "elasticity", ColumnKind::kNumber},
               {"tornado", "beside the base"},
               {"written", "written", ColumnKind::kText, false}},
              {}};
  double largest = 0;
  for (const Influence& one : all.influences) {
    for (const auto& value : {one.down, one.up}) {
      if (value) largest = std::max(largest, std::fabs(*value - all.base));
    }
  }
  std::vector<std::string> still;
  for (const Influence& one : all.influences) {
    if (!moves(one, all.base)) {
      still.push_back(one.knob.name);
      continue;
    }
    const std::string source = one.knob.profile.empty()
                                   ? one.knob.source
                                   : fmt::format("{}, {}", one.knob.source, one.knob.profile);
    add_row(table, {text_cell(one.knob.name), text_cell(source), seen_cell(one.down, all.unit),
                    seen_cell(one.up, all.unit),
                    one.elasticity ? number_cell(*one.elasticity, 3) : migration::empty_cell(),
                    text_cell(tornado(one, all.base, largest)), text_cell(one.knob.written)});
  }
  Section section{"sensitivity", "What " + all.measure + " hangs on", lead_of(all), {}, {}};
  const std::size_t rows = table.rows.size();
  if (rows > kMostRows) {
    section.notes.push_back(not_shown(rows - kMostRows, "further figure"));
    table.rows.resize(kMostRows);
  }
  if (rows > 0) section.tables.push_back(std::move(table));
  section.notes.push_back(fmt::format(
      "Each alone and on the same luck, from {} as it stands; - is with the smaller figure, + with "
      "the larger one. An elasticity of 1: one per cent more of it makes one per cent more.",
      measure_text(all.base, all.unit)));
  if (!still.empty()) {
    section.notes.push_back(fmt::format("It does not hang on {}.", listed(still)));
  }
  return section;
}

}  // namespace reports
