// The tables' database and the key-value store of a run, behind one way to ask.
//
// The store is one of: a table in a database (the tables' own, or another), a DynamoDB table, an
// embedded tree. Who asks names his request; the answer names it again.
// Shape          a value; the components' own state, and which request each database session has
// Checked by     tests/models/migration/migration_test.cpp
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "models/migration/dynamo_db.hpp"
#include "models/migration/events.hpp"
#include "models/migration/host.hpp"
#include "models/migration/lsm_store.hpp"
#include "models/migration/params.hpp"
#include "models/migration/postgres_kv.hpp"
#include "models/migration/table_database.hpp"

namespace models::migration {

/// What became of a request, whichever store it went to.
enum class AskStatus : std::uint8_t {
  kOk,
  kPredicateFailed,
  kAbsent,
  kThrottled,
  kTooLarge,
  kFull,
  kAborted,
  kFailed  // the store was not there
};

/// The machine under an embedded store, as the store wants to see it.
struct LsmOnHost {
  Host& host;
  OwnerTag owner;

  // The store marks its own work by the topmost of 32 bits; a host's jobs have 28.
  static constexpr JobId kBackgroundBit = JobId{1} << (kOwnJobBits - 1);
  [[nodiscard]] JobId on_host(JobId job) const {
    return host_job(owner, job >= kLsmBackground ? (job - kLsmBackground) | kBackgroundBit : job);
  }
  [[nodiscard]] static JobId in_store(JobId own) {
    return (own & kBackgroundBit) != 0 ? (own ^ kBackgroundBit) + kLsmBackground : own;
  }

  template <class S>
  void work(JobId job, sim::Bytes size, S& schedule) {
    host.operate(on_host(job), size, schedule);
  }
  template <class S>
  void read(JobId job, sim::Bytes size, S& schedule) {
    host.read(on_host(job), size, schedule);
  }
  template <class S>
  void write(JobId job, std::uint32_t items, sim::Bytes size, S& schedule) {
    host.flush(on_host(job), items, size, schedule);
  }
  [[nodiscard]] std::uint32_t most_items() const { return host.disk()->batch(); }
};

class Stores {
 public:
  enum Owner : OwnerTag { kWorld, kTables, kStoreDatabase, kTree };
  using Hosts = std::vector<Host>;

  /// `tables` describes the data set's tables, `entries` the table that a store in a database has.
  Stores(const MigrationParams& params, std::vector<TableParams> tables, const TableParams& entries,
         Schedule& schedule);

  // ---- asking

  /// A connection to the tables' database, or to the store's. REQUIRES: max_connections allows it.
  [[nodiscard]] SessionIndex connect_tables();
  [[nodiscard]] SessionIndex connect_store();

  template <class Answer>
  void ask_tables(JobId request, SessionIndex session, const Statement& statement, Hosts& hosts,
                  Schedule& schedule, Answer&& answer) {
    of_tables_[session] = request;
    tables_.execute(session, statement, hosts[tables_host_], schedule, from(of_tables_, answer));
  }

  /// `session` matters to a store in a database only, `access` too.
  template <class Answer>
  void ask_store(JobId request, SessionIndex session, const KvRequest& kv, Access access,
                 Hosts& hosts, Schedule& schedule, Answer&& answer) {
    if (kv_) {
      ask_database(request, session, kv_->statement(kv, access), hosts, schedule, answer);
    } else if (dynamo_) {
      dynamo_->begin(request, kv, schedule);
    } else {
      LsmOnHost host{hosts[store_host_], kTree};
      tree_->begin(request, kv, host, schedule);
    }
  }

  /// A statement of one's own for a store in a database: a batch, begin, commit, a definition.
  /// REQUIRES: in_database().
  template <class Answer>
  void ask_database(JobId request, SessionIndex session, const Statement& statement, Hosts& hosts,
                    Schedule& schedule, Answer&& answer) {
    if (store_database_) {
      of_store_[session] = request;
      store_database_->execute(session, statement, hosts[store_host_], schedule,
                               from(of_store_, answer));
    } else {
      ask_tables(request, session, statement, hosts, schedule, answer);
    }
  }

  /// REQUIRES: the store has batches of its own, so is not in a database; as begin_batch() says.
  void ask_batch(JobId request, std::span<const KvRequest> batch, Hosts& hosts,
                 Schedule& schedule) {
    if (dynamo_) {
      dynamo_->begin_batch(request, batch, schedule);
    } else {
      LsmOnHost host{hosts[store_host_], kTree};
      tree_->begin_batch(request, batch, host, schedule);
    }
  }

  /// Whether the end of this job of a disk may leave less on it than there was.
  [[nodiscard]] static bool may_free_space(JobId job) {
    return owner_of(job) == kTree ? LsmOnHost::in_store(own_job(job)) >= kLsmBackground
                                  : TableDatabase::ends_checkpoint(own_job(job));
  }

