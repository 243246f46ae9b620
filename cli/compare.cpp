// durasim compare
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/trials.hpp"
#include "reports/studies.hpp"

namespace cli {

namespace {

// "multiparts" for "scenarios/migration/multiparts.yaml": a column is narrow.
std::string short_name(const std::string& file) {
  return std::filesystem::path(file).stem().string();
}

}  // namespace

int carry_out(const CompareCommand& command) {
  check_writable(command.out);
  const studies::Source a = source_of(command.file_a);
  const studies::Source b = source_of(command.file_b);
  Ways ways;
  const auto of_a =
      studies::run_replications(runner_of(a, command.jobs, &ways), {}, 0, command.replications);
  // The first one's seed, so that streams of the same name are the same stream.
  const std::vector<studies::Variation> same_luck{{"seed", std::to_string(of_a.front().seed)}};
  const auto of_b = studies::run_replications(runner_of(b, command.jobs, &ways), same_luck, 0,
                                              command.replications);
  std::string name_a = short_name(command.file_a);
  std::string name_b = short_name(command.file_b);
  if (name_a == name_b) {
    name_a = command.file_a;
    name_b = command.file_b;
  }
  reports::Report report{command.file_a + " and " + command.file_b,
                         "",
                         true,
                         {reports::section_of(studies::compare(of_a, of_b), name_a, name_b)}};
  add_ways(report, ways);
  write_output(command.out, report_text(report, command.format, command.out));
  return kAsExpected;
}

}  // namespace cli
