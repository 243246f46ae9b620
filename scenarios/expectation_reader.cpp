#include "scenarios/expectation_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/did_you_mean.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

// In the order of the choices in expectation_tables.cpp.
constexpr std::array<durability::ObserveStatus, 5> kStatuses = {
    durability::ObserveStatus::kFound, durability::ObserveStatus::kPersisted,
    durability::ObserveStatus::kNotFound, durability::ObserveStatus::kLogicallyDeleted,
    durability::ObserveStatus::kNotMyVbucket};

// The choice after them.
constexpr std::string_view kNoAnswerName = "no_answer";

std::optional<durability::ObserveStatus> status_called(std::string_view name) {
  for (const durability::ObserveStatus status : kStatuses) {
    if (durability::name_of(status) == name) return status;
  }
  return std::nullopt;
}

std::string words_of(const std::vector<ExpectedAnswer>& answers) {
  std::string text;
  for (const ExpectedAnswer& answer : answers) {
    const std::string_view what =
        answer.silent ? kNoAnswerName : durability::name_of(answer.status);
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", answer.who, what);
    if (answer.cas) text += fmt::format(" with CAS {}", *answer.cas);
  }
  return text;
}

// "master persisted 0, current 1".
std::string words_of(const ExpectedSeqnos& answer) {
  std::string text = answer.who;
  if (answer.persisted) text += fmt::format(" persisted {}", *answer.persisted);
  if (answer.persisted && answer.current) text += ",";
  if (answer.current) text += fmt::format(" current {}", *answer.current);
  return text;
}

std::string words_of(const std::vector<MilestoneName>& milestones, std::string_view between) {
  std::string text;
  for (const MilestoneName& milestone : milestones) {
    text += fmt::format("{}{}", text.empty() ? "" : between, milestone.text);
  }
  return text;
}

}  // namespace

void ExpectationReader::read(const Fields& scenario, std::vector<Expectation>& expectations) {
  for (const Chosen& form : scenario.chosen_list("expect")) {
    if (!form.fields) continue;
    const Fields& fields = *form.fields;
    const std::string_view name = fields.table().fields[0].name;
    // A form "growth" is no question to one run: whoever runs several reads it.
    if (name == "order" || name == "impossible") read_order(fields, name, expectations);
    if (name == "observe") read_observe(fields, expectations);
    if (name == "keyinfo") read_keyinfo(fields, expectations);
    if (name == "observe_seqno") read_observe_seqno(fields, expectations);
    if (name == "by") read_by(fields, expectations);
    if (name == "always") read_over(fields, Modality::kAlways, expectations);
    if (name == "never") read_over(fields, Modality::kNever, expectations);
    if (name == "eventually") read_over(fields, Modality::kEventually, expectations);
    if (name == "sometimes") read_over(fields, Modality::kSometimes, expectations);
    if (name == "operation") read_operation(fields, expectations);
    if (name == "time_to") read_time_to(fields, expectations);
    if (name == "resource") read_resource(fields, expectations);
    if (name == "client") read_verdict(fields, expectations);
    if (name == "watch") read_watched(fields, expectations);
  }
}

std::optional<Expectation> ExpectationReader::wanted(const Fields& scenario) {
  const auto fields = scenario.mapping("wanted");
  if (!fields) return std::nullopt;
  std::vector<Expectation> read;
  read_order(*fields, "order", read);
  return read.empty() ? std::nullopt : std::optional(std::move(read.front()));
}

void ExpectationReader::watch(KeyIndex key) {
  auto& watched = params_.watched;
  if (std::find(watched.begin(), watched.end(), key) == watched.end()) watched.push_back(key);
}

std::optional<durability::KeyIndex> ExpectationReader::key_of(const Fields& fields) {
  const std::optional<KeyIndex> key = key_;
  if (fields.text("key")) return observed(fields, "key");
  if (!key) {
    problems_.report(fields.place(), "which key is meant?",
                     "write key: NAME here, or at the top of the scenario");
  }
  if (key) watch(*key);
  return key;
}

std::optional<durability::KeyIndex> ExpectationReader::observed(const Fields& fields,
                                                                std::string_view field) {
  const auto name = fields.text(field);
  if (!name) return std::nullopt;
  const auto key = names_.key(fields, *name);
  if (key && *key >= used_) {
    names_.report_unused(fields.place(field), *key);
    return std::nullopt;
  }
  if (key) watch(*key);
  return key;
}

std::optional<sim::Instant> ExpectationReader::instant(const Fields& fields,
                                                       std::string_view field) {
  const auto at = fields.duration(field);
  if (!at) return std::nullopt;
  if (until_ && *at > *until_) {
    problems_.report(
        fields.place(field),
        fmt::format("the expectation comes after the run's end at {}", sim::to_text(*until_)),
        "move it, or write a later until");
  }
  return sim::at(*at);
}

