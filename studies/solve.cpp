#include "studies/solve.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace studies {

namespace analysis = models::analysis;

namespace {

// All limits together, as one try.
analysis::Probe judge(SolveRun& run, const std::vector<Limit>& limits) {
  analysis::Probe probe{run.value.number, true, std::nullopt};
  bool all_seen = true;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const LimitSeen seen = look(limits[i], run.trial);
    probe.holds &= seen.holds;
    if (!seen.excess) {
      all_seen = false;
      if (!seen.holds) run.leading = i;
      continue;
    }
    if (probe.excess && *seen.excess <= *probe.excess) continue;
    probe.excess = seen.excess;
    run.leading = i;
  }
  // A limit without a number that is broken cannot be steered by the others'.
  if (!all_seen && !probe.holds) probe.excess.reset();
  // "<" at the bound itself: no logarithm above 0, and yet it does not hold.
  if (!probe.holds && probe.excess && *probe.excess <= 0) probe.excess.reset();
  run.holds = probe.holds;
  return probe;
}

double value_of(const Configuration& one, const std::string& objective) {
  return one.trial.find(objective)->number();
}

// As good in all, better in one.
bool beats(const Configuration& a, const Configuration& b,
           const std::vector<std::string>& objectives) {
  bool better = false;
  for (const std::string& objective : objectives) {
    if (value_of(a, objective) > value_of(b, objective)) return false;
    better |= value_of(a, objective) < value_of(b, objective);
  }
  return better;
}

std::vector<TrialJob> combinations(const std::vector<FieldValues>& axes) {
  std::vector<TrialJob> jobs{TrialJob{}};
  for (const FieldValues& axis : axes) {
    std::vector<TrialJob> longer;
    for (const TrialJob& job : jobs) {
      for (const std::string& value : axis.values) {
        longer.push_back(job);
        longer.back().variations.push_back({axis.path, value});
      }
    }
    jobs = std::move(longer);
  }
  return jobs;
}

Configuration judge(const TrialJob& job, Trial trial, const RankQuestion& question) {
  Configuration one;
  one.values = job.variations;
  one.trial = std::move(trial);
  for (std::size_t i = 0; i < question.limits.size(); ++i) {
    if (!look(question.limits[i], one.trial).holds) one.broken.push_back(i);
  }
  one.meets = one.broken.empty() &&
              std::all_of(question.objectives.begin(), question.objectives.end(),
                          [&](const std::string& name) { return one.trial.find(name) != nullptr; });
  return one;
}

}  // namespace

const SolveRun& Solution::run_at(std::int64_t number) const {
  const auto found = std::find_if(runs.begin(), runs.end(),
                                  [&](const SolveRun& run) { return run.value.number == number; });
  SIM_CHECK(found != runs.end());
  return *found;
}

Solution solve(const SolveQuestion& question, const Runner& runner) {
  SIM_CHECK(!question.limits.empty());
  Solution solution;
  solution.path = question.path;
  solution.limits = question.limits;
  solution.threshold = analysis::find_threshold(question.search, [&](std::int64_t number) {
    SolveRun run;
    run.value = {question.kind, number};
    std::vector<Variation> variations = question.besides;
    variations.push_back({question.path, quantity_text(run.value)});
    const TrialJob job{std::move(variations), 0};
    run.trial = runner({&job, 1}).front();
    if (solution.runs.empty()) {
      for (const Limit& limit : question.limits) check_limit(limit, run.trial);
    }
    const analysis::Probe probe = judge(run, question.limits);
    solution.runs.push_back(std::move(run));
    return probe;
  });
  return solution;
}

std::vector<SearchedConfiguration> solve_each(const SolveQuestion& question,
                                              const std::vector<FieldValues>& axes,
                                              const Runner& runner) {
  SIM_CHECK(!axes.empty());
  std::vector<SearchedConfiguration> all;
  for (TrialJob& job : combinations(axes)) {
    SolveQuestion one = question;
    one.besides.insert(one.besides.end(), job.variations.begin(), job.variations.end());
    all.push_back({std::move(job.variations), solve(one, runner)});
  }
  std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) {
    const auto& of_a = a.solution.threshold.answer;
    const auto& of_b = b.solution.threshold.answer;
    if (!of_a || !of_b) return of_a.has_value() && !of_b;
    return question.search.largest ? *of_a > *of_b : *of_a < *of_b;
  });
  return all;
}

std::vector<Configuration> rank(const RankQuestion& question, const Runner& runner) {
  SIM_CHECK(!question.axes.empty() && !question.objectives.empty());
  const std::vector<TrialJob> jobs = combinations(question.axes);
  std::vector<Trial> trials = runner(jobs);
  for (const Limit& limit : question.limits) check_limit(limit, trials.front());
  for (const std::string& name : question.objectives) check_measure(name, "--of", trials.front());
  std::vector<Configuration> all;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    all.push_back(judge(jobs[i], std::move(trials[i]), question));
  }
  for (Configuration& one : all) {
    one.on_front = one.meets && std::none_of(all.begin(), all.end(), [&](const auto& other) {
                     return other.meets && beats(other, one, question.objectives);
                   });
  }
  std::stable_sort(all.begin(), all.end(), [&](const Configuration& a, const Configuration& b) {
    if (a.on_front != b.on_front) return a.on_front;
    if (a.meets != b.meets) return a.meets;
    for (const std::string& objective : question.objectives) {
      const Measure* of_a = a.trial.find(objective);
      const Measure* of_b = b.trial.find(objective);
      if (of_a == nullptr || of_b == nullptr) {
        if ((of_a == nullptr) != (of_b == nullptr)) return of_a != nullptr;
        continue;
      }
      if (of_a->number() != of_b->number()) return of_a->number() < of_b->number();
    }
    return false;
  });
  return all;
}

std::vector<std::string> usual_objectives(const Trial& trial) {
  std::vector<std::string> names;
  for (const char* name : {"cost", "downtime"}) {
    if (trial.find(name) != nullptr) names.emplace_back(name);
  }
  if (names.empty()) names.emplace_back("duration");
  return names;
}

}  // namespace studies
