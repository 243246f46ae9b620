// What clients count, whom they ask and when they stop: the rows of their table, for every client,
// on both sides of each boundary, each known fault beside its mended behaviour.
#include "models/durability/client_watch.hpp"

#include <doctest/doctest.h>

#include "tests/models/watcher.hpp"

using tests::Client;
using tests::ClientFault;
using tests::each_client;
using tests::Wanted;
using tests::Watcher;
using enum models::durability::Client;

namespace {

// The last thing a watcher says when each node in turn answers: c cached, p persisted, - nothing.
// A node that it does not ask is left out.
std::string after(Client client, const Wanted& wanted, const std::string& copies) {
  Watcher watcher(client, wanted, static_cast<std::uint32_t>(copies.size()) - 1);
  const std::string asked = watcher.begin();
  std::string said = asked;
  for (std::uint32_t place = 0; place < copies.size(); ++place) {
    if (asked.find(std::to_string(place)) == std::string::npos) continue;
    said = watcher.copy(place, copies[place] != '-', copies[place] == 'p');
    const bool goes_on = said == "waits" || said.find("polls in") != std::string::npos;
    if (!goes_on) return said;
  }
  return "waits on";
}

}  // namespace

TEST_CASE("the first poll is at once, and asks whom the client needs") {
  const auto asked = [](const Wanted& wanted) {
    return each_client([&](Client client) { return Watcher(client, wanted).begin(); });
  };
  CHECK(asked({.persist_to = 2, .replicate_to = 1}) ==
        "libcouchbase-2: asks 0 1 2\n"
        "libcouchbase-3: asks 0 1 2\n"
        "java-core-1: asks 0 1 2\n"
        "java-core-1-tokens: asks 0 1 2\n"
        "cxx-core-1: asks 0 1 2\n"
        "gocb-2: asks 0 1 2\n");
  CHECK(asked({.persist_to = 1}) ==
        "libcouchbase-2: asks 0\n"
        "libcouchbase-3: asks 0\n"
        "java-core-1: asks 0 1 2\n"
        "java-core-1-tokens: asks 0 1 2\n"
        "cxx-core-1: asks 0 1 2\n"
        "gocb-2: asks 0 1 2\n");
  CHECK(asked({.replicate_to = 1}) ==
        "libcouchbase-2: asks 0 1 2\n"
        "libcouchbase-3: asks 0 1 2\n"
        "java-core-1: asks 0 1 2\n"
        "java-core-1-tokens: asks 0 1 2\n"
        "cxx-core-1: asks 1 2\n"
        "gocb-2: asks 0 1 2\n");
  CHECK(Watcher(kJavaCore1, {.active = true}).begin() == "asks 0");
  CHECK(Watcher(kJavaCore1, {.active = true, .replicate_to = 1}).begin() == "asks 0 1 2");
  CHECK(Watcher(kCxxCore1, {.active = true}).begin() == "asks 0");
  CHECK(Watcher(kCxxCore1, {.active = true, .replicate_to = 1}).begin() == "asks 0 1 2");
}

TEST_CASE("the interval begins with the last answer of a round") {
  const auto told = [](Client client) {
    Watcher watcher(client, {.persist_to = 2});
    std::string text = watcher.begin();
    for (std::uint32_t place = 0; place < 3; ++place) text += ", " + watcher.cached(place);
    return text;
  };
  CHECK(each_client(told) ==
        "libcouchbase-2: asks 0 1 2, waits, waits, polls in 100ms\n"
        "libcouchbase-3: asks 0 1 2, waits, waits, polls in 100ms\n"
        "java-core-1: asks 0 1 2, waits, waits, polls in 10us\n"
        "java-core-1-tokens: asks 0 1 2, waits, waits, polls in 10us\n"
        "cxx-core-1: asks 0 1 2, waits, waits, polls in 500ms\n"
        "gocb-2: asks 0 1 2, node 0 polls in 10us, node 1 polls in 10us, node 2 polls in 10us\n");
}

TEST_CASE("at the deadline") {
  CHECK(each_client([](Client client) {
          Watcher watcher(client, {.persist_to = 1});
          static_cast<void>(watcher.begin());
          return watcher.deadline();
        }) ==
        "libcouchbase-2: timeout\n"
        "libcouchbase-3: timeout\n"
        "java-core-1: timeout\n"
        "java-core-1-tokens: timeout\n"
        "cxx-core-1: ambiguous_timeout\n"
        "gocb-2: ambiguous_timeout\n");
}

