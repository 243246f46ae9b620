// What clients conclude, as a section of a report and as differences of two reports.
#include <doctest/doctest.h>

#include "reports/compare.hpp"
#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;
using models::durability::Client;
using models::durability::DurabilityRequest;
using models::durability::WatchIndex;
using models::durability::WatchParams;
using models::durability::WatchStep;

namespace {

DurabilityRequest request(Client client, std::uint32_t persist_to, std::uint32_t replicate_to,
                          std::optional<sim::Duration> timeout = std::nullopt) {
  return {client, profile_of(client).faults, persist_to, false, replicate_to, timeout};
}

void watch(fixture::Cluster& cluster, sim::Duration at, const std::string& name,
           const DurabilityRequest& request) {
  auto& params = cluster.params();
  const auto index = static_cast<WatchIndex>(params.watches.size());
  params.watches.push_back({name, cluster.key(), request, std::nullopt});
  params.steps.push_back({sim::at(at), WatchStep{cluster.key(), index, 1}});
  cluster.scenario().steps.push_back("watch invoice-17");
}

// A store, and a client that waits for a disk, the master's if it is libcouchbase.
fixture::Cluster waiting(Client client, sim::Duration master_write) {
  fixture::Cluster cluster(master_write);
  cluster.store(0ms, "paid");
  watch(cluster, 2ms, "invoice-17", request(client, 1, 0));
  return cluster;
}

std::vector<std::string> compared(fixture::Cluster was, fixture::Cluster is) {
  scenarios::Problems problems;
  const auto sentences =
      reports::differences("a.report.json", reports::to_json(was.report()), is.report(), problems);
  CHECK(problems.empty());
  std::vector<std::string> about_clients;
  for (const std::string& sentence : sentences) {
    const bool client = sentence.find("libcouchbase") != std::string::npos ||
                        sentence.find("gocb") != std::string::npos ||
                        sentence.find("client") != std::string::npos;
    if (client) about_clients.push_back(sentence);
  }
  return about_clients;
}

}  // namespace

TEST_CASE("a run without clients has no such section") {
  fixture::Cluster cluster(80ms);
  CHECK_FALSE(reports::clients(cluster.store(0ms, "paid").run()).has_value());
}

TEST_CASE("one client: its verdict, whom it asked, and what may have misled it") {
  fixture::Cluster cluster = waiting(Client::kLibcouchbase2, 80ms);
  CHECK(fixture::text_of(*reports::clients(cluster.run())) == "");
}

TEST_CASE("several clients side by side") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid");
  watch(cluster, 2ms, "checkout", request(Client::kGocb2, 2, 1, 30ms));
  watch(cluster, 2ms, "checkout", request(Client::kCxxCore1, 3, 0));
  watch(cluster, 2ms, "stock", request(Client::kJavaCore1Tokens, 0, 1));
  watch(cluster, 2ms, "late", request(Client::kLibcouchbase3, 1, 0, 90ms));
  CHECK(fixture::text_of(*reports::clients(cluster.run())) == "");
}

TEST_CASE("a run that ends before the verdict says so") {
  fixture::Cluster cluster = waiting(Client::kGocb2, 80ms);
  CHECK(fixture::text_of(*reports::clients(cluster.run(sim::at(3500us)))) == "");
}

TEST_CASE("the story of the key tells verdicts") {
  fixture::Cluster cluster = waiting(Client::kLibcouchbase2, 80ms);
  watch(cluster, 2ms, "checkout", request(Client::kJavaCore1, 0, 1));
  const std::string story = fixture::text_of(*reports::story(cluster.run()));
  CHECK(story.find("  103ms  libcouchbase-2 says success") != std::string::npos);
  CHECK(story.find("checkout (java-core-1) says success") != std::string::npos);
}

TEST_CASE("a store that the client refused is told as such") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid");
  auto& params = cluster.params();
  params.watches.push_back(
      {"invoice-17", cluster.key(), request(Client::kLibcouchbase2, 4, 0), std::nullopt});
  std::get<models::durability::OperationStep>(params.steps[0].what).watch = 0;
  const std::string story = fixture::text_of(*reports::story(cluster.run()));
  CHECK(story.find("libcouchbase-2 says too_many, and sends nothing") != std::string::npos);
}

TEST_CASE("what clients now say otherwise is told in sentences") {
  CHECK(compared(waiting(Client::kGocb2, 80ms), waiting(Client::kGocb2, 80ms)).empty());
  CHECK(compared(waiting(Client::kLibcouchbase2, 80ms), waiting(Client::kLibcouchbase2, 180ms)) ==
        std::vector<std::string>{});
  CHECK(compared(waiting(Client::kLibcouchbase2, 80ms), waiting(Client::kLibcouchbase2, 10s)) ==
        std::vector<std::string>{});
  CHECK(compared(waiting(Client::kLibcouchbase2, 80ms), waiting(Client::kGocb2, 80ms)) ==
        std::vector<std::string>{});
}

TEST_CASE("where all say the same, the first answer that differs is told") {
  fixture::Cluster was = waiting(Client::kLibcouchbase2, 80ms);
  fixture::Cluster is = waiting(Client::kLibcouchbase2, 80ms);
  is.command(102ms, models::durability::CommandKind::kUnpersist, true, std::int64_t{0});
  is.command(150ms, models::durability::CommandKind::kPersist, true, std::int64_t{0});
  CHECK(compared(was, is) == std::vector<std::string>{});
}
