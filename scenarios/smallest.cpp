#include "scenarios/smallest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/durability/latencies.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"
#include "scenarios/shrink.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

struct Attempt {
  Editable file;
  Scenario scenario;
  Shown shown;
};

class Attempts {
 public:
  Attempts(const Scenario& scenario, const FileSource& files, const OrderingsBudget& budget)
      : path_(scenario.file), files_(files), budget_(budget) {}

  // The file's only expectation fails in some ordering.
  [[nodiscard]] std::optional<Attempt> fails(const Editable& file) const {
    const std::optional<Scenario> scenario = loaded(file);
    if (!scenario || scenario->expectations.empty()) return std::nullopt;
    const AllVerdicts all = judge_all_orderings(*scenario, budget_);
    const OverOrderings& last = all.verdicts.back();
    if (!last.fails || last.passes(*scenario)) return std::nullopt;
    return Attempt{file, *scenario, *last.fails};
  }

  [[nodiscard]] std::optional<Scenario> loaded(const Editable& file) const {
    const std::string text = to_yaml(file);
    const auto with_this = [&](const std::string& path) {
      return path == path_ ? FileText{text, {}} : files_(path);
    };
    try {
      return load_scenario(path_, with_this);
    } catch (const InvalidInput&) {
      return std::nullopt;
    }
  }

  // Leaves out what can be left out.
  void shrink(Attempt& best) const {
    Shrinking shrinking;
    shrinking.lists = {"workload", "script"};
    shrinking.interrupted = [this] { return budget_.interrupted(); };
    shrinking.fails = [&](const Editable& file) {
      auto attempt = fails(file);
      if (attempt) best = std::move(*attempt);
      return attempt.has_value();
    };
    static_cast<void>(scenarios::shrink(best.file, shrinking));
  }

 private:
  std::string path_;
  const FileSource& files_;
  const OrderingsBudget& budget_;
};

bool fails_with(const Scenario& scenario, const std::vector<durability::GivenDraws>& draws,
                std::string& seen) {
  const Scenario given = with_draws(scenario, draws);
  const Verdict verdict =
      judge(given, given.expectations.size() - 1, durability::run(given.params, given.options));
  if (verdict.result != Result::kFailed) return false;
  seen = verdict.seen;
  return true;
}

// As few latencies as possible away from what they take by themselves.
std::size_t put_back(const Scenario& scenario, Shown& shown) {
  const std::vector<std::int64_t> preferred = preferred_latencies(*scenario.params);
  const auto latencies = durability::latencies_of(*scenario.params);
  std::size_t moved = 0;
  for (durability::GivenDraws& given : shown.draws) {
    const auto named = std::find_if(latencies.begin(), latencies.end(), [&](const auto& one) {
      return one.name.entity == given.entity && one.name.purpose == given.purpose;
    });
    const sim::Duration by_itself(preferred[static_cast<std::size_t>(named - latencies.begin())]);
    const std::vector<sim::Duration> before = given.draws;
    std::fill(given.draws.begin(), given.draws.end(), by_itself);
    if (before == given.draws || fails_with(scenario, shown.draws, shown.seen)) continue;
    given.draws = before;
    ++moved;
  }
  return moved;
}

}  // namespace

std::optional<Smallest> smallest_failing(const Scenario& scenario, const OverOrderings& failing,
                                         const FileSource& files, const OrderingsBudget& budget) {
  Problems unread;
  Editable file = editable(read_document(scenario.file, files, unread));
  Editable* expect = file.find("expect");
  if (expect == nullptr) return std::nullopt;  // it stands in an included file
  // Answers that steps expect stand before those of the list.
  const std::size_t of_steps = scenario.expectations.size() - expect->items.size();
  if (failing.expectation < of_steps) return std::nullopt;
  expect->items = {expect->items[failing.expectation - of_steps]};
  const Attempts attempts(scenario, files, budget);
  std::optional<Attempt> best = attempts.fails(file);
  if (!best) return std::nullopt;
  attempts.shrink(*best);
  Smallest smallest;
  smallest.latencies_moved = put_back(best->scenario, best->shown);
  best->file.remove("draws");
  if (!best->shown.draws.empty()) {
    best->file.field("draws", "expect") = draws_field(best->shown.draws);
  }
  const std::optional<Scenario> written = attempts.loaded(best->file);
  SIM_CHECK(written.has_value());
  SIM_CHECK(fails_with(*written, written->params->draws, smallest.seen));
  smallest.text = to_yaml(best->file);
  smallest.steps = written->params->steps.size();
  smallest.nodes = written->params->nodes.size();
  return smallest;
}

}  // namespace scenarios
