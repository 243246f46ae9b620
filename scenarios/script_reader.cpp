#include "scenarios/script_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/fault_reader.hpp"
#include "scenarios/tables.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

// In the order of the alternatives in script_tables.cpp.
constexpr std::array<std::string_view, 5> kOperations = {"store", "delete", "get", "observe",
                                                         "observe_seqno"};
constexpr std::array<std::string_view, 7> kCommands = {"persist", "unpersist", "cache",  "uncache",
                                                       "endure",  "purge",     "keyinfo"};

std::string replicas_text(const durability::OnReplicas& replicas) {
  if (const auto* count = std::get_if<std::int64_t>(&replicas)) return fmt::format("{}", *count);
  std::string text;
  for (const std::int64_t index : std::get<std::vector<std::int64_t>>(replicas)) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", index);
  }
  return "[" + text + "]";
}

}  // namespace

durability::ValueId ScriptReader::value_id(const std::string& text) {
  const auto found = std::find(params_.values.begin(), params_.values.end(), text);
  if (found == params_.values.end()) {
    params_.values.push_back(text);
    return static_cast<durability::ValueId>(params_.values.size() - 1);
  }
  return static_cast<durability::ValueId>(found - params_.values.begin());
}

void ScriptReader::read(const Fields& scenario, std::optional<sim::Duration> until,
                        std::vector<std::string>& words, std::vector<Expectation>& expectations) {
  std::vector<Draft> drafts;
  for (const Chosen& form : scenario.chosen_list("script")) {
    if (!form.fields || is_fault(*form.fields)) continue;
    auto draft = read_step(*form.fields);
    if (!draft) continue;
    if (until && draft->step.at > sim::at(*until)) {
      problems_.report(
          form.fields->place("at"),
          fmt::format("the step comes after the run's end at {}", sim::to_text(*until)),
          "move it, or write a later until");
    }
    drafts.push_back(std::move(*draft));
  }
  std::stable_sort(drafts.begin(), drafts.end(),
                   [](const Draft& a, const Draft& b) { return a.step.at < b.step.at; });
  for (Draft& draft : drafts) {
    if (draft.answer) {
      std::get<ExpectReply>(draft.answer->what).step =
          static_cast<std::uint32_t>(params_.steps.size());
      expectations.push_back(std::move(*draft.answer));
    }
    params_.steps.push_back(std::move(draft.step));
    words.push_back(std::move(draft.words));
  }
}

std::optional<ScriptReader::Draft> ScriptReader::read_step(const Fields& step) {
  for (std::size_t i = 0; i < kOperations.size(); ++i) {
    if (step.table().fields[0].name == kOperations[i]) return read_operation(step, i);
  }
  for (std::size_t i = 0; i < kCommands.size(); ++i) {
    if (step.table().fields[0].name == kCommands[i]) return read_command(step, i);
  }
  return read_watch(step);
}

std::optional<ScriptReader::Draft> ScriptReader::read_watch(const Fields& step) {
  const auto fields = step.mapping("watch");
  const auto at = step.duration("at");
  const auto watch = fields ? clients_.read_watch(*fields) : std::nullopt;
  if (!watch || !at) return std::nullopt;
  std::string words = fmt::format("watch {} as {}", params_.keys.name(watch->key),
                                  clients_.words_for(watch->first, watch->count));
  return Draft{{sim::at(*at), *watch}, std::move(words), std::nullopt};
}

std::optional<ScriptReader::Draft> ScriptReader::read_operation(const Fields& step,
                                                                std::size_t kind) {
  const std::string_view name = kOperations[kind];
  const bool is_store = name == "store";
  std::optional<Fields> fields;
  std::optional<std::string> key;
  if (is_store) {
    fields = step.mapping(name);
  } else if (const auto form = step.chosen(name)) {
    if (form->index == 0) key = form->value->text();
    fields = form->fields;
  }
  if (fields) key = fields->text("key");
  const auto at = step.duration("at");
  if (!key || !at) return std::nullopt;
  const auto index = fields ? names_.key(*fields, *key) : std::optional(params_.keys.key(0, *key));
  if (!index) return std::nullopt;

  durability::OperationStep operation{static_cast<durability::OperationKind>(kind),
                                      *index,
                                      durability::kSizeOnly,
                                      0,
                                      0,
                                      durability::kNoWatch,
                                      {},
                                      0};
  if (is_store) {
    const std::string value = fields->text("value").value_or("");
    const auto size = fields->size("size");
    if (!size) operation.value = value_id(value);
    operation.size =
        static_cast<std::uint32_t>(size ? size->count : static_cast<std::int64_t>(value.size()));
    operation.expires = read_expires(*fields);
  }
  const bool may_have_cas = is_store || name == "delete";
  if (may_have_cas && fields) {
    operation.cas = static_cast<std::uint64_t>(fields->count("cas").value_or(0));
  }
  std::string words = fmt::format("{} {}", name, *key);
  if (operation.expires > 0) {
    words += " for " + sim::to_text(std::chrono::seconds(operation.expires));
  }
  if (may_have_cas && fields) words += read_durability(*fields, operation);
  Draft draft{{sim::at(*at), operation}, std::move(words), std::nullopt};
  const bool may_answer = name != "observe" && name != "observe_seqno";
  if (may_answer && step.has("answer")) {
    const std::string answer(durability::kReplyNames[*step.choice("answer")]);
    draft.answer =
        Expectation{step.place("answer"),
                    fmt::format("{} at {} is answered {}", draft.words, sim::to_text(*at), answer),
                    ExpectReply{0, false, answer}};
  }
  return draft;
}

