#include "reports/run_view.hpp"

#include <fmt/format.h>

namespace reports {

using models::durability::KeyIndex;
using models::durability::KeyStory;
using models::durability::NodeIndex;

std::optional<KeyIndex> RunView::key() const {
  if (scenario_->key) return scenario_->key;
  if (params().watched.empty()) return std::nullopt;
  return params().watched.front();
}

std::vector<KeyIndex> RunView::further_keys() const {
  std::vector<KeyIndex> keys;
  for (const KeyIndex watched : params().watched) {
    if (watched != key()) keys.push_back(watched);
  }
  return keys;
}

KeyStory RunView::story_of(KeyIndex key) const {
  return {outcome(), key, scenarios::chain_of_key(params(), key), params().dialect};
}

std::string RunView::name_of(KeyIndex key) const { return params().keys.name(key); }

std::string RunView::role_of(KeyIndex key, NodeIndex node) const {
  for (const scenarios::NodeRole& role : scenarios::roles_of(params(), key)) {
    if (role.node == node && !role.role.empty()) return role.role;
  }
  return params().nodes[node].name;
}

std::string RunView::revision_of(KeyIndex key, std::uint32_t revision,
                                 std::uint32_t revisions) const {
  if (revisions <= 1) return name_of(key);
  return fmt::format("revision {} of {}", revision, name_of(key));
}

}  // namespace reports
