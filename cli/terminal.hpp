// What is at the other end of standard output and standard error.
//
// Checked by     tests/cli/durasim_test.cpp, on a pseudo-terminal and piped
#pragma once

#include <string>

#include "cli/command_line.hpp"
#include "reports/writers.hpp"

namespace cli {

/// How to write a report for people: as wide as the terminal (40 to 200 cells) and in colour there,
/// unless NO_COLOR is set or TERM is dumb; 100 cells and no colour into pipes, files and terminals
/// without a size, such as mpirun gives its processes.
[[nodiscard]] reports::TextStyle text_style(const std::string& out);

/// The report in JSON, Markdown or, in any other format, as text for where `out` is.
[[nodiscard]] std::string report_text(const reports::Report& report, Format format,
                                      const std::string& out);

/// Whether somebody watches standard error.
[[nodiscard]] bool progress_is_seen();

}  // namespace cli
