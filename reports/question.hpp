// What `durasim explain` is asked: which instant to explain, from words to a change of a copy.
//
// Words          "replica1 persists invoice-17", "master caches k revision 2", "replica1.persisted"
//                (of the scenario's key), "expectation 2", "slow-disk.yaml:16"; no words ask for
//                the last persistence of the first revision of the scenario's key
// Formula        an order is decided by its last milestone; a by by the latest of what it asks for;
//                an observe or keyinfo by the last change before its instant on the nodes it names
// Errors         throws scenarios::InvalidInput that points into the words
// Checked by     tests/reports/question_test.cpp
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "reports/run_view.hpp"

namespace reports {

/// "replica1 persists invoice-17", of one revision.
struct AskedMilestone {
  models::durability::KeyIndex key = 0;
  scenarios::MilestoneName milestone;
  std::uint32_t revision = 1;
};
/// One of the scenario's expectations, counted from 0.
struct AskedExpectation {
  std::size_t number = 0;
};
/// Nothing in particular: when the key's first revision is on all its nodes' disks.
struct AskedLastPersistence {
  models::durability::KeyIndex key = 0;
};
using Question = std::variant<AskedMilestone, AskedExpectation, AskedLastPersistence>;

/// What the words ask of the scenario; none: the last persistence.
[[nodiscard]] Question read_question(const std::optional<std::string>& words,
                                     const scenarios::Scenario& scenario);

/// The scenario with its record of causes switched on and the asked key watched, which changes
/// nothing that happens. Throws if the scenario's workloads are too large for that.
[[nodiscard]] scenarios::Scenario prepared(const scenarios::Scenario& scenario,
                                           const Question& question);

/// What the question turned out to be about.
struct Found {
  std::string what;  // "replica1 persists invoice-17"
  models::durability::KeyIndex key = 0;
  std::optional<std::size_t> change;  // the outcome's change that did it; none: it never happened
  std::string never;                  // why not, if it did not
  std::string note;                   // how `what` follows from the question; may be empty
};

[[nodiscard]] Found find_change(const Question& question, const RunView& view);

}  // namespace reports
