#include "studies/row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace studies {

using Json = nlohmann::ordered_json;

namespace {

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

// Puts a name that is not known yet after the one that stood before it.
void insert(std::vector<std::string>& names, std::string_view name, std::size_t& after) {
  // Rows mostly have the same names in the same order.
  if (after < names.size() && names[after] == name) {
    ++after;
    return;
  }
  const auto known = std::find(names.begin(), names.end(), name);
  const auto place = known != names.end()
                         ? known
                         : names.emplace(names.begin() + static_cast<std::ptrdiff_t>(after), name);
  after = static_cast<std::size_t>(place - names.begin()) + 1;
}

using Pairs = ParsedRow::Pairs;

void add_names(std::vector<std::string>& names, const Pairs& pairs) {
  std::size_t after = 0;
  for (const auto& [name, value] : pairs) insert(names, name, after);
}

void add_cells(std::string& line, const std::vector<std::string>& names, const Pairs& pairs) {
  std::size_t next = 0;
  for (const std::string& name : names) {
    if (!line.empty()) line += ',';
    if (next == pairs.size() || pairs[next].first != name) {
      const auto found = std::find_if(pairs.begin(), pairs.end(),
                                      [&](const auto& pair) { return pair.first == name; });
      if (found == pairs.end()) continue;
      next = static_cast<std::size_t>(found - pairs.begin());
    }
    line += csv_cell(pairs[next++].second);
  }
}

}  // namespace

std::string to_json_line(const RunKey& key, const Trial& trial) {
  Json row;
  row["point"] = key.point;
  row["replication"] = key.replication;
  Json& parameters = row["parameters"] = Json::object();
  for (const Variation& one : trial.parameters) parameters[one.path] = one.value;
  row["seed"] = trial.seed;
  row["obtained"] = name_of(trial.obtained);
  row["passed"] = trial.passed;
  row["failed"] = trial.failed;
  row["never_evaluated"] = trial.never_evaluated;
  row["bottleneck"] = trial.bottleneck;
  row["digest"] = fmt::format("{:016x}", trial.digest);
  std::string line = row.dump();
  line.pop_back();
  line += R"(,"measures":{)";
  bool first = true;
  for (const Measure& measure : trial.measures) {
    if (!first) line += ',';
    first = false;
    line += Json(measure.name + std::string(suffix_of(measure.unit))).dump() + ':';
    if (const auto* whole = std::get_if<std::int64_t>(&measure.value)) {
      fmt::format_to(std::back_inserter(line), "{}", *whole);
    } else {
      line += Json(std::get<double>(measure.value)).dump();
    }
  }
  return line + "}}";
}

void CsvColumns::add(const ParsedRow& row) {
  add_names(parameters_, row.parameters);
  add_names(about_, row.about);
  add_names(measures_, row.measures);
}

std::string CsvColumns::header() const {
  std::string line = "point";
  for (const auto* names : {&parameters_, &about_, &measures_}) {
    for (const std::string& name : *names) {
      // A field that is varied may be called as a column of every sweep is: seed.
      const bool taken = names == &about_ && std::find(parameters_.begin(), parameters_.end(),
                                                       name) != parameters_.end();
      line += "," + csv_cell(taken ? "run_" + name : name);
    }
  }
  return line;
}

std::string CsvColumns::line(const ParsedRow& row) const {
  std::string line = fmt::format("{}", row.key.point);
  add_cells(line, parameters_, row.parameters);
  add_cells(line, about_, row.about);
  add_cells(line, measures_, row.measures);
  return line;
}

}  // namespace studies
