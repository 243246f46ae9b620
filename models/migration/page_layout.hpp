// How rows and index entries fill pages: heap pages, B-tree leaves, the levels of the tree.
//
// Formula        a heap page holds 8168 bytes of rows, a leaf 8152 bytes of entries (both with
//                their 4-byte line pointers); leaves filled in key order are left 90 % full, by
//                keys anywhere 70 %; an inner page is filled like a leaf, with the same entries.
//                How large a row or an entry is says sizes.hpp
// Source         PostgreSQL 15: documentation chapter 73.6 (page layout), nbtree (fillfactor 90);
//                A. Yao, On Random 2-3 Trees, Acta Informatica 9 (1978): ln 2 = 69 % for random
// Checked by     tests/models/migration/page_layout_test.cpp
#pragma once

#include <cstdint>

#include "models/migration/page_cache.hpp"
#include "models/migration/statement.hpp"

namespace models::migration {

inline constexpr std::uint32_t kHeapBytes = 8168;
inline constexpr std::uint32_t kLeafBytes = 8152;

/// What a leaf is filled to on average.
[[nodiscard]] constexpr std::uint32_t leaf_fill(Access access) {
  return kLeafBytes * (access == Access::kInOrder ? 90 : 70) / 100;
}

/// What a new leaf adds to the log: one that is full gives it what does not fit its fill, which
/// their parent must know.
[[nodiscard]] constexpr std::uint32_t split_record(Access access) {
  return 100 + kLeafBytes * (access == Access::kInOrder ? 10 : 50) / 100;
}

/// Pages for `count` things of `each` bytes, `usable` bytes a page.
[[nodiscard]] constexpr Pages pages_for(std::uint64_t count, std::uint32_t each,
                                        std::uint32_t usable) {
  const std::uint64_t a_page = each < usable ? usable / each : 1;
  return (count + a_page - 1) / a_page;
}

/// Pages of a B-tree beside its leaves: one for the tree itself, and those of the levels above.
[[nodiscard]] constexpr Pages upper_pages(Pages leaves, std::uint32_t each) {
  Pages upper = 1;
  for (Pages level = leaves; level > 1;) {
    level = pages_for(level, each, leaf_fill(Access::kInOrder));
    upper += level;
  }
  return upper;
}

/// The end of a relation, where it grows.
class Tail {
 public:
  /// As `count` things of `each` bytes leave it.
  static Tail after(std::uint64_t count, std::uint32_t each, std::uint32_t usable) {
    const std::uint64_t a_page = each < usable ? usable / each : 1;
    Tail tail;
    tail.used_ = count == 0 ? usable : static_cast<std::uint32_t>((count - 1) % a_page + 1) * each;
    return tail;
  }

  /// New pages that adding `count` things of `each` bytes takes.
  [[nodiscard]] std::uint32_t pages_needed(std::uint32_t count, std::uint32_t each,
                                           std::uint32_t usable) const {
    const std::uint32_t room = used_ < usable ? (usable - used_) / each : 0;
    return count <= room ? 0 : static_cast<std::uint32_t>(pages_for(count - room, each, usable));
  }

  /// Adds them; returns the new pages.
  std::uint32_t add(std::uint32_t count, std::uint32_t each, std::uint32_t usable) {
    const std::uint32_t room = used_ < usable ? (usable - used_) / each : 0;
    if (count <= room) {
      used_ += count * each;
      return 0;
    }
    const std::uint32_t a_page = each < usable ? usable / each : 1;
    const std::uint32_t pages = (count - room + a_page - 1) / a_page;
    used_ = (count - room - (pages - 1) * a_page) * each;
    return pages;
  }

  /// The same for as many as there are, whether they come together or a few at a time.
  Pages add_many(std::uint64_t count, std::uint32_t each, std::uint32_t usable) {
    const std::uint32_t room = used_ < usable ? (usable - used_) / each : 0;
    if (count <= room) {
      used_ += static_cast<std::uint32_t>(count) * each;
      return 0;
    }
    const std::uint64_t a_page = each < usable ? usable / each : 1;
    const Pages pages = (count - room + a_page - 1) / a_page;
    used_ = static_cast<std::uint32_t>((count - room - (pages - 1) * a_page) * each);
    return pages;
  }

  [[nodiscard]] std::uint32_t used() const { return used_; }

 private:
  std::uint32_t used_ = 0xFFFFFFFF;  // of the last page; full when there is none
};

}  // namespace models::migration