TEST_CASE("persist_to n waits for n disks; libcouchbase for the master's among them") {
  const auto told = [](std::uint32_t disks, const std::string& copies) {
    return each_client([&](Client client) { return after(client, {.persist_to = disks}, copies); });
  };
  CHECK(told(1, "c-p") ==
        "libcouchbase-2: waits on\n"
        "libcouchbase-3: waits on\n"
        "java-core-1: success\n"
        "java-core-1-tokens: success\n"
        "cxx-core-1: success\n"
        "gocb-2: success\n");
  CHECK(told(1, "p--") ==
        "libcouchbase-2: success\n"
        "libcouchbase-3: success\n"
        "java-core-1: success\n"
        "java-core-1-tokens: success\n"
        "cxx-core-1: success\n"
        "gocb-2: success\n");
  const std::string nobody =
      "libcouchbase-2: waits on\n"
      "libcouchbase-3: waits on\n"
      "java-core-1: waits on\n"
      "java-core-1-tokens: waits on\n"
      "cxx-core-1: waits on\n"
      "gocb-2: waits on\n";
  CHECK(told(1, "ccc") == nobody);
  CHECK(told(2, "pcc") == nobody);
  CHECK(told(2, "cpp") ==
        "libcouchbase-2: waits on\n"
        "libcouchbase-3: waits on\n"
        "java-core-1: success\n"
        "java-core-1-tokens: success\n"
        "cxx-core-1: success\n"
        "gocb-2: success\n");
  CHECK(told(3, "ppcc") == nobody);
  CHECK(told(4, "pppc") ==
        "libcouchbase-2: waits on\n"
        "libcouchbase-3: waits on\n"
        "java-core-1: waits on\n"
        "java-core-1-tokens: waits on\n"
        "cxx-core-1: success\n"  // four means three
        "gocb-2: waits on\n");
}

TEST_CASE("four means three to the C++ core; mended, it means four") {
  const Wanted mended{.persist_to = 4,
                      .without = {ClientFault::kFourMeansThree, ClientFault::kImpossibleOffByOne}};
  CHECK(after(kCxxCore1, {.persist_to = 4}, "ppcc") == "waits on");
  CHECK(after(kCxxCore1, {.persist_to = 4}, "pppc") == "success");
  CHECK(after(kCxxCore1, mended, "pppc") == "waits on");
  CHECK(after(kCxxCore1, mended, "pppp") == "success");
}

TEST_CASE("persist_to active waits for the master's disk; the C++ core for any answer at all") {
  for (const Client client : {kJavaCore1, kJavaCore1Tokens}) {
    CHECK(after(client, {.active = true}, "cpp") == "waits on");
    CHECK(after(client, {.active = true}, "p--") == "success");
    CHECK(after(client, {.active = true, .replicate_to = 1}, "p--") == "waits on");
    CHECK(after(client, {.active = true, .replicate_to = 1}, "pc-") == "success");
  }
  CHECK(after(kCxxCore1, {.active = true}, "---") == "success");
  CHECK(after(kCxxCore1, {.active = true, .replicate_to = 1}, "p--") == "waits on");
  const Wanted mended{.active = true, .without = {ClientFault::kActiveIsSatisfied}};
  CHECK(after(kCxxCore1, mended, "cpp") == "waits on");
  CHECK(after(kCxxCore1, mended, "p--") == "success");
}

TEST_CASE("replicate_to n waits for n replicas' memories; gocb counts the active node") {
  const auto told = [](std::uint32_t replicas, const std::string& copies) {
    return each_client(
        [&](Client client) { return after(client, {.replicate_to = replicas}, copies); });
  };
  CHECK(told(1, "c--") ==
        "libcouchbase-2: waits on\n"
        "libcouchbase-3: waits on\n"
        "java-core-1: waits on\n"
        "java-core-1-tokens: waits on\n"
        "cxx-core-1: waits on\n"
        "gocb-2: success\n");
  CHECK(told(1, "c-c") ==
        "libcouchbase-2: success\n"
        "libcouchbase-3: success\n"
        "java-core-1: success\n"
        "java-core-1-tokens: success\n"
        "cxx-core-1: success\n"
        "gocb-2: success\n");
  CHECK(told(2, "cc-") ==
        "libcouchbase-2: waits on\n"
        "libcouchbase-3: waits on\n"
        "java-core-1: waits on\n"
        "java-core-1-tokens: waits on\n"
        "cxx-core-1: waits on\n"
        "gocb-2: success\n");
  const Wanted mended{.replicate_to = 2, .without = {ClientFault::kActiveCountsAsReplica}};
  CHECK(after(kGocb2, mended, "cc-") == "waits on");
  CHECK(after(kGocb2, mended, "ccc") == "success");
}

