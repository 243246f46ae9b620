#include "studies/grid_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/fields.hpp"
#include "scenarios/tables.hpp"
#include "scenarios/utf8.hpp"
#include "studies/value_list.hpp"

namespace studies {

using scenarios::Place;
using scenarios::Problems;

namespace {

Written option(std::string_view name, std::size_t number, const std::string& text) {
  const std::string called =
      number == 0 ? std::string(name) : fmt::format("{} #{}", name, number + 1);
  return {Place{called, 1, 1}, text};
}

void add_values(AskedAxis& axis, std::vector<ListedValue> values, const std::string& text) {
  for (ListedValue& value : values) {
    axis.values.push_back(
        {axis.path, std::move(value.text), axis.path_at, {std::move(value.place), text}});
  }
}

// "a.b, c.d", each with its place.
std::vector<AskedText> read_zip(const Written& written, const std::string& text,
                                Problems& problems) {
  std::vector<AskedText> paths;
  for (ListedValue& one : read_value_list(text, written.place, problems)) {
    paths.push_back({std::move(one.text), {std::move(one.place), written.text}});
  }
  return paths;
}

class FileReader {
 public:
  FileReader(const scenarios::Fields& sweep, Problems& problems)
      : sweep_(sweep), problems_(problems) {}

  void read(Asked& asked) {
    if (const auto vary = sweep_.mapping("vary")) {
      for (const scenarios::Other& field : vary->others()) asked.axes.push_back(axis_of(field));
    }
    for (const scenarios::Text& zip : sweep_.texts("zip")) {
      asked.zips.push_back(read_zip({zip.place, {}}, zip.text, problems_));
    }
    for (const scenarios::Text& condition : sweep_.texts("where")) {
      asked.conditions.push_back({condition.text, {condition.place, {}}});
    }
    asked.cover = sweep_.choice("cover").value_or(0) == 1 ? Cover::kPairs : Cover::kAll;
    if (const auto count = sweep_.count("replications")) {
      asked.replications = static_cast<std::uint64_t>(*count);
    }
  }

 private:
  AskedAxis axis_of(const scenarios::Other& field) {
    AskedAxis axis{field.key.text, {field.key.place, {}}, {}};
    if (field.value->is_scalar()) {
      add_values(axis, read_value_list(field.value->text(), field.value->place(), problems_), {});
    }
    for (const scenarios::Value& item : field.value->items()) {
      add_values(axis, read_value_or_range(item.text(), item.place(), problems_), {});
    }
    return axis;
  }

  const scenarios::Fields& sweep_;
  Problems& problems_;
};

// How often the scenario itself is run.
std::uint64_t own_replications(const Source& source) {
  const scenarios::AnyScenario scenario = source.load({});
  const auto* migration = std::get_if<scenarios::MigrationScenario>(&scenario);
  return migration == nullptr ? 1 : migration->replications;
}

}  // namespace

std::optional<AskedAxis> read_axis(const Written& written, Problems& problems) {
  const std::string& text = written.text;
  problems.add_source(written.place.file, text);
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos || sign == 0) {
    problems.report(written.place, fmt::format("{} varies nothing", scenarios::quote(text)),
                    "write a field and its values: dataset.rows=1k..1G:log7");
    return std::nullopt;
  }
  AskedAxis axis{text.substr(0, sign), written, {}};
  Place place = written.place;
  place.column += static_cast<int>(scenarios::character_count(text.substr(0, sign + 1)));
  add_values(axis, read_value_list(text.substr(sign + 1), place, problems), text);
  if (axis.values.empty()) return std::nullopt;
  return axis;
}

Asked read_asked(const Source& source, const SweepOptions& options, Problems& problems) {
  Asked asked;
  asked.replications = own_replications(source);
  const scenarios::Value* sweep = source.read().root.find("sweep");
  if (sweep != nullptr && sweep->is_mapping()) {
    Asked in_file = asked;
    const scenarios::Fields fields(*sweep, scenarios::kSweepTable, source.read().files);
    FileReader(fields, problems).read(in_file);
    asked.replications = in_file.replications;
    if (options.vary.empty()) asked = std::move(in_file);
  }
  for (std::size_t i = 0; i < options.vary.size(); ++i) {
    auto axis = read_axis(option("--vary", i, options.vary[i]), problems);
    if (axis) asked.axes.push_back(std::move(*axis));
  }
  for (std::size_t i = 0; i < options.zip.size(); ++i) {
    const Written written = option("--zip", i, options.zip[i]);
    problems.add_source(written.place.file, written.text);
    asked.zips.push_back(read_zip(written, written.text, problems));
  }
  for (std::size_t i = 0; i < options.where.size(); ++i) {
    asked.conditions.push_back({options.where[i], option("--where", i, options.where[i])});
  }
  if (options.cover) asked.cover = *options.cover;
  if (options.replications) asked.replications = *options.replications;
  return asked;
}

Grid grid_of(const Source& source, const SweepOptions& options) {
  Problems problems = source.read().texts;
  const Asked asked = read_asked(source, options, problems);
  if (problems.empty() && asked.axes.empty() && asked.replications < 2) {
    problems.report({source.path(), 0, 0}, "there is nothing to sweep",
                    "add --vary dataset.rows=1k..1M:log4, --replications 10, or a field sweep");
  }
  if (!problems.empty()) throw scenarios::InvalidInput(std::move(problems));
  return {source, asked, std::move(problems)};
}

}  // namespace studies
