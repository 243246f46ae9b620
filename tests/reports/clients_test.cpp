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

std::string compared(fixture::Cluster was, fixture::Cluster is) {
  scenarios::Problems problems;
  const auto sentences =
      reports::differences("a.report.json", reports::to_json(was.report()), is.report(), problems);
  CHECK(problems.empty());
  std::string about_clients;
  for (const std::string& sentence : sentences) {
    const bool client = sentence.find("libcouchbase") != std::string::npos ||
                        sentence.find("gocb") != std::string::npos;
    if (client) about_clients += sentence + "\n";
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
  CHECK(fixture::text_of(*reports::clients(cluster.run())) ==
        "What the clients conclude\n"
        "libcouchbase-2 says success at 104ms.\n"
        "  watch       client          waits for     says     at     requests\n"
        "  invoice-17  libcouchbase-2  persist_to 1  success  104ms         2\n"
        "\n"
        "Whom they asked, and what was answered\n"
        "  asked from  answered until  who asks        whom    requests  answer\n"
        "  2ms         3ms             libcouchbase-2  master         1  found 0x00, CAS 1\n"
        "  103ms       104ms           libcouchbase-2  master         1  persisted 0x01, CAS 1\n"
        "\n"
        "Known faults that may matter here\n"
        "  client          known fault         which means\n"
        "  libcouchbase-2  foreign-cas-counts  A replica that holds the key with another CAS is "
        "counted.\n"
        "  libcouchbase-2  gives-up-early      When no further poll would fit before the deadline, "
        "it says\n"
        "                                      timeout at once.\n");
}

TEST_CASE("several clients side by side") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid");
  watch(cluster, 2ms, "checkout", request(Client::kGocb2, 2, 1, 30ms));
  watch(cluster, 2ms, "checkout", request(Client::kCxxCore1, 3, 0));
  watch(cluster, 2ms, "stock", request(Client::kJavaCore1Tokens, 0, 1));
  watch(cluster, 2ms, "late", request(Client::kLibcouchbase3, 1, 0, 90ms));
  CHECK(fixture::text_of(*reports::clients(cluster.run())) ==
        "What the clients conclude\n"
        "2 of 4 clients say success, 1 durability_impossible, 1 timeout.\n"
        "  watch     client              waits for                      says                   at  "
        "  requests\n"
        "  checkout  gocb-2              persist_to 2 and replicate_to  success                "
        "10ms        12\n"
        "                                1\n"
        "  checkout  cxx-core-1          persist_to 3                   durability_impossible  2ms "
        "         0\n"
        "  stock     java-core-1-tokens  replicate_to 1                 success                9ms "
        "         9\n"
        "  late      libcouchbase-3      persist_to 1                   timeout                5ms "
        "         1\n"
        "\n"
        "Whom they asked, and what was answered\n"
        "  asked from  answered until  who asks                    whom      requests  answer\n"
        "  2ms         10ms            checkout (gocb-2)           master           4  has "
        "persisted 0 of 1\n"
        "  2ms         7ms             checkout (gocb-2)           replica0         3  has "
        "persisted 0 of 0\n"
        "  2ms         7ms             checkout (gocb-2)           replica1         3  has "
        "persisted 0 of 0\n"
        "  2ms         9ms             stock (java-core-1-tokens)  master           3  has "
        "persisted 0 of 1\n"
        "  2ms         6ms             stock (java-core-1-tokens)  replica0         2  has "
        "persisted 0 of 0\n"
        "  2ms         6ms             stock (java-core-1-tokens)  replica1         2  has "
        "persisted 0 of 0\n"
        "  2ms         5ms             late (libcouchbase-3)       master           1  has "
        "persisted 0 of 1\n"
        "  7.01ms      9ms             stock (java-core-1-tokens)  replica0         1  has "
        "persisted 0 of 1\n"
        "  7.01ms      9ms             stock (java-core-1-tokens)  replica1         1  has "
        "persisted 0 of 1\n"
        "  7.04ms      10ms            checkout (gocb-2)           replica0         1  has "
        "persisted 1 of 1\n"
        "  7.04ms      10ms            checkout (gocb-2)           replica1         1  has "
        "persisted 1 of 1\n"
        "\n"
        "Known faults that may matter here\n"
        "  client          known fault               which means\n"
        "  gocb-2          ignores-failover          The answer of a node that failed over counts, "
        "though the\n"
        "                                            mutation may be lost.\n"
        "  gocb-2          active-counts-as-replica  replicate_to counts the active node as if it "
        "were a\n"
        "                                            replica.\n"
        "  cxx-core-1      impossible-off-by-one     persist_to n needs n replicas, though the "
        "active node's\n"
        "                                            disk counts too.\n"
        "  cxx-core-1      refuses-after-storing     What can never hold is refused only after the "
        "value was\n"
        "                                            stored.\n"
        "  libcouchbase-3  gives-up-early            When no further poll would fit before the "
        "deadline, it\n"
        "                                            says timeout at once.\n");
}

