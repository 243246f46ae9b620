#include "studies/variation.hpp"

#include "scenarios/builtin.hpp"
#include "scenarios/field_path.hpp"
#include "scenarios/remembered_files.hpp"

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

}  // namespace

Source::Source(const std::string& path, const scenarios::FileSource& files)
    : read_(scenarios::read_scenario(
          path, scenarios::remembered_files(scenarios::with_builtin_files(files)))) {
  static_cast<void>(load({}));
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

}  // namespace studies
