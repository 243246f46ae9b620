#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace cli {

namespace {

constexpr int kNarrowest = 40;
constexpr int kWidest = 200;
constexpr int kUnknownTerminal = 80;

bool wants_colour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  return terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace

reports::TextStyle text_style(const std::string& out) {
  reports::TextStyle style;
  if (!out.empty() || ::isatty(STDOUT_FILENO) == 0) return style;
  struct winsize size {};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  style.width = known ? std::clamp<int>(size.ws_col, kNarrowest, kWidest) : kUnknownTerminal;
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

bool progress_is_seen() { return ::isatty(STDERR_FILENO) != 0; }

}  // namespace cli
