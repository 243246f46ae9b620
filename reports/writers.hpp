// Writing a report: as text for people, JSON for programs, Markdown for pages.
//
// Every writer reads the same sections and computes nothing of its own.
// Shape          equal reports give equal bytes; keys of JSON stand in the order of the sections
// Errors         none; control characters and bytes that are no UTF-8 are replaced
// Checked by     tests/reports/text_test.cpp, json_test.cpp, markdown_test.cpp
#pragma once

#include <string>

#include "reports/section.hpp"

namespace reports {

struct TextStyle {
  int width = 100;      // cells a line; tables wrap to stay within, down to 40
  bool colour = false;  // ANSI sequences
};

[[nodiscard]] std::string to_text(const Report& report, const TextStyle& style);

/// docs/report-format.md describes it; ends with a line feed.
[[nodiscard]] std::string to_json(const Report& report);

[[nodiscard]] std::string to_markdown(const Report& report);

}  // namespace reports
