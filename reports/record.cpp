#include "reports/record.hpp"

#include "sim/check.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace {

const Json* member(const Json* object, const std::string& key) {
  if (object == nullptr || !object->is_object()) return nullptr;
  const auto found = object->find(key);
  return found == object->end() ? nullptr : &*found;
}

}  // namespace

std::vector<const Json*> rows_of(const Json& report, const std::string& section,
                                 const std::string& table) {
  std::vector<const Json*> rows;
  const Json* const tables = member(member(member(&report, "sections"), section), "tables");
  const Json* const found = member(tables, table);
  if (found == nullptr || !found->is_array()) return rows;
  for (const Json& row : *found) {
    if (row.is_object()) rows.push_back(&row);
  }
  return rows;
}

std::string text_of(const Json& row, const std::string& key) {
  const Json* const value = member(&row, key);
  if (value == nullptr) return "nothing";
  if (value->is_null()) return "never";
  if (value->is_string()) return value->get<std::string>();
  return value->dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<sim::Duration> duration_of(const Json& row, const std::string& key) {
  const Json* const value = member(&row, key + "_ns");
  if (value == nullptr || !value->is_number_integer()) return std::nullopt;
  return sim::Duration(value->get<std::int64_t>());
}

std::string shift_text(sim::Duration was, sim::Duration is) {
  SIM_CHECK(was != is);
  return is > was ? sim::to_text(is - was) + " later" : sim::to_text(was - is) + " earlier";
}

}  // namespace reports
