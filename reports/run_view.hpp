// What the sections of a durability run are made from: the scenario, the run and the verdicts.
//
// Shape          looks at values that live elsewhere and must live as long as it does
// Checked by     tests/reports/durability_report_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/durability/run.hpp"
#include "models/durability/timeline.hpp"
#include "scenarios/expectation.hpp"
#include "scenarios/scenario.hpp"

namespace reports {

/// Most revisions of a key that are told one by one.
inline constexpr std::uint32_t kMostRevisions = 4;

class RunView {
 public:
  RunView(const scenarios::Scenario& scenario, const models::durability::Run& run,
          std::span<const scenarios::Verdict> verdicts)
      : scenario_(&scenario), run_(&run), verdicts_(verdicts) {}

  [[nodiscard]] const scenarios::Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] const models::durability::ClusterParams& params() const {
    return *scenario_->params;
  }
  [[nodiscard]] const models::durability::Run& run() const { return *run_; }
  [[nodiscard]] const models::durability::Outcome& outcome() const { return run_->outcome; }
  [[nodiscard]] std::span<const scenarios::Verdict> verdicts() const { return verdicts_; }

  /// The key that the report tells about: the scenario's, else the first that is watched.
  [[nodiscard]] std::optional<models::durability::KeyIndex> key() const;
  /// The watched keys besides that one.
  [[nodiscard]] std::vector<models::durability::KeyIndex> further_keys() const;

  [[nodiscard]] models::durability::KeyStory story_of(models::durability::KeyIndex key) const;
  [[nodiscard]] std::string name_of(models::durability::KeyIndex key) const;
  /// The bucket that the key is in.
  [[nodiscard]] const models::durability::BucketParams& bucket_of(
      models::durability::KeyIndex key) const {
    return params().buckets[params().keys.bucket(key)];
  }
  [[nodiscard]] bool is_ephemeral(models::durability::KeyIndex key) const {
    return bucket_of(key).type == models::durability::BucketType::kEphemeral;
  }
  /// "master", "replica0"; the node's own name when it does not hold the key.
  [[nodiscard]] std::string role_of(models::durability::KeyIndex key,
                                    models::durability::NodeIndex node) const;
  /// "invoice-17", or "revision 2 of invoice-17" when there are several.
  [[nodiscard]] std::string revision_of(models::durability::KeyIndex key, std::uint32_t revision,
                                        std::uint32_t revisions) const;

 private:
  const scenarios::Scenario* scenario_;
  const models::durability::Run* run_;
  std::span<const scenarios::Verdict> verdicts_;
};

}  // namespace reports
