// Reads a scenario's script: operations, out-of-band commands and clients that watch, and what they
// must be answered.
//
// Errors         located Problems
// Checked by     tests/scenarios/load_test.cpp, load_meaning_test.cpp
#pragma once

#include <string>
#include <vector>

#include "scenarios/client_reader.hpp"
#include "scenarios/names.hpp"

namespace scenarios {

class ScriptReader {
 public:
  ScriptReader(models::durability::ClusterParams& params, Problems& problems)
      : params_(params),
        names_(params, problems),
        clients_(params, problems),
        problems_(problems) {}

  /// Adds the steps, in order of their instants, their words, and their expected answers.
  void read(const Fields& scenario, std::optional<sim::Duration> until,
            std::vector<std::string>& words, std::vector<Expectation>& expectations);

 private:
  struct Draft {
    models::durability::Step step;
    std::string words;
    std::optional<Expectation> answer;
  };

  [[nodiscard]] std::optional<Draft> read_step(const Fields& step);
  [[nodiscard]] std::int64_t read_expires(const Fields& store);
  [[nodiscard]] std::optional<Draft> read_operation(const Fields& step, std::size_t kind);
  [[nodiscard]] std::optional<Draft> read_command(const Fields& step, std::size_t kind);
  [[nodiscard]] std::string read_durability(const Fields& write,
                                            models::durability::OperationStep& operation);
  [[nodiscard]] std::optional<Draft> read_watch(const Fields& step);
  void check_disk_of(models::durability::BucketIndex bucket,
                     models::durability::CommandKind command, const Fields& step);
  [[nodiscard]] models::durability::OnReplicas read_replicas(const Fields& command);
  [[nodiscard]] models::durability::ValueId value_id(const std::string& text);

  models::durability::ClusterParams& params_;
  Names names_;
  ClientReader clients_;
  Problems& problems_;
};

}  // namespace scenarios