// To the server more than 30 days would be an instant, and not a time to live.
std::int64_t ScriptReader::read_expires(const Fields& store) {
  constexpr std::chrono::seconds kLongest = std::chrono::hours(24 * 30);
  const auto lives = store.duration("expires");
  if (!lives) return 0;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*lives);
  if (seconds == *lives && seconds.count() > 0 && seconds <= kLongest) return seconds.count();
  problems_.report(store.place("expires"),
                   "an item lives for whole seconds, from 1s to 30d: the server's clock shows no "
                   "less, and takes more for an instant",
                   "write expires: 10s");
  return 0;
}

// What a write waits for, by polls of its client or by the server's own word; the words for it.
std::string ScriptReader::read_durability(const Fields& write,
                                          durability::OperationStep& operation) {
  const auto durable = write.chosen("durability");
  if (!durable) return {};
  if (durable->fields && &durable->fields->table() == &kDurabilityTable) {
    operation.watch = clients_.read_durability(*durable->fields, operation.key);
  } else {
    operation.sync = clients_.read_sync(write);
  }
  if (operation.watch != durability::kNoWatch) {
    return " as " + clients_.words_for(operation.watch, 1);
  }
  if (operation.sync.level == durability::SyncLevel::kNone) return {};
  return fmt::format(" with {}", durability::name_of(operation.sync.level));
}

durability::OnReplicas ScriptReader::read_replicas(const Fields& command) {
  const auto form = command.chosen("OnReplicas");
  if (!form) return std::int64_t{0};
  if (form->index == 0) return read_integer(form->value->text()).value.value_or(0);
  std::vector<std::int64_t> indices;
  for (const Value& item : form->value->items()) {
    if (const auto index = read_integer(item.text()).value) indices.push_back(*index);
  }
  return indices;
}

void ScriptReader::check_disk_of(durability::BucketIndex bucket, durability::CommandKind command,
                                 const Fields& step) {
  const bool needs_none = command == durability::CommandKind::kCache ||
                          command == durability::CommandKind::kUncache ||
                          command == durability::CommandKind::kKeyinfo;
  if (params_.buckets[bucket].type == durability::BucketType::kCouchbase || needs_none) return;
  const std::string_view name = kCommands[static_cast<std::size_t>(command)];
  problems_.report(step.place(name),
                   fmt::format("the bucket '{}' is ephemeral: it has no disk that {} could change",
                               params_.buckets[bucket].name, name),
                   "cache and uncache change what is in its memory");
}

std::optional<ScriptReader::Draft> ScriptReader::read_command(const Fields& step,
                                                              std::size_t kind) {
  const std::string_view name = kCommands[kind];
  const auto fields = step.mapping(name);
  const auto at = step.duration("at");
  const auto key = fields ? fields->text("Key") : std::nullopt;
  if (!key || !at) return std::nullopt;
  const auto bucket = names_.bucket(*fields, "Bucket");
  if (!bucket) return std::nullopt;

  durability::CommandStep command;
  command.kind = static_cast<durability::CommandKind>(kind);
  check_disk_of(*bucket, command.kind, step);
  const auto vbucket = fields->integer("vBucket");
  command.vbucket = vbucket;
  command.states_bucket = fields->has("Bucket");
  const bool known = vbucket && *vbucket >= 0 && *vbucket < params_.keys.vbuckets();
  command.key = params_.keys.key(
      *bucket, *key, known ? std::optional(static_cast<std::uint32_t>(*vbucket)) : std::nullopt);
  std::string words = fmt::format("{} {}", name, *key);
  if (command.kind != durability::CommandKind::kKeyinfo) {
    command.on_master = fields->boolean("OnMaster").value_or(false);
    command.on_replicas = read_replicas(*fields);
    words += fmt::format(" (OnMaster {}, OnReplicas {})", command.on_master,
                         replicas_text(command.on_replicas));
  }
  const bool puts = name == "persist" || name == "cache" || name == "endure";
  if (puts) {
    command.cas = static_cast<std::uint64_t>(fields->count("CAS").value_or(0));
    if (const auto value = fields->text("Value")) {
      command.value = value_id(*value);
      command.size = static_cast<std::uint32_t>(value->size());
    }
  }
  // A command that fails unnoticed would make everything after it meaningless, so ok is expected.
  const std::string answer = step.choice("answer").value_or(0) == 0 ? "ok" : "fail";
  Expectation expectation{step.place(),
                          fmt::format("{} at {} is answered {}", words, sim::to_text(*at), answer),
                          ExpectReply{0, true, answer}};
  return Draft{{sim::at(*at), command}, std::move(words), std::move(expectation)};
}

}  // namespace scenarios
