// The results of a sweep as files: runs.jsonl with a row of JSON a line, runs.csv with the same as
// a table.
//
// Shape          rows in the order of points and replications, so that the bytes follow from the
//                scenario and the grid alone; a row at a time in memory. Each file appears whole
// Errors         throws StudyTrouble
// Checked by     tests/studies/journal_test.cpp, tests/cli/sweep_test.cpp
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "studies/journal.hpp"

namespace studies {

using Sink = std::function<void(std::string_view)>;
/// The row of a key.
using RowOf = std::function<std::string(const RunKey&)>;

void write_json_lines(const std::vector<RunKey>& keys, const RowOf& row, const Sink& sink);
void write_csv(const std::vector<RunKey>& keys, const RowOf& row, const Sink& sink);

/// Both files, below `folder`.
void write_results(const std::string& folder, const std::vector<RunKey>& keys, const RowOf& row);

/// Makes the folder and those above it.
void make_folder(const std::string& folder);

/// All shards of one sweep, by number. Throws if one is missing, not at its end, there twice or of
/// another sweep.
class MergedJournals {
 public:
  explicit MergedJournals(const std::vector<std::string>& folders);

  [[nodiscard]] std::vector<RunKey> keys() const;
  [[nodiscard]] std::string row(const RunKey& key) const;

 private:
  void check_shards() const;
  void check_whole(const Journal& journal) const;

  std::vector<std::unique_ptr<Journal>> journals_;
};

inline constexpr std::string_view kJournalName = "journal";

}  // namespace studies
