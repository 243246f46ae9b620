// Why something happened when it did: the chain of waits and services that fixed its instant, each
// with its resource and its share; as a section, or drawn (dot.hpp).
//
// Formula        the critical path of the change, with a message's sending and its way over one
//                link of the network told as one, and a workload's arrivals in a row as one; the
//                times of all links sum exactly to the instant
// Errors         REQUIRES a run that kept its causes
// Shape          the text tells the last 60 links one by one, and those before them in one line;
//                a migration's links come with their phase and how often (migration/why.hpp)
// Checked by     tests/reports/explain_test.cpp
#pragma once

#include "reports/question.hpp"
#include "reports/section.hpp"

namespace reports {

/// One link of the chain, in words.
struct ExplainedLink {
  sim::Instant at;       // when it was done
  std::string resource;  // "node0/disk"; "script"; empty for several links told as one
  std::string what;      // "write 80ms and sync 30us"
  std::string behind;    // what it waited for: "node0/disk, which was flushing a"; or empty
  std::string effect;    // the change that it made: "master caches invoice-17"; or empty
  sim::Duration waited{0};
  sim::Duration served{0};
  std::string phase{};      // of a migration, in which it was
  std::uint64_t times = 1;  // alike links of a phase, told as one
};

/// All the time that the chain spent at one resource.
struct ResourceTime {
  std::string resource;
  sim::Duration waited{0};
  sim::Duration served{0};
};

struct Explanation {
  std::string what;   // "replica1 persists invoice-17"
  std::string never;  // why it did not happen; empty if it did
  std::string note;   // how `what` follows from the question; may be empty
  sim::Instant at;
  std::vector<ExplainedLink> chain;     // the earliest first
  std::vector<ResourceTime> resources;  // the longest time first
};

[[nodiscard]] Explanation explain(const RunView& view, const Found& found);

/// All the time of a chain by resource, the longest first.
[[nodiscard]] std::vector<ResourceTime> times_by_resource(const std::vector<ExplainedLink>& chain);

/// "42.0%" of the instant, for people and programs; of an instant 0 nothing.
[[nodiscard]] Cell share_cell(const Explanation& explanation, sim::Duration part);

[[nodiscard]] Section section_of(const Explanation& explanation);

}  // namespace reports
