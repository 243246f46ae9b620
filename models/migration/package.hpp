// Packages as data: the tables of an application, the key-value entries that their rows become, and
// what each call of its interface does on the one side and on the other.
//
// Nothing here is of any one application: the library's packages and a user's own have this form.
// A layout is one or several packages put together; all indices are positions in its vectors, so
// that a table may link to a table of another package.
// Shape          plain values, filled once before a run; a table has at most 64 columns, 24 of
//                them may be absent, and at most 8 states; a row becomes at most kMostEntries
// Errors         none here: whoever fills it (a loader, a test) owes what check_layout() checks
// Source         the vocabulary of operations: treeverse/lakeFS v0.80.0, pkg/kv and pkg/db
// Checked by     tests/models/migration/package_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace models::migration {

using PackageIndex = std::uint32_t;
using TableIndex = std::uint32_t;
using ColumnIndex = std::uint32_t;
using RuleIndex = std::uint32_t;
using RowIndex = std::uint64_t;

inline constexpr std::uint32_t kNone = UINT32_MAX;
/// Most entries that one row becomes.
inline constexpr std::size_t kMostEntries = 8;

// ---- tables

enum class ColumnType : std::uint8_t {
  kBoolean,     // 1 byte
  kInteger,     // 4 bytes
  kBigInteger,  // 8 bytes
  kTimestamp,   // 8 bytes
  kText,        // and other types whose values have a length of their own
  kBytes,
  kJson
};

/// How a column's values are made. Only texts, bytes and JSON have anything but numbers.
enum class ValueKind : std::uint8_t {
  kScattered,   // every row its own, in no order: random identifiers
  kAscending,   // every row its own, later rows later in order: numbers, instants
  kDescending,  // every row its own, later rows earlier in order
  kOrdinal,     // counts the rows of one parent from 0
  kPool,        // one of `pool` values, each as likely
  kOneOf,       // one of `one_of`
  kReference    // the value of `refers` in the row it is linked to
};

struct ColumnRef {
  TableIndex table = kNone;
  ColumnIndex column = kNone;
  friend bool operator==(const ColumnRef&, const ColumnRef&) = default;
};

/// Lengths from `least` to `most`, each as frequent.
struct LengthRange {
  std::uint32_t least = 0;
  std::uint32_t most = 0;
  friend bool operator==(const LengthRange&, const LengthRange&) = default;
};

struct Column {
  std::string name;
  ColumnType type = ColumnType::kText;
  LengthRange bytes;  // of kText, kBytes and kJson, with the prefix
  // Instead of the range: the lengths at 1024 equally spaced quantiles of a distribution.
  std::vector<std::uint32_t> quantiles;
  ValueKind values = ValueKind::kScattered;
  std::string prefix;               // every value begins with it
  std::uint64_t pool = 0;           // of kPool
  std::vector<std::string> one_of;  // of kOneOf; gives the lengths too
  ColumnRef refers;                 // of kReference
  bool nullable = false;
  double absent_share = 0;            // of rows: NULL if nullable, else an empty text
  std::uint32_t absent_with = kNone;  // the state that makes it absent too
  // Its size in a value, where that is not the size in the table (a JSON text as a message).
  std::optional<std::uint32_t> value_bytes;
  bool stored = true;  // in the table; false: made for the keys when the row is moved
};

struct Index {
  std::vector<ColumnIndex> columns;
  bool unique = false;
};

/// Something that rows may be, in shares: expired, unreferenced, an orphan, a tombstone.
struct RowState {
  std::string name;
  double share = 0;
  bool breaks_link = false;  // such a row's references name rows that do not exist
};

/// Rows of a table that belong to the rows of another.
struct ParentLink {
  TableIndex table = kNone;
  // Children of each parent, going round: {10}, or {0, 3, 1, 2}. Empty: the table's rows are spread
  // evenly.
  std::vector<std::uint32_t> counts;
};

struct Table {
  std::string name;
  PackageIndex package = 0;
  std::uint64_t rows = 0;
  std::vector<Column> columns;
  std::vector<Index> indexes;
  std::vector<ParentLink> parent;  // none or one
  std::vector<RowState> states;
  std::uint32_t partitions = 1;  // hash partitions
};

// ---- entries

/// Literal text, then perhaps a column of this row or of a row that it is linked to.
struct TemplatePart {
  std::string literal;
  ColumnRef column;  // table == kNone: no column
};

/// "repos/{repository_id}/runs/{run_id}"
struct Template {
  std::string text;  // as written
  std::vector<TemplatePart> parts;
};

/// A row's facts as bits: bit i says that the table's i-th column that may be absent is absent, bit
/// kStateBit + i that the row is in the table's i-th state.
using RowFlags = std::uint32_t;
inline constexpr unsigned kStateBit = 24;

