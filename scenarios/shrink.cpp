#include "scenarios/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/quantity.hpp"

namespace scenarios {

namespace {

class Shrinker {
 public:
  Shrinker(Editable file, const Shrinking& shrinking)
      : best_(std::move(file)), shrinking_(shrinking) {}

  Editable shrink() {
    bool smaller = true;
    while (smaller && !shrinking_.interrupted()) {
      smaller = false;
      for (const std::string_view list : shrinking_.lists) {
        smaller = smaller || without_elements(list);
      }
      smaller = smaller || with_fewer("replicas", 0) || with_fewer("nodes", 1);
      if (shrinking_.much) smaller = smaller || with_shorter_workload();
    }
    return std::move(best_);
  }

 private:
  bool take(Editable file) {
    if (shrinking_.interrupted() || !shrinking_.fails(file)) return false;
    best_ = std::move(file);
    return true;
  }

  // Half of them, a quarter, ... one, if so many may go; the last ones first.
  bool without_elements(std::string_view list) {
    const Editable* elements = best_.find(list);
    if (elements == nullptr) return false;
    const std::size_t all = elements->items.size();
    const std::size_t most = shrinking_.much ? std::max<std::size_t>(all / 2, 1) : 1;
    for (std::size_t many = most; many > 0; many /= 2) {
      for (std::size_t end = all; end >= many; end -= many) {
        Editable file = best_;
        auto& items = file.find(list)->items;
        const auto first = items.begin() + static_cast<std::ptrdiff_t>(end - many);
        items.erase(first, first + static_cast<std::ptrdiff_t>(many));
        if (items.empty()) file.remove(list);
        if (take(std::move(file))) return true;
      }
    }
    return false;
  }

  bool with_fewer(std::string_view what, std::int64_t least) {
    Editable* cluster = best_.find("cluster");
    Editable* count = cluster == nullptr ? nullptr : cluster->find(what);
    if (count == nullptr) return false;
    const std::int64_t now = read_count(count->text).value.value_or(least);
    if (now <= least) return false;
    Editable file = best_;
    *file.find("cluster")->find(what) = Editable::scalar(fmt::format("{}", now - 1));
    if (Editable* override = file.find("cluster")->find("override")) {
      override->remove(what == "nodes" ? fmt::format("node{}", now - 1)
                                       : fmt::format("replica{}", now - 1));
    }
    return take(std::move(file));
  }

  // Half as long, a quarter shorter, ... by one operation.
  bool with_shorter_workload() {
    const Editable* workloads = best_.find("workload");
    if (workloads == nullptr) return false;
    for (std::size_t i = 0; i < workloads->items.size(); ++i) {
      Editable* count = best_.find("workload")->items[i].find("count");
      if (count == nullptr) continue;
      const std::int64_t now = read_count(count->text).value.value_or(1);
      for (std::int64_t fewer = now / 2; fewer > 0; fewer /= 2) {
        Editable file = best_;
        *file.find("workload")->items[i].find("count") =
            Editable::scalar(fmt::format("{}", now - fewer));
        if (take(std::move(file))) return true;
      }
    }
    return false;
  }

  Editable best_;
  const Shrinking& shrinking_;
};

}  // namespace

Editable shrink(Editable file, const Shrinking& shrinking) {
  return Shrinker(std::move(file), shrinking).shrink();
}

}  // namespace scenarios