std::vector<MilestoneName> ExpectationReader::milestones(const Fields& fields,
                                                         std::string_view field, KeyIndex key) {
  std::vector<MilestoneName> found;
  for (const Text& text : fields.texts(field)) {
    if (auto milestone = names_.milestone(text, key)) found.push_back(std::move(*milestone));
  }
  return found;
}

std::vector<ExpectedAnswer> ExpectationReader::answers(const Fields& fields, KeyIndex key) {
  std::vector<ExpectedAnswer> all;
  const std::vector<Other> others = fields.others();
  if (others.empty()) {
    problems_.report(fields.place(), "what must be answered?",
                     "name who and what: master: found, replica0: persisted, or all: persisted");
  }
  for (const Other& other : others) {
    ExpectedAnswer answer;
    const auto choice = other.fields ? other.fields->choice("status") : std::nullopt;
    answer.silent = choice ? *choice == kStatuses.size() : other.value->text() == kNoAnswerName;
    if (!answer.silent) {
      const auto status =
          choice ? std::optional(kStatuses[*choice]) : status_called(other.value->text());
      if (!status) continue;
      answer.status = *status;
    }
    if (const auto cas = other.fields ? other.fields->count("cas") : std::nullopt) {
      answer.cas = static_cast<std::uint64_t>(*cas);
    }
    for (const auto& [node, who] : names_.nodes(other.key, key)) {
      answer.node = node;
      answer.who = who;
      all.push_back(answer);
    }
  }
  return all;
}

void ExpectationReader::read_order(const Fields& fields, std::string_view field,
                                   std::vector<Expectation>& out) {
  const auto key = key_of(fields);
  if (!key) return;
  ExpectOrder order{*key, static_cast<std::uint32_t>(fields.count("revision").value_or(1)),
                    milestones(fields, field, *key), field == "impossible"};
  const std::vector<Text> texts = fields.texts(field);
  const bool all_known = texts.size() == order.milestones.size();
  for (std::size_t i = 1; all_known && i < texts.size(); ++i) {
    const MilestoneName& later = order.milestones[i];
    const std::span earlier(order.milestones.data(), i);
    const bool twice = std::any_of(earlier.begin(), earlier.end(), [&](const MilestoneName& one) {
      return one.node == later.node && one.kind == later.kind;
    });
    if (!twice) continue;
    problems_.report(texts[i].place, fmt::format("{} cannot come twice", later.text),
                     "name each milestone once");
  }
  if (texts.size() < 2) {
    problems_.report(fields.place(field), "an order needs two milestones at least",
                     fmt::format("write {}: [master.cached, replica0.cached]", field));
  }
  std::string words = order.impossible ? "never in this order: " : "in this order: ";
  words += words_of(order.milestones, ", then ");
  out.push_back({fields.place(), std::move(words), std::move(order)});
}

void ExpectationReader::read_observe(const Fields& fields, std::vector<Expectation>& out) {
  const auto key = observed(fields, "observe");
  const auto at = instant(fields, "at");
  if (!key || !at) return;
  ExpectObserve observe{*at, *key, answers(fields, *key)};
  std::string words = fmt::format("at {}: {}", sim::to_text(*at), words_of(observe.answers));
  out.push_back({fields.place(), std::move(words), std::move(observe)});
}

void ExpectationReader::read_keyinfo(const Fields& fields, std::vector<Expectation>& out) {
  const auto key = observed(fields, "keyinfo");
  const auto at = instant(fields, "at");
  if (!key || !at) return;
  ExpectKeyinfo keyinfo{*at, *key, {}};
  for (const Other& other : fields.others()) {
    if (!other.fields) continue;
    for (const std::string_view store : {"Cache", "Disk"}) {
      const auto copy = other.fields->mapping(store);
      if (!copy) continue;
      ExpectedStore expected;
      expected.disk = store == "Disk";
      expected.present = !copy->value().entries().empty();
      if (const auto cas = copy->count("CAS")) expected.cas = static_cast<std::uint64_t>(*cas);
      expected.value = copy->text("Value");
      for (const auto& [node, who] : names_.nodes(other.key, *key)) {
        expected.node = node;
        expected.who = who;
        keyinfo.stores.push_back(expected);
      }
    }
  }
  if (keyinfo.stores.empty()) {
    problems_.report(fields.place(), "which stores must hold what?",
                     "write master: {Cache: {CAS: 1}, Disk: {}}");
  }
  std::string words =
      fmt::format("at {}: the stores of {} as listed", sim::to_text(*at), params_.keys.name(*key));
  out.push_back({fields.place(), std::move(words), std::move(keyinfo)});
}

