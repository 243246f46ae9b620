// How sure a report says its estimates are, written out.
#include "tests/reports/told.hpp"

namespace {

// One server that takes 1 ms an operation.
std::string office(const std::string& until, const std::string& arrivals) {
  return fixture::Told("scenario: x\nuntil: " + until +
                       "\ncluster: {nodes: 1, node: {cpu: {cores: 1, per_operation: 1ms}}}\n"
                       "workload:\n  - {name: office, " +
                       arrivals + ", operations: {get: 1}, keys: {count: 100}}\n")
      .text(reports::certainty);
}

}  // namespace

TEST_CASE("what was warm-up is found and left out, and the rest is as sure as it is constant") {
  CHECK(office("2s", "clients: {count: 10, think: 5ms}") ==
        "How sure these estimates are\n"
        "The first 10 of 2000 answered operations, until 10ms, are warm-up (MSER-5) and left out.\n"
        "\n"
        "Means\n"
        "  what         mean  +/-  of it  a second  +/-  of it\n"
        "  office: get  5ms   0ms   0.0%    1000.0  0.0   0.0%\n"
        "\n"
        "Percentiles lie from ... to\n"
        "  what         p50                 p90                 p99\n"
        "  office: get  5.014ms to 5.014ms  5.014ms to 5.014ms  5.014ms to 5.014ms\n"
        "\n"
        "Hardware\n"
        "  resource     busy   +/-  waiting on average   +/-\n"
        "  node0/cpu  100.0%  0.0%                4.00  0.00\n"
        "An interval holds the truth of an endless run 19 times in 20: by batch means of what "
        "followed one\n"
        "another, and by ranks for percentiles, which besides are too large by at most one part in "
        "128. Where\n"
        "nothing stands the run is too short to say.\n"
        "Means, rates and levels are here of the steady state; percentiles are of all that was "
        "measured.\n");
}

TEST_CASE("arrivals by chance leave an interval: a queue of 1.5 ms at half the load is inside") {
  CHECK(office("2s", "poisson: 500/s") ==
        "How sure these estimates are\n"
        "No warm-up was found in 1012 answered operations (MSER-5).\n"
        "\n"
        "Means\n"
        "  what         mean     +/-      of it  a second   +/-  of it\n"
        "  office: get  1.464ms  153.6us  10.5%     506.1  41.2   8.1%\n"
        "\n"
        "Percentiles lie from ... to\n"
        "  what         p50                 p90\n"
        "  office: get  1.004ms to 1.343ms  2.114ms to 3.178ms\n"
        "\n"
        "Hardware\n"
        "  resource    busy   +/-  waiting on average   +/-\n"
        "  node0/cpu  50.6%  4.1%                0.23  0.12\n"
        "An interval holds the truth of an endless run 19 times in 20: by batch means of what "
        "followed one\n"
        "another, and by ranks for percentiles, which besides are too large by at most one part in "
        "128. Where\n"
        "nothing stands the run is too short to say.\n");
}

TEST_CASE("what only grows has no interval, and a short run none at all") {
  CHECK(office("1s", "every: 500us") ==
        "How sure these estimates are\n"
        "No steady state was seen in 999 answered operations: no interval can be told.\n"
        "By MSER-5 more than half of them are warm-up. A longer run may settle, unless the load is "
        "more than\n"
        "the hardware can do.\n");
  CHECK(office("30ms", "clients: {count: 10, think: 5ms}") ==
        "How sure these estimates are\n"
        "30 answered operations are too few to tell.\n");
}

TEST_CASE("a run without a workload has nothing to be sure of") {
  CHECK(fixture::Told("scenario: x\ncluster: {nodes: 1}\n"
                      "script: [{at: 0ms, store: {key: k, value: v}}]\n")
            .text(reports::certainty)
            .empty());
}
