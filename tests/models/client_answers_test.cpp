// What clients make of the answers that are no plain yes or no: another CAS, no key, a failover, a
// delete, and more than there can be; each known fault beside its mended behaviour.
#include <doctest/doctest.h>

#include "models/durability/client_watch.hpp"
#include "tests/models/watcher.hpp"

using models::durability::BucketType;
using tests::Client;
using tests::ClientFault;
using tests::each_client;
using tests::kAllClients;
using tests::ObserveStatus;
using tests::PollStatus;
using tests::Wanted;
using tests::WatchedMutation;
using tests::Watcher;
using enum models::durability::Client;

TEST_CASE("a replica with another CAS") {
  const auto told = [](Client client, const Wanted& wanted) {
    Watcher watcher(client, wanted);
    static_cast<void>(watcher.begin());
    static_cast<void>(watcher.state(0, ObserveStatus::kFound));
    return watcher.state(1, ObserveStatus::kFound, 6);
  };
  CHECK(told(kLibcouchbase2, {.replicate_to = 1}) == "success");
  CHECK(told(kLibcouchbase2, {.replicate_to = 1, .without = {ClientFault::kForeignCasCounts}}) ==
        "waits");
  CHECK(told(kJavaCore1, {.replicate_to = 1}) == "waits");
}

TEST_CASE("a replica with another CAS on its disk") {
  Watcher watcher(kLibcouchbase2, {.persist_to = 2});
  static_cast<void>(watcher.begin());
  CHECK(watcher.state(0, ObserveStatus::kPersisted) == "waits");
  CHECK(watcher.state(1, ObserveStatus::kPersisted, 6) == "success");
}

TEST_CASE("the master with another CAS ends the watch of those who ask for states") {
  Watcher libcouchbase(kLibcouchbase2, {.persist_to = 1});
  static_cast<void>(libcouchbase.begin());
  CHECK(libcouchbase.state(0, ObserveStatus::kPersisted, 8) == "key_exists");
  Watcher java(kJavaCore1, {.persist_to = 1});
  static_cast<void>(java.begin());
  CHECK(java.state(0, ObserveStatus::kPersisted, 8) == "concurrently_modified");
  // A newer mutation has a higher sequence number, so it counts.
  for (const Client client : {kLibcouchbase3, kJavaCore1Tokens, kCxxCore1, kGocb2}) {
    Watcher watcher(client, {.persist_to = 1});
    static_cast<void>(watcher.begin());
    CHECK(watcher.seqnos(0, 6, 6) == "success");
  }
}

TEST_CASE("a master that does not find the key") {
  for (const ObserveStatus status : {ObserveStatus::kNotFound, ObserveStatus::kLogicallyDeleted}) {
    Watcher libcouchbase(kLibcouchbase2, {.persist_to = 1});
    static_cast<void>(libcouchbase.begin());
    CHECK(libcouchbase.state(0, status, 0) == "not_found");
    Watcher java(kJavaCore1, {.persist_to = 1});
    static_cast<void>(java.begin());
    CHECK(java.state(0, status, 0) == "concurrently_modified");
  }
}

TEST_CASE("a master whose memory still has the tombstone of a later delete") {
  Watcher libcouchbase(kLibcouchbase2, {.persist_to = 1});
  static_cast<void>(libcouchbase.begin());
  CHECK(libcouchbase.state(0, ObserveStatus::kLogicallyDeleted, 8) == "key_exists");
}

TEST_CASE("a replica that does not find the key is asked again") {
  for (const Client client : {kLibcouchbase2, kJavaCore1}) {
    Watcher watcher(client, {.replicate_to = 1});
    static_cast<void>(watcher.begin());
    CHECK(watcher.state(0, ObserveStatus::kFound) == "waits");
    CHECK(watcher.state(1, ObserveStatus::kNotFound, 0) == "waits");
    CHECK(watcher.state(2, ObserveStatus::kLogicallyDeleted, 0).substr(0, 8) == "polls in");
  }
}

TEST_CASE("libcouchbase 2 that knows no CAS takes any") {
  Watcher watcher(kLibcouchbase2, {.persist_to = 1}, 2, {0, 0, false});
  CHECK(watcher.begin() == "asks 0");
  CHECK(watcher.state(0, ObserveStatus::kPersisted, 12) == "success");
}

TEST_CASE("a client that knows of no mutation has nothing to watch") {
  CHECK(each_client([](Client client) {
          return Watcher(client, {.persist_to = 1}, 2, {0, 0, false}).begin();
        }) ==
        "libcouchbase-2: asks 0\n"
        "libcouchbase-3: no_mutation_token\n"
        "java-core-1: no_mutation_token\n"
        "java-core-1-tokens: no_mutation_token\n"
        "cxx-core-1: no_mutation_token\n"
        "gocb-2: no_mutation_token\n");
}

