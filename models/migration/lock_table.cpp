#include "models/migration/lock_table.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

// Only requests that came before can stand in the way.
bool LockTable::free_for(const Request& request, std::size_t before) const {
  return std::none_of(requests_.begin(), requests_.begin() + static_cast<std::ptrdiff_t>(before),
                      [&](const Request& other) {
                        if (other.key != request.key || other.session == request.session) {
                          return false;
                        }
                        return other.mode == LockMode::kExclusive ||
                               request.mode == LockMode::kExclusive;
                      });
}

bool LockTable::acquire(SessionIndex session, Key key, LockMode mode) {
  for (const Request& request : requests_) {
    if (request.session != session) continue;
    SIM_CHECK(request.granted);
    if (request.key != key) continue;
    SIM_CHECK(request.mode == LockMode::kExclusive || mode == LockMode::kShared);
    return true;
  }
  Request request{key, session, mode, false};
  request.granted = free_for(request, requests_.size());
  held_ += request.granted ? 1 : 0;
  requests_.push_back(request);
  return request.granted;
}

void LockTable::release(SessionIndex session, std::vector<SessionIndex>& granted) {
  if (requests_.empty()) return;
  const auto own = [&](const Request& request) { return request.session == session; };
  held_ -= static_cast<std::size_t>(
      std::count_if(requests_.begin(), requests_.end(),
                    [&](const Request& request) { return own(request) && request.granted; }));
  requests_.erase(std::remove_if(requests_.begin(), requests_.end(), own), requests_.end());
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    if (requests_[i].granted || !free_for(requests_[i], i)) continue;
    requests_[i].granted = true;
    ++held_;
    granted.push_back(requests_[i].session);
  }
}

void LockTable::feed(sim::Digest& digest) const {
  for (const Request& request : requests_) {
    digest.add(request.key, request.session);
    digest.add(static_cast<std::uint64_t>(request.mode), request.granted ? 1 : 0);
  }
}

}  // namespace models::migration
