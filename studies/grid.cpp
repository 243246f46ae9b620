#include "studies/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "scenarios/utf8.hpp"
#include "sim/digest.hpp"

namespace studies {

using scenarios::Problems;

namespace {

bool allowed(const std::vector<Condition>& conditions, const std::vector<std::int32_t>& chosen) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& one) { return one.may_hold(chosen); });
}

void show(const Written& written, Problems& problems) {
  if (!written.text.empty()) problems.add_source(written.place.file, written.text);
}

}  // namespace

Grid::Grid(const Source& source, const Asked& asked, Problems problems)
    : replications_(asked.replications) {
  const auto stop = [&] {
    if (!problems.empty()) throw scenarios::InvalidInput(problems);
  };
  add_axes(asked, problems);
  stop();
  std::vector<Condition> conditions;
  for (const AskedText& condition : asked.conditions) {
    show(condition.at, problems);
    conditions.emplace_back(condition.at, condition.text, source, axes_, problems);
  }
  stop();
  std::vector<std::int32_t> chosen(axes_.size(), -1);
  if (asked.cover == Cover::kPairs) {
    cover_pairs(axes_, conditions, chosen_);
  } else if (!axes_.empty()) {
    add_all(chosen, 0, conditions, problems);
  }
  if (!axes_.empty() && chosen_.empty() && problems.empty()) {
    const Written& at = asked.conditions.front().at;
    problems.report(at.place, "the conditions leave no point of the grid", "loosen one of them");
  }
  stop();
  check_values(source, problems);
  stop();
}

// Fields of a zip become one axis, where the first of them stands.
void Grid::add_axes(const Asked& asked, Problems& problems) {
  std::map<std::string, std::size_t> zip_of;
  std::map<std::size_t, std::size_t> axis_of;
  for (std::size_t i = 0; i < asked.zips.size(); ++i) {
    for (const AskedText& path : asked.zips[i]) {
      show(path.at, problems);
      const bool known = std::any_of(asked.axes.begin(), asked.axes.end(),
                                     [&](const AskedAxis& axis) { return axis.path == path.text; });
      if (!known) {
        problems.report(
            path.at.place,
            fmt::format("{} is not varied, so it cannot be zipped", scenarios::quote(path.text)),
            "vary each of a zip's fields first");
      } else if (!zip_of.emplace(path.text, i).second) {
        problems.report(path.at.place,
                        fmt::format("{} is zipped twice", scenarios::quote(path.text)));
      }
    }
  }
  for (std::size_t i = 0; i < asked.axes.size(); ++i) {
    const AskedAxis& axis = asked.axes[i];
    show(axis.path_at, problems);
    for (std::size_t k = 0; k < i; ++k) {
      if (asked.axes[k].path == axis.path) {
        problems.report(axis.path_at.place,
                        fmt::format("{} is varied twice", scenarios::quote(axis.path)),
                        "give all its values at once");
      }
    }
    const auto zip = zip_of.find(axis.path);
    const bool joins = zip != zip_of.end() && axis_of.count(zip->second) > 0;
    if (!joins) {
      if (zip != zip_of.end()) axis_of[zip->second] = axes_.size();
      axes_.emplace_back().points.resize(axis.values.size());
    }
    Axis& with = joins ? axes_[axis_of[zip->second]] : axes_.back();
    if (with.points.size() != axis.values.size()) {
      problems.report(
          axis.path_at.place,
          fmt::format("{} has {} values, what it is zipped with has {}",
                      scenarios::quote(axis.path), axis.values.size(), with.points.size()),
          "zipped fields take their values together, so they need as many");
      continue;
    }
    for (std::size_t k = 0; k < axis.values.size(); ++k) with.points[k].push_back(axis.values[k]);
  }
}

void Grid::add_all(std::vector<std::int32_t>& chosen, std::size_t axis,
                   const std::vector<Condition>& conditions, Problems& problems) {
  if (axis == axes_.size()) {
    if (points() < kMostPoints) {
      chosen_.insert(chosen_.end(), chosen.begin(), chosen.end());
    } else if (problems.empty()) {
      const Written& at = axes_.front().points.front().front().path_at;
      problems.report(at.place, fmt::format("the grid has more than {} points", kMostPoints),
                      "take fewer values, or cover: pairs");
    }
    return;
  }
  for (std::size_t i = 0; i < axes_[axis].points.size() && problems.empty(); ++i) {
    chosen[axis] = static_cast<std::int32_t>(i);
    if (allowed(conditions, chosen)) add_all(chosen, axis + 1, conditions, problems);
  }
  chosen[axis] = -1;
}

// Each value in the first point that has it: the grid's own points, so that no value is refused
// for company that it never has.
void Grid::check_values(const Source& source, Problems& problems) const {
  std::vector<std::vector<bool>> seen(axes_.size());
  for (std::size_t i = 0; i < axes_.size(); ++i) seen[i].resize(axes_[i].points.size());
  for (std::size_t point = 0; point < points(); ++point) {
    bool fresh = point == 0;
    const auto here = chosen(point);
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      const auto value = static_cast<std::size_t>(here[i]);
      fresh = fresh || !seen[i][value];
      seen[i][value] = true;
    }
    if (!fresh) continue;
    try {
      static_cast<void>(source.load(variations(point)));
    } catch (const scenarios::InvalidInput& invalid) {
      for (const Variation& one : variations(point)) {
        show(one.path_at, problems);
        show(one.value_at, problems);
      }
      for (const scenarios::Problem& problem : invalid.problems().sorted()) {
        problems.report(problem.place, problem.message, problem.hint);
      }
    }
  }
}

std::vector<std::int32_t> Grid::chosen(std::size_t point) const {
  const auto begin = chosen_.begin() + static_cast<std::ptrdiff_t>(point * axes_.size());
  return {begin, begin + static_cast<std::ptrdiff_t>(axes_.size())};
}

std::vector<Variation> Grid::variations(std::size_t point) const {
  std::vector<Variation> all;
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    const auto value = static_cast<std::size_t>(chosen_[point * axes_.size() + i]);
    const auto& some = axes_[i].points[value];
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::uint64_t Grid::digest() const {
  sim::Digest digest;
  for (const Axis& axis : axes_) {
    digest.add(axis.points.size());
    for (const auto& point : axis.points) {
      for (const Variation& one : point) {
        digest.add_text(one.path);
        digest.add_text(one.value);
      }
    }
  }
  for (const std::int32_t value : chosen_) digest.add(static_cast<std::uint64_t>(value));
  return digest.value();
}

}  // namespace studies
