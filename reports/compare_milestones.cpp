// Milestones and requirements of two reports: earlier, later, never; and who now comes before whom.
#include <fmt/format.h>

#include <algorithm>

#include "reports/record.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace {

struct Reached {
  std::string revision;
  std::string key;
  std::string what;  // cached or persisted
  std::string node;
  sim::Duration at{0};

  [[nodiscard]] bool same_race(const Reached& other) const {
    return revision == other.revision && key == other.key && what == other.what;
  }
  [[nodiscard]] bool same_as(const Reached& other) const {
    return same_race(other) && node == other.node;
  }
};

using Order = std::vector<Reached>;  // as it happened

Order order_of(const Json& report) {
  Order order;
  for (const Json* row : rows_of(report, "ordering", "milestones")) {
    order.push_back({text_of(*row, "revision"), text_of(*row, "key"), text_of(*row, "reached"),
                     text_of(*row, "node"), duration_of(*row, "at").value_or(sim::Duration(0))});
  }
  return order;
}

Order::const_iterator find(const Order& order, const Reached& wanted) {
  return std::find_if(order.begin(), order.end(),
                      [&](const Reached& reached) { return reached.same_as(wanted); });
}

std::string the(const std::string& node) { return node == "master" ? "the master" : node; }

std::string words_for(const Reached& reached) {
  const std::string of = reached.revision == "1" ? "" : "revision " + reached.revision + " of ";
  return fmt::format("{} {}{}", reached.what == "cached" ? "caches" : "persists", of, reached.key);
}

// Nodes of the same race that are on the other side now. Of two that moved, the first tells.
std::string overtaking(const Order& was, const Order& is, const Reached& moved) {
  std::vector<std::string> after;
  std::vector<std::string> before;
  for (const Reached& other : is) {
    if (!other.same_race(moved) || other.node == moved.node) continue;
    const auto other_was = find(was, other);
    if (other_was == was.end()) continue;
    const bool comes_later = find(is, moved) > find(is, other);
    if ((find(was, moved) > other_was) == comes_later) continue;
    const bool other_tells = other_was->at != other.at && find(was, moved) > other_was;
    if (!other_tells) (comes_later ? after : before).push_back(the(other.node));
  }
  std::string text;
  if (!after.empty()) text += ", now after " + listed(after);
  if (!before.empty()) text += ", now before " + listed(before);
  return text;
}

std::string requirement_of(const Json& row) {
  const std::string revision = text_of(row, "revision");
  const std::string name = text_of(row, "requirement");
  return revision == "1" ? name : fmt::format("{} of revision {}", name, revision);
}

}  // namespace

void compare_milestones(const Pair& reports, Sentences& sentences) {
  const Order was = order_of(reports.was);
  const Order is = order_of(reports.is);
  for (const Reached& reached : is) {
    const auto before = find(was, reached);
    const std::string words = fmt::format("{} ", reached.node) + words_for(reached);
    if (before == was.end()) {
      sentences.push_back(
          fmt::format("{} at {}, which it did not", words, sim::to_text(reached.at)));
    } else if (before->at != reached.at) {
      sentences.push_back(fmt::format("{} {} (at {} instead of {}){}", words,
                                      shift_text(before->at, reached.at), sim::to_text(reached.at),
                                      sim::to_text(before->at), overtaking(was, is, reached)));
    }
  }
  for (const Reached& reached : was) {
    if (find(is, reached) != is.end()) continue;
    sentences.push_back(fmt::format("{} never {} (it did at {})", reached.node, words_for(reached),
                                    sim::to_text(reached.at)));
  }
  if (!sentences.empty()) return;
  // Nobody moved in time, yet two of one instant may have changed places.
  for (std::size_t i = 0; i < std::min(was.size(), is.size()); ++i) {
    if (was[i].same_as(is[i])) continue;
    sentences.push_back(fmt::format("at {} {} {} first, where {} did", sim::to_text(is[i].at),
                                    is[i].node, words_for(is[i]), the(was[i].node)));
    return;
  }
}

void compare_requirements(const Pair& reports, Sentences& sentences) {
  const auto was = rows_of(reports.was, "durability", "requirements");
  for (const Json* row : rows_of(reports.is, "durability", "requirements")) {
    const std::string name = requirement_of(*row);
    const auto before = std::find_if(
        was.begin(), was.end(), [&](const Json* other) { return requirement_of(*other) == name; });
    if (before == was.end()) {
      sentences.push_back(name + " was not asked about before");
      continue;
    }
    const auto since = duration_of(*row, "since");
    const auto since_before = duration_of(**before, "since");
    if (since == since_before) continue;
    if (!since) {
      sentences.push_back(
          fmt::format("{} never holds (it did from {} on)", name, sim::to_text(*since_before)));
    } else if (!since_before) {
      sentences.push_back(
          fmt::format("{} holds from {} on (it never did)", name, sim::to_text(*since)));
    } else {
      sentences.push_back(fmt::format("{} holds {} (at {} instead of {})", name,
                                      shift_text(*since_before, *since), sim::to_text(*since),
                                      sim::to_text(*since_before)));
    }
  }
}

}  // namespace reports
