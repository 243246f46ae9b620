// What a vBucket held at a number of its history, against a plain look over all that was made.
#include "models/durability/version_log.hpp"

#include <doctest/doctest.h>

#include <map>

#include "sim/random.hpp"

using namespace models::durability;

namespace {

Mutation made(KeyIndex key, std::uint64_t seqno, Phase phase = Phase::kPlain) {
  Mutation mutation;
  mutation.key = key;
  mutation.seqno = seqno;
  mutation.cas = seqno;
  mutation.phase = phase;
  return mutation;
}

/// "k1@4 k2@7 prepared k3@9".
std::string told(const VersionLog::Then& then) {
  std::string text;
  const auto add = [&](const Mutation& one, const char* before) {
    text += (text.empty() ? "" : " ") + std::string(before) + "k" + std::to_string(one.key) + "@" +
            std::to_string(one.seqno);
  };
  for (const Mutation& one : then.versions) add(one, "");
  for (const Mutation& one : then.prepares) add(one, "prepared ");
  return text;
}

/// The same by a plain look.
std::string looked_up(const std::vector<Mutation>& all, std::uint64_t seqno) {
  std::map<KeyIndex, Mutation> versions;
  std::map<std::uint64_t, Mutation> prepares;
  for (const Mutation& one : all) {
    if (one.seqno > seqno) break;
    for (auto at = prepares.begin(); at != prepares.end();) {
      at = at->second.key == one.key ? prepares.erase(at) : std::next(at);
    }
    if (one.phase == Phase::kPrepare) prepares[one.seqno] = one;
    if (!one.is_invisible()) versions[one.key] = one;
  }
  VersionLog::Then then;
  for (const auto& entry : versions) then.versions.push_back(entry.second);
  for (const auto& entry : prepares) then.prepares.push_back(entry.second);
  return told(then);
}

}  // namespace

TEST_CASE("a version is there until the next one, a prepare until it is completed") {
  VersionLog log;
  log.add(made(1, 1));
  log.add(made(2, 2, Phase::kPrepare));
  log.add(made(1, 3));
  log.add(made(2, 4, Phase::kCommit));
  log.add(made(1, 5, Phase::kPrepare));
  log.add(made(1, 6, Phase::kAbort));
  CHECK(told(log.at(0)) == "");
  CHECK(told(log.at(1)) == "k1@1");
  CHECK(told(log.at(2)) == "k1@1 prepared k2@2");
  CHECK(told(log.at(3)) == "k1@3 prepared k2@2");
  CHECK(told(log.at(4)) == "k1@3 k2@4");
  CHECK(told(log.at(5)) == "k1@3 k2@4 prepared k1@5");
  CHECK(told(log.at(6)) == "k1@3 k2@4");
  CHECK(log.at(6).of(2)->seqno == 4);
  CHECK(log.at(6).of(3) == nullptr);
}

TEST_CASE("a new history has what was made before it, and what its master happens to hold") {
  VersionLog log;
  for (std::uint64_t seqno = 1; seqno <= 6; ++seqno)
    log.add(made(static_cast<KeyIndex>(seqno), seqno));
  log.branch_off(3, [](const Mutation& one) { return one.seqno == 5; });
  log.add(made(7, 6));
  CHECK(told(log.at(6)) == "k1@1 k2@2 k3@3 k5@5 k7@6");
}

TEST_CASE("what it forgets is what nobody goes back to, over many random histories") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    sim::Stream luck(seed, "test", "history");
    VersionLog log;
    std::vector<Mutation> all;
    constexpr Phase kPhases[] = {Phase::kPlain, Phase::kPrepare, Phase::kCommit, Phase::kAbort};
    for (std::uint64_t seqno = 1; seqno <= 300; ++seqno) {
      all.push_back(made(static_cast<KeyIndex>(luck.below(9)), seqno, kPhases[luck.below(4)]));
      log.add(all.back());
      if (luck.below(10) == 0) log.forget_below(luck.below(seqno + 1));
      const std::uint64_t known = log.known_from();
      const std::uint64_t asked = known + luck.below(seqno - known + 1);
      CAPTURE(seed);
      CAPTURE(asked);
      REQUIRE(told(log.at(asked)) == looked_up(all, asked));
    }
  }
}

TEST_CASE("it asks to forget once it holds twice what it had to hold") {
  VersionLog log;
  std::uint64_t seqno = 0;
  for (; !log.is_long(); ++seqno) log.add(made(static_cast<KeyIndex>(seqno % 10), seqno + 1));
  CHECK(seqno == 64);
  log.forget_below(seqno);
  CHECK_FALSE(log.is_long());
  for (; !log.is_long(); ++seqno) log.add(made(static_cast<KeyIndex>(seqno % 10), seqno + 1));
  CHECK(seqno == 64 + 10 + 64);
}
