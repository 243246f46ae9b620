// Gives one text to every reader of the language, for the fuzz tests.
#pragma once

#include <string>
#include <string_view>

#include "example_tables.hpp"
#include "scenarios/comparison.hpp"
#include "scenarios/fields.hpp"
#include "scenarios/histogram_file.hpp"
#include "scenarios/quantity.hpp"

namespace scenarios {

/// Every scalar of the tree, to every reader of scalars.
inline void read_scalars(const Value& value) {
  const std::string& text = value.text();
  static_cast<void>(read_duration(text));
  static_cast<void>(read_size(text));
  static_cast<void>(read_rate(text));
  static_cast<void>(read_event_rate(text));
  static_cast<void>(read_count(text));
  static_cast<void>(read_integer(text));
  static_cast<void>(read_number(text));
  static_cast<void>(read_percent(text));
  static_cast<void>(read_boolean(text));
  static_cast<void>(read_comparison(text));
  for (const Value& item : value.items()) read_scalars(item);
  for (const Entry& entry : value.entries()) read_scalars(entry.value);
}

/// Answers how many problems the example language finds in `text`.
inline std::size_t read_anything(std::string_view text) {
  Problems problems;
  const FileSource files =
      memory_files({{"h.csv", std::string(text)}, {"h.json", std::string(text)}});
  const Value root = parse_document("a.yaml", text, problems);
  const Fields fields = read_fields(root, kExample, files, problems);
  read_scalars(root);
  for (const Field& field : kExampleFields) static_cast<void>(fields.has(field.name));
  static_cast<void>(fields.pieces("network"));
  static_cast<void>(fields.size_distribution("document"));
  static_cast<void>(fields.chosen_list("script"));
  if (const auto disk = fields.mapping("disk")) static_cast<void>(disk->latency("write"));
  if (const auto nodes = fields.mapping("override")) static_cast<void>(nodes->others());
  const std::size_t found = problems.size();
  HistogramQuery query;
  static_cast<void>(read_histogram("h.csv", query, files, problems));
  static_cast<void>(read_histogram("h.json", query, files, problems));
  static_cast<void>(problems.to_text());
  return found;
}

}  // namespace scenarios