TEST_CASE("replicas that have it do not suffice libcouchbase while the master does not") {
  CHECK(after(kLibcouchbase2, {.replicate_to = 2}, "-cc") == "not_found");
  CHECK(after(kLibcouchbase3, {.replicate_to = 2}, "-cc") == "waits on");
  CHECK(after(kLibcouchbase3, {.replicate_to = 2}, "ccc") == "success");
  CHECK(after(kJavaCore1Tokens, {.replicate_to = 2}, "-cc") == "success");
  CHECK(after(kCxxCore1, {.replicate_to = 2}, "-cc") == "success");
}

TEST_CASE("libcouchbase and gocb leave alone whom they are satisfied with, the others do not") {
  const auto asked_again = [](Client client) {
    Watcher watcher(client, {.persist_to = 2});
    static_cast<void>(watcher.begin());
    static_cast<void>(watcher.persisted(0));
    static_cast<void>(watcher.cached(1));
    static_cast<void>(watcher.nothing(2));
    if (client != kGocb2) return watcher.poll();
    return watcher.poll(1) + ", " + watcher.poll(2);
  };
  CHECK(each_client(asked_again) ==
        "libcouchbase-2: asks 1 2\n"
        "libcouchbase-3: asks 1 2\n"
        "java-core-1: asks 0 1 2\n"
        "java-core-1-tokens: asks 0 1 2\n"
        "cxx-core-1: asks 0 1 2\n"
        "gocb-2: asks 1, asks 2\n");
}

TEST_CASE("gocb polls a node that has persisted no more") {
  Watcher watcher(kGocb2, {.persist_to = 3});
  static_cast<void>(watcher.begin());
  CHECK(watcher.persisted(1) == "waits");
  CHECK(watcher.cached(0) == "node 0 polls in 10us");
  CHECK(watcher.poll(0) == "asks 0");
  CHECK(watcher.cached(0) == "node 0 polls in 20us");
  CHECK(watcher.cached(2) == "node 2 polls in 10us");
}

TEST_CASE("who asks again counts anew: what a node lost in between is not counted") {
  for (const Client client : {kJavaCore1, kJavaCore1Tokens, kCxxCore1}) {
    Watcher watcher(client, {.persist_to = 2});
    static_cast<void>(watcher.begin());
    static_cast<void>(watcher.persisted(0));
    static_cast<void>(watcher.cached(1));
    static_cast<void>(watcher.cached(2));
    CHECK(watcher.poll() == "asks 0 1 2");
    CHECK(watcher.cached(0) == "waits");
    CHECK(watcher.persisted(1) == "waits");
    CHECK(watcher.persisted(2) == "success");
  }
  for (const Client client : {kLibcouchbase2, kLibcouchbase3}) {
    Watcher watcher(client, {.persist_to = 2});
    static_cast<void>(watcher.begin());
    static_cast<void>(watcher.persisted(0));
    static_cast<void>(watcher.cached(1));
    static_cast<void>(watcher.cached(2));
    CHECK(watcher.poll() == "asks 1 2");
    CHECK(watcher.persisted(1) == "success");
  }
}

TEST_CASE("libcouchbase is satisfied with a replica's memory where only the master's disk counts") {
  for (const Client client : {kLibcouchbase2, kLibcouchbase3}) {
    Watcher watcher(client, {.persist_to = 1, .replicate_to = 2});
    static_cast<void>(watcher.begin());
    CHECK(watcher.cached(0) == "waits");
    CHECK(watcher.cached(1) == "waits");
    CHECK(watcher.cached(2) == "polls in 100ms");
    CHECK(watcher.poll() == "asks 0");
    CHECK(watcher.persisted(0) == "success");
  }
}

TEST_CASE("libcouchbase gives up when no further poll would fit; mended, it waits") {
  for (const Client client : {kLibcouchbase2, kLibcouchbase3}) {
    Watcher watcher(client, {.persist_to = 1});
    static_cast<void>(watcher.begin());
    CHECK(watcher.cached(0) == "polls in 100ms");
    static_cast<void>(watcher.poll());
    watcher.last_call();
    CHECK(watcher.cached(0) == "timeout");

    Watcher in_time(client, {.persist_to = 1});
    static_cast<void>(in_time.begin());
    in_time.last_call();
    CHECK(in_time.persisted(0) == "success");

    Watcher mended(client, {.persist_to = 1, .without = {ClientFault::kGivesUpEarly}});
    static_cast<void>(mended.begin());
    mended.last_call();
    CHECK(mended.cached(0) == "polls in 100ms");
    CHECK(mended.deadline() == "timeout");
  }
}
