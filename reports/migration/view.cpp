#include "reports/migration/view.hpp"

#include <fmt/format.h>

#include <cmath>

#include "reports/words.hpp"

namespace reports::migration {

bool MigrationView::moves() const {
  return !std::holds_alternative<model::Standing>(params().procedure);
}

std::string MigrationView::lane_name(model::PackageIndex package) const {
  if (package == model::kAllPackages) return "";
  const model::Package& named = layout().packages[package];
  return named.group.empty() ? named.name : named.group;
}

std::string MigrationView::call_name(model::PackageIndex package, model::CallIndex call) const {
  return layout().packages[package].calls[call].name;
}

std::uint64_t MigrationView::rows() const {
  std::uint64_t rows = 0;
  for (const model::TableInventory& table : scenario().inventory.tables) rows += table.rows;
  return rows;
}

std::string MigrationView::packages() const {
  std::vector<std::string> names;
  for (const model::Package& package : layout().packages) {
    if (!package.rules.empty()) names.push_back(package.name);
  }
  if (names.size() > 3) return fmt::format("{} packages", names.size());
  return listed(names);
}

std::string MigrationView::store_name() const {
  struct Visitor {
    std::string operator()(const model::PostgresKvTarget& target) const {
      return target.database ? "a PostgreSQL of its own" : "the tables' own PostgreSQL";
    }
    std::string operator()(const model::DynamoDbTarget&) const { return "DynamoDB"; }
    std::string operator()(const model::LsmTarget&) const { return "the embedded store"; }
  };
  return std::visit(Visitor{}, params().target);
}

std::optional<sim::Duration> MigrationView::downtime(double p) const {
  std::vector<sim::Duration> times;
  for (const model::Replication& one : runs().replications) {
    if (one.complete) times.push_back(one.downtime);
  }
  if (times.empty()) return std::nullopt;
  return model::quantile_of(std::move(times), p);
}

std::optional<sim::Duration> MigrationView::took(double p) const {
  std::vector<sim::Duration> times;
  for (const model::Replication& one : runs().replications) {
    if (one.complete) times.push_back(one.took);
  }
  if (times.empty()) return std::nullopt;
  return model::quantile_of(std::move(times), p);
}

std::optional<sim::Duration> MigrationView::window() const {
  const auto most = downtime(0.95);
  if (!most) return std::nullopt;
  const double nanoseconds = static_cast<double>(most->count()) * scenario().contingency;
  return sim::Duration(static_cast<std::int64_t>(std::ceil(nanoseconds)));
}

}  // namespace reports::migration
