// What expectations come to over all orderings, and which answers are possible when, against brute
// force: random small clusters, random expectations, every run judged by itself.
#include "scenarios/over_orderings.hpp"

#include <doctest/doctest.h>

#include <set>

#include "models/analysis/fitness.hpp"
#include "models/durability/timeline.hpp"
#include "tests/models/small_worlds.hpp"
#include "tests/rounds.hpp"

namespace tests {

using namespace scenarios;
namespace durability = models::durability;

namespace {

constexpr std::size_t kMostRuns = 800;
constexpr std::int64_t kLastInstant = 20;

class Expecting {
 public:
  Expecting(const durability::ClusterParams& params, sim::Stream& luck)
      : params_(params), luck_(luck) {}

  Expectation one() {
    Expectation expectation;
    const durability::KeyIndex key = params_.watched[below(params_.watched.size())];
    chain_ = chain_of_key(params_, key);
    switch (below(4)) {
      case 0:
        expectation.what = ExpectOrder{key, 1, milestones(2), below(3) == 0};
        break;
      case 1:
        expectation.what = ExpectObserve{instant(), key, answers()};
        break;
      case 2: {
        ExpectBy by{instant(), key, 1, milestones(1), std::nullopt, std::nullopt};
        if (below(2) == 0) by.persist_to = 1 + below(chain_.length);
        expectation.what = by;
        break;
      }
      default: {
        ExpectOver over{static_cast<Modality>(below(4)), sim::kStart, sim::kNever, key, answers()};
        if (below(2) == 0) over.from = instant();
        if (below(2) == 0) over.to = over.from + sim::Duration(below(5));
        expectation.what = over;
      }
    }
    return expectation;
  }

 private:
  std::uint32_t below(std::size_t limit) {
    return static_cast<std::uint32_t>(luck_.uniform() * static_cast<double>(limit));
  }
  sim::Instant instant() { return sim::at(sim::Duration(below(8))); }
  durability::NodeIndex node() { return chain_.nodes[below(chain_.length)]; }
  std::vector<MilestoneName> milestones(std::size_t count) {
    std::vector<MilestoneName> names;
    for (std::size_t i = 0; i < count; ++i) {
      names.push_back({node(), static_cast<durability::MilestoneKind>(below(2)), "it"});
    }
    return names;
  }
  std::vector<ExpectedAnswer> answers() {
    constexpr std::array kStatuses{durability::ObserveStatus::kFound,
                                   durability::ObserveStatus::kPersisted,
                                   durability::ObserveStatus::kNotFound};
    std::vector<ExpectedAnswer> all{{node(), "one", kStatuses[below(3)], std::nullopt}};
    if (below(2) == 0) all.push_back({node(), "other", kStatuses[below(3)], std::nullopt});
    if (!params_.faults.empty() && below(3) == 0) all.front().silent = true;
    return all;
  }

