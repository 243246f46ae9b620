// The one declaration of what may be written: it drives the reader, the hints, the JSON Schema
// and the reference page.
//
//   constexpr Field kDiskFields[] = {
//       {.name = "write", .kind = Kind::kLatency, .need = Need::kRequired,
//        .about = "Service time of one write.", .example = "80ms"},
//   };
//   constexpr Table kDisk{.name = "disk", .about = "A disk.", .fields = kDiskFields};
//
// Shape          constants that refer to one another; tables may refer to themselves
// Errors         a table that breaks a rule below is a mistake of ours: check_table()
// Checked by     tests/scenarios/field_table_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace scenarios {

enum class Kind {
  kText,              // any text
  kIdentifier,        // a name: letters, digits, - _ . / :
  kBoolean,           // true or false
  kCount,             // 0 or more things: 1500, 10k, 2M
  kInteger,           // may be negative
  kNumber,            // a finite decimal
  kPercent,           // 99.9%
  kDuration,          // 5ms
  kSize,              // 4KiB
  kRate,              // 10Gbit/s
  kEventRate,         // 5000/s
  kChoice,            // one of `choices`
  kComparison,        // "< 5ms"
  kDurationRange,     // [1ms, 5ms]
  kSizeRange,         // [1KiB, 4KiB]
  kLatency,           // a duration or a distribution of durations
  kPiecewiseLatency,  // a latency, or several that follow one another in time
  kSizeDistribution,  // a size or a distribution of sizes
  kMapping,           // the fields of `inner`
  kList,              // of `element`, or of mappings by `inner`
  kOneOf,             // one of `alternatives`
  kAny                // whatever its own reader takes
};

enum class Need { kOptional, kRequired };

struct Table;

struct Field {
  std::string_view name = {};
  Kind kind = Kind::kText;
  Need need = Need::kOptional;
  std::string_view about = {};     // one sentence
  std::string_view fallback = {};  // what holds if it is left out, in words or as written
  std::string_view example = {};   // as written after "name: "; never empty
  const Table* inner = nullptr;
  const Field* element = nullptr;
  std::span<const std::string_view> choices = {};
  std::span<const Field> alternatives = {};
  // Of counts, integers, durations (ns), sizes and rates (bytes).
  std::int64_t least = INT64_MIN;
  std::int64_t most = INT64_MAX;
};

/// Fields that exclude or need one another.
enum class Rule { kExactlyOne, kAtMostOne, kAtLeastOne, kAllOrNone };

struct Group {
  Rule rule = Rule::kExactlyOne;
  std::span<const std::string_view> names = {};
};

struct Table {
  std::string_view name = {};   // what one of these is called: "step"; unique
  std::string_view about = {};  // one sentence
  std::span<const Field> fields = {};
  const Field* others = nullptr;  // what keys of the user's choice hold; null: no others
  std::span<const Group> groups = {};
};

/// The field called `name`, or nothing.
[[nodiscard]] const Field* find_field(const Table& table, std::string_view name);

/// "a duration", "a list": what must stand there, for messages.
[[nodiscard]] std::string_view noun_of(Kind kind);

/// `root` and every table that can be reached from it, each once, in the order of first mention.
[[nodiscard]] std::vector<const Table*> reachable_tables(const Table& root);

/// Breaks a SIM_CHECK if a reachable table has an empty text, a field twice, two tables of one
/// name, a group with unknown fields, or a field without what its kind needs.
void check_table(const Table& root);

}  // namespace scenarios
