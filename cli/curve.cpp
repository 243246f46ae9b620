// durasim curve
#include <optional>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/trials.hpp"
#include "reports/studies.hpp"

namespace cli {

int carry_out(const CurveCommand& command) {
  check_writable(command.out);
  check_writable(command.svg);
  const studies::Source source = source_of(command.file);
  const Over over = read_over(command.over, "--over");
  studies::CurveQuestion question;
  question.path = over.path;
  for (const std::string& value : over.values) {
    question.sizes.push_back(studies::read_quantity(value, "--over"));
  }
  question.measure = measure_of(source, command.of);
  question.replications = command.replications;
  const auto asked =
      command.at.empty() ? std::vector<studies::Quantity>{} : read_sizes(command.at, "--at");
  std::optional<studies::GrowthGate> gate;
  if (!command.per_doubling.empty()) {
    gate = studies::read_growth_gate(command.per_doubling, "--per-doubling");
  }
  const studies::MeasuredCurve curve =
      studies::measure_curve(question, runner_of(source, command.jobs));
  const bool kept = !gate || keeps(curve, *gate);
  write_output(command.out,
               report_text({command.file, "", kept,
                            reports::sections_of(curve, asked, gate ? &*gate : nullptr)},
                           command.format, command.out));
  if (!command.svg.empty()) write_output(command.svg, reports::curve_svg(curve));
  return kept ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
