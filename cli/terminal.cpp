#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace cli {

namespace {

constexpr int kNarrowest = 40;
constexpr int kWidest = 200;

// mpirun hands its processes terminals that nobody looks at; they have no size.
std::optional<int> terminal_columns(int file) {
  struct winsize size {};
  if (::isatty(file) == 0 || ::ioctl(file, TIOCGWINSZ, &size) != 0) return std::nullopt;
  if (size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

bool wants_colour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  return terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace

reports::TextStyle text_style(const std::string& out) {
  reports::TextStyle style;
  if (!out.empty()) return style;
  const auto columns = terminal_columns(STDOUT_FILENO);
  if (!columns) return style;
  style.width = std::clamp(*columns, kNarrowest, kWidest);
  style.colour = wants_colour();
  return style;
}

std::string report_text(const reports::Report& report, Format format, const std::string& out) {
  switch (format) {
    case Format::kJson:
      return reports::to_json(report);
    case Format::kMarkdown:
      return reports::to_markdown(report);
    default:
      return reports::to_text(report, text_style(out));
  }
}

bool progress_is_seen() { return terminal_columns(STDERR_FILENO).has_value(); }

}  // namespace cli
