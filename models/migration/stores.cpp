#include "models/migration/stores.hpp"

#include <utility>

namespace models::migration {

namespace {

DatabaseParams with_tables(DatabaseParams params, std::vector<TableParams> tables) {
  if (params.tables.empty()) params.tables = std::move(tables);
  return params;
}

}  // namespace

Stores::Stores(const MigrationParams& params, std::vector<TableParams> tables,
               const TableParams& entries, Schedule& schedule)
    : tables_host_(params.source.host),
      tables_(with_tables(params.source.database, std::move(tables)), 0, kTables) {
  of_tables_.resize(params.source.database.sessions);
  if (const auto* postgres = std::get_if<PostgresKvTarget>(&params.target)) {
    store_host_ = postgres->database ? postgres->host : tables_host_;
    if (postgres->database) {
      store_database_.emplace(*postgres->database, 1, kStoreDatabase);
      of_store_.resize(postgres->database->sessions);
    }
    TableDatabase& database = store_database_ ? *store_database_ : tables_;
    kv_.emplace(database.add_table(entries));
  } else if (const auto* dynamo = std::get_if<DynamoDbTarget>(&params.target)) {
    dynamo_.emplace(dynamo->table, schedule);
  } else {
    const auto& lsm = std::get<LsmTarget>(params.target);
    store_host_ = lsm.host;
    tree_.emplace(lsm.store, schedule);
  }
}

SessionIndex Stores::connect_tables() {
  const auto session = tables_.open_session();
  SIM_CHECK(session.has_value());
  return *session;
}

SessionIndex Stores::connect_store() {
  if (!kv_) return 0;
  if (!store_database_) return connect_tables();
  const auto session = store_database_->open_session();
  SIM_CHECK(session.has_value());
  return *session;
}

void Stores::empty_store() {
  if (!kv_) return;
  TableDatabase& database = store_database_ ? *store_database_ : tables_;
  database.truncate(kv_->table());
}

void Stores::recur(sim::Recurrence& walk, const Hosts& hosts, bool one_partition) {
  if (tree_) walk.refuse("an embedded tree merges its files at times of its own");
  for (const Asked* asked : {&of_tables_, &of_store_}) {
    for (const JobId request : *asked) walk.same(request);
  }
  tables_.recur(walk, hosts[tables_host_]);
  if (store_database_) store_database_->recur(walk, hosts[store_host_]);
  if (dynamo_) dynamo_->recur(walk, one_partition);
}

AskStatus Stores::translate(StatementStatus status) {
  switch (status) {
    case StatementStatus::kOk:
      return AskStatus::kOk;
    case StatementStatus::kDiskFull:
      return AskStatus::kFull;
    case StatementStatus::kAborted:
      break;
  }
  return AskStatus::kAborted;
}

AskStatus Stores::translate(KvStatus status) {
  switch (status) {
    case KvStatus::kOk:
      return AskStatus::kOk;
    case KvStatus::kPredicateFailed:
      return AskStatus::kPredicateFailed;
    case KvStatus::kAbsent:
      return AskStatus::kAbsent;
    case KvStatus::kThrottled:
      return AskStatus::kThrottled;
    case KvStatus::kTooLarge:
      return AskStatus::kTooLarge;
    case KvStatus::kFull:
      break;
  }
  return AskStatus::kFull;
}

}  // namespace models::migration
