#include "reports/words.hpp"

#include <fmt/format.h>

#include "sim/check.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using models::durability::CommandKind;
using models::durability::ObserveAnswer;
using models::durability::ObserveStatus;
using models::durability::OperationKind;
using models::durability::ReplyStatus;

std::string number_of(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string not_shown(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {} not shown.", number_of(count, one), count == 1 ? "is" : "are");
}

std::string listed(std::span<const std::string> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

// Cuts whole nanoseconds, not a floating number, so that every machine rounds alike.
std::string rounded_text(sim::Duration duration) {
  constexpr std::int64_t kDigits = 10'000;
  std::int64_t count = duration.count();
  SIM_CHECK(count >= 0);
  std::int64_t step = 1;
  while (count / step >= kDigits) step *= 10;
  if (count > INT64_MAX - step) return sim::to_text(duration);
  count = (count + step / 2) / step * step;
  return sim::to_text(sim::Duration(count));
}

std::string words_for(const ObserveAnswer& answer) {
  const std::string text =
      fmt::format("{} {}", models::durability::name_of(answer.status), status_byte(answer.status));
  return answer.cas == 0 ? text : fmt::format("{}, CAS {}", text, answer.cas);
}

std::string words_for(const models::durability::DurabilityRequest& request) {
  std::vector<std::string> words;
  if (request.persist_to_active) words.emplace_back("persist_to active");
  if (request.persist_to > 0) words.push_back(fmt::format("persist_to {}", request.persist_to));
  if (request.replicate_to > 0) {
    words.push_back(fmt::format("replicate_to {}", request.replicate_to));
  }
  return listed(words);
}

std::string status_byte(ObserveStatus status) {
  return fmt::format("0x{:02x}", static_cast<unsigned>(status));
}

std::string_view name_of(OperationKind kind) {
  switch (kind) {
    case OperationKind::kStore:
      return "store";
    case OperationKind::kDelete:
      return "delete";
    case OperationKind::kGet:
      return "get";
    case OperationKind::kObserve:
      return "observe";
    case OperationKind::kObserveSeqno:
      return "observe_seqno";
  }
  return "";
}

std::string_view name_of(CommandKind kind) {
  switch (kind) {
    case CommandKind::kPersist:
      return "persist";
    case CommandKind::kUnpersist:
      return "unpersist";
    case CommandKind::kCache:
      return "cache";
    case CommandKind::kUncache:
      return "uncache";
    case CommandKind::kEndure:
      return "endure";
    case CommandKind::kPurge:
      return "purge";
    case CommandKind::kKeyinfo:
      return "keyinfo";
  }
  return "";
}

std::string digest_text(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

}  // namespace reports
