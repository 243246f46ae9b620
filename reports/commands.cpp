// What each out-of-band command was answered, as the line of JSON that a mock would send.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::CommandKind;
using models::durability::CommandReply;
using models::durability::CommandStep;

namespace {

using Json = nlohmann::ordered_json;

// A refused command's answer repeats what was sent.
Json payload_sent(const RunView& view, const CommandStep& command) {
  Json payload{{"Key", view.name_of(command.key)}};
  if (command.states_bucket) {
    payload["Bucket"] = view.params().buckets[view.params().keys.bucket(command.key)].name;
  }
  if (command.vbucket) payload["vBucket"] = *command.vbucket;
  if (command.kind == CommandKind::kKeyinfo) return payload;
  payload["OnMaster"] = command.on_master;
  std::visit([&](const auto& replicas) { payload["OnReplicas"] = replicas; }, command.on_replicas);
  if (command.cas != 0) payload["CAS"] = command.cas;
  if (command.value && *command.value != models::durability::kSizeOnly) {
    payload["Value"] = view.params().values[*command.value];
  }
  return payload;
}

std::string answer_line(const RunView& view, const CommandReply& reply) {
  const auto& command = std::get<CommandStep>(view.params().steps[reply.step].what);
  Json answer;
  if (!reply.error.empty()) {
    answer = {{"payload", payload_sent(view, command)}, {"error", reply.error}, {"status", "fail"}};
  } else if (command.kind == CommandKind::kKeyinfo) {
    answer = {{"payload", Json::parse(scenarios::keyinfo_json(view.scenario(), reply))},
              {"status", "ok"}};
  } else {
    answer = {{"payload", Json::object()}, {"status", "ok"}};
  }
  return answer.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::optional<Section> commands(const RunView& view) {
  if (view.outcome().commands.empty()) return std::nullopt;
  Table table{"commands",
              "",
              {{"at", "at", ColumnKind::kDuration}, {"command", "command"}, {"answer", "answer"}},
              {}};
  for (const CommandReply& reply : view.outcome().commands) {
    add_row(table, {instant_cell(reply.at), text_cell(view.scenario().steps[reply.step]),
                    text_cell(answer_line(view, reply))});
  }
  return Section{"commands", "What the commands were answered", "", {std::move(table)}, {}};
}

}  // namespace reports
