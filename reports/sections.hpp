// The sections of a durability run. Each is made from the run alone, or is absent when it has
// nothing to say; durability_report puts them in order.
//
// Shape          pure functions; one .cpp each
// Checked by     tests/reports/durability_report_test.cpp and a test for each section
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/run_view.hpp"
#include "reports/section.hpp"

namespace reports {

/// The scenario's name, what it is about, and whether it holds.
[[nodiscard]] Section headline(const RunView& view);
/// What happened to the key, in order, and why then.
[[nodiscard]] std::optional<Section> story(const RunView& view);
/// What each node answers to OBSERVE, by stretches of time.
[[nodiscard]] std::optional<Section> observe_answers(const RunView& view);
/// Which of the documented orderings it was, and the milestones in order.
[[nodiscard]] std::optional<Section> ordering(const RunView& view);
/// When each durability requirement first held.
[[nodiscard]] std::optional<Section> requirements(const RunView& view);
/// The other watched keys, a line each.
[[nodiscard]] std::optional<Section> further_keys(const RunView& view);
/// Response times and durability times of the workloads.
[[nodiscard]] std::optional<Section> load(const RunView& view);
/// The warm-up that was found, and an interval for each estimate of the two.
[[nodiscard]] std::optional<Section> certainty(const RunView& view);
/// How busy each resource was.
[[nodiscard]] std::optional<Section> resources(const RunView& view);
/// Where the hardware's figures come from.
[[nodiscard]] std::optional<Section> hardware(const std::vector<scenarios::HardwareSource>& sources,
                                              std::size_t nodes);
/// What clients that wait for durability conclude, and from which answers.
[[nodiscard]] std::optional<Section> clients(const RunView& view);
/// What clients that watch the workloads' writes conclude, how often and how soon.
[[nodiscard]] std::optional<Section> watched_writes(const RunView& view);
/// What became of the synchronous writes.
[[nodiscard]] std::optional<Section> sync_writes(const RunView& view);
/// What broke, what came of it, and which writes were lost.
[[nodiscard]] std::optional<Section> faults(const RunView& view);
/// Which promises of durability were not kept, and what led to it.
[[nodiscard]] std::optional<Section> promises(const RunView& view);
/// What each out-of-band command was answered.
[[nodiscard]] std::optional<Section> commands(const RunView& view);
/// Each expectation and what became of it.
[[nodiscard]] std::optional<Section> verdicts(std::span<const scenarios::Verdict> verdicts);
/// When the run ended, its seed and its digest.
[[nodiscard]] Section ending(const RunView& view);

/// "2 of 3 expectations hold, 1 failed."
[[nodiscard]] std::string summary_of(std::span<const scenarios::Verdict> verdicts);
/// At least one, and all of them passed.
[[nodiscard]] bool all_passed(std::span<const scenarios::Verdict> verdicts);
/// Good, bad, or plain for none.
[[nodiscard]] Tone tone_of(std::span<const scenarios::Verdict> verdicts);

/// All of them.
[[nodiscard]] Report durability_report(const RunView& view);

}  // namespace reports
