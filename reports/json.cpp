// A report as JSON: sections by id, tables by key, rows as objects of their columns' keys.
#include "reports/json_text.hpp"
#include "reports/writers.hpp"

namespace reports {

namespace {

Json value_of(const CellValue& value) {
  struct Visitor {
    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(sim::Duration duration) const { return duration.count(); }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(std::uint64_t number) const { return number; }
    Json operator()(double number) const { return number; }
    Json operator()(bool truth) const { return truth; }
  };
  return std::visit(Visitor{}, value);
}

// A duration is its text, and whole nanoseconds under the key with _ns; null when there is none.
Json row_of(const Row& row, const std::vector<Column>& columns) {
  Json object = Json::object();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& key = columns[i].key;
    if (columns[i].kind != ColumnKind::kDuration) {
      object[key] = value_of(row[i].value);
      continue;
    }
    const bool none = std::holds_alternative<std::monostate>(row[i].value);
    object[key] = none ? Json(nullptr) : Json(row[i].text);
    object[key + "_ns"] = value_of(row[i].value);
  }
  return object;
}

Json section_of(const Section& section) {
  Json object{{"title", section.title}};
  if (!section.lead.empty()) object["lead"] = section.lead;
  if (!section.tables.empty()) {
    Json& tables = object["tables"] = Json::object();
    for (const Table& table : section.tables) {
      Json& rows = tables[table.key] = Json::array();
      for (const Row& row : table.rows) rows.push_back(row_of(row, table.columns));
    }
  }
  if (!section.notes.empty()) object["notes"] = section.notes;
  return object;
}

}  // namespace

std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json json_of(const Report& report) {
  Json json{{"format", "durasim-report"},
            {"version", 1},
            {"scenario", report.scenario},
            {"about", report.about},
            {"passed", report.passed}};
  Json& sections = json["sections"] = Json::object();
  for (const Section& section : report.sections) sections[section.id] = section_of(section);
  return json;
}

std::string to_json(const Report& report) { return json_text(json_of(report)); }

}  // namespace reports
