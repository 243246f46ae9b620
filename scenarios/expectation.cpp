#include "scenarios/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/scenario.hpp"
#include "scenarios/watched_times.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

struct Judgement {
  Result result = Result::kPassed;
  std::string seen;
};

Judgement passed() { return {}; }
Judgement failed(std::string seen) { return {Result::kFailed, std::move(seen)}; }
Judgement never(std::string why) { return {Result::kNeverEvaluated, std::move(why)}; }

std::string answer_text(const durability::ObserveAnswer& answer) {
  std::string text(durability::name_of(answer.status));
  if (answer.cas != 0) text += fmt::format(" with CAS {}", answer.cas);
  return text;
}

bool answers_as(const durability::ObserveAnswer& answer, const ExpectedAnswer& expected) {
  return answer.status == expected.status && (!expected.cas || *expected.cas == answer.cas);
}

class Judge {
 public:
  Judge(const Scenario& scenario, const durability::Run& run)
      : params_(*scenario.params), outcome_(run.outcome) {}

  Judgement operator()(const ExpectOrder& order);
  Judgement operator()(const ExpectObserve& expected);
  Judgement operator()(const ExpectKeyinfo& expected);
  Judgement operator()(const ExpectObserveSeqno& expected);
  Judgement operator()(const ExpectBy& expected);
  Judgement operator()(const ExpectOver& expected);
  Judgement operator()(const ExpectMeasure& expected);
  Judgement operator()(const ExpectUtilisation& expected);
  Judgement operator()(const ExpectReply& expected);
  Judgement operator()(const ExpectVerdict& expected);

 private:
  [[nodiscard]] Judgement in_order(const ExpectOrder& order) const;
  [[nodiscard]] durability::KeyStory story(durability::KeyIndex key) const {
    return {outcome_, key, chain_of_key(params_, key), params_.dialect};
  }
  // It is down. While it reads its disk back, its stores are looked at as they are.
  [[nodiscard]] bool is_silent(durability::NodeIndex node, sim::Instant at) const {
    return durability::health_at(outcome_, node, at) == durability::NodeHealth::kDown;
  }
  [[nodiscard]] std::string seen_text(const durability::KeyStory& told, const ExpectedAnswer& who,
                                      sim::Instant at) const;
  [[nodiscard]] bool as_expected(const durability::KeyStory& told, const ExpectedAnswer& expected,
                                 sim::Instant at) const {
    if (is_silent(expected.node, at)) return expected.silent;
    return !expected.silent && answers_as(told.answer_at(expected.node, at), expected);
  }
  [[nodiscard]] bool covers(sim::Instant at) const { return outcome_.quiet || at <= outcome_.end; }
  [[nodiscard]] Judgement too_late(sim::Instant at) const {
    return never(fmt::format("the run ended at {}, before {}", sim::to_text(outcome_.end),
                             sim::to_text(at)));
  }
  [[nodiscard]] sim::LogLinearHistogram times_of(const ExpectMeasure& expected) const;
  [[nodiscard]] double measured_seconds() const;

  const durability::ClusterParams& params_;
  const durability::Outcome& outcome_;
};

std::string Judge::seen_text(const durability::KeyStory& told, const ExpectedAnswer& who,
                             sim::Instant at) const {
  if (is_silent(who.node, at)) return who.who + " gave no answer";
  return fmt::format("{} answered {}", who.who, answer_text(told.answer_at(who.node, at)));
}

Judgement Judge::operator()(const ExpectOrder& order) {
  const Judgement kept = in_order(order);
  if (!order.impossible || kept.result == Result::kNeverEvaluated) return kept;
  return kept.result == Result::kFailed ? passed() : failed("it came in this order");
}

Judgement Judge::in_order(const ExpectOrder& order) const {
  const durability::KeyStory told = story(order.key);
  if (told.revisions() < order.revision) {
    return never(fmt::format("the key was written {} time{} only", told.revisions(),
                             told.revisions() == 1 ? "" : "s"));
  }
  std::optional<durability::Milestone> before;
  const MilestoneName* before_name = nullptr;
  for (const MilestoneName& name : order.milestones) {
    const auto milestone = told.milestone(name.kind, name.node, order.revision);
    if (!milestone) {
      return failed(fmt::format("{} had not happened when the run ended at {}", name.text,
                                sim::to_text(outcome_.end)));
    }
    if (before && milestone->change < before->change) {
      return failed(fmt::format(
          "{} at {} came {} before {} at {}", name.text, sim::to_text(milestone->at),
          sim::to_text(before->at - milestone->at), before_name->text, sim::to_text(before->at)));
    }
    before = milestone;
    before_name = &name;
  }
  return passed();
}

