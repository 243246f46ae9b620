// A tiny world around one table database: clients that each send one statement after another.
//
// Steps          the client's processor time, half a round trip, the statement, half a round trip
// Randomness     none but the host's; constant distributions make the world a clockwork
// Shape          `Script` has `std::optional<Statement> next(client)`; none ends that client. The
//                client's host may be the database's own
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "models/migration/host.hpp"
#include "models/migration/table_database.hpp"
#include "sim/loop.hpp"
#include "sim/schedule.hpp"

namespace tests {

struct Sent {
  std::uint32_t client;
};
struct Answered {
  std::uint32_t client;
};
using DatabaseSchedule =
    sim::Schedule<std::variant<Sent, Answered, models::migration::HostCpuDone,
                               models::migration::HostDiskDone, models::migration::DatabaseTimer>>;

struct DatabaseSetup {
  models::migration::HostParams server;
  std::optional<models::migration::HostParams> client;  // none: on the server
  models::migration::DatabaseParams database;
  std::uint32_t clients = 1;
  sim::Duration one_way{0};
  sim::Duration client_work{0};          // before each statement
  sim::Duration client_work_per_row{0};  // after a range, for each row answered
};

/// A host with these cores and a disk of constant latencies.
inline models::migration::HostParams host(std::int32_t cores, sim::Duration sync,
                                          sim::Duration read = {}, std::int32_t channels = 8) {
  models::migration::HostParams params;
  params.name = "server";
  params.cpu.cores = cores;
  params.disk.emplace();
  params.disk->channels = channels;
  params.disk->sync.distribution = sim::Distribution::constant(sync.count());
  params.disk->read.distribution = sim::Distribution::constant(read.count());
  return params;
}

template <class Script>
class DatabaseWorld {
 public:
  DatabaseWorld(const DatabaseSetup& setup, Script script, DatabaseSchedule& schedule)
      : setup_(setup), script_(std::move(script)), database_(setup.database, 0, 0) {
    hosts_.emplace_back(0, setup.server, schedule);
    if (setup.client) hosts_.emplace_back(1, *setup.client, schedule);
    clients_.resize(setup.clients);
    for (std::uint32_t i = 0; i < setup.clients; ++i) {
      SIM_CHECK(database_.open_session() == i);
      prepare(i, sim::Duration(0), schedule);
    }
  }

  void on(const Sent& e, DatabaseSchedule& schedule) {
    clients_[e.client].sent = schedule.now();
    database_.execute(e.client, *clients_[e.client].statement, hosts_[0], schedule,
                      ender(schedule));
  }

  void on(const Answered& e, DatabaseSchedule& schedule) {
    Client& client = clients_[e.client];
    const bool range = client.statement->kind == models::migration::StatementKind::kSelectRange;
    prepare(e.client, range ? setup_.client_work_per_row * client.statement->rows : sim::Duration{},
            schedule);
  }

  void on(const models::migration::HostCpuDone& e, DatabaseSchedule& schedule) {
    hosts_[e.host].on(e, schedule);
    const auto job = models::migration::own_job(e.job);
    if (models::migration::owner_of(e.job) == 0) {
      database_.on_cpu(job, hosts_[0], schedule, ender(schedule));
    } else {
      send(job, schedule);
    }
  }

  void on(const models::migration::HostDiskDone& e, DatabaseSchedule& schedule) {
    hosts_[e.host].on(e, schedule);
    database_.on_disk(models::migration::own_job(e.job), hosts_[0], schedule, ender(schedule));
  }

  void on(const models::migration::DatabaseTimer& e, DatabaseSchedule& schedule) {
    database_.on(e, hosts_[0], schedule);
  }

  [[nodiscard]] models::migration::TableDatabase& database() { return database_; }
  [[nodiscard]] models::migration::Host& server() { return hosts_[0]; }
  [[nodiscard]] const Script& script() const { return script_; }
  /// When the last answer came to a client.
  [[nodiscard]] sim::Instant ended() const { return ended_; }
  [[nodiscard]] std::uint64_t answers() const { return answers_; }
  /// Nanoseconds the statements took at the server, in sum.
  [[nodiscard]] std::int64_t at_server() const { return at_server_; }
  [[nodiscard]] const std::vector<models::migration::StatementStatus>& statuses() const {
    return statuses_;
  }
  void keep_statuses() { keep_ = true; }

 private:
  struct Client {
    std::optional<models::migration::Statement> statement;
    sim::Instant sent;
  };

  // Tells a client that its statement is done.
  auto ender(DatabaseSchedule& schedule) {
    return [this, &schedule](models::migration::SessionIndex session,
                             models::migration::StatementStatus status) {
      ++answers_;
      at_server_ += (schedule.now() - clients_[session].sent).count();
      ended_ = schedule.now() + setup_.one_way;
      if (keep_) statuses_.push_back(status);
      if (setup_.one_way.count() > 0) {
        schedule.after(setup_.one_way, Answered{session});
      } else {
        on(Answered{session}, schedule);
      }
    };
  }

  void prepare(std::uint32_t client, sim::Duration before, DatabaseSchedule& schedule) {
    clients_[client].statement = script_.next(client);
    const sim::Duration work = before + setup_.client_work;
    if (!clients_[client].statement && before.count() == 0) return;
    if (work.count() == 0) return send(client, schedule);
    hosts_.back().compute(models::migration::host_job(1, client), work, schedule);
  }

  void send(std::uint32_t client, DatabaseSchedule& schedule) {
    ended_ = std::max(ended_, schedule.now());
    if (clients_[client].statement) schedule.after(setup_.one_way, Sent{client});
  }

  DatabaseSetup setup_;
  Script script_;
  models::migration::TableDatabase database_;
  std::vector<models::migration::Host> hosts_;
  std::vector<Client> clients_;
  sim::Instant ended_ = sim::kStart;
  std::uint64_t answers_ = 0;
  std::int64_t at_server_ = 0;
  bool keep_ = false;
  std::vector<models::migration::StatementStatus> statuses_;
};

/// Every client sends the same statement, `count` in all.
class Repeated {
 public:
  Repeated(const models::migration::Statement& statement, std::uint64_t count)
      : statement_(statement), left_(count) {}
  std::optional<models::migration::Statement> next(std::uint32_t) {
    if (left_ == 0) return std::nullopt;
    --left_;
    return statement_;
  }

 private:
  models::migration::Statement statement_;
  std::uint64_t left_;
};

/// Each client sends a list of its own.
class Listed {
 public:
  using List = std::vector<models::migration::Statement>;
  explicit Listed(std::vector<List> lists) : lists_(std::move(lists)), next_(lists_.size()) {}
  std::optional<models::migration::Statement> next(std::uint32_t client) {
    if (next_[client] == lists_[client].size()) return std::nullopt;
    return lists_[client][next_[client]++];
  }

 private:
  std::vector<List> lists_;
  std::vector<std::size_t> next_;
};

}  // namespace tests
