// What a data set works out once from its layout, so that a row costs little.
//
// Formula        position of a row in its block of 1024: a bijection of the block, another one for
//                each purpose and each of the 64 blocks of a pattern. A share holds for the rows
//                whose position is below the block's quota; a length or choice is the position's
//                quantile. So sums over whole patterns are exact, whatever the shares
// Shape          values; only dataset*.cpp, layout_check.cpp and collision.cpp look inside
// Checked by     tests/models/migration/dataset_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/migration/mixing.hpp"
#include "models/migration/package.hpp"

namespace models::migration {

inline constexpr RowIndex kBlockRows = 1024;
inline constexpr RowIndex kPatternBlocks = 64;
/// Lengths, absences and states of a table's rows repeat with this period, the covering rows aside.
inline constexpr RowIndex kPatternRows = kBlockRows * kPatternBlocks;

/// Where rows stand within their blocks, for one purpose.
class Shuffle {
 public:
  Shuffle() = default;
  explicit Shuffle(std::uint64_t salt) {
    for (RowIndex block = 0; block < kPatternBlocks; ++block) {
      keys_[block] = static_cast<std::uint32_t>(combined(salt, block) >> 32);
    }
  }

  [[nodiscard]] std::uint32_t position(RowIndex row) const {
    constexpr std::uint32_t kMask = kBlockRows - 1;
    const std::uint32_t key = keys_[(row / kBlockRows) % kPatternBlocks];
    std::uint32_t place = static_cast<std::uint32_t>(row) & kMask;
    place = (place * (key | 1)) & kMask;
    place ^= place >> 5;
    place = (place * ((key >> 10) | 1)) & kMask;
    place ^= place >> 5;
    return place ^ ((key >> 20) & kMask);
  }

 private:
  std::array<std::uint32_t, kPatternBlocks> keys_{};
};

/// Which rows a share holds for.
class SharePlan {
 public:
  SharePlan() = default;
  SharePlan(double share, std::uint64_t salt) : shuffle_(salt) {
    const auto total = static_cast<std::uint64_t>(share * static_cast<double>(kPatternRows));
    for (RowIndex block = 0; block < kPatternBlocks; ++block) {
      quotas_[block] = static_cast<std::uint16_t>((block + 1) * total / kPatternBlocks -
                                                  block * total / kPatternBlocks);
    }
  }

  [[nodiscard]] bool holds(RowIndex row) const {
    return shuffle_.position(row) < quotas_[(row / kBlockRows) % kPatternBlocks];
  }

 private:
  Shuffle shuffle_;
  std::array<std::uint16_t, kPatternBlocks> quotas_{};
};

/// Rows that a row is linked to: itself, its parent, its parent's parent, and those it refers to.
enum class LinkKind : std::uint8_t {
  kOwn,
  kParent,   // of the row at `from`
  kSibling,  // a row with the same parent
  kAny       // any row; rows of one parent get different ones, as long as there are any
};

struct LinkPlan {
  TableIndex table = 0;
  LinkKind kind = LinkKind::kOwn;
  std::uint32_t from = 0;    // the link it starts from
  std::uint64_t stride = 1;  // of kAny: has no divisor with the table's rows in common
  bool breaks = false;       // an orphan's goes to a row that does not exist
};

/// Where a column's value comes from, seen from a row: the end of its chain of references.
struct Source {
  std::uint32_t link = 0;
  ColumnRef column;
};

struct ColumnPlan {
  Source source;
  ValueKind values = ValueKind::kScattered;
  RowFlags absent = 0;  // the flag that says so
  std::uint64_t salt = 0;
  std::uint64_t scale = 1;             // of a counting number, to a position
  std::uint64_t stock = 0;             // of kPool and kOneOf: how many values
  unsigned bits = 64;                  // of a scattered value
  std::uint32_t digits = 0;            // of a counting text
  std::uint32_t least = 0;             // length
  std::uint32_t span = 1;              // of lengths
  std::vector<std::uint32_t> lengths;  // by position (1024) or by choice; empty: from the range
  std::uint32_t width = 0;             // of a number in the table; 0: a text
  bool varies = false;                 // its length or presence differs between rows
  bool follows = false;                // ... in a way that is no pattern of the table's own
  std::uint32_t message_bytes = 0;     // as a field of a message, where that is always the same
  Shuffle shuffle;                     // of lengths and choices
};

struct IndexPlan {
  std::uint64_t fixed = 0;  // bytes of the columns that never vary
  std::vector<ColumnIndex> varying;
};

/// A rule's template: what is constant about it, and its columns.
struct PartPlan {
  std::uint64_t literal = 0;  // hash of the text before the column
  Source source;
};
struct TextPlan {
  std::uint64_t seed = 0;  // hash of an empty or constant text
  std::uint64_t rest = 0;  // hash of the text behind the last column
  std::uint32_t fixed_bytes = 0;
  std::vector<PartPlan> parts;
  std::vector<Source> varying;  // whose lengths are not in fixed_bytes
};

struct FieldPlan {
  TextPlan text;
  bool lone = false;          // one column alone, by its type
  RowFlags absent = 0;        // then there is no field
  bool other_absent = false;  // there is none either if the linked row's column is absent
  std::uint32_t bytes = 0;    // if not 0: always so many, with the tag
};

struct RulePlan {
  RuleIndex rule = 0;
  TextPlan partition;
  TextPlan key;
  std::vector<FieldPlan> fields;  // those whose size varies
  std::uint32_t fixed_value_bytes = 0;
  std::uint64_t salt = 0;
  std::array<std::uint64_t, 3> witness{};  // of row r: w0 + w1 r + w2 r^2
  RowFlags unless = 0;
  bool raw = false;
  bool secondary = false;
};

struct TablePlan {
  RowIndex rows = 0;
  std::uint64_t salt = 0;
  TableIndex parent = kNone;
  RowIndex parent_rows = 0;
  RowIndex most_children = 0;         // of one parent
  std::vector<std::uint32_t> starts;  // first child of each parent of a round, and the round's sum
  std::vector<LinkPlan> links;
  std::uint32_t linked_sizes = 0;    // links that sizes of the row depend on, as bits
  std::uint32_t linked_entries = 0;  // and those that its entries do
  std::vector<ColumnPlan> columns;
  std::vector<SharePlan> states;
  std::vector<ColumnIndex> absentable;  // in the order of their flags
  std::vector<SharePlan> absences;
  std::vector<RowFlags> absent_with;  // the states that make them absent
  std::vector<RowFlags> covering;     // facts of the first rows
  RowFlags broken = 0;                // states that break links
  std::uint64_t fixed_heap = 0;       // bytes of the columns that never vary
  std::vector<ColumnIndex> varying;   // stored columns that do
  std::vector<IndexPlan> indexes;
  std::uint32_t fixed_index_bytes = 0;  // of the indexes that never vary
  std::vector<RulePlan> rules;
  bool follows = false;  // sizes are no pattern of the table's own
};

/// The plans of all tables. REQUIRES: check_layout(layout) finds nothing.
[[nodiscard]] std::vector<TablePlan> plan_tables(const Layout& layout, std::uint64_t seed);

/// Where the value of a column comes from; the link is one of the table's.
[[nodiscard]] std::optional<Source> find_source(const Layout& layout,
                                                const std::vector<LinkPlan>& links,
                                                const ColumnRef& column);

/// The rows that rows of a table are linked to: the first is the row itself.
[[nodiscard]] std::vector<LinkPlan> plan_links(const Layout& layout, TableIndex table);

}  // namespace models::migration
