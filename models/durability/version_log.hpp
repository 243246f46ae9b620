// What a vBucket's master has made, so that a copy can go back to what it held at a number.
//
// Formula        the version of a key at S is its newest with a number up to S; a prepare is
//                pending at S if nothing up to S has completed it
// Branch         a new history at H has what was made up to H, and of the rest what its master
//                happens to hold
// Memory         the newest version of each key, and what was made since the number that all copies
//                have on disk; kept only where something may break
// Shape          a value; time is linear in what it holds, for each going back
// Source         stands for the states that couchstore and magma can roll a disk back to
// Checked by     tests/models/version_log_test.cpp, against a brute force
#pragma once

#include <vector>

#include "models/durability/write_queue.hpp"

namespace models::durability {

class VersionLog {
 public:
  struct Then {
    std::vector<Mutation> versions;  // in the order of their keys
    std::vector<Mutation> prepares;  // in the order of their sequence numbers

    /// The key's version; null if it had none.
    [[nodiscard]] const Mutation* of(KeyIndex key) const;
  };

  /// The master has made it. REQUIRES: its number is above all before.
  void add(const Mutation& mutation);

  /// A new history begins at `seqno`, and has above it only what `holds(mutation)`.
  template <class Holds>
  void branch_off(std::uint64_t seqno, Holds holds) {
    std::erase_if(made_, [&](const Mutation& one) { return one.seqno > seqno && !holds(one); });
  }

  /// REQUIRES: known_from() <= seqno.
  [[nodiscard]] Then at(std::uint64_t seqno) const;

  /// It holds twice what it had to hold when it last forgot.
  [[nodiscard]] bool is_long() const { return made_.size() >= 2 * kept_ + kAtLeast; }
  /// No copy will go back below that number any more.
  void forget_below(std::uint64_t seqno);
  /// The least number that it can still tell the versions of.
  [[nodiscard]] std::uint64_t known_from() const { return known_from_; }

 private:
  static constexpr std::size_t kAtLeast = 64;

  std::vector<Mutation> made_;  // by sequence number
  std::size_t kept_ = 0;        // of them, when it last forgot
  std::uint64_t known_from_ = 0;
};

}  // namespace models::durability
