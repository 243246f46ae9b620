// Locks by key, shared or exclusive, each held until its session's transaction ends.
//
// Contention     in order of arrival: who cannot have a lock waits, and nobody who comes later
//                passes him, not even one who could share with the holders
// Randomness     none
// Note           a session may ask again for what it holds, but not for more; sessions that wait
//                for each other in a circle wait for ever
// Shape          a value; memory is the most locks held and waited for at once
// Checked by     tests/models/migration/lock_table_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/migration/write_ahead_log.hpp"
#include "sim/digest.hpp"

namespace models::migration {

enum class LockMode : std::uint8_t { kShared, kExclusive };

class LockTable {
 public:
  using Key = std::uint64_t;

  /// True: the session has the lock; false: it waits and is named by a later release().
  /// REQUIRES: the session waits for no lock; it does not hold a shared lock of this key and ask
  /// for an exclusive one.
  [[nodiscard]] bool acquire(SessionIndex session, Key key, LockMode mode);

  /// Gives back all locks of a session; adds those who now have what they waited for to `granted`.
  void release(SessionIndex session, std::vector<SessionIndex>& granted);

  [[nodiscard]] std::size_t held() const { return held_; }
  [[nodiscard]] std::size_t waiting() const { return requests_.size() - held_; }

  void feed(sim::Digest& digest) const;

  /// See sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) const {
    walk.same(requests_.size());
    for (const Request& request : requests_) {
      walk.same(request.key);
      walk.same(request.session);
      walk.same(request.mode);
      walk.same(request.granted);
    }
  }

 private:
  // All requests in order of arrival: few at a time, so a list that is walked is the fastest.
  struct Request {
    Key key;
    SessionIndex session;
    LockMode mode;
    bool granted;
  };

  [[nodiscard]] bool free_for(const Request& request, std::size_t before) const;

  std::vector<Request> requests_;
  std::size_t held_ = 0;
};

}  // namespace models::migration
