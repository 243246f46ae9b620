#include <doctest/doctest.h>

#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;

TEST_CASE("equal pieces of hardware share a row, with their source") {
  fixture::Cluster cluster(20ms);
  cluster.scenario().hardware = {
      {"node0/disk", "", "stated", "", "", {"write: 20ms"}},
      {"node1/disk", "ssd-sata", "vendor", "Samsung, a datasheet", "2020-06", {}},
      {"node2/disk", "ssd-sata", "vendor", "Samsung, a datasheet", "2020-06", {}},
      {"network", "lan-10g", "guessed", "", "", {}}};
  CHECK(
      fixture::text_of(*reports::hardware(cluster.scenario().hardware, 3)) ==
      "The hardware and where its figures come from\n"
      "  what                     profile   changed here  source   where                 when\n"
      "  disk of node0                      write: 20ms   stated\n"
      "  disk of node1 and node2  ssd-sata                vendor   Samsung, a datasheet  2020-06\n"
      "  network                  lan-10g                 guessed\n"
      "Guessed figures are nobody's measurement.\n");
}

TEST_CASE("what all nodes have is said of every node") {
  fixture::Cluster cluster(20ms);
  cluster.scenario().hardware = {{"node0/cpu", "a", "measured", "", "", {}},
                                 {"node1/cpu", "a", "measured", "", "", {}},
                                 {"node2/cpu", "a", "measured", "", "", {}}};
  CHECK(fixture::text_of(*reports::hardware(cluster.scenario().hardware, 3)) ==
        "The hardware and where its figures come from\n"
        "  what               profile  source\n"
        "  cpu of every node  a        measured\n");
}

TEST_CASE("no known hardware, no section") {
  fixture::Cluster cluster(20ms);
  CHECK(!reports::hardware(cluster.scenario().hardware, 3));
}
