// Few points in which every pair of values meets.
#include <algorithm>
#include <numeric>

#include "studies/grid.hpp"

namespace studies {

namespace {

class PairCover {
 public:
  PairCover(const std::vector<Axis>& axes, const std::vector<Condition>& conditions)
      : axes_(axes), conditions_(conditions), first_(axes.size()) {
    std::size_t values = 0;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      first_[i] = values;
      values += axes[i].points.size();
    }
    values_ = values;
    covered_.resize(values * values);
  }

  void add_to(std::vector<std::int32_t>& chosen) {
    const auto size = [&](std::size_t axis) {
      return static_cast<std::int32_t>(axes_[axis].points.size());
    };
    if (axes_.size() == 1) return add_each(chosen);
    for (std::size_t a = 0; a < axes_.size(); ++a) {
      for (std::size_t b = a + 1; b < axes_.size(); ++b) {
        for (std::int32_t i = 0; i < size(a); ++i) {
          for (std::int32_t k = 0; k < size(b); ++k) add_point_with(a, i, b, k, chosen);
        }
      }
    }
  }

 private:
  void add_each(std::vector<std::int32_t>& chosen) {
    for (std::size_t i = 0; i < axes_[0].points.size(); ++i) {
      const auto value = static_cast<std::int32_t>(i);
      if (allowed({value})) chosen.push_back(value);
    }
  }

  [[nodiscard]] bool allowed(const std::vector<std::int32_t>& point) const {
    return std::all_of(conditions_.begin(), conditions_.end(),
                       [&](const Condition& one) { return one.may_hold(point); });
  }

  [[nodiscard]] std::size_t cell(std::size_t a, std::int32_t i, std::size_t b,
                                 std::int32_t k) const {
    return (first_[a] + static_cast<std::size_t>(i)) * values_ + first_[b] +
           static_cast<std::size_t>(k);
  }

  void add_point_with(std::size_t a, std::int32_t i, std::size_t b, std::int32_t k,
                      std::vector<std::int32_t>& chosen) {
    if (covered_[cell(a, i, b, k)]) return;
    std::vector<std::int32_t> point(axes_.size(), -1);
    point[a] = i;
    point[b] = k;
    if (!allowed(point) || !complete(point, 0)) return;  // no point of the grid has this pair
    for (std::size_t x = 0; x < axes_.size(); ++x) {
      for (std::size_t y = x + 1; y < axes_.size(); ++y) {
        covered_[cell(x, point[x], y, point[y])] = true;
      }
    }
    chosen.insert(chosen.end(), point.begin(), point.end());
  }

  // Chooses the open axes from `axis` on; false, and open again, if the conditions leave no way.
  bool complete(std::vector<std::int32_t>& point, std::size_t axis) {
    while (axis < point.size() && point[axis] >= 0) ++axis;
    if (axis == point.size()) return true;
    for (const std::int32_t value : by_gain(point, axis)) {
      point[axis] = value;
      if (allowed(point) && complete(point, axis + 1)) return true;
    }
    point[axis] = -1;
    return false;
  }

  // The axis's values, those that cover most new pairs with what is chosen first.
  [[nodiscard]] std::vector<std::int32_t> by_gain(const std::vector<std::int32_t>& point,
                                                  std::size_t axis) const {
    std::vector<std::int32_t> values(axes_[axis].points.size());
    std::iota(values.begin(), values.end(), 0);
    std::vector<std::size_t> gains(values.size());
    for (const std::int32_t value : values) {
      for (std::size_t other = 0; other < point.size(); ++other) {
        if (other == axis || point[other] < 0) continue;
        const std::size_t pair = other < axis ? cell(other, point[other], axis, value)
                                              : cell(axis, value, other, point[other]);
        if (!covered_[pair]) ++gains[static_cast<std::size_t>(value)];
      }
    }
    std::stable_sort(values.begin(), values.end(), [&](std::int32_t one, std::int32_t other) {
      return gains[static_cast<std::size_t>(one)] > gains[static_cast<std::size_t>(other)];
    });
    return values;
  }

  const std::vector<Axis>& axes_;
  const std::vector<Condition>& conditions_;
  std::vector<std::size_t> first_;  // each axis's first value among all
  std::size_t values_ = 0;
  std::vector<bool> covered_;
};

}  // namespace

void cover_pairs(const std::vector<Axis>& axes, const std::vector<Condition>& conditions,
                 std::vector<std::int32_t>& chosen) {
  if (!axes.empty()) PairCover(axes, conditions).add_to(chosen);
}

}  // namespace studies