TEST_CASE("the answer of a node that failed over, with the mutation lost and kept") {
  // The token's history ended at `ended`; the new one has got to 9, its disk to 8.
  const auto told = [](Client client, std::uint64_t ended, tests::ClientFaults without = {}) {
    Watcher watcher(client, {.persist_to = 1, .without = without});
    static_cast<void>(watcher.begin());
    return watcher.seqnos(0, 8, 9, ended);
  };
  CHECK(told(kLibcouchbase3, 4) == "mutation_lost");
  CHECK(told(kLibcouchbase3, 5) == "success");
  CHECK(told(kJavaCore1Tokens, 4) == "mutation_lost");
  CHECK(told(kJavaCore1Tokens, 5) == "success");
  for (const Client client : {kCxxCore1, kGocb2}) {
    CHECK(told(client, 4) == "success");
    CHECK(told(client, 4, {ClientFault::kIgnoresFailover}) == "mutation_lost");
    CHECK(told(client, 5, {ClientFault::kIgnoresFailover}) == "success");
  }
}

TEST_CASE("libcouchbase takes what is left of the history for memory and disk alike") {
  Watcher libcouchbase(kLibcouchbase3, {.persist_to = 1});
  static_cast<void>(libcouchbase.begin());
  CHECK(libcouchbase.seqnos(0, 4, 9, 5) == "success");
  Watcher java(kJavaCore1Tokens, {.persist_to = 1});
  static_cast<void>(java.begin());
  CHECK(java.seqnos(0, 4, 9, 5) == "waits");
}

TEST_CASE("a node that does not know the vBucket's history counts for nothing") {
  CHECK(each_client([](Client client) -> std::string {
          if (!models::durability::profile_of(client).asks_seqno) return "asks otherwise";
          Watcher watcher(client, {.persist_to = 2});
          static_cast<void>(watcher.begin());
          static_cast<void>(watcher.persisted(0));
          static_cast<void>(watcher.refused(1, PollStatus::kUnknownHistory));
          return watcher.refused(2, PollStatus::kUnknownHistory) + ", then " + watcher.deadline();
        }) ==
        "libcouchbase-2: asks otherwise\n"
        "libcouchbase-3: polls in 100ms, then not_found\n"
        "java-core-1: asks otherwise\n"
        "java-core-1-tokens: polls in 10us, then timeout\n"
        "cxx-core-1: polls in 500ms, then ambiguous_timeout\n"
        "gocb-2: node 2 polls in 10us, then ambiguous_timeout\n");
}

TEST_CASE("libcouchbase tells the trouble of its last round only") {
  Watcher watcher(kLibcouchbase3, {.persist_to = 1});
  static_cast<void>(watcher.begin());
  CHECK(watcher.refused(0, PollStatus::kUnknownHistory) == "polls in 100ms");
  CHECK(watcher.deadline() == "not_found");
  CHECK(watcher.poll() == "asks 0");
  CHECK(watcher.cached(0) == "polls in 100ms");
  CHECK(watcher.deadline() == "timeout");
}

TEST_CASE("a node that does not hold the vBucket counts for nothing and is asked again") {
  for (const Client client : kAllClients) {
    Watcher watcher(client, {.persist_to = 1, .replicate_to = 1});
    static_cast<void>(watcher.begin());
    static_cast<void>(watcher.nothing(2));
    static_cast<void>(watcher.refused(1, PollStatus::kNotMyVbucket));
    const std::string said = watcher.refused(0, PollStatus::kNotMyVbucket);
    CHECK(said.find("polls in") != std::string::npos);
    CHECK(watcher.poll() == (client == kGocb2 ? "asks 0" : "asks 0 1 2"));
  }
}

TEST_CASE("what is more than there can be is refused") {
  const auto refused = [](const Wanted& wanted, std::uint32_t replicas) {
    return each_client([&](Client client) {
      const auto verdict = refusal(tests::request(client, wanted), replicas);
      return verdict ? name_of(*verdict) : "asks";
    });
  };
  const std::string everybody =
      "libcouchbase-2: too_many\n"
      "libcouchbase-3: too_many\n"
      "java-core-1: replicas_not_configured\n"
      "java-core-1-tokens: replicas_not_configured\n"
      "cxx-core-1: durability_impossible\n"
      "gocb-2: durability_impossible\n";
  const std::string off_by_one =
      "libcouchbase-2: asks\n"
      "libcouchbase-3: asks\n"
      "java-core-1: asks\n"
      "java-core-1-tokens: asks\n"
      "cxx-core-1: durability_impossible\n"
      "gocb-2: asks\n";
  const std::string nobody =
      "libcouchbase-2: asks\n"
      "libcouchbase-3: asks\n"
      "java-core-1: asks\n"
      "java-core-1-tokens: asks\n"
      "cxx-core-1: asks\n"
      "gocb-2: asks\n";
  CHECK(refused({.replicate_to = 2}, 2) == nobody);
  CHECK(refused({.replicate_to = 3}, 2) == everybody);
  CHECK(refused({.persist_to = 2}, 2) == nobody);
  CHECK(refused({.persist_to = 3}, 2) == off_by_one);
  CHECK(refused({.persist_to = 4}, 2) == everybody);
  CHECK(refused({.persist_to = 4}, 3) == nobody);  // the C++ core waits for three
  CHECK(refused({.persist_to = 1}, 0) == off_by_one);
}

