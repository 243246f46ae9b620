// Reads a scenario about a data set: the data, the machines, stores, procedure, traffic, accidents.
//
// Errors         located Problems, in the scenario, its packages and its profiles
// Checked by     tests/scenarios/migration_load_test.cpp, migration_errors_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/hardware_reader.hpp"
#include "scenarios/layout_reader.hpp"
#include "scenarios/migration_scenario.hpp"

namespace scenarios {

class MigrationReader {
 public:
  MigrationReader(std::string path, const FileSource& files, Problems& problems)
      : path_(std::move(path)),
        files_(files),
        problems_(problems),
        hardware_(path_, files, problems),
        package_files_(path_, files, problems),
        layouts_(package_files_, problems) {}

  /// The scenario; after a report, whatever was read.
  [[nodiscard]] MigrationScenario read(const Fields& fields);

 private:
  // migration_reader.cpp
  void read_dataset(const Fields& dataset);
  void read_part(const Fields& part, const Place& place);
  void read_hosts(const Fields& fields);
  void read_programs(const Fields& fields);
  void read_check(const Fields& fields);
  void read_replications(const Fields& fields);
  void check_sizes(const Fields& target);
  [[nodiscard]] std::optional<models::migration::HostIndex> host(const Fields& fields,
                                                                 std::string_view field);
  [[nodiscard]] std::optional<models::migration::HostIndex> find_host(std::string_view name) const;
  [[nodiscard]] std::optional<models::migration::PackageIndex> package(const Fields& fields);
  [[nodiscard]] const models::migration::Layout& layout() const {
    return params_.dataset->layout();
  }

  // store_reader.cpp
  void read_source(const Fields& source);
  void read_target(const Fields& target);
  void read_database(const Fields& store, models::migration::HostIndex host,
                     models::migration::DatabaseParams& database);
  void read_dynamo(const Fields& target, models::migration::DynamoParams& dynamo);
  void read_lsm(const Fields& target, models::migration::LsmParams& lsm);
  void refuse(const Fields& fields, std::span<const std::string_view> names, std::string_view why);
  void need_disk(const Fields& store, models::migration::HostIndex host);

  // procedure_reader.cpp
  void read_procedure(const Fields& procedure);
  void read_copy(const Fields& procedure, models::migration::CopyParams& copy);
  void check_procedure(const Fields& procedure, std::size_t kind);
  void read_defects(const Fields& procedure);
  void read_during(const Fields& traffic, models::migration::TrafficParams& params);

  // traffic_reader.cpp
  void read_traffic(const Fields& fields, std::optional<sim::Duration> until);
  void read_one_traffic(const Fields& traffic, std::optional<sim::Duration> until);
  void read_flow(const Fields& fields, const models::migration::Package& package,
                 std::vector<models::migration::Flow>& flows);
  [[nodiscard]] std::vector<std::uint32_t> arguments(
      const Fields& fields, const std::vector<models::migration::CallParameter>& parameters);
  void add_in_flight(const Fields& dataset);
  void read_faults(const Fields& fields);
  void read_fault(const Fields& fault);

  // money_reader.cpp
  void read_money(const Fields& fields);
  void read_prices(const Fields& fields, std::string_view list,
                   models::migration::PriceList& prices);

  // migration_expectation_reader.cpp
  void read_expectations(const Fields& fields);
  void read_expectation(const Fields& fields);
  [[nodiscard]] std::optional<MigrationExpectation> read_subject(const Fields& fields);
  void read_demands(const Fields& fields, const MigrationExpectation& subject);

  std::string path_;
  const FileSource& files_;
  Problems& problems_;
  HardwareReader hardware_;
  PackageFiles package_files_;
  LayoutReader layouts_;
  std::vector<std::string> package_names_;  // as the scenario calls them, by package
  MigrationScenario scenario_;
  models::migration::MigrationParams params_;
};

}  // namespace scenarios
