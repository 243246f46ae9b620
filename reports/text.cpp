// A report as plain text: a paragraph and tables a section, wrapped to a width.
#include "reports/text_layout.hpp"
#include "reports/writers.hpp"

namespace reports {

namespace {

std::string paragraph(const std::string& text, Tone tone, const TextStyle& style) {
  std::string lines;
  for (const std::string& line : wrapped(printable(text), style.width)) {
    lines += toned(line, tone, style) + '\n';
  }
  return lines;
}

std::string section_text(const Section& section, const TextStyle& style) {
  std::string text = paragraph(section.title, Tone::kPlain, style);
  if (style.colour) text = "\x1b[1m" + text.substr(0, text.size() - 1) + "\x1b[0m\n";
  if (!section.lead.empty()) text += paragraph(section.lead, section.tone, style);
  for (const Table& table : section.tables) {
    if (!table.shown) continue;
    if (!table.title.empty()) text += '\n' + paragraph(table.title, Tone::kPlain, style);
    text += table_text(table, style);
  }
  for (const std::string& note : section.notes) text += paragraph(note, Tone::kPlain, style);
  return text;
}

}  // namespace

std::string to_text(const Report& report, const TextStyle& style) {
  std::string text;
  for (const Section& section : report.sections) {
    if (!text.empty()) text += '\n';
    text += section_text(section, style);
  }
  return text;
}

}  // namespace reports
