// Field tables of the grid that durasim sweep goes through.
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

}  // namespace

constexpr Table kSweepTable{.name = "sweep",
                            .about = "A grid of this scenario's variations, for durasim sweep; a "
                                     "single run and a check leave it aside.",
                            .fields = kSweepFields};
// clang-format on

}  // namespace scenarios
