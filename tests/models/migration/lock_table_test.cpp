#include "models/migration/lock_table.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using models::migration::LockMode;
using models::migration::LockTable;
using models::migration::SessionIndex;

namespace {

std::string release(LockTable& locks, SessionIndex session) {
  std::vector<SessionIndex> granted;
  locks.release(session, granted);
  std::string text;
  for (const SessionIndex next : granted) text += fmt::format(" {}", next);
  return text;
}

}  // namespace

TEST_CASE("shared locks go together, an exclusive one alone") {
  LockTable locks;
  CHECK(locks.acquire(0, 7, LockMode::kShared));
  CHECK(locks.acquire(1, 7, LockMode::kShared));
  CHECK_FALSE(locks.acquire(2, 7, LockMode::kExclusive));
  CHECK_MESSAGE(locks.acquire(3, 8, LockMode::kExclusive), "another key");
  CHECK(release(locks, 0).empty());
  CHECK(release(locks, 1) == " 2");
}

TEST_CASE("nobody passes who waits, not even to share with the holder") {
  LockTable locks;
  CHECK(locks.acquire(0, 7, LockMode::kShared));
  CHECK_FALSE(locks.acquire(1, 7, LockMode::kExclusive));
  CHECK_FALSE(locks.acquire(2, 7, LockMode::kShared));
  CHECK_FALSE(locks.acquire(3, 7, LockMode::kShared));
  CHECK(release(locks, 0) == " 1");
  CHECK(release(locks, 1) == " 2 3");
  CHECK(locks.held() == 2);
  CHECK(locks.waiting() == 0);
}

TEST_CASE("who holds a lock may ask for it again, and one release gives back all") {
  LockTable locks;
  CHECK(locks.acquire(0, 7, LockMode::kExclusive));
  CHECK(locks.acquire(0, 7, LockMode::kShared));
  CHECK(locks.acquire(0, 9, LockMode::kExclusive));
  CHECK_FALSE(locks.acquire(1, 7, LockMode::kShared));
  CHECK_FALSE(locks.acquire(2, 9, LockMode::kShared));
  CHECK(release(locks, 0) == " 1 2");
  CHECK(release(locks, 1).empty());
  CHECK(release(locks, 2).empty());
  CHECK(locks.held() == 0);
}
