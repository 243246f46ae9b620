#include "scenario_language.hpp"

using tests::scenario;
using tests::wrong;

namespace {

std::string with(const std::string& draws) {
  return "scenario: x\nkey: k\n"
         "cluster: {nodes: 1, node: {disk: {write: {uniform: [1ms, 5ms]}}}}\n"
         "script: [{at: 0ms, store: {key: k}}, {at: 10ms, store: {key: k}}]\n" +
         draws;
}

}  // namespace

TEST_CASE("given draws are taken first, one by one") {
  const auto loaded =
      scenario(with("draws: [{latency: node0/disk write, take: [2ms, 4ms]}]\n"
                    "expect:\n"
                    "  - {at: 2ms, observe: k, master: persisted}\n"
                    "  - {at: 13999999ns, observe: k, master: found}\n"
                    "  - {at: 14ms, observe: k, master: persisted}\n"));
  CHECK(tests::verdicts(loaded) ==
        "passed at 2ms: master persisted\n"
        "passed at 13.999999ms: master found\n"
        "passed at 14ms: master persisted\n");
}

TEST_CASE("draws of no latency, of one twice, and beyond its range are wrong, all at once") {
  CHECK(wrong(with("draws:\n"
                   "  - {latency: node0/disk wriet, take: [2ms]}\n"
                   "  - {latency: node0/disk write, take: [9ms]}\n"
                   "  - {latency: node0/disk write, take: [2ms]}\n"
                   "  - {latency: node0/disk sync, take: [2ms]}\n")) ==
        "a.yaml:6:15: error: there is no latency 'node0/disk wriet'\n"
        "    6 |   - {latency: node0/disk wriet, take: [2ms]}\n"
        "      |               ^\n"
        "      = did you mean 'node0/disk write'?\n"
        "a.yaml:7:40: error: 'node0/disk write' cannot take 9ms\n"
        "    7 |   - {latency: node0/disk write, take: [9ms]}\n"
        "      |                                        ^\n"
        "      = it takes 1ms to 5ms\n"
        "a.yaml:8:15: error: 'node0/disk write' has draws already\n"
        "    8 |   - {latency: node0/disk write, take: [2ms]}\n"
        "      |               ^\n"
        "      = write all of them in one list\n"
        "a.yaml:9:39: error: 'node0/disk sync' cannot take 2ms\n"
        "    9 |   - {latency: node0/disk sync, take: [2ms]}\n"
        "      |                                       ^\n"
        "      = it always takes 0ms\n");
}
