// Reads a scenario's expectations.
//
// Errors         located Problems; an expectation after the run's end is one
// Checked by     tests/scenarios/load_test.cpp, load_meaning_test.cpp
#pragma once

#include <string>
#include <vector>

#include "scenarios/names.hpp"

namespace scenarios {

class ExpectationReader {
 public:
  /// `key` is the scenario's, if it has one; `params` knows all keys of script and workloads.
  ExpectationReader(models::durability::ClusterParams& params,
                    std::optional<models::durability::KeyIndex> key,
                    std::optional<sim::Duration> until, Problems& problems)
      : params_(params),
        names_(params, problems),
        used_(params.keys.size()),
        key_(key),
        until_(until),
        problems_(problems) {}

  void read(const Fields& scenario, std::vector<Expectation>& expectations);

  /// The scenario's field wanted.
  [[nodiscard]] std::optional<Expectation> wanted(const Fields& scenario);

 private:
  using KeyIndex = models::durability::KeyIndex;

  void read_order(const Fields& fields, std::string_view field, std::vector<Expectation>& out);
  void read_observe(const Fields& fields, std::vector<Expectation>& out);
  void read_keyinfo(const Fields& fields, std::vector<Expectation>& out);
  void read_observe_seqno(const Fields& fields, std::vector<Expectation>& out);
  void read_by(const Fields& fields, std::vector<Expectation>& out);
  void read_over(const Fields& fields, Modality modality, std::vector<Expectation>& out);
  void read_statistics(const Fields& fields, ExpectMeasure measure, const std::string& subject,
                       std::vector<Expectation>& out);
  void read_operation(const Fields& fields, std::vector<Expectation>& out);
  void read_time_to(const Fields& fields, std::vector<Expectation>& out);
  void read_watched(const Fields& fields, std::vector<Expectation>& out);
  [[nodiscard]] bool read_workload(const Fields& fields, ExpectMeasure& measure,
                                   std::string& subject);
  void read_resource(const Fields& fields, std::vector<Expectation>& out);
  void read_verdict(const Fields& fields, std::vector<Expectation>& out);

  [[nodiscard]] std::optional<KeyIndex> key_of(const Fields& fields);
  [[nodiscard]] std::optional<KeyIndex> observed(const Fields& fields, std::string_view field);
  [[nodiscard]] std::vector<MilestoneName> milestones(const Fields& fields, std::string_view field,
                                                      KeyIndex key);
  [[nodiscard]] std::vector<ExpectedAnswer> answers(const Fields& fields, KeyIndex key);
  [[nodiscard]] std::optional<sim::Instant> instant(const Fields& fields, std::string_view field);
  [[nodiscard]] bool read_limit(const Fields& fields, std::string_view field,
                                ExpectMeasure& measure);
  void watch(KeyIndex key);

  models::durability::ClusterParams& params_;
  Names names_;
  std::size_t used_;  // keys from here on are used by nothing but expectations
  std::optional<KeyIndex> key_;
  std::optional<sim::Duration> until_;
  Problems& problems_;
};

}  // namespace scenarios
