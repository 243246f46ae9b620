// Reads clients that wait for durability: the watch steps of a script, the watch of a workload, and
// the durability of a store or delete.
//
// Errors         located Problems: a fault or a request that the client does not have, a name that
//                two clients share. What a real client would refuse is not one: it is its verdict
// Checked by     tests/scenarios/load_clients_test.cpp
#pragma once

#include <string>

#include "scenarios/names.hpp"

namespace scenarios {

class ClientReader {
 public:
  ClientReader(models::durability::ClusterParams& params, Problems& problems)
      : params_(params), names_(params, problems), problems_(problems) {}

  /// A step's watch: one client, or one of each. Nothing after a report.
  [[nodiscard]] std::optional<models::durability::WatchStep> read_watch(const Fields& watch);

  /// The client of a store or delete of that key, added to the params' watches.
  [[nodiscard]] models::durability::WatchIndex read_durability(const Fields& durability,
                                                               models::durability::KeyIndex key);

  /// A workload's watch, into the generator. REQUIRES: its mix is read.
  void read_workload_watch(const Fields& workload, models::durability::GeneratorParams& generator);

  /// A store, delete or workload's level and timeout. REQUIRES: its durability has that form.
  [[nodiscard]] models::durability::SyncRequest read_sync(const Fields& owner);

  /// "libcouchbase-2 (persist_to 2, timeout 100ms)", of the watches from `first` on.
  [[nodiscard]] std::string words_for(models::durability::WatchIndex first,
                                      std::uint32_t count) const;

 private:
  void add(const Fields& fields, models::durability::Client client, bool alone,
           models::durability::KeyIndex key);
  [[nodiscard]] models::durability::DurabilityRequest request(const Fields& fields,
                                                              models::durability::Client client,
                                                              bool alone);
  [[nodiscard]] models::durability::ClientFaults mended(
      const Fields& fields, const models::durability::ClientProfile& profile, bool alone);
  void read_persist_to(const Fields& fields, const models::durability::ClientProfile& profile,
                       models::durability::DurabilityRequest& request);

  models::durability::ClusterParams& params_;
  Names names_;
  Problems& problems_;
};

}  // namespace scenarios
