// The rows of the clients' table that are figures: what is asked, how often, how long.
#include "models/durability/client_profile.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/models/watcher.hpp"

using namespace models::durability;
using namespace std::chrono_literals;

namespace {

// One line a client: its name and what `says` says of it.
template <class Says>
std::string each(Says says) {
  std::string text;
  for (const ClientProfile& profile : client_profiles()) {
    text += fmt::format("{}: {}\n", profile.name, says(profile));
  }
  return text;
}

std::string delays(const ClientProfile& profile, std::uint32_t polls) {
  std::string text;
  for (std::uint32_t i = 0; i < polls; ++i) {
    text += (i == 0 ? "" : " ") + sim::to_text(profile.delays.after(i));
  }
  return text;
}

std::string timeout(Client client, const tests::Wanted& wanted,
                    std::optional<sim::Duration> given = std::nullopt) {
  DurabilityRequest request = tests::request(client, wanted);
  request.timeout = given;
  return sim::to_text(timeout_of(request));
}

}  // namespace

TEST_CASE("the profiles stand in the order of their names in the program") {
  for (const ClientProfile& profile : client_profiles()) {
    CHECK(profile_of(profile.client).name == profile.name);
  }
  CHECK(each([](const auto& profile) { return profile.of; }) ==
        "libcouchbase-2: libcouchbase 2.x, and the clients built on it\n"
        "libcouchbase-3: libcouchbase 3.x, and the clients built on it\n"
        "java-core-1: Java client 2.x as it is set up by default\n"
        "java-core-1-tokens: Java client 2.x with mutation tokens enabled\n"
        "cxx-core-1: C++ client 1.x, and Node, Python, PHP and Ruby 4.x\n"
        "gocb-2: Go client 2.x\n");
}

TEST_CASE("what each client asks") {
  CHECK(
      each([](const auto& profile) { return profile.asks_seqno ? "OBSERVE_SEQNO" : "OBSERVE"; }) ==
      "libcouchbase-2: OBSERVE\n"
      "libcouchbase-3: OBSERVE_SEQNO\n"
      "java-core-1: OBSERVE\n"
      "java-core-1-tokens: OBSERVE_SEQNO\n"
      "cxx-core-1: OBSERVE_SEQNO\n"
      "gocb-2: OBSERVE_SEQNO\n");
}

TEST_CASE("the interval from one poll to the next") {
  CHECK(each([](const auto& profile) { return delays(profile, 7); }) ==
        "libcouchbase-2: 100ms 100ms 100ms 100ms 100ms 100ms 100ms\n"
        "libcouchbase-3: 100ms 100ms 100ms 100ms 100ms 100ms 100ms\n"
        "java-core-1: 10us 10us 10us 10us 16us 32us 64us\n"
        "java-core-1-tokens: 10us 10us 10us 10us 16us 32us 64us\n"
        "cxx-core-1: 500ms 500ms 500ms 500ms 500ms 500ms 500ms\n"
        "gocb-2: 10us 20us 40us 80us 160us 320us 640us\n");
}