Judgement Judge::operator()(const ExpectObserve& expected) {
  if (!covers(expected.at)) return too_late(expected.at);
  const durability::KeyStory told = story(expected.key);
  std::string wrong;
  for (const ExpectedAnswer& answer : expected.answers) {
    if (as_expected(told, answer, expected.at)) continue;
    wrong += (wrong.empty() ? "" : ", ") + seen_text(told, answer, expected.at);
    const durability::Chain& chain = told.chain();
    const std::uint32_t place = chain.index_of(answer.node);
    if (place == chain.length || answer.silent) continue;
    for (const durability::Stretch& stretch : told.stretches()[place].stretches) {
      if (stretch.from > expected.at && answers_as(stretch.answer, answer)) {
        wrong += fmt::format(" ({} only {} later, at {})", durability::name_of(answer.status),
                             sim::to_text(stretch.from - expected.at), sim::to_text(stretch.from));
        break;
      }
    }
  }
  return wrong.empty() ? passed() : failed(std::move(wrong));
}

Judgement Judge::operator()(const ExpectKeyinfo& expected) {
  if (!covers(expected.at)) return too_late(expected.at);
  const durability::KeyStory told = story(expected.key);
  std::string wrong;
  for (const ExpectedStore& store : expected.stores) {
    const durability::KeyOnNode stores = told.stores_at(store.node, expected.at);
    const durability::Copy& copy = store.disk ? stores.disk : stores.cache;
    const bool has_text = copy.value != durability::kSizeOnly;
    const std::string value = has_text ? params_.values[copy.value] : std::string();
    const bool right = store.present == copy.is_item() && (!store.cas || *store.cas == copy.cas) &&
                       (!store.value || *store.value == value);
    if (right) continue;
    const std::string held =
        copy.is_item() ? fmt::format("CAS {}, value '{}'", copy.cas, value) : "nothing";
    wrong += fmt::format("{}{}'s {} held {}", wrong.empty() ? "" : ", ", store.who,
                         store.disk ? "disk" : "cache", held);
  }
  return wrong.empty() ? passed() : failed(std::move(wrong));
}

Judgement Judge::operator()(const ExpectObserveSeqno& expected) {
  const auto reply =
      std::find_if(outcome_.replies.begin(), outcome_.replies.end(),
                   [&](const durability::Reply& one) { return one.step == expected.step; });
  std::string wrong;
  for (const ExpectedSeqnos& answer : expected.answers) {
    const durability::NodeAnswer* seen = nullptr;
    if (reply != outcome_.replies.end()) {
      for (const durability::NodeAnswer& one : reply->answers) {
        if (one.node == answer.node) seen = &one;
      }
    }
    if (seen == nullptr) return never(fmt::format("{} did not answer", answer.who));
    const bool right = answer.persisted.value_or(seen->persisted_seqno) == seen->persisted_seqno &&
                       answer.current.value_or(seen->current_seqno) == seen->current_seqno;
    if (right) continue;
    wrong += fmt::format("{}{} answered persisted {}, current {}", wrong.empty() ? "" : ", ",
                         answer.who, seen->persisted_seqno, seen->current_seqno);
  }
  return wrong.empty() ? passed() : failed(std::move(wrong));
}

Judgement Judge::operator()(const ExpectBy& expected) {
  const durability::KeyStory told = story(expected.key);
  if (told.revisions() < expected.revision) {
    return never(fmt::format("the key was written {} time{} only", told.revisions(),
                             told.revisions() == 1 ? "" : "s"));
  }
  std::string wrong;
  const auto check = [&](const std::string& what, std::optional<sim::Instant> since) {
    if (since && *since <= expected.by) return;
    wrong += wrong.empty() ? "" : ", ";
    wrong += since ? fmt::format("{} came at {}, {} late", what, sim::to_text(*since),
                                 sim::to_text(*since - expected.by))
                   : fmt::format("{} had not happened when the run ended at {}", what,
                                 sim::to_text(outcome_.end));
  };
  for (const MilestoneName& name : expected.milestones) {
    const auto milestone = told.milestone(name.kind, name.node, expected.revision);
    check(name.text, milestone ? std::optional(milestone->at) : std::nullopt);
  }
  for (const durability::Requirement& requirement : told.requirements(expected.revision)) {
    const auto& asked = requirement.persist ? expected.persist_to : expected.replicate_to;
    if (asked != requirement.nodes) continue;
    check(fmt::format("{} {}", requirement.persist ? "persist_to" : "replicate_to",
                      requirement.nodes),
          requirement.since);
  }
  if (!wrong.empty() && outcome_.end < expected.by && !outcome_.quiet) return too_late(expected.by);
  return wrong.empty() ? passed() : failed(std::move(wrong));
}

