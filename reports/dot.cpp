#include "reports/dot.hpp"

#include <fmt/format.h>

#include "reports/text_layout.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace {

// In a quoted text of the language only quotes and backslashes mean something.
std::string quoted(const std::string& text) {
  std::string quoted;
  for (const char letter : printable(text)) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted;
}

std::string label(const std::vector<std::string>& lines) {
  std::string label;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    if (!label.empty()) label += "\\n";
    label += quoted(line);
  }
  return '"' + label + '"';
}

std::string times_of(const Explanation& explanation, const ExplainedLink& link) {
  std::string text = sim::to_text(link.served);
  if (link.waited.count() > 0) {
    text = fmt::format("waited {}, served {}", sim::to_text(link.waited), text);
  }
  return fmt::format("{} ({})", text, share_cell(explanation, link.waited + link.served).text);
}

std::string how_often(const ExplainedLink& link) {
  return link.times == 1 ? "" : number_of(link.times, "time");
}

}  // namespace

std::string to_dot(const Explanation& explanation) {
  const bool happened = explanation.never.empty();
  std::string text = "digraph explain {\n  rankdir=TB;\n  node [shape=box];\n";
  const std::string title =
      happened ? fmt::format("{} at {}", explanation.what, sim::to_text(explanation.at))
               : fmt::format("{}: it never happened", explanation.what);
  text +=
      fmt::format("  label={};\n", label({title, happened ? std::string() : explanation.never}));
  for (std::size_t i = 0; i < explanation.chain.size(); ++i) {
    const ExplainedLink& link = explanation.chain[i];
    text += fmt::format("  link{} [label={}];\n", i,
                        label({link.phase, link.resource, link.what, how_often(link),
                               times_of(explanation, link), link.effect}));
    if (i > 0) text += fmt::format("  link{} -> link{};\n", i - 1, i);
    if (link.behind.empty()) continue;
    text += fmt::format("  holder{} [label={}, style=dashed];\n", i, label({link.behind}));
    text += fmt::format("  holder{0} -> link{0} [style=dashed, label={1}];\n", i,
                        label({sim::to_text(link.waited)}));
  }
  return text + "}\n";
}

}  // namespace reports
