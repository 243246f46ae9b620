#include "scenarios/refused_words.hpp"

#include <algorithm>
#include <iterator>

namespace scenarios {

namespace {

constexpr std::string_view kInFaults =
    "write it in faults: {clock_skew: node1, ahead: 5s}, or every and lasts with it";
constexpr std::string_view kOfFaults = "a wrong clock is an entry of faults, called clock_skew";

constexpr std::string_view kAFault = "it is one of the faults, which have a list of their own";
constexpr std::string_view kNoSockets = "nothing listens here: nodes and clients are simulated";
constexpr std::string_view kTold = "the report tells every request, its answer and the instant";
constexpr std::string_view kNoBytes = "the bytes of the protocol are not simulated";
constexpr std::string_view kNothing = "leave it out";

constexpr RefusedWord kRefusedWords[] = {
    {"clock_skew", "a wrong clock is an entry of faults", kInFaults},
    {"clock", kOfFaults, kInFaults},
    {"skew", kOfFaults, kInFaults},
    {"expires", "only what a script stores expires",
     "write script: [{at: 0ms, store: {key: k, value: v, expires: 10s}}]"},
    {"opfail", kAFault, "write faults: [{opfail: node0, at: 2ms, count: 3}]"},
    {"hiccup", kAFault, "write faults: [{hiccup: node0, at: 2ms, until: 9ms, by: 300ms}]"},
    {"truncate", kAFault, "write faults: [{truncate: node0, at: 2ms, until: 9ms, limit: 20B}]"},
    {"respawn", "a node that comes back is restarted", "write restart: node0, after crash: node0"},
    {"mockinfo", kNoSockets, "cluster says what there is, and the report repeats it"},
    {"get_mcports", kNoSockets, "nodes are called by their names: node0, node1"},
    {"regen_vbcoords", "the vBucket map is computed, the same in each run",
     "vbucket: 14 beside a key puts it where you want it"},
    {"help", "a scenario has no conversation", "durasim schema --reference lists the language"},
    {"start_cmdlog", kTold, kNothing},
    {"get_cmdlog", kTold, kNothing},
    {"stop_cmdlog", kTold, kNothing},
    {"start_retry_verify", "what a client does again is told in the report",
     "write watch, or expect: [{client: NAME, verdict: success}]"},
    {"check_retry_verify", "what a client does again is told in the report",
     "write watch, or expect: [{client: NAME, verdict: success}]"},
    {"set_enhanced_errors", kNoBytes, kNothing},
    {"set_compression", kNoBytes, kNothing},
    {"set_sasl_mechanisms", kNoBytes, kNothing}};

}  // namespace

const RefusedWord* refused_word(std::string_view word) {
  const auto* found = std::find_if(std::begin(kRefusedWords), std::end(kRefusedWords),
                                   [word](const RefusedWord& one) { return one.word == word; });
  return found == std::end(kRefusedWords) ? nullptr : found;
}

}  // namespace scenarios