// Looks at every instant at which any of the nodes' answers changes, and at the first.
Judgement Judge::operator()(const ExpectOver& expected) {
  if (!covers(expected.from)) return too_late(expected.from);
  const durability::KeyStory told = story(expected.key);
  const bool asks_once =
      expected.modality == Modality::kEventually || expected.modality == Modality::kSometimes;
  const sim::Instant to = std::min(expected.to, outcome_.quiet ? sim::kNever : outcome_.end);
  std::vector<sim::Instant> instants{expected.from};
  for (const durability::NodeStretches& node : told.stretches()) {
    for (const durability::Stretch& stretch : node.stretches) {
      if (stretch.from > expected.from && stretch.from <= to) instants.push_back(stretch.from);
    }
  }
  for (const durability::HealthChange& change : outcome_.health) {
    if (change.at > expected.from && change.at <= to) instants.push_back(change.at);
  }
  std::sort(instants.begin(), instants.end());
  for (const sim::Instant at : instants) {
    const bool holds =
        std::all_of(expected.answers.begin(), expected.answers.end(),
                    [&](const auto& answer) { return as_expected(told, answer, at); });
    if (holds && asks_once) return passed();
    const bool breaks = holds == (expected.modality == Modality::kNever);
    if (!breaks || asks_once) continue;
    std::string seen;
    for (const ExpectedAnswer& answer : expected.answers) {
      seen += (seen.empty() ? "" : ", ") + seen_text(told, answer, at);
    }
    return failed(fmt::format("at {} {}", sim::to_text(at), seen));
  }
  if (asks_once) {
    return failed("at no instant of the stretch");
  }
  if (to < expected.to && expected.to != sim::kNever) return too_late(expected.to);
  return passed();
}

sim::LogLinearHistogram Judge::times_of(const ExpectMeasure& expected) const {
  if (expected.persist_to) return outcome_.durability.persisted_to[*expected.persist_to - 1];
  if (expected.replicate_to) return outcome_.durability.replicated_to[*expected.replicate_to - 1];
  if (expected.watch) return watched_times(params_, outcome_, expected, expected.verdict);
  sim::LogLinearHistogram all;
  const auto kind = static_cast<std::size_t>(*expected.operation);
  for (std::size_t i = 0; i < outcome_.generators.size(); ++i) {
    if (expected.workload.value_or(i) != i) continue;
    all.merge(outcome_.generators[i].operations[kind].response);
  }
  return all;
}

double Judge::measured_seconds() const {
  return static_cast<double>((outcome_.end - params_.warmup).count()) * 1e-9;
}

Judgement Judge::operator()(const ExpectMeasure& expected) {
  const sim::LogLinearHistogram times = times_of(expected);
  const std::uint64_t verdicts =
      expected.watch ? watched_times(params_, outcome_, expected, std::nullopt).count() : 0;
  const bool counts = expected.statistic == Statistic::kCount ||
                      expected.statistic == Statistic::kRate ||
                      expected.statistic == Statistic::kShare;
  // Where others were given, that a verdict was not is a count of 0.
  if (times.empty() && (verdicts == 0 || !counts)) return never("nothing was measured");
  double value = 0;
  switch (expected.statistic) {
    case Statistic::kMean:
      value = times.mean();
      break;
    case Statistic::kP50:
      value = static_cast<double>(times.quantile(0.5));
      break;
    case Statistic::kP90:
      value = static_cast<double>(times.quantile(0.9));
      break;
    case Statistic::kP99:
      value = static_cast<double>(times.quantile(0.99));
      break;
    case Statistic::kP999:
      value = static_cast<double>(times.quantile(0.999));
      break;
    case Statistic::kMost:
      value = static_cast<double>(times.max());
      break;
    case Statistic::kCount:
      value = static_cast<double>(times.count());
      break;
    case Statistic::kRate:
      if (measured_seconds() <= 0) return never("the run took no time");
      value = static_cast<double>(times.count()) / measured_seconds();
      break;
    case Statistic::kShare:
      value = static_cast<double>(times.count()) / static_cast<double>(verdicts);
      break;
  }
  if (holds(value, expected.relation, expected.limit)) return passed();
  if (expected.statistic == Statistic::kCount) return failed(fmt::format("it was {}", value));
  if (expected.statistic == Statistic::kRate) return failed(fmt::format("it was {:.1f}/s", value));
  if (expected.statistic == Statistic::kShare) {
    return failed(fmt::format("it was {:.2f}%", 100 * value));
  }
  const sim::Duration time(std::llround(value));
  return failed(fmt::format("it was {}", sim::to_text(time)));
}

