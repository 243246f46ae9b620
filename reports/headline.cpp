// The first section: the scenario's name, whether it holds, what it is about.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

std::string summary_of(std::span<const scenarios::Verdict> verdicts) {
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

bool all_passed(std::span<const scenarios::Verdict> verdicts) {
  const auto passed = [](const scenarios::Verdict& verdict) {
    return verdict.result == scenarios::Result::kPassed;
  };
  return !verdicts.empty() && std::all_of(verdicts.begin(), verdicts.end(), passed);
}

Tone tone_of(std::span<const scenarios::Verdict> verdicts) {
  if (verdicts.empty()) return Tone::kPlain;
  return all_passed(verdicts) ? Tone::kGood : Tone::kBad;
}

Section headline(const RunView& view) {
  Section section{"headline", view.scenario().name, summary_of(view.verdicts()), {}, {}};
  section.tone = tone_of(view.verdicts());
  if (!view.scenario().about.empty()) section.notes.push_back(view.scenario().about);
  return section;
}

}  // namespace reports
