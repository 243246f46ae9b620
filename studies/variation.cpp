#include "studies/variation.hpp"

#include <array>
#include <mutex>

#include "scenarios/builtin.hpp"
#include "scenarios/field_path.hpp"
#include "scenarios/remembered_files.hpp"
#include "sim/digest.hpp"

namespace studies {

using scenarios::Place;
using scenarios::Problems;
using scenarios::Value;

namespace {

// Makes the variation's text known, and its places if it has none.
Variation placed(const Variation& variation, Problems& problems) {
  Variation known = variation;
  if (known.path_at.place.line == 0) {
    const std::string text = known.path + "=" + known.value;
    known.path_at = {Place{"(" + known.path + ")", 1, 1}, text};
    known.value_at = known.path_at;
    known.value_at.place.column += static_cast<int>(known.path.size()) + 1;
  }
  for (const Written& written : {known.path_at, known.value_at}) {
    if (!written.text.empty()) problems.add_source(written.place.file, written.text);
  }
  return known;
}

void add_value(const Value& value, sim::Digest& digest) {
  digest.add(static_cast<std::uint64_t>(value.kind()));
  digest.add_text(value.text());
  for (const Value& item : value.items()) add_value(item, digest);
  for (const scenarios::Entry& entry : value.entries()) {
    digest.add_text(entry.key.text());
    add_value(entry.value, digest);
  }
}

}  // namespace

// The texts of the files that were asked for, in that order.
struct Source::FilesRead {
  std::mutex mutex;
  std::vector<std::string> texts;

  static scenarios::FileSource recorded(std::shared_ptr<FilesRead> read,
                                        scenarios::FileSource files) {
    return [read = std::move(read), files = std::move(files)](const std::string& path) {
      scenarios::FileText file = files(path);
      if (file.trouble.empty()) {
        const std::lock_guard<std::mutex> lock(read->mutex);
        read->texts.push_back(file.text);
      }
      return file;
    };
  }
};

// As many as threads may be at different points, round and round.
struct Source::LastLoaded {
  struct One {
    std::vector<Variation> variations;
    std::shared_ptr<const scenarios::AnyScenario> scenario;
  };
  std::mutex mutex;
  std::array<One, 16> all;
  std::size_t next = 0;
};

Source::Source(const std::string& path, const scenarios::FileSource& files)
    : files_(std::make_shared<FilesRead>()),
      last_(std::make_shared<LastLoaded>()),
      read_(scenarios::read_scenario(path, scenarios::remembered_files(FilesRead::recorded(
                                               files_, scenarios::with_builtin_files(files))))) {
  static_cast<void>(load({}));
}

std::uint64_t Source::digest() const {
  sim::Digest digest;
  for (const scenarios::Entry& entry : read_.root.entries()) {
    const std::string& key = entry.key.text();
    if (key == "sweep" || key == "replications") continue;
    digest.add_text(key);
    add_value(entry.value, digest);
  }
  const std::lock_guard<std::mutex> lock(files_->mutex);
  for (std::size_t i = 1; i < files_->texts.size(); ++i) digest.add_text(files_->texts[i]);
  return digest.value();
}

Value Source::document(std::span<const Variation> variations, Problems& problems) const {
  Value root = read_.root;
  for (const Variation& variation : variations) {
    const Variation known = placed(variation, problems);
    const auto path = scenarios::read_field_path(known.path, known.path_at.place, problems);
    const Value value = scenarios::read_value(known.value, known.value_at.place, problems);
    if (!path.empty()) root = scenarios::with_field(root, path, value, problems);
  }
  return root;
}

scenarios::AnyScenario Source::load(std::span<const Variation> variations) const {
  Problems problems = read_.texts;
  const Value root = document(variations, problems);
  if (!problems.empty()) throw scenarios::InvalidInput(std::move(problems));
  scenarios::AnyScenario scenario = load_any_scenario(read_, root, std::move(problems));
  if (const auto* cluster = std::get_if<scenarios::Scenario>(&scenario)) {
    scenarios::check_runnable(*cluster, read_.files);
  }
  return scenario;
}

std::shared_ptr<const scenarios::AnyScenario> Source::loaded(
    const std::vector<Variation>& variations) const {
  {
    const std::lock_guard<std::mutex> lock(last_->mutex);
    for (const LastLoaded::One& one : last_->all) {
      if (one.scenario != nullptr && one.variations == variations) return one.scenario;
    }
  }
  auto scenario = std::make_shared<const scenarios::AnyScenario>(load(variations));
  const std::lock_guard<std::mutex> lock(last_->mutex);
  last_->all[last_->next++ % last_->all.size()] = {variations, scenario};
  return scenario;
}

}  // namespace studies
