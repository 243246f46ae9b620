// The most bytes there were, and what an operator must have free.
#include <fmt/format.h>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"

namespace reports::migration {

std::optional<Section> space(const MigrationView& view) {
  if (!view.moves()) return std::nullopt;
  const model::SpaceOutcome& space = view.outcome().space;
  Table table{"peaks", "", {{"what", "what"}, {"bytes", "at most", ColumnKind::kNumber}}, {}};
  const auto add = [&](const char* what, std::int64_t bytes) {
    if (bytes > 0) add_row(table, {text_cell(what), size_cell(bytes)});
  };
  add("the database before", space.database_before);
  add("the database, its log aside", space.database_peak);
  add("the write-ahead log", space.wal_peak);
  add("the key-value store, where it is none of that database's", space.store_peak);
  add("dump files", space.dump_peak);
  add("the snapshot", space.snapshot);
  add("all together, at one time", space.peak);
  const double times = space.database_before == 0 ? 0
                                                  : static_cast<double>(space.peak) /
                                                        static_cast<double>(space.database_before);
  Section section{"space",
                  "The space it takes",
                  fmt::format("At most {} are taken at one time, {:.1f} times the database before.",
                              size_words(space.peak), times),
                  {std::move(table)},
                  {}};
  section.notes.push_back(fmt::format(
      "lakeFS's upgrade page asks for twice the used space to be free; this run needs {} more than "
      "there was.",
      size_words(std::max<std::int64_t>(0, space.peak - space.database_before))));
  return section;
}

}  // namespace reports::migration
