// The sections of a migration run. Each is made from the runs alone, or is absent when it has
// nothing to say; migration_report puts them in order.
//
// Shape          pure functions; one .cpp each
// Checked by     tests/reports/migration/: a test for each section
#pragma once

#include <optional>

#include "reports/migration/view.hpp"
#include "reports/section.hpp"

namespace reports::migration {

/// The answer in a sentence: how many rows, how long, how long without service, is all there.
[[nodiscard]] Section headline(const MigrationView& view);
/// Tables, rows and bytes; entries by key layout and their bytes; how much larger they are.
[[nodiscard]] std::optional<Section> inventory(const MigrationView& view);
/// Which kinds of rows the data set has, and how many.
[[nodiscard]] std::optional<Section> coverage(const MigrationView& view);
/// Each phase with its length, its rate and what held it up.
[[nodiscard]] std::optional<Section> phases(const MigrationView& view);
/// When nobody was served, and how that varies from replication to replication.
[[nodiscard]] std::optional<Section> downtime(const MigrationView& view);
/// How busy each resource was, over all and in stretches.
[[nodiscard]] std::optional<Section> use(const MigrationView& view);
/// The most bytes there were, and what an operator must have free.
[[nodiscard]] std::optional<Section> space(const MigrationView& view);
/// What users felt: response times by call and store, and what became of their calls.
[[nodiscard]] std::optional<Section> calls(const MigrationView& view);
/// The same users on tables and on the store.
[[nodiscard]] std::optional<Section> comparison(const MigrationView& view);
/// Whether every row arrived; which did not.
[[nodiscard]] std::optional<Section> data_check(const MigrationView& view);
/// What went wrong, in order.
[[nodiscard]] std::optional<Section> accidents(const MigrationView& view);
/// The bill, line by line.
[[nodiscard]] std::optional<Section> money(const MigrationView& view);
/// What an operator must have ready.
[[nodiscard]] std::optional<Section> readiness(const MigrationView& view);
/// The three open questions of lakeFS's test plan, answered for this scenario.
[[nodiscard]] std::optional<Section> questions(const MigrationView& view);
/// Where the figures of the hardware come from.
[[nodiscard]] std::optional<Section> hardware(const MigrationView& view);
/// When the run ended, its seed and its digest.
[[nodiscard]] Section ending(const MigrationView& view);

/// All of them.
[[nodiscard]] Report migration_report(const MigrationView& view);

}  // namespace reports::migration