// Sequence numbers are known only where somebody asked, so the script must ask.
void ExpectationReader::read_observe_seqno(const Fields& fields, std::vector<Expectation>& out) {
  const auto key = observed(fields, "observe_seqno");
  const auto at = instant(fields, "at");
  if (!key || !at) return;
  const auto asks = [&](const durability::Step& step) {
    const auto* operation = std::get_if<durability::OperationStep>(&step.what);
    return step.at == *at && operation != nullptr && operation->key == *key &&
           operation->kind == durability::OperationKind::kObserveSeqno;
  };
  const auto step = std::find_if(params_.steps.begin(), params_.steps.end(), asks);
  if (step == params_.steps.end()) {
    problems_.report(fields.place(),
                     fmt::format("no step asks observe_seqno of '{}' at {}",
                                 params_.keys.name(*key), sim::to_text(*at)),
                     fmt::format("write in the script: {{at: {}, observe_seqno: {}}}",
                                 sim::to_text(*at), params_.keys.name(*key)));
    return;
  }
  ExpectObserveSeqno expected{static_cast<std::uint32_t>(step - params_.steps.begin()), {}};
  std::string words = fmt::format("observe_seqno at {}:", sim::to_text(*at));
  const std::vector<Other> others = fields.others();
  if (others.empty()) {
    problems_.report(fields.place(), "what must be answered?",
                     "name who and what: master: {persisted: 0, current: 1}");
  }
  for (const Other& other : others) {
    if (!other.fields) continue;
    ExpectedSeqnos answer;
    if (const auto seqno = other.fields->count("persisted")) answer.persisted = *seqno;
    if (const auto seqno = other.fields->count("current")) answer.current = *seqno;
    for (const auto& [node, who] : names_.nodes(other.key, *key)) {
      answer.node = node;
      answer.who = who;
      words += fmt::format("{}{}", expected.answers.empty() ? " " : ", ", words_of(answer));
      expected.answers.push_back(answer);
    }
  }
  out.push_back({fields.place(), std::move(words), std::move(expected)});
}

void ExpectationReader::read_by(const Fields& fields, std::vector<Expectation>& out) {
  const auto key = key_of(fields);
  const auto by = instant(fields, "by");
  if (!key || !by) return;
  const auto requirement = [&fields](std::string_view name) {
    const auto count = fields.count(name);
    return count ? std::optional(static_cast<std::uint32_t>(*count)) : std::nullopt;
  };
  ExpectBy expected{*by,
                    *key,
                    static_cast<std::uint32_t>(fields.count("revision").value_or(1)),
                    milestones(fields, "reached", *key),
                    requirement("persist_to"),
                    requirement("replicate_to")};
  const std::uint32_t copies = names_.chain(*key).length;
  if (expected.persist_to.value_or(0) > copies || expected.replicate_to.value_or(0) >= copies) {
    problems_.report(fields.place(), fmt::format("the key has {} copies in all", copies),
                     "persist_to counts the master too, replicate_to only replicas");
  }
  std::string words = words_of(expected.milestones, ", ");
  const auto add = [&words](std::string_view what, std::optional<std::uint32_t> count) {
    if (count) words += fmt::format("{}{} {}", words.empty() ? "" : ", ", what, *count);
  };
  add("persist_to", expected.persist_to);
  add("replicate_to", expected.replicate_to);
  words = fmt::format("by {}: {}", sim::to_text(*by), words);
  out.push_back({fields.place(), std::move(words), std::move(expected)});
}

void ExpectationReader::read_over(const Fields& fields, Modality modality,
                                  std::vector<Expectation>& out) {
  constexpr std::array<std::string_view, 4> kNames = {"always", "never", "eventually", "sometimes"};
  const std::string_view name = kNames[static_cast<std::size_t>(modality)];
  const auto condition = fields.mapping(name);
  if (!condition) return;
  const auto key = observed(*condition, "observe");
  if (!key) return;
  ExpectOver over{modality, instant(fields, "from").value_or(sim::kStart),
                  instant(fields, "to").value_or(sim::kNever), *key, answers(*condition, *key)};
  if (over.to < over.from) {
    problems_.report(fields.place("to"), "the stretch must end after it begins");
  }
  std::string words = fmt::format("{} from {}", name, sim::to_text(over.from));
  if (over.to != sim::kNever) words += fmt::format(" to {}", sim::to_text(over.to));
  words += ": " + words_of(over.answers);
  out.push_back({fields.place(), std::move(words), std::move(over)});
}

}  // namespace scenarios
