// A scenario file as a tree that can be changed and written again.
//
// Shape          fields in the order of the file, comments lost; written as a block of fields, each
//                element of a list on a line of its own
// Errors         none; what was read back is what was written
// Checked by     tests/scenarios/wanted_test.cpp
// same)
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/durability/params.hpp"
#include "scenarios/document.hpp"

namespace scenarios {

struct Editable {
  enum class Kind : std::uint8_t { kScalar, kList, kMapping };

  Kind kind = Kind::kScalar;
  std::string text;     // of a scalar
  bool quoted = false;  // it must stay so to be read as a text
  std::vector<Editable> items;
  std::vector<std::pair<std::string, Editable>> fields;

  [[nodiscard]] static Editable scalar(std::string text) {
    Editable one;
    one.text = std::move(text);
    return one;
  }
  /// The field of that name; nothing if there is none.
  [[nodiscard]] Editable* find(std::string_view name);
  /// The field of that name, made if there is none, before `before` or last.
  Editable& field(std::string_view name, std::string_view before = {});
  void remove(std::string_view name);

  friend bool operator==(const Editable&, const Editable&) = default;
};

[[nodiscard]] Editable editable(const Value& value);

/// The file's text. REQUIRES: `root` is a mapping.
[[nodiscard]] std::string to_yaml(const Editable& root);

/// The value of a scenario's field draws.
[[nodiscard]] Editable draws_field(const std::vector<models::durability::GivenDraws>& draws);

}  // namespace scenarios
