// Verdicts that no expectation asks for: promises of durability, and the second phase of a run.
#include <fmt/format.h>

#include "scenarios/scenario.hpp"
#include "scenarios/swarm.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

std::string words_of(const durability::NodeLoss& loss, const durability::ClusterParams& params) {
  constexpr std::string_view kWhat[] = {"lost its memory", "lost its disk's last writes",
                                        "was failed over", "went back with its master"};
  return fmt::format("{} {} at {}", params.nodes[loss.node].name,
                     kWhat[static_cast<std::size_t>(loss.kind)], sim::to_text(loss.at));
}

std::optional<Verdict> judge_promises(const Scenario& scenario, const durability::Run& run) {
  const durability::Outcome& outcome = run.outcome;
  const bool something = !scenario.params->faults.empty() || !outcome.lost_promises.empty();
  if (!something || (outcome.promises == 0 && outcome.lost_promises.empty())) return std::nullopt;
  Verdict verdict{{scenario.file, 0, 0},
                  "no promise of durability is broken that its level survives",
                  Result::kPassed,
                  ""};
  std::size_t broken = 0;
  for (const durability::LostPromise& lost : outcome.lost_promises) {
    if (lost.excused) continue;
    if (broken++ == 0) verdict.seen = chain_of_events(lost, *scenario.params);
  }
  if (broken == 0) return verdict;
  verdict.result = Result::kFailed;
  if (broken > 1) verdict.seen += fmt::format("; and {} more", broken - 1);
  return verdict;
}

std::optional<Verdict> judge_liveness(const Scenario& scenario, const durability::Run& run) {
  const auto& liveness = scenario.params->liveness;
  if (!liveness) return std::nullopt;
  Verdict verdict{{scenario.file, 0, 0},
                  fmt::format("everything has converged {} after faults stop at {}",
                              sim::to_text(liveness->within), sim::to_text(liveness->faults_stop)),
                  Result::kPassed,
                  ""};
  const durability::Unconverged& left = *run.outcome.unconverged;
  if (left.nothing()) return verdict;
  verdict.result = Result::kFailed;
  std::vector<std::string> words;
  const durability::ClusterParams& params = *scenario.params;
  for (const durability::NodeIndex node : left.down) {
    words.push_back(params.nodes[node].name + " is down");
  }
  if (left.different > 0) {
    const auto& first = left.differences.front();
    words.push_back(fmt::format("{} copies are not the master's (first {} {} {})", left.different,
                                params.keys.name(first.key),
                                first.on_disk ? "on the disk of" : "in",
                                params.nodes[first.node].name));
  }
  const auto count = [&](std::uint64_t number, std::string_view what) {
    if (number > 0) words.push_back(fmt::format("{} {}", number, what));
  };
  count(left.queued, "mutations wait for disks");
  count(left.unanswered, "operations have no answer");
  count(left.undecided, "synchronous writes are not decided");
  verdict.seen = fmt::format("{}", fmt::join(words, " and "));
  return verdict;
}

}  // namespace

std::string chain_of_events(const durability::LostPromise& lost,
                            const durability::ClusterParams& params) {
  std::string text =
      fmt::format("{} was promised {} at {} (seqno {})", params.keys.name(lost.promise.key),
                  words_for(lost.promise), sim::to_text(lost.promise.at), lost.promise.seqno);
  for (const durability::NodeLoss& loss : lost.since) text += ", " + words_of(loss, params);
  return text + fmt::format(", {} was the master without it at {}", params.nodes[lost.active].name,
                            sim::to_text(lost.at));
}

void add_verdicts_of_run(const Scenario& scenario, const durability::Run& run,
                         std::vector<Verdict>& verdicts) {
  for (const auto& more : {judge_promises(scenario, run), judge_liveness(scenario, run)}) {
    if (more) verdicts.push_back(*more);
  }
}

std::vector<Verdict> judge_whole(const Scenario& scenario, const durability::Run& run) {
  std::vector<Verdict> verdicts = judge(scenario, run);
  add_verdicts_of_run(scenario, run, verdicts);
  return verdicts;
}

}  // namespace scenarios
