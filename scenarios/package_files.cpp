#include "scenarios/package_files.hpp"

#include <fmt/format.h>

#include "scenarios/builtin.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/remembered_files.hpp"
#include "scenarios/tables.hpp"

namespace scenarios {

namespace {

constexpr std::string_view kNoSuchFile = "no such file";

bool is_path(std::string_view name) { return name.ends_with(".yaml") || name.ends_with(".yml"); }

}  // namespace

const PackageFiles::File& PackageFiles::read(const std::string& name) {
  const auto known = read_.find(name);
  if (known != read_.end()) return known->second;
  File& package = read_[name];
  const auto paths = is_path(name)
                         ? std::vector<std::string>{beside(scenario_, name)}
                         : library_paths(scenario_, fmt::format("packages/{}.yaml", name));
  for (const std::string& path : paths) {
    const FileText file = files_(path);
    if (file.trouble == kNoSuchFile) continue;
    package.found = true;
    if (!file.trouble.empty()) {
      problems_.report({path, 0, 0}, file.trouble);
      break;
    }
    const std::size_t before = problems_.size();
    package.value = document_of(path, file, problems_);
    if (!package.value->is_null()) {
      const Fields fields = read_fields(*package.value, kPackageTable, files_, problems_);
      const auto called = fields.identifier("package");
      if (called && *called != name && !is_path(name)) {
        problems_.report(fields.place("package"),
                         fmt::format("the package calls itself '{}', its file '{}'", *called, name),
                         "name the file after the package");
      }
    }
    package.right = problems_.size() == before;
    break;
  }
  return package;
}

std::optional<Fields> PackageFiles::find(const std::string& name, const Place& place) {
  const File& package = read(name);
  if (!package.found) {
    problems_.report(place, fmt::format("there is no package '{}'", name),
                     is_path(name) ? "write the path as seen from this file"
                                   : did_you_mean(name, builtin_packages()));
    return std::nullopt;
  }
  if (!package.right) return std::nullopt;
  return Fields(*package.value, kPackageTable, files_);
}

}  // namespace scenarios