  // ---- events

  /// A host has finished a job that is not the world's.
  template <class Answer>
  void worked(JobId job, Host& host, Schedule& schedule, Answer&& answer) {
    switch (owner_of(job)) {
      case kTables:
        tables_.on_cpu(own_job(job), host, schedule, from(of_tables_, answer));
        break;
      case kStoreDatabase:
        store_database_->on_cpu(own_job(job), host, schedule, from(of_store_, answer));
        break;
      default: {
        LsmOnHost seen{host, kTree};
        tree_->worked(LsmOnHost::in_store(own_job(job)), seen, schedule, translated(answer));
      }
    }
  }
  template <class Answer>
  void stored(JobId job, Host& host, Schedule& schedule, Answer&& answer) {
    switch (owner_of(job)) {
      case kTables:
        tables_.on_disk(own_job(job), host, schedule, from(of_tables_, answer));
        break;
      case kStoreDatabase:
        store_database_->on_disk(own_job(job), host, schedule, from(of_store_, answer));
        break;
      default: {
        LsmOnHost seen{host, kTree};
        tree_->stored(LsmOnHost::in_store(own_job(job)), seen, schedule, translated(answer));
      }
    }
  }

  template <class Answer>
  void on(const DatabaseTimer& e, Hosts& hosts, Schedule& schedule, Answer&&) {
    if (e.database == 0) {
      tables_.on(e, hosts[tables_host_], schedule);
    } else {
      store_database_->on(e, hosts[store_host_], schedule);
    }
  }
  template <class Answer>
  void on(const DynamoServed& e, Hosts&, Schedule& schedule, Answer&& answer) {
    dynamo_->on(e, schedule, translated(answer));
  }
  template <class Answer>
  void on(const DynamoRetry& e, Hosts&, Schedule& schedule, Answer&&) {
    dynamo_->on(e, schedule);
  }
  template <class Answer>
  void on(const LsmDelayed& e, Hosts& hosts, Schedule& schedule, Answer&& answer) {
    LsmOnHost host{hosts[store_host_], kTree};
    tree_->on(e, host, schedule, translated(answer));
  }

  // ---- about them

  [[nodiscard]] bool in_database() const { return kv_.has_value(); }
  [[nodiscard]] bool in_tables_database() const { return kv_ && !store_database_; }
  /// Definitions that opening the store takes, and one of them; none outside a database.
  [[nodiscard]] std::uint32_t definitions() const { return kv_ ? PostgresKv::kDefinitions : 0; }
  [[nodiscard]] Statement definition() const { return kv_->definition(); }
  [[nodiscard]] std::uint32_t entries_table() const { return kv_->table(); }
  /// All entries are gone.
  void empty_store();

  [[nodiscard]] const TableDatabase& tables() const { return tables_; }
  [[nodiscard]] TableDatabase& tables() { return tables_; }
  /// The store's own database, if it has one.
  [[nodiscard]] std::optional<TableDatabase>& store_database() { return store_database_; }
  [[nodiscard]] const std::optional<TableDatabase>& store_database() const {
    return store_database_;
  }
  /// The database that has the store's table. REQUIRES: in_database().
  [[nodiscard]] const TableDatabase& database() const {
    return store_database_ ? *store_database_ : tables_;
  }
  [[nodiscard]] const std::optional<DynamoDb>& dynamo() const { return dynamo_; }
  [[nodiscard]] const std::optional<LsmStore>& tree() const { return tree_; }
  [[nodiscard]] HostIndex tables_host() const { return tables_host_; }
  /// REQUIRES: not DynamoDB.
  [[nodiscard]] HostIndex store_host() const { return store_host_; }

  /// See sim/recurrence.hpp. `one_partition`: all entries' keys lie in one.
  void recur(sim::Recurrence& walk, const Hosts& hosts, bool one_partition);

  [[nodiscard]] static AskStatus translate(StatementStatus status);
  [[nodiscard]] static AskStatus translate(KvStatus status);

 private:
  using Asked = std::vector<JobId>;  // by session: the request it works on

  // Turns a database's or a store's way to answer into the world's.
  template <class Answer>
  static auto from(const Asked& asked, Answer& answer) {
    return [&asked, &answer](SessionIndex session, StatementStatus status) {
      answer(asked[session], translate(status));
    };
  }
  template <class Answer>
  static auto translated(Answer& answer) {
    return [&answer](const KvAnswer& said) { answer(said.payload, translate(said.status)); };
  }
  HostIndex tables_host_;
  HostIndex store_host_ = 0;
  TableDatabase tables_;
  std::optional<TableDatabase> store_database_;
  std::optional<PostgresKv> kv_;
  std::optional<DynamoDb> dynamo_;
  std::optional<LsmStore> tree_;
  Asked of_tables_;
  Asked of_store_;
};

}  // namespace models::migration
