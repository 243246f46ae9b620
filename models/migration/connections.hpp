// A client's connections to a database: whoever finds none waits in line.
//
// Contention     at most `size` in use; the rest wait first come first served
// Shape          a value; connection numbers are those of the database's sessions
// Checked by     tests/models/migration/connections_test.cpp
#pragma once

#include <cstdint>
#include <optional>

#include "sim/ring.hpp"

namespace models::migration {

class Connections {
 public:
  /// `size` connections, numbered from `first`.
  Connections(std::uint32_t first, std::uint32_t size) : size_(size) {
    for (std::uint32_t i = 0; i < size; ++i) free_.push_back(first + i);
  }

  /// A connection, or nothing: then `who` waits in line.
  [[nodiscard]] std::optional<std::uint32_t> take(std::uint32_t who) {
    if (!free_.empty()) return free_.pop_front();
    line_.push_back(who);
    return std::nullopt;
  }

  /// Gives one back. Returns who has it now, if someone waited.
  [[nodiscard]] std::optional<std::uint32_t> give_back(std::uint32_t connection) {
    if (!line_.empty()) return line_.pop_front();
    free_.push_back(connection);
    return std::nullopt;
  }

  [[nodiscard]] std::uint32_t in_use() const {
    return size_ - static_cast<std::uint32_t>(free_.size());
  }
  [[nodiscard]] std::size_t waiting() const { return line_.size(); }

 private:
  std::uint32_t size_;
  sim::Ring<std::uint32_t> free_;
  sim::Ring<std::uint32_t> line_;
};

}  // namespace models::migration