TEST_CASE("a run that ends before the verdict says so") {
  fixture::Cluster cluster = waiting(Client::kGocb2, 80ms);
  CHECK(fixture::text_of(*reports::clients(cluster.run(sim::at(3500us)))) ==
        "What the clients conclude\n"
        "gocb-2 has not concluded anything.\n"
        "  watch       client  waits for     says      at     requests\n"
        "  invoice-17  gocb-2  persist_to 1  none yet  never         6\n"
        "\n"
        "Whom they asked, and what was answered\n"
        "  asked from  answered until  who asks  whom      requests  answer\n"
        "  2ms         3ms             gocb-2    master           1  has persisted 0 of 1\n"
        "  2ms         3ms             gocb-2    replica0         1  has persisted 0 of 0\n"
        "  2ms         3ms             gocb-2    replica1         1  has persisted 0 of 0\n"
        "  3.01ms      never           gocb-2    master           1  no answer\n"
        "  3.01ms      never           gocb-2    replica0         1  no answer\n"
        "  3.01ms      never           gocb-2    replica1         1  no answer\n"
        "\n"
        "Known faults that may matter here\n"
        "  client  known fault       which means\n"
        "  gocb-2  ignores-failover  The answer of a node that failed over counts, though the "
        "mutation may be\n"
        "                            lost.\n");
}

TEST_CASE("the story of the key tells verdicts") {
  fixture::Cluster cluster = waiting(Client::kLibcouchbase2, 80ms);
  watch(cluster, 2ms, "checkout", request(Client::kJavaCore1, 0, 1));
  const std::string story = fixture::text_of(*reports::story(cluster.run()));
  CHECK(story.find("libcouchbase-2 says success") != std::string::npos);
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
  CHECK(compared(waiting(Client::kGocb2, 80ms), waiting(Client::kGocb2, 80ms)) == "");
  CHECK(compared(waiting(Client::kLibcouchbase2, 80ms), waiting(Client::kLibcouchbase2, 180ms)) ==
        "libcouchbase-2 (invoice-17) says success 101ms later (at 205ms instead of 104ms)\n");
  // The last round that is asked before 4.902 s ends after it.
  CHECK(compared(waiting(Client::kLibcouchbase2, 80ms), waiting(Client::kLibcouchbase2, 10s)) ==
        "libcouchbase-2 (invoice-17) now says timeout instead of success, 4.848s later (at 4.952s "
        "instead of 104ms)\n");
  CHECK(compared(waiting(Client::kLibcouchbase2, 80ms), waiting(Client::kGocb2, 80ms)) ==
        "gocb-2 (invoice-17) did not watch before\n"
        "libcouchbase-2 (invoice-17) does not watch any more\n");
}

TEST_CASE("where all say the same, the first answer that differs is told") {
  fixture::Cluster is = waiting(Client::kLibcouchbase3, 80ms);
  is.store(50ms, "due");
  CHECK(compared(waiting(Client::kLibcouchbase3, 80ms), is) ==
        "answer 2 to a client is 'libcouchbase-3, master, asked from 103ms: has persisted 1 of 2' "
        "instead of 'libcouchbase-3, master, asked from 103ms: has persisted 1 of 1'\n");
}
