// The words in which the tests of packages speak.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "models/migration/dataset.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/layout_reader.hpp"

namespace tests {

/// The layout of some packages, the library's or those given, with the tables' rows; or all that is
/// wrong with it.
struct PackageReading {
  std::optional<models::migration::Layout> layout;
  std::string wrong;
};

inline PackageReading read_packages(const std::vector<std::string>& names,
                                    const std::map<std::string, std::int64_t>& rows = {},
                                    std::map<std::string, std::string> given = {}) {
  scenarios::Problems problems;
  const auto files = scenarios::with_builtin_files(scenarios::memory_files(std::move(given)));
  scenarios::PackageFiles packages("a.yaml", files, problems);
  scenarios::LayoutReader reader(packages, problems);
  const scenarios::Place place{"a.yaml", 1, 1};
  for (const std::string& name : names) reader.add(name, place);
  for (const auto& [table, count] : rows) reader.set_rows({table, place}, count);
  auto layout = reader.finish();
  return {std::move(layout), problems.to_text()};
}

inline models::migration::Layout packages(const std::vector<std::string>& names,
                                          const std::map<std::string, std::int64_t>& rows = {}) {
  const PackageReading reading = read_packages(names, rows);
  if (!reading.layout) FAIL(reading.wrong);
  return *reading.layout;
}

}  // namespace tests
