#include "studies/grid.hpp"

#include <set>

#include "studies/grid_reader.hpp"
#include "tests/studies/study_language.hpp"

using namespace tests;  // NOLINT(google-build-using-namespace)
using studies::Cover;
using studies::Grid;
using studies::SweepOptions;

namespace {

/// The grid's points, each as its values with blanks between, a line each.
std::string points(const Grid& grid) {
  std::string text;
  for (std::size_t point = 0; point < grid.points(); ++point) {
    std::string line;
    for (const studies::Variation& one : grid.variations(point)) {
      line += (line.empty() ? "" : " ") + one.value;
    }
    text += line + "\n";
  }
  return text;
}

/// The points of a sweep of this file, or all that is wrong.
std::string swept(const std::string& file, const SweepOptions& options) {
  try {
    return points(grid_of(source(file), options));
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
}

SweepOptions vary(std::vector<std::string> fields) { return {std::move(fields), {}, {}, {}, {}}; }

}  // namespace

TEST_CASE("every combination is a point, the last field changing fastest") {
  CHECK(swept(kMove, vary({"dataset.rows=1k,2k", "procedure.workers=1..3"})) ==
        "1k 1\n1k 2\n1k 3\n2k 1\n2k 2\n2k 3\n");
}

TEST_CASE("the file's own sweep is the grid, unless the command line varies something") {
  const std::string file = kMove +
                           "sweep:\n"
                           "  vary: {dataset.rows: [1k, 2k], procedure.workers: 1..3}\n"
                           "  where: [\"procedure.workers != 2\"]\n"
                           "  replications: 4\n";
  CHECK(swept(file, {}) == "1k 1\n1k 3\n2k 1\n2k 3\n");
  CHECK(grid_of(source(file), {}).runs() == 16);
  CHECK(swept(file, vary({"seed=5,6"})) == "5\n6\n");
  SweepOptions twice;
  twice.replications = 2;
  CHECK(grid_of(source(file), twice).runs() == 8);
}

TEST_CASE("a migration's own replications are a sweep's, where it says nothing else") {
  CHECK(grid_of(source(kMove + "replications: 3\n"), vary({"seed=1,2"})).runs() == 6);
}

TEST_CASE("zipped fields take their values together") {
  SweepOptions options = vary({"dataset.rows=1k,2k", "procedure.workers=1,3", "seed=1,2"});
  options.zip = {"dataset.rows, seed"};
  CHECK(swept(kMove, options) == "1k 1 1\n1k 1 3\n2k 2 1\n2k 2 3\n");
  options.zip = {"dataset.rows,procedure.channel"};
  CHECK(swept(kMove, options) ==
        R"(--zip:1:14: error: 'procedure.channel' is not varied, so it cannot be zipped
    1 | dataset.rows,procedure.channel
      |              ^
      = vary each of a zip's fields first
)");
}

TEST_CASE("conditions compare fields with values and with fields, each with its unit") {
  SweepOptions options = vary({"dataset.rows=500,1k,2k", "procedure.workers=1,8"});
  options.where = {"dataset.rows < 1.5k", "procedure.workers <= hardware.db.cpu.cores"};
  CHECK(swept(kMove, options) == "500 1\n1k 1\n");
  options.where = {"procedure.kind == dump-and-import", "procedure.workers > 1"};
  CHECK(swept(kMove, options) == "500 8\n1k 8\n2k 8\n");
}

TEST_CASE("what is wrong with conditions is told at once") {
  SweepOptions options = vary({"dataset.rows=500,1k"});
  options.where = {"dataset.rows < 5ms", "procedure.channel < 3", "dataset.rows", "seed >"};
  CHECK(swept(kMove, options) == R"(--where:1:1: error: '500' and '5ms' do not compare
    1 | dataset.rows < 5ms
      | ^
      = both sides must be of one kind, such as two durations
--where #2:1:1: error: 'procedure.channel' is not written in the file, so it cannot be compared
    1 | procedure.channel < 3
      | ^
      = write the field into the file, or vary it
--where #3:1:1: error: 'dataset.rows' is no condition
    1 | dataset.rows
      | ^
      = compare a field: procedure.workers <= 10
--where #4:1:1: error: 'seed >' is no condition
    1 | seed >
      | ^
      = compare a field: procedure.workers <= 10
)");
  options.where = {"dataset.rows > 1G"};
  CHECK(swept(kMove, options) ==
        R"(--where:1:1: error: the conditions leave no point of the grid
    1 | dataset.rows > 1G
      | ^
      = loosen one of them
)");
}

TEST_CASE("wrong fields and values are told at once, each in the option it was written in") {
  CHECK(swept(kMove, vary({"procedure.wrokers=1,2", "dataset.rows=1k,many"})) ==
        R"(--vary:1:11: error: unknown field 'wrokers'
    1 | procedure.wrokers=1,2
      |           ^
      = did you mean 'workers'?
--vary #2:1:17: error: 'many' is not a count
    1 | dataset.rows=1k,many
      |                 ^
      = write a whole number: 1500, 10k, 2M
)");
  CHECK(swept(kMove, vary({"seed=1", "seed=2"})) == R"(--vary #2:1:1: error: 'seed' is varied twice
    1 | seed=2
      | ^
      = give all its values at once
)");
  CHECK(swept(kMove, vary({"seed"})) == R"(--vary:1:1: error: 'seed' varies nothing
    1 | seed
      | ^
      = write a field and its values: dataset.rows=1k..1G:log7
)");
  CHECK(swept(kMove + "sweep: {vary: {procedure.workers: [1, 5ms]}}\n", {}) ==
        R"(a.yaml:9:39: error: '5ms' has no unit of count: 'ms'
    9 | sweep: {vary: {procedure.workers: [1, 5ms]}}
      |                                       ^
      = write one of k, M or G
)");
  CHECK(swept(kMove, {}) == R"(a.yaml: error: there is nothing to sweep
      = add --vary dataset.rows=1k..1M:log4, --replications 10, or a field sweep
)");
}

TEST_CASE("a value is tried in company that it has, not in company that the conditions refuse") {
  SweepOptions options =
      vary({"procedure={kind: dump-and-import},{kind: batched-copy}", "procedure.batch=1,25"});
  CHECK(swept(kMove, options).find("error") != std::string::npos);
}

TEST_CASE("a grid's digest tells grids apart, and does not look at replications") {
  const auto digest = [](std::vector<std::string> fields, std::uint64_t replications) {
    SweepOptions options = vary(std::move(fields));
    options.replications = replications;
    return grid_of(source(kMove), options).digest();
  };
  CHECK(digest({"seed=1,2"}, 1) == digest({"seed=1,2"}, 5));
  CHECK(digest({"seed=1,2"}, 1) != digest({"seed=1,3"}, 1));
  CHECK(digest({"seed=1,2"}, 1) != digest({"seed=1..3"}, 1));
  CHECK(digest({"seed=1,2"}, 1) != digest({"dataset.seed=1,2"}, 1));
}

TEST_CASE("with pairs, every pair of values meets that meets in any allowed point, exhaustively") {
  for (const bool limited : {false, true}) {
    CAPTURE(limited);
    SweepOptions options = vary({"seed=1..4", "procedure.workers=1..3", "dataset.rows=1..5",
                                 "hardware.db.cpu.cores=2,4,8", "dataset.seed=1,2"});
    if (limited) options.where = {"procedure.workers <= hardware.db.cpu.cores", "seed != 3"};
    const Grid all = grid_of(source(kMove), options);
    options.cover = Cover::kPairs;
    const Grid few = grid_of(source(kMove), options);
    const auto pairs_of = [](const Grid& grid) {
      std::set<std::vector<std::int32_t>> pairs;
      for (std::size_t point = 0; point < grid.points(); ++point) {
        const auto chosen = grid.chosen(point);
        for (std::int32_t a = 0; a < 5; ++a) {
          for (std::int32_t b = a + 1; b < 5; ++b) {
            pairs.insert(
                {a, chosen[static_cast<std::size_t>(a)], b, chosen[static_cast<std::size_t>(b)]});
          }
        }
      }
      return pairs;
    };
    CHECK(pairs_of(few) == pairs_of(all));
    CHECK(all.points() == (limited ? 240 : 360));
    CHECK(few.points() <= 26);  // 4 values meet 5 in 20 points at least
    CHECK(grid_of(source(kMove), options).digest() == few.digest());
  }
}
