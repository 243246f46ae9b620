// A client's pool of connections: at most so many are open, who finds none free waits in order.
//
// Contention     first come first served; a connection that comes back goes to who waits longest
// Randomness     none
// Shape          a value; connections are numbered from 0 and opened when first needed
// Source         Go's database/sql and pgxpool as lakeFS uses them: 25 open connections
// Checked by     tests/models/migration/connection_pool_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/hardware/server.hpp"
#include "sim/check.hpp"
#include "sim/ring.hpp"

namespace models::migration {

class ConnectionPool {
 public:
  using Connection = std::uint32_t;
  struct Handed {
    hardware::JobId to;
    Connection connection;
    friend bool operator==(const Handed&, const Handed&) = default;
  };

  /// REQUIRES: most > 0.
  explicit ConnectionPool(std::uint32_t most) : most_(most) { SIM_CHECK(most > 0); }

  /// A free connection; none: `who` waits and is named by a later give_back().
  [[nodiscard]] std::optional<Connection> take(hardware::JobId who) {
    if (!free_.empty()) {
      const Connection connection = free_.back();
      free_.pop_back();
      return connection;
    }
    if (opened_ < most_) return opened_++;
    waiting_.push_back(who);
    return std::nullopt;
  }

  /// Returns who has it now, if anyone waited.
  std::optional<Handed> give_back(Connection connection) {
    SIM_CHECK(connection < opened_);
    if (!waiting_.empty()) return Handed{waiting_.pop_front(), connection};
    free_.push_back(connection);
    return std::nullopt;
  }

  [[nodiscard]] std::uint32_t opened() const { return opened_; }
  [[nodiscard]] std::size_t in_use() const { return opened_ - free_.size(); }
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

  /// See sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) const {
    walk.same(opened_);
    walk.same(free_.size());
    for (const Connection connection : free_) walk.same(connection);
    walk.same(waiting_.size());
    for (std::size_t i = 0; i < waiting_.size(); ++i) walk.same(waiting_[i]);
  }

 private:
  std::uint32_t most_;
  std::uint32_t opened_ = 0;
  std::vector<Connection> free_;  // used last is taken first
  sim::Ring<hardware::JobId> waiting_;
};

}  // namespace models::migration
