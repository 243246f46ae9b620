// The first section: the scenario's name, whether it holds, what it is about.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

namespace {

std::string summary(std::span<const scenarios::Verdict> verdicts) {
  const auto with = [&](scenarios::Result result) {
    return std::count_if(verdicts.begin(), verdicts.end(),
                         [&](const scenarios::Verdict& v) { return v.result == result; });
  };
  if (verdicts.empty()) return "This scenario expects nothing.";
  const auto failed = with(scenarios::Result::kFailed);
  const auto open = with(scenarios::Result::kNeverEvaluated);
  std::string text = fmt::format("{} of {} {}", with(scenarios::Result::kPassed),
                                 number_of(verdicts.size(), "expectation"),
                                 verdicts.size() == 1 ? "holds" : "hold");
  if (failed > 0) text += fmt::format(", {} failed", failed);
  if (open > 0) text += fmt::format(", {} {} never evaluated", open, open == 1 ? "was" : "were");
  return text + ".";
}

}  // namespace

Section headline(const RunView& view) {
  Section section{"headline", view.scenario().name, summary(view.verdicts()), {}, {}};
  const bool good = std::all_of(
      view.verdicts().begin(), view.verdicts().end(),
      [](const scenarios::Verdict& v) { return v.result == scenarios::Result::kPassed; });
  if (!view.verdicts().empty()) section.tone = good ? Tone::kGood : Tone::kBad;
  if (!view.scenario().about.empty()) section.notes.push_back(view.scenario().about);
  return section;
}

}  // namespace reports