  const durability::ClusterParams& params_;
  sim::Stream& luck_;
  durability::Chain chain_;
};

Scenario scenario_of(const SmallWorld& world, sim::Stream& luck) {
  Scenario scenario;
  scenario.key = world.params->watched.front();
  scenario.params = world.params;
  scenario.options = {world.until, true};
  Expecting expecting(*world.params, luck);
  for (int i = 0; i < 4; ++i) scenario.expectations.push_back(expecting.one());
  return scenario;
}

using Seen = std::set<std::pair<std::int64_t, std::string>>;  // instant, all nodes' answers

std::string text_of(const std::vector<durability::ObserveAnswer>& answers) {
  std::string text;
  for (const durability::ObserveAnswer& answer : answers) {
    text += std::string(durability::name_of(answer.status)) + std::to_string(answer.cas) + " ";
  }
  return text;
}

Seen seen_in(const Scenario& scenario, const durability::Run& run) {
  Seen seen;
  const durability::KeyStory story(run.outcome, *scenario.key,
                                   chain_of_key(*scenario.params, *scenario.key),
                                   scenario.params->dialect);
  for (std::int64_t at = 0; at <= kLastInstant; ++at) {
    std::vector<durability::ObserveAnswer> answers;
    for (const durability::NodeIndex node : story.chain().all()) {
      answers.push_back(story.answer_at(node, sim::at(sim::Duration(at))));
    }
    seen.emplace(at, text_of(answers));
  }
  return seen;
}

Seen possible_in(const AnswerSpans& spans) {
  Seen seen;
  for (const AnswerSpans::Possible& possible : spans.together()) {
    for (std::int64_t at = 0; at <= kLastInstant; ++at) {
      for (const Span& span : possible.spans) {
        const sim::Instant instant = sim::at(sim::Duration(at));
        if (span.from <= instant && instant < span.until)
          seen.emplace(at, text_of(possible.answers));
      }
    }
  }
  return seen;
}

struct Compared {
  std::size_t worlds = 0;
  std::size_t in_some = 0;  // expectations that hold in some orderings and fail in others
};

// What a search says of a world, against all of its runs.
void compare(const SmallWorld& world, sim::Stream& luck, const OrderingsBudget& budget,
             Compared& compared) {
  const Scenario scenario = scenario_of(world, luck);
  std::vector<std::array<bool, 2>> seen(scenario.expectations.size(), {false, false});
  Seen answers;
  const bool small = for_each_run(world, kMostRuns, [&](const durability::Run& run) {
    for (std::size_t i = 0; i < seen.size(); ++i) {
      seen[i][judge(scenario, i, run).result == Result::kPassed ? 1 : 0] = true;
    }
    answers.merge(seen_in(scenario, run));
  });
  if (!small) return;
  const AllVerdicts all = judge_all_orderings(scenario, budget);
  if (!all.complete && budget.states < OrderingsBudget().states) return;
  ++compared.worlds;
  CHECK(all.complete);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    INFO("expectation ", i);
    CHECK(all.verdicts[i].fails.has_value() == seen[i][0]);
    CHECK(all.verdicts[i].holds.has_value() == seen[i][1]);
    if (seen[i][0] && seen[i][1]) ++compared.in_some;
  }
  if (world.until != sim::kNever) return;
  const auto possible = find_answers(scenario, {});
  CHECK(possible->complete());
  CHECK(possible_in(possible->spans) == answers);
}

/// Over so many worlds of a kind; those that are not explored are passed over.
Compared compare_all(std::string_view purpose, int worlds, SmallWorld (*make)(sim::Stream&)) {
  sim::Stream luck(1, "over orderings", purpose);
  OrderingsBudget budget;
  budget.states = 5000;
  Compared compared;
  for (int number = 0; number < worlds; ++number) {
    const SmallWorld world = make(luck);
    if (!models::analysis::unfit_for_orderings(*world.params).empty()) continue;
    INFO("world ", number);
    compare(world, luck, budget, compared);
  }
  MESSAGE(compared.worlds, " worlds, ", compared.in_some, " verdicts that hang on the latencies");
  return compared;
}

}  // namespace

TEST_CASE("every verdict over all orderings is what judging all runs one by one comes to") {
  sim::Stream luck(1, "over orderings", "worlds");
  Compared compared;
  for (int number = 0; number < rounds(150); ++number) {
    INFO("world ", number);
    compare(small_world(luck), luck, {}, compared);
  }
  CHECK(compared.worlds > rounds(80U));
  CHECK(compared.in_some > (kSanitized ? 1U : 20U));
}

TEST_CASE("so are verdicts and answers where something breaks") {
  const Compared compared = compare_all("faults", rounds(300), world_with_faults);
  CHECK(compared.worlds > rounds(100U));
  CHECK(compared.in_some > rounds(20U));
}

TEST_CASE("so are verdicts and answers of what is kept in memory only") {
  const Compared compared = compare_all("ephemeral", rounds(300), world_in_memory);
  CHECK(compared.worlds > rounds(100U));
  CHECK(compared.in_some > rounds(5U));
}

TEST_CASE("so are verdicts and answers where clients poll") {
  const Compared compared = compare_all("watches", rounds(150), world_with_watches);
  CHECK(compared.worlds > rounds(60U));
  CHECK(compared.in_some > rounds(6U));
}

TEST_CASE("so are verdicts and answers of synchronous writes") {
  const Compared compared = compare_all("synchronous writes", rounds(120), world_with_sync_writes);
  CHECK(compared.worlds > rounds(60U));
  CHECK(compared.in_some > rounds(6U));
}

}  // namespace tests
