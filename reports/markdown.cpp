// A report as Markdown: a heading, a sentence and tables a section.
#include "reports/text_layout.hpp"
#include "reports/writers.hpp"

namespace reports {

namespace {

// What Markdown would read as markup is taken literally.
std::string escaped(const std::string& text) {
  constexpr std::string_view kSpecial = "\\`*_{}[]<>#|";
  std::string safe;
  for (const char c : printable(text)) {
    if (kSpecial.find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

std::string line_of(const Row& row, const std::vector<Column>& columns) {
  std::string line = "|";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].shown) line += " " + escaped(row[i].text) + " |";
  }
  return line + '\n';
}

std::string table_of(const Table& table) {
  std::string titles = "|";
  std::string rule = "|";
  for (const Column& column : table.columns) {
    if (!column.shown) continue;
    titles += " " + escaped(column.title) + " |";
    rule += column.kind == ColumnKind::kNumber ? " ---: |" : " --- |";
  }
  std::string text = titles + '\n' + rule + '\n';
  for (const Row& row : table.rows) text += line_of(row, table.columns);
  return text;
}

}  // namespace

std::string to_markdown(const Report& report) {
  std::string text;
  for (const Section& section : report.sections) {
    text += (text.empty() ? "# " : "\n## ") + escaped(section.title) + '\n';
    if (!section.lead.empty()) text += '\n' + escaped(section.lead) + '\n';
    for (const Table& table : section.tables) {
      if (!table.shown || table.rows.empty()) continue;
      if (!table.title.empty()) text += '\n' + escaped(table.title) + ":\n";
      text += '\n' + table_of(table);
    }
    for (const std::string& note : section.notes) text += '\n' + escaped(note) + '\n';
  }
  return text;
}

}  // namespace reports
