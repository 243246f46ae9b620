// Field tables of the grid that durasim sweep goes through, and of how a measure may grow.
#include "scenarios/growth_table.hpp"
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr Field kValueElement{.name = "value", .kind = Kind::kText,
                              .about = "A value or a range; a mapping or a list in quotes.",
                              .example = "10k"};
constexpr Field kValuesForms[] = {
    {.name = "values", .kind = Kind::kText,
     .about = "A range: 1..5, 1..20:5 (five values evenly), 1k..1G:log7 (seven by equal factors), "
              "0ms..80ms:step20ms; or values with commas between.",
     .example = "1k..1G:log7"},
    {.name = "values", .kind = Kind::kList, .about = "Each of these.", .example = "[10k, 100k, 1M]",
     .element = &kValueElement}};
constexpr Field kValues{.name = "values", .kind = Kind::kOneOf,
                        .about = "The values that the field takes.", .example = "[10k, 100k, 1M]",
                        .alternatives = kValuesForms};
constexpr Table kVaryTable{.name = "vary",
                           .about = "Fields of the scenario by the way to them, with their values: "
                                    "procedure.workers, or workload.0.poisson in a list.",
                           .others = &kValues};
constexpr Field kZipElement{.name = "fields", .kind = Kind::kText,
                            .about = "Fields with commas between.",
                            .example = "\"procedure.workers, target.pool\""};
constexpr Field kWhereElement{.name = "condition", .kind = Kind::kText,
                              .about = "Two fields, or a field and a value, with < <= == != >= or "
                                       "> between.",
                              .example = "\"procedure.workers <= 10\""};
constexpr std::string_view kCovers[] = {"all", "pairs"};
constexpr Field kSweepFields[] = {
    {.name = "vary", .kind = Kind::kMapping, .about = "What varies.",
     .fallback = "nothing: replications of the scenario as it stands",
     .example = "{dataset.rows: [10k, 100k, 1M], procedure.workers: 1..20:5}",
     .inner = &kVaryTable},
    {.name = "zip", .kind = Kind::kList,
     .about = "Varied fields that take their values together instead of in every combination.",
     .fallback = "none", .example = "[\"procedure.workers, target.pool\"]",
     .element = &kZipElement},
    {.name = "where", .kind = Kind::kList, .about = "What must hold of a combination to be run.",
     .fallback = "every combination is run", .example = "[\"procedure.workers <= 10\"]",
     .element = &kWhereElement},
    {.name = "cover", .kind = Kind::kChoice,
     .about = "All combinations, or so few that every pair of values still meets in one.",
     .fallback = "all", .example = "pairs", .choices = kCovers},
    {.name = "replications", .kind = Kind::kCount,
     .about = "How often each combination is run, each time on other luck.",
     .fallback = "as often as the scenario is", .example = "5", .least = 1, .most = 1'000'000}};

constexpr Field kTimes{.name = "number", .kind = Kind::kNumber, .about = "How many times.",
                       .example = "2.1"};
constexpr Field kGrowthFields[] = {
    {.name = "of", .kind = Kind::kText, .need = Need::kRequired,
     .about = "The measure: downtime, phase.import, cost, office.get.p99, ...; a row of a sweep "
              "has them all.",
     .example = "downtime"},
    {.name = "over", .kind = Kind::kText, .need = Need::kRequired,
     .about = "The field that grows, by the way to it.", .example = "dataset.rows"},
    {.name = "sizes", .kind = Kind::kOneOf, .need = Need::kRequired,
     .about = "Its values, three or more, each of which is run.", .example = "1k..64k:log7",
     .alternatives = kValuesForms},
    {.name = "per_doubling", .kind = Kind::kComparison, .need = Need::kRequired,
     .about = "How many times the measure becomes what it was when the field doubles; it must hold "
              "from each size to the next.",
     .example = "\"<= 2.1\"", .element = &kTimes},
    {.name = "replications", .kind = Kind::kCount,
     .about = "Runs of each size, each on other luck, of which the mean is taken.",
     .fallback = "1", .example = "5", .least = 1, .most = 10'000}};

}  // namespace

constexpr Table kGrowthTable{.name = "growth",
                             .about = "How a measure may grow with a field of the scenario.",
                             .fields = kGrowthFields};
constexpr Table kSweepTable{.name = "sweep",
                            .about = "A grid of this scenario's variations, for durasim sweep; a "
                                     "single run and a check leave it aside.",
                            .fields = kSweepFields};
// clang-format on

}  // namespace scenarios