struct EntryRule {
  std::string name;  // "run-by-branch"
  PackageIndex package = 0;
  TableIndex table = 0;
  Template partition;
  Template key;
  std::vector<Template> value;  // its fields: a lone column, or a text such as another entry's key
  bool raw_value = false;       // the fields' bytes alone, without a message around them
  bool secondary = false;
  RowFlags unless = 0;  // no entry for a row with one of these facts
};

// ---- what calls do

enum class OperationKind : std::uint8_t {
  // on tables
  kBegin,
  kCommit,
  kSelectByKey,
  kSelectByIndex,
  kSelectRange,
  kSelectScan,
  kSelectJoin,
  kInsert,
  kUpsert,
  kUpdate,
  kDeleteByKey,
  kDeleteRange,
  kLockShared,
  kLockExclusive,
  // on the key-value store
  kGet,
  kSet,
  kSetIfAbsent,
  kSetIfSame,  // as read before
  kDelete,
  kScanPage
};
inline constexpr OperationKind kFirstKvOperation = OperationKind::kGet;

/// A sum of products of a call's parameters, each rounded up: "H", "P + 1", "ceil(H / 1000)".
struct CountFormula {
  struct Term {
    std::uint64_t factor = 1;
    std::vector<std::uint32_t> parameters;  // positions in the call's
    std::uint64_t divisor = 1;
  };
  std::vector<Term> terms;  // none: 1

  /// The sum, at most UINT32_MAX. REQUIRES: a value for every parameter.
  [[nodiscard]] std::uint32_t value(std::span<const std::uint32_t> parameters) const;
};

struct Operation {
  OperationKind kind = OperationKind::kBegin;
  std::uint32_t target = kNone;  // table or rule; kNone for begin, commit and locks
  CountFormula times;            // how often
  CountFormula rows;             // rows or entries that each touches
  bool deferred = false;         // after the answer, in the background
};

struct CallParameter {
  std::string name;
  std::uint32_t usual = 1;
};

struct ApiCall {
  std::string name;
  std::vector<CallParameter> parameters;
  std::vector<Operation> on_table;
  std::vector<Operation> on_kv;
  bool cached = false;  // the application keeps answers
};

/// Calls that users make one after the other about one row: create, get seven times, delete.
struct CallSequence {
  struct Step {
    std::uint32_t call = 0;  // of the package's
    CountFormula times;
    std::vector<CountFormula> parameters;  // of the call; empty: the usual ones
  };
  std::string name;
  std::vector<CallParameter> parameters;
  std::vector<Step> steps;
};

// ---- how it is exported

/// One statement of an export, or one for each row of the parent.
struct ExportScan {
  TableIndex table = 0;
  std::uint32_t stage = 0;      // scans of a stage run together, stages one after the other
  bool per_parent = false;      // a select for each parent row
  bool indexed = true;          // false: every such select reads the whole table
  std::uint32_t workers = 1;    // selects at once
  std::uint32_t encoders = 1;   // of each worker
  std::uint32_t page_rows = 0;  // rows a round trip brings; 0: all in one answer
};

/// A mistake of the exporter that a scenario may ask for: it fails on rows with one of these facts.
struct Defect {
  std::string name;  // "null-content-type"
  std::string about;
  TableIndex table = 0;
  RowFlags rows = 0;
  std::string fixed_in;  // empty: never
};

struct Package {
  std::string name;
  std::string about;
  std::string where;  // the source of its figures
  std::string when;
  std::string group;  // packages of a group are exported and imported as one
  std::vector<TableIndex> tables;
  std::vector<RuleIndex> rules;
  std::vector<ApiCall> calls;
  std::vector<CallSequence> sequences;
  std::vector<ExportScan> exports;
  std::vector<Defect> defects;
};

struct Layout {
  std::vector<Package> packages;
  std::vector<Table> tables;
  std::vector<EntryRule> rules;
};

/// The most rows of `table` that one row of its parent has before the run.
[[nodiscard]] std::uint64_t most_children(const Layout& layout, const Table& table);

/// Whether some row may lack a value of it.
[[nodiscard]] bool may_be_absent(const Column& column);

/// The bit of `column` in a row's flags, or 0 if it is never absent.
[[nodiscard]] RowFlags absent_flag(const Table& table, ColumnIndex column);

/// The bit of the state called `name`, or 0.
[[nodiscard]] RowFlags state_flag(const Table& table, std::string_view name);

/// The position of what is called `name`, or kNone.
[[nodiscard]] TableIndex find_table(const Layout& layout, std::string_view name);
[[nodiscard]] RuleIndex find_rule(const Layout& layout, std::string_view name);
[[nodiscard]] ColumnIndex find_column(const Table& table, std::string_view name);

/// Reads "repos/{repository_id}/runs/{actions_runs.run_id}" for a table. Gives the first name that
/// means nothing in `unknown`, and no value.
[[nodiscard]] std::optional<Template> read_template(const Layout& layout, TableIndex table,
                                                    std::string_view text, std::string& unknown);

/// "get", "setif_absent": as files and reports call it.
[[nodiscard]] std::string_view name_of(OperationKind kind);

}  // namespace models::migration
