// Finds package files: the library's by name, a user's own beside his scenario or by its path.
//
//   package: gateway/multiparts     packages/gateway/multiparts.yaml beside the scenario or in a
//                                   folder above it, else the library's
//   package: ./shop.yaml            that file, as seen from the scenario
// Shape          each file is parsed and checked once
// Errors         located Problems
// Checked by     tests/scenarios/package_test.cpp
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "scenarios/fields.hpp"

namespace scenarios {

class PackageFiles {
 public:
  PackageFiles(std::string scenario, const FileSource& files, Problems& problems)
      : scenario_(std::move(scenario)), files_(files), problems_(problems) {}

  /// The package's fields, or nothing and a report: at `place` if there is none such, in its file
  /// if that is wrong.
  [[nodiscard]] std::optional<Fields> find(const std::string& name, const Place& place);

 private:
  struct File {
    std::shared_ptr<const Value> value;
    bool found = false;
    bool right = false;
  };

  [[nodiscard]] const File& read(const std::string& name);

  std::string scenario_;
  const FileSource& files_;
  Problems& problems_;
  std::map<std::string, File> read_;
};

}  // namespace scenarios