TEST_CASE("a doubling interval ends at 100 ms") {
  const PollDelays& java = profile_of(Client::kJavaCore1).delays;
  CHECK(java.after(16) == 65536us);
  CHECK(java.after(17) == 100ms);
  CHECK(java.after(4'000'000'000) == 100ms);
  const PollDelays& go = profile_of(Client::kGocb2).delays;
  CHECK(go.after(13) == 81920us);
  CHECK(go.after(14) == 100ms);
}

TEST_CASE("the deadline that holds if the user gives no timeout") {
  CHECK(each([](const auto& profile) {
          return timeout(profile.client, {.replicate_to = 1}) + ", for disks " +
                 timeout(profile.client, {.persist_to = 1}) +
                 (profile.counts_from_sending ? ", from the sending of the store"
                                              : ", from the answer to the store");
        }) ==
        "libcouchbase-2: 5s, for disks 5s, from the answer to the store\n"
        "libcouchbase-3: 5s, for disks 5s, from the answer to the store\n"
        "java-core-1: 2.5s, for disks 2.5s, from the sending of the store\n"
        "java-core-1-tokens: 2.5s, for disks 2.5s, from the sending of the store\n"
        "cxx-core-1: 5s, for disks 5s, from the answer to the store\n"
        "gocb-2: 2.5s, for disks 10s, from the sending of the store\n");
}

TEST_CASE("the user's timeout holds, but the C++ core waits 5 s whatever it is") {
  CHECK(
      each([](const auto& profile) { return timeout(profile.client, {.persist_to = 1}, 100ms); }) ==
      "libcouchbase-2: 100ms\n"
      "libcouchbase-3: 100ms\n"
      "java-core-1: 100ms\n"
      "java-core-1-tokens: 100ms\n"
      "cxx-core-1: 5s\n"
      "gocb-2: 100ms\n");
  CHECK(timeout(Client::kCxxCore1, {.persist_to = 1, .without = {ClientFault::kIgnoresTimeout}},
                100ms) == "100ms");
}

TEST_CASE("the instant from which no further poll would fit") {
  const auto last_call = [](Client client, std::optional<sim::Duration> given,
                            ClientFaults without = {}) -> std::string {
    DurabilityRequest request = tests::request(client, {.persist_to = 1, .without = without});
    request.timeout = given;
    const auto after = last_call_of(request);
    return after ? sim::to_text(*after) : "none";
  };
  CHECK(last_call(Client::kLibcouchbase2, std::nullopt) == "4.9s");
  CHECK(last_call(Client::kLibcouchbase3, 250ms) == "150ms");
  CHECK(last_call(Client::kLibcouchbase2, 101ms) == "1ms");
  CHECK(last_call(Client::kLibcouchbase2, 100ms) == "0ms");
  CHECK(last_call(Client::kLibcouchbase2, 99ms) == "0ms");
  CHECK(last_call(Client::kLibcouchbase2, 250ms, {ClientFault::kGivesUpEarly}) == "none");
  CHECK(last_call(Client::kJavaCore1, 250ms) == "none");
  CHECK(last_call(Client::kCxxCore1, 250ms) == "none");
  CHECK(last_call(Client::kGocb2, 250ms) == "none");
}

TEST_CASE("every fault is some client's, and each client's faults have names") {
  CHECK(each([](const ClientProfile& profile) {
          std::string names;
          for (const ClientFaultFacts& facts : client_faults()) {
            CHECK(name_of(facts.fault) == facts.name);
            if (!profile.faults.has(facts.fault)) continue;
            names += fmt::format("{}{}", names.empty() ? "" : ", ", facts.name);
          }
          return names;
        }) ==
        "libcouchbase-2: foreign-cas-counts, gives-up-early\n"
        "libcouchbase-3: gives-up-early\n"
        "java-core-1: refuses-after-storing\n"
        "java-core-1-tokens: refuses-after-storing\n"
        "cxx-core-1: active-is-satisfied, four-means-three, impossible-off-by-one, "
        "refuses-after-storing, ignores-failover, ignores-timeout\n"
        "gocb-2: refuses-after-storing, ignores-failover, active-counts-as-replica\n");
}

TEST_CASE("a fault matters where what is asked for can bring it out") {
  const auto matters = [](const tests::Wanted& wanted, std::optional<sim::Duration> timeout = {}) {
    return tests::each_client([&](Client client) {
      DurabilityRequest request = tests::request(client, wanted);
      request.timeout = timeout;
      std::string names;
      for (const ClientFaultFacts& facts : client_faults()) {
        if (!may_matter(facts.fault, request, 2)) continue;
        names += fmt::format("{}{}", names.empty() ? "" : ", ", facts.name);
      }
      return names;
    });
  };
  CHECK(matters({.persist_to = 2}) ==
        "libcouchbase-2: foreign-cas-counts, gives-up-early\n"
        "libcouchbase-3: gives-up-early\n"
        "java-core-1: \n"
        "java-core-1-tokens: \n"
        "cxx-core-1: ignores-failover\n"
        "gocb-2: ignores-failover\n");
  CHECK(matters({.replicate_to = 1}, 1s) ==
        "libcouchbase-2: foreign-cas-counts, gives-up-early\n"
        "libcouchbase-3: gives-up-early\n"
        "java-core-1: \n"
        "java-core-1-tokens: \n"
        "cxx-core-1: ignores-failover, ignores-timeout\n"
        "gocb-2: ignores-failover, active-counts-as-replica\n");
  CHECK(matters({.persist_to = 3}) ==
        "libcouchbase-2: foreign-cas-counts, gives-up-early\n"
        "libcouchbase-3: gives-up-early\n"
        "java-core-1: \n"
        "java-core-1-tokens: \n"
        "cxx-core-1: impossible-off-by-one, refuses-after-storing\n"
        "gocb-2: ignores-failover\n");
  CHECK(matters({.persist_to = 4}) ==
        "libcouchbase-2: \n"
        "libcouchbase-3: \n"
        "java-core-1: refuses-after-storing\n"
        "java-core-1-tokens: refuses-after-storing\n"
        "cxx-core-1: impossible-off-by-one, refuses-after-storing\n"
        "gocb-2: refuses-after-storing\n");
  CHECK(matters({.active = true, .without = {ClientFault::kGivesUpEarly}}) ==
        "libcouchbase-2: foreign-cas-counts\n"
        "libcouchbase-3: \n"
        "java-core-1: \n"
        "java-core-1-tokens: \n"
        "cxx-core-1: active-is-satisfied, ignores-failover\n"
        "gocb-2: ignores-failover\n");
}
