// What a session asks of a store, from the moment it asks to the moment it hears.
//
// Shape          a plain value in a pool; its number is what components know it by
#pragma once

#include <cstdint>

#include "models/migration/content.hpp"
#include "models/migration/sessions.hpp"
#include "models/migration/stores.hpp"

namespace models::migration {

using RequestId = std::uint32_t;

inline constexpr std::uint32_t kNoConnection = UINT32_MAX;
/// What a statement or an answer takes on the wire besides its data: PostgreSQL's bind, execute and
/// sync messages with their answers, or a small HTTP request.
inline constexpr std::uint32_t kRequestBytes = 100;

struct Request {
  enum class Stage : std::uint8_t { kClient, kThere, kBack };
  /// What it does to the content when it is answered.
  enum class Effect : std::uint8_t { kNone, kWriteIfAbsent, kWrite };

  SessionId session = 0;
  std::uint32_t life = 0;
  bool to_store = false;      // else to the tables
  bool as_statement = false;  // to a store in a database: `statement` counts, not `kv`
  bool streamed = false;      // the server goes on by itself
  bool prepares = false;      // the session says what is read when it is read
  bool keeps = false;         // the connection, for the next request of the transaction
  bool batch = false;         // the copier's items
  bool lost = false;          // the store was not there for it
  Stage stage = Stage::kClient;
  Effect effect = Effect::kNone;
  AskStatus status = AskStatus::kOk;
  Access access = Access::kRandom;
  HostIndex client = 0;
  std::uint32_t pool = 0;
  std::uint32_t connection = kNoConnection;
  std::uint32_t bytes_there = kRequestBytes;
  std::uint32_t bytes_back = kRequestBytes;
  std::uint32_t run_bytes = 0;
  Statement statement;
  KvRequest kv;
  EntryRun run;
};

}  // namespace models::migration
