#include "cli/selection.hpp"

#include <algorithm>
#include <filesystem>

#include "scenarios/document.hpp"

namespace cli {

namespace fs = std::filesystem;

namespace {

std::string plain(const fs::path& path) { return path.lexically_normal().generic_string(); }

// A file that cannot be read is taken for a scenario: its loader says what is wrong.
bool is_part(const std::string& path) {
  scenarios::Problems ignored;
  const scenarios::Value root = scenarios::read_document(path, scenarios::disk_files(), ignored);
  return root.find("profile") != nullptr || root.find("package") != nullptr;
}

bool is_skipped(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name == "profiles" || name == "packages" || name.rfind('.', 0) == 0;
}

void add_folder(const fs::path& folder, std::vector<std::string>& found,
                scenarios::Problems& problems) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const fs::directory_entry& entry = *entries;
    std::error_code unreadable;
    if (entry.is_directory(unreadable)) {
      if (!entry.is_symlink() && !is_skipped(entry.path())) {
        add_folder(entry.path(), found, problems);
      }
    } else if (entry.path().extension() == ".yaml") {
      const std::string path = plain(entry.path());
      if (!is_part(path)) found.push_back(path);
    }
  }
  if (error) problems.report({plain(folder)}, "this folder cannot be read: " + error.message());
}

}  // namespace

std::vector<std::string> select_scenarios(const std::vector<std::string>& paths,
                                          scenarios::Problems& problems) {
  std::vector<std::string> found;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      found.push_back(plain(path));
      continue;
    }
    const std::size_t before = found.size();
    const std::size_t problems_before = problems.size();
    add_folder(path, found, problems);
    if (found.size() > before || problems.size() > problems_before) continue;
    problems.report({plain(path)}, "no scenario found in this folder",
                    "a scenario is a .yaml file outside folders called profiles or packages");
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace cli
