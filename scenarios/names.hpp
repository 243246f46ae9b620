// What names in a scenario stand for: nodes and roles, buckets, keys, milestones.
//
// A role (master, replica0, ...) is a node's part for a key; which node that is follows from the
// key's vBucket.
// Errors         located Problems with the names that would have been right
// Checked by     tests/scenarios/names_test.cpp, load_names_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/durability/params.hpp"
#include "models/durability/vbucket_map.hpp"
#include "scenarios/expectation.hpp"
#include "scenarios/fields.hpp"

namespace scenarios {

class Names {
 public:
  Names(models::durability::ClusterParams& params, Problems& problems)
      : params_(params), problems_(problems) {}

  [[nodiscard]] models::durability::Chain chain(models::durability::KeyIndex key) const;

  /// The bucket that `field` names, or the first; nothing after a report.
  [[nodiscard]] std::optional<models::durability::BucketIndex> bucket(const Fields& fields,
                                                                      std::string_view field);

  /// The key called `name`, in the bucket and vBucket that `fields` may state.
  [[nodiscard]] std::optional<models::durability::KeyIndex> key(const Fields& fields,
                                                                const std::string& name);

  /// The node of that name, or in that role for `key`; nothing after a report.
  [[nodiscard]] std::optional<models::durability::NodeIndex> node(
      const Text& name, std::optional<models::durability::KeyIndex> key);

  /// The nodes that a field of an expectation means: one, or all, or the replicas.
  [[nodiscard]] std::vector<std::pair<models::durability::NodeIndex, std::string>> nodes(
      const Text& name, models::durability::KeyIndex key);

  /// Reports that no step and no workload uses the key, with what was probably meant.
  void report_unused(const Place& place, models::durability::KeyIndex key);

  /// "replica0.persisted".
  [[nodiscard]] std::optional<MilestoneName> milestone(const Text& text,
                                                       models::durability::KeyIndex key);

 private:
  [[nodiscard]] std::vector<std::string> known(
      std::optional<models::durability::KeyIndex> key) const;

  models::durability::ClusterParams& params_;
  Problems& problems_;
};

/// The key of a step.
[[nodiscard]] models::durability::KeyIndex key_of(const models::durability::Step& step);

/// The role's place in a chain (master 0, replica0 1, ...), if `name` is a role.
[[nodiscard]] std::optional<std::uint32_t> role_place(std::string_view name);

}  // namespace scenarios