Judgement Judge::operator()(const ExpectUtilisation& expected) {
  if (outcome_.end <= params_.warmup) return never("the run took no time");
  for (const durability::ResourceUse& use : outcome_.resources) {
    if (use.name != expected.resource) continue;
    const double utilisation = use.busy / use.servers;
    if (holds(utilisation, expected.relation, expected.limit)) return passed();
    return failed(fmt::format("it was {:.2f}%", 100 * utilisation));
  }
  return never(fmt::format("{} was not measured", expected.resource));
}

Judgement Judge::operator()(const ExpectReply& expected) {
  for (const durability::CommandReply& reply : outcome_.commands) {
    if (!expected.command || reply.step != expected.step) continue;
    const std::string seen = reply.error.empty() ? "ok" : "fail";
    if (seen == expected.answer) return passed();
    return failed(reply.error.empty() ? "it was answered ok" : "it failed: " + reply.error);
  }
  for (const durability::Reply& reply : outcome_.replies) {
    if (expected.command || reply.step != expected.step || reply.at == sim::kNever) continue;
    const std::string_view seen = durability::name_of(reply.status);
    return seen == expected.answer ? passed() : failed(fmt::format("it was answered {}", seen));
  }
  const auto* step = std::get_if<durability::OperationStep>(&params_.steps[expected.step].what);
  if (step != nullptr && step->watch != durability::kNoWatch &&
      outcome_.watches[step->watch].sent_nothing) {
    return never("the client refused, and sent nothing");
  }
  return never(fmt::format("the run ended at {}, before the answer", sim::to_text(outcome_.end)));
}

Judgement Judge::operator()(const ExpectVerdict& expected) {
  const durability::WatchOutcome& watch = outcome_.watches[expected.watch];
  if (!watch.verdict) {
    return never(
        fmt::format("the run ended at {}, before the verdict", sim::to_text(outcome_.end)));
  }
  const std::string said = fmt::format("it said {} at {}", durability::name_of(*watch.verdict),
                                       sim::to_text(watch.ended));
  if (*watch.verdict != expected.verdict) return failed(said);
  if (expected.by && watch.ended > *expected.by) {
    return failed(fmt::format("{}, {} late", said, sim::to_text(watch.ended - *expected.by)));
  }
  if (!expected.at || watch.ended == *expected.at) return passed();
  const bool late = watch.ended > *expected.at;
  return failed(
      fmt::format("{}, {} {}", said,
                  sim::to_text(late ? watch.ended - *expected.at : *expected.at - watch.ended),
                  late ? "later" : "earlier"));
}

}  // namespace

Verdict judge(const Scenario& scenario, std::size_t number, const durability::Run& run) {
  const Expectation& expectation = scenario.expectations[number];
  Judgement judgement = std::visit(Judge(scenario, run), expectation.what);
  return {expectation.place, expectation.text, judgement.result, std::move(judgement.seen)};
}

std::vector<Verdict> judge(const Scenario& scenario, const durability::Run& run) {
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    verdicts.push_back(judge(scenario, i, run));
  }
  return verdicts;
}

std::string_view name_of(Result result) {
  switch (result) {
    case Result::kPassed:
      return "passed";
    case Result::kFailed:
      return "failed";
    case Result::kNeverEvaluated:
      return "never evaluated";
  }
  return "";
}

}  // namespace scenarios
