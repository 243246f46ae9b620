// One field of a scenario with another value than its file gives it.
//
//   {.path = "procedure.workers", .value = "20"}
//   {.path = "workload.0.poisson", .value = "2k/s"}
//
// Shape          the file is read once and loaded again for each set of variations, with every
//                check that a file of its own would go through; the last few are kept, since
//                replications of one set follow one another
// Errors         throws scenarios::InvalidInput with all mistakes. One in a variation points into
//                the text it was written in: the option of the command line, or the scenario's file
// Checked by     tests/studies/variation_test.cpp
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "scenarios/load.hpp"

namespace studies {

/// Where something that the user wrote outside the scenario's file stands.
struct Written {
  scenarios::Place place;  // line 0: nowhere; then it is shown as PATH=VALUE
  std::string text;        // the whole of it, to show with a caret; empty: the file's own text
};

struct Variation {
  std::string path;   // by keys and numbers of lists: "dataset.rows"
  std::string value;  // as in a file: "10k", "[1ms, 5ms]", "{cores: 4}"
  Written path_at = {};
  Written value_at = {};
  friend bool operator==(const Variation& a, const Variation& b) {
    return a.path == b.path && a.value == b.value;
  }
};

/// A scenario to be varied.
class Source {
 public:
  /// Throws InvalidInput with what is wrong with the file as it stands.
  Source(const std::string& path, const scenarios::FileSource& files);

  [[nodiscard]] const std::string& path() const { return read_.path; }
  /// About a data set, not a cluster.
  [[nodiscard]] bool migration() const { return read_.migration; }
  [[nodiscard]] const scenarios::ReadScenario& read() const { return read_; }

  /// The same for the same text of the scenario (comments, sweep and replications aside) and of all
  /// files that were read for it until now, wherever they lie.
  [[nodiscard]] std::uint64_t digest() const;

  /// The scenario with these fields changed, one after the other. May be called by many threads.
  [[nodiscard]] scenarios::AnyScenario load(std::span<const Variation> variations) const;

  /// The same, from before if it is one of those that were loaded last. May be called by many
  /// threads.
  [[nodiscard]] std::shared_ptr<const scenarios::AnyScenario> loaded(
      const std::vector<Variation>& variations) const;

  /// The document that load() reads; what is wrong with the variations is reported.
  [[nodiscard]] scenarios::Value document(std::span<const Variation> variations,
                                          scenarios::Problems& problems) const;

 private:
  struct FilesRead;
  struct LastLoaded;

  std::shared_ptr<FilesRead> files_;
  std::shared_ptr<LastLoaded> last_;
  scenarios::ReadScenario read_;
};

}  // namespace studies
