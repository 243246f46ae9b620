// From a client to a store and back: processor, connection, network, store, network.
#include "models/migration/migration.hpp"

namespace models::migration {

sim::Duration Migration::with_bytes(sim::Duration base, std::uint64_t bytes) const {
  const std::int64_t per_kib = params_->costs.per_kib.count();
  if (per_kib == 0) return base;
  return base + sim::Duration((per_kib * static_cast<std::int64_t>(bytes) + 1023) / 1024);
}

void Migration::compute(Work what, std::uint32_t number, HostIndex host, sim::Duration took,
                        Schedule& schedule) {
  hosts_[host].compute(work(what, number), took, schedule);
}

Request Migration::to_tables(SessionId session, const Statement& statement) const {
  Request request;
  const bool user = kind_of(session) == SessionKind::kUser;
  request.session = session;
  request.life = life_;
  request.client = user ? params_->servers.host : params_->migrator;
  request.pool = user ? kServerTables : kReaders;
  request.statement = statement;
  return request;
}

Request Migration::to_store(SessionId session, const KvRequest& kv) const {
  Request request;
  const bool user = kind_of(session) == SessionKind::kUser;
  request.session = session;
  request.life = life_;
  request.to_store = true;
  request.client = user ? params_->servers.host : params_->migrator;
  request.pool = user ? kServerStore : kWriters;
  request.kv = kv;
  const std::uint32_t key = kv.partition_bytes + kv.key_bytes;
  request.bytes_there += key + (writes(kv.operation) ? kv.value_bytes : 0);
  if (!writes(kv.operation)) request.bytes_back += kv.stored_bytes;
  return request;
}

RequestId Migration::ask(const Request& request, Schedule& schedule) {
  const RequestId id = requests_.take(request);
  Request& asked = requests_[id];
  if (kind_of(asked.session) != SessionKind::kUser) ++pending_;
  const bool connects = !asked.to_store || stores_.in_database();
  if (connects && asked.connection == kNoConnection) {
    const auto connection = pools_[asked.pool].take(id);
    if (!connection) return id;
    asked.connection = *connection;
  }
  enter_client(id, schedule);
  return id;
}

void Migration::enter_client(RequestId id, Schedule& schedule) {
  const Request& request = requests_[id];
  if (request.streamed) {
    arrive_at_store(id, schedule);
    return;
  }
  const bool user = kind_of(request.session) == SessionKind::kUser;
  const ProgramLatencies& costs = user ? server_costs_ : migrator_costs_;
  compute(Work::kRequest, id, request.client, schedule.draw(costs.statement), schedule);
}

void Migration::leave_client(RequestId id, Schedule& schedule) {
  Request& request = requests_[id];
  request.stage = Stage::kThere;
  const auto to = request.to_store ? store_place_ : tables_place_;
  if (request.to_store && stores_.dynamo()) outcome_.meter.bytes_out += request.bytes_there;
  if (network_.send(id, places_[request.client], to, {request.bytes_there}, schedule)) {
    arrive_at_store(id, schedule);
  }
}

void Migration::arrive_at_store(RequestId id, Schedule& schedule) {
  Request& request = requests_[id];
  const bool down = request.to_store ? store_down_ : tables_down_;
  // Nobody is left who knows what was to be read or written: the connection broke.
  const bool broken = void_life(request) && (request.prepares || request.batch);
  if (down || broken) {
    turn_away(id, schedule);
    return;
  }
  if (request.prepares) prepare(request);
  const SessionIndex session = database_session(request);
  const Answers answers{this, &schedule};
  if (!request.to_store) {
    stores_.ask_tables(id, session, request.statement, hosts_, schedule, answers);
  } else if (request.as_statement) {
    stores_.ask_database(id, session, request.statement, hosts_, schedule, answers);
  } else if (request.batch) {
    const Copier& copier = lanes_[lane_of(request.session)].copiers[number_of(request.session)];
    stores_.ask_batch(id, copier.items, hosts_, schedule);
  } else {
    stores_.ask_store(id, session, request.kv, request.access, hosts_, schedule, answers);
  }
}

// A store that is not there does nothing; but a transaction that should end is undone when its
// connection is lost.
void Migration::turn_away(RequestId id, Schedule& schedule) {
  Request& request = requests_[id];
  request.lost = true;
  request.effect = Effect::kNone;
  const bool statement = !request.to_store || request.as_statement;
  const bool ends = statement && (request.statement.kind == StatementKind::kCommit ||
                                  request.statement.kind == StatementKind::kRollback);
  if (!ends) {
    answered(id, AskStatus::kFailed, schedule);
    return;
  }
  request.statement.kind = StatementKind::kRollback;
  const SessionIndex session = database_session(request);
  const Answers answers{this, &schedule};
  if (request.to_store) {
    stores_.ask_database(id, session, request.statement, hosts_, schedule, answers);
  } else {
    stores_.ask_tables(id, session, request.statement, hosts_, schedule, answers);
  }
}

SessionIndex Migration::database_session(const Request& request) {
  if (request.connection == kNoConnection) return 0;
  std::vector<SessionIndex>& sessions = pool_sessions_[request.pool];
  while (sessions.size() <= request.connection) {
    const bool tables = request.pool == kReaders || request.pool == kServerTables;
    sessions.push_back(tables ? stores_.connect_tables() : stores_.connect_store());
  }
  return sessions[request.connection];
}

void Migration::prepare(Request& request) {
  switch (kind_of(request.session)) {
    case SessionKind::kExporter:
      prepare_page(request);
      break;
    case SessionKind::kCopier:
      prepare_chunk(request);
      break;
    default:
      prepare_check(request);
  }
}

// The store has done its part: only now do conditions hold or not, and content changes.
void Migration::answered(RequestId id, AskStatus status, Schedule& schedule) {
  Request& request = requests_[id];
  const bool down = request.to_store ? store_down_ : tables_down_;
  request.status = down || request.lost ? AskStatus::kFailed : status;
  // A database knows no conditions; what it was told of the content says how they came out.
  if (request.status == AskStatus::kOk && request.to_store && !request.as_statement &&
      !request.batch && stores_.in_database()) {
    request.status = Stores::translate(outcome(request.kv));
  }
  if (request.status == AskStatus::kOk && request.effect != Effect::kNone) take_effect(request);
  request.stage = Stage::kBack;
  const auto from = request.to_store ? store_place_ : tables_place_;
  if (network_.send(id, from, places_[request.client], {request.bytes_back}, schedule)) {
    deliver(id, schedule);
  }
}

void Migration::take_effect(Request& request) {
  const bool keeps = request.effect == Effect::kWriteIfAbsent;
  if (keeps && request.run.end == request.run.begin + 1 &&
      content_.has_entry(request.run.table, request.run.begin)) {
    request.status = AskStatus::kPredicateFailed;
    return;
  }
  content_.write(request.run, keeps);
  outcome_.entries_written += request.run.entries;
  outcome_.entry_bytes_written += request.run_bytes;
  attempt_entries_ += request.run.entries;
}

void Migration::arrived(RequestId id, Schedule& schedule) {
  if (requests_[id].stage == Stage::kThere) {
    arrive_at_store(id, schedule);
  } else {
    deliver(id, schedule);
  }
}

void Migration::deliver(RequestId id, Schedule& schedule) {
  Request request = requests_[id];
  requests_.give_back(id);
  const bool dead = void_life(request);
  if (request.connection != kNoConnection && request.keeps && dead) {
    // A dead session's transaction is undone before anyone else gets its connection.
    request.keeps = false;
    request.lost = true;
    request.as_statement = request.to_store;
    request.prepares = false;
    request.effect = Effect::kNone;
    request.statement = {};
    request.statement.kind = StatementKind::kRollback;
    arrive_at_store(requests_.take(request), schedule);
    return;
  }
  if (request.connection != kNoConnection && !request.keeps) give_back(request, schedule);
  if (dead) return;
  if (kind_of(request.session) != SessionKind::kUser) {
    --pending_;
    if (request.status != AskStatus::kFailed) failing_since_.reset();
  }
  hear(request, schedule);
}

void Migration::give_back(const Request& request, Schedule& schedule) {
  const auto handed = pools_[request.pool].give_back(request.connection);
  if (!handed) return;
  requests_[handed->to].connection = handed->connection;
  enter_client(handed->to, schedule);
}

void Migration::hear(const Request& request, Schedule& schedule) {
  switch (kind_of(request.session)) {
    case SessionKind::kController:
      controller_heard(request, schedule);
      break;
    case SessionKind::kOpener:
      opener_heard(request, schedule);
      break;
    case SessionKind::kExporter:
      page_heard(request, schedule);
      break;
    case SessionKind::kWorker:
      worker_heard(request, schedule);
      break;
    case SessionKind::kCopier:
      copier_heard(request, schedule);
      break;
    case SessionKind::kApplier:
      applier_heard(request, schedule);
      break;
    case SessionKind::kChecker:
      checker_heard(request, schedule);
      break;
    case SessionKind::kUser:
      user_heard(request, schedule);
  }
}

}  // namespace models::migration
