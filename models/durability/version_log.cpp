#include "models/durability/version_log.hpp"

#include <algorithm>

namespace models::durability {

namespace {

bool same_key_before(const Mutation& a, const Mutation& b) { return a.key < b.key; }

void erase_key(std::vector<Mutation>& prepares, KeyIndex key) {
  std::erase_if(prepares, [key](const Mutation& one) { return one.key == key; });
}

}  // namespace

const Mutation* VersionLog::Then::of(KeyIndex key) const {
  Mutation wanted;
  wanted.key = key;
  const auto found = std::lower_bound(versions.begin(), versions.end(), wanted, same_key_before);
  return found == versions.end() || found->key != key ? nullptr : &*found;
}

void VersionLog::add(const Mutation& mutation) {
  SIM_CHECK(made_.empty() || mutation.seqno > made_.back().seqno);
  made_.push_back(mutation);
}

VersionLog::Then VersionLog::at(std::uint64_t seqno) const {
  SIM_CHECK(known_from_ <= seqno);
  Then then;
  for (const Mutation& one : made_) {
    if (one.seqno > seqno) break;
    erase_key(then.prepares, one.key);
    if (one.phase == Phase::kPrepare) {
      then.prepares.push_back(one);
    } else if (!one.is_invisible()) {
      then.versions.push_back(one);
    }
  }
  // Of each key the newest stays.
  std::reverse(then.versions.begin(), then.versions.end());
  std::stable_sort(then.versions.begin(), then.versions.end(), same_key_before);
  const auto end = std::unique(then.versions.begin(), then.versions.end(),
                               [](const Mutation& a, const Mutation& b) { return a.key == b.key; });
  then.versions.erase(end, then.versions.end());
  return then;
}

void VersionLog::forget_below(std::uint64_t seqno) {
  if (seqno > known_from_) {
    const Then then = at(seqno);
    std::vector<Mutation> kept = then.versions;
    kept.insert(kept.end(), then.prepares.begin(), then.prepares.end());
    std::sort(kept.begin(), kept.end(),
              [](const Mutation& a, const Mutation& b) { return a.seqno < b.seqno; });
    const auto later = std::find_if(made_.begin(), made_.end(),
                                    [&](const Mutation& one) { return one.seqno > seqno; });
    kept.insert(kept.end(), later, made_.end());
    made_ = std::move(kept);
    known_from_ = seqno;
  }
  kept_ = made_.size();
}

}  // namespace models::durability
