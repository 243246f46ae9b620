// The part of ExpectationReader that reads what clients must conclude.
#include <fmt/format.h>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/expectation_reader.hpp"
#include "scenarios/scenario.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

void ExpectationReader::read_verdict(const Fields& fields, std::vector<Expectation>& out) {
  const auto name = fields.text("client");
  const auto verdict = fields.choice("verdict");
  if (!name) return;
  std::vector<std::string> labels;
  std::vector<std::string> sharing;
  std::optional<durability::WatchIndex> watch;
  for (durability::WatchIndex i = 0; i < params_.watches.size(); ++i) {
    labels.push_back(label_of(params_, i));
    if (labels.back() == *name) watch = i;
    if (params_.watches[i].name == *name) sharing.push_back(labels.back());
  }
  if (!watch && !sharing.empty()) {
    problems_.report(fields.place("client"), fmt::format("'{}' are several clients", *name),
                     fmt::format("write one of them: {}", fmt::join(sharing, ", ")));
  } else if (!watch) {
    problems_.report(fields.place("client"),
                     fmt::format("no client that watches is called '{}'", *name),
                     labels.empty() ? "write in the script: {at: 6ms, watch: {client: gocb-2, key: "
                                      "k, persist_to: 1}}"
                                    : did_you_mean(*name, labels));
  }
  const auto at = instant(fields, "at");
  const auto by = instant(fields, "by");
  if (!watch || !verdict) return;
  ExpectVerdict expected{*watch, static_cast<durability::ClientVerdict>(*verdict), at, by};
  std::string words = fmt::format("{} says {}", *name, durability::name_of(expected.verdict));
  if (at) words += " at " + sim::to_text(*at);
  if (by) words += " by " + sim::to_text(*by);
  out.push_back({fields.place(), std::move(words), expected});
}

}  // namespace scenarios
