// A YAML text as a tree that remembers where everything stands.
//
// The language is a plain part of YAML 1.2: mappings, sequences, scalars, comments. Anchors,
// aliases, merge keys, tags, directives and several documents are refused, because they make
// one file mean what another place says.
//
// Shape          immutable; keys in the order written, repeated ones kept for the reader to see;
//                at most 16 MiB, 32 levels, a million values; UTF-8, with or without a byte order
//                mark; lines end in LF or CRLF
// Errors         located Problems; then the root is whatever was read so far
// Checked by     tests/scenarios/document_test.cpp, document_limits_test.cpp, document_fuzz.cpp
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/file_source.hpp"
#include "scenarios/problem.hpp"

namespace scenarios {

struct Entry;

class Value {
 public:
  enum class Kind { kNull, kScalar, kSequence, kMapping };
  struct Position {
    int line = 1;
    int column = 1;
  };

  Value() = default;
  Value(Kind kind, std::shared_ptr<const std::string> file, Position position);
  /// A scalar that no file wrote just so.
  Value(std::string text, const Place& place);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::kNull; }
  [[nodiscard]] bool is_scalar() const { return kind_ == Kind::kScalar; }
  [[nodiscard]] bool is_sequence() const { return kind_ == Kind::kSequence; }
  [[nodiscard]] bool is_mapping() const { return kind_ == Kind::kMapping; }

  /// The scalar's text, unquoted and unescaped; empty for the other kinds.
  [[nodiscard]] const std::string& text() const { return text_; }

  /// Whether the scalar was written with quotes, or as a block.
  [[nodiscard]] bool was_quoted() const { return quoted_; }

  /// The elements of a sequence, in order; empty for the other kinds.
  [[nodiscard]] const std::vector<Value>& items() const { return items_; }

  /// The keys and values of a mapping, in order; empty for the other kinds.
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

  /// The value of the first `key`, or nothing.
  [[nodiscard]] const Value* find(std::string_view key) const;

  /// Where the value starts. A value that is left out stands where its key stands.
  [[nodiscard]] Place place() const;

 private:
  friend class TreeBuilder;
  friend class FieldChange;
  friend Value merged(const Value& over, const Value& under);

  Kind kind_ = Kind::kNull;
  bool quoted_ = false;
  Position position_;
  std::shared_ptr<const std::string> file_;
  std::string text_;
  std::vector<Value> items_;
  std::vector<Entry> entries_;
};

struct Entry {
  Value key;  // always a scalar
  Value value;
};

/// The mapping `over` and, behind it, the fields of `under` that it does not write.
/// A value that is no mapping stays alone.
[[nodiscard]] Value merged(const Value& over, const Value& under);

/// "nothing", "the text 'x'", "a list", "a mapping": for messages.
[[nodiscard]] std::string describe(const Value& value);

/// Reads `text` as the file `name`.
[[nodiscard]] Value parse_document(std::string_view name, std::string_view text,
                                   Problems& problems);

/// Reads the file `path`; trouble is reported for the file as a whole.
[[nodiscard]] Value read_document(const std::string& path, const FileSource& files,
                                  Problems& problems);

}  // namespace scenarios
