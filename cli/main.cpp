// durasim: reads the command line, carries it out, and turns what went wrong into an exit code.
#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "scenarios/problem.hpp"

namespace cli {

int carry_out(const Say& command) {
  write_output("", command.text);
  return kAsExpected;
}

namespace {

int run_program(const std::vector<std::string>& words) {
  try {
    return std::visit([](const auto& command) { return carry_out(command); },
                      parse_command_line(words));
  } catch (const scenarios::InvalidInput& invalid) {
    write_error(invalid.what());
  } catch (const WrongUsage& wrong) {
    write_error(fmt::format("durasim: {}\n", wrong.what()));
  } catch (const OutputTrouble& trouble) {
    write_error(fmt::format("durasim: {}\n", trouble.what()));
  } catch (const std::exception& fault) {
    write_error(fmt::format("durasim: this is a fault of durasim itself: {}\n", fault.what()));
    return kOurFault;
  }
  return kWrongInput;
}

}  // namespace

}  // namespace cli

int main(int argc, char** argv) {
  cli::prepare_output();
  return cli::run_program({argv + (argc > 0 ? 1 : 0), argv + argc});
}
