// What each verb does. Returns the program's exit code.
//
// Errors         throws scenarios::InvalidInput and OutputTrouble, which are exit code 2
// Checked by     tests/cli/durasim_test.cpp, tests/cli/explain_test.cpp
#pragma once

#include "cli/command_line.hpp"

namespace cli {

inline constexpr int kAsExpected = 0;
inline constexpr int kNotAsExpected = 1;
inline constexpr int kWrongInput = 2;
inline constexpr int kOurFault = 3;

[[nodiscard]] int carry_out(const RunCommand& command);
/// `run --seeds`. REQUIRES: the command has seeds.
[[nodiscard]] int run_seeds(const RunCommand& command);
[[nodiscard]] int carry_out(const CheckCommand& command);
[[nodiscard]] int carry_out(const ExplainCommand& command);
[[nodiscard]] int carry_out(const OrderingsCommand& command);
[[nodiscard]] int carry_out(const MarginsCommand& command);
[[nodiscard]] int carry_out(const CoverageCommand& command);
[[nodiscard]] int carry_out(const SchemaCommand& command);
[[nodiscard]] int carry_out(const SweepCommand& command);
[[nodiscard]] int carry_out(const MergeCommand& command);
[[nodiscard]] int carry_out(const CompareCommand& command);
[[nodiscard]] int carry_out(const CurveCommand& command);
[[nodiscard]] int carry_out(const SolveCommand& command);
[[nodiscard]] int carry_out(const SensitivityCommand& command);
[[nodiscard]] int carry_out(const Say& command);

}  // namespace cli