TEST_CASE("the C++ core counts one node too few; mended, it refuses what the others refuse") {
  const auto refused = [](std::uint32_t disks, std::uint32_t replicas) {
    const Wanted mended{.persist_to = disks, .without = {ClientFault::kImpossibleOffByOne}};
    return refusal(tests::request(kCxxCore1, mended), replicas).has_value();
  };
  CHECK_FALSE(refused(3, 2));
  CHECK_FALSE(refused(1, 0));
  CHECK(refused(2, 0));
  CHECK(refused(3, 1));
}

TEST_CASE("an ephemeral bucket's disks: Java refuses to wait for them, the others do not look") {
  const auto refused = [](const Wanted& wanted, std::uint32_t replicas) {
    return each_client([&](Client client) {
      const auto verdict =
          refusal(tests::request(client, wanted), replicas, BucketType::kEphemeral);
      return verdict ? name_of(*verdict) : "asks";
    });
  };
  const std::string java =
      "libcouchbase-2: asks\n"
      "libcouchbase-3: asks\n"
      "java-core-1: service_not_available\n"
      "java-core-1-tokens: service_not_available\n"
      "cxx-core-1: asks\n"
      "gocb-2: asks\n";
  CHECK(refused({.persist_to = 1}, 2) == java);
  CHECK(refused({.active = true}, 2) == java);
  CHECK(refused({.persist_to = 2, .replicate_to = 1}, 2) == java);
  // It looks at the bucket's type before it counts the replicas.
  CHECK(refused({.persist_to = 4}, 2) ==
        "libcouchbase-2: too_many\n"
        "libcouchbase-3: too_many\n"
        "java-core-1: service_not_available\n"
        "java-core-1-tokens: service_not_available\n"
        "cxx-core-1: durability_impossible\n"
        "gocb-2: durability_impossible\n");
  CHECK(refused({.replicate_to = 1}, 2) ==
        "libcouchbase-2: asks\n"
        "libcouchbase-3: asks\n"
        "java-core-1: asks\n"
        "java-core-1-tokens: asks\n"
        "cxx-core-1: asks\n"
        "gocb-2: asks\n");
}

TEST_CASE("the check of a delete by states: 0x81 is replicated, 0x80 is both") {
  const WatchedMutation deleted{7, 5, true};
  for (const Client client : {kLibcouchbase2, kJavaCore1}) {
    Watcher replicated(client, {.replicate_to = 1}, 2, deleted);
    static_cast<void>(replicated.begin());
    CHECK(replicated.state(0, ObserveStatus::kLogicallyDeleted) == "waits");
    CHECK(replicated.state(2, ObserveStatus::kPersisted, 7) == "waits");  // still there
    CHECK(replicated.state(1, ObserveStatus::kLogicallyDeleted) == "success");

    Watcher persisted(client, {.persist_to = 2}, 2, deleted);
    static_cast<void>(persisted.begin());
    CHECK(persisted.state(0, ObserveStatus::kNotFound, 0) == "waits");
    CHECK(persisted.state(1, ObserveStatus::kLogicallyDeleted) == "waits");
    CHECK(persisted.state(2, ObserveStatus::kNotFound, 0) == "success");
  }
}

TEST_CASE("a tombstone without a CAS counts for libcouchbase, not for Java") {
  const WatchedMutation deleted{7, 5, true};
  Watcher libcouchbase(kLibcouchbase2, {.replicate_to = 1}, 1, deleted);
  static_cast<void>(libcouchbase.begin());
  CHECK(libcouchbase.state(0, ObserveStatus::kNotFound, 0) == "waits");
  CHECK(libcouchbase.state(1, ObserveStatus::kLogicallyDeleted, 0) == "success");
  Watcher java(kJavaCore1, {.replicate_to = 1}, 1, deleted);
  static_cast<void>(java.begin());
  CHECK(java.state(0, ObserveStatus::kNotFound, 0) == "waits");
  CHECK(java.state(1, ObserveStatus::kLogicallyDeleted, 0) == "polls in 10us");
}

TEST_CASE("the check of a delete by sequence numbers is that of a store") {
  for (const Client client : {kLibcouchbase3, kJavaCore1Tokens, kCxxCore1, kGocb2}) {
    Watcher watcher(client, {.persist_to = 2}, 2, {7, 5, true});
    static_cast<void>(watcher.begin());
    CHECK(watcher.seqnos(0, 5, 5) == "waits");
    CHECK(watcher.seqnos(1, 4, 5) != "success");
    CHECK(watcher.seqnos(2, 5, 5) == "success");
  }
}
