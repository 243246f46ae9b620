#include "random_migration.hpp"

#include "models/migration/mixing.hpp"

namespace tests {

namespace {

// Numbers that look like chance, the same everywhere.
struct Dice {
  std::uint64_t state;
  std::uint64_t below(std::uint64_t limit) {
    return migration::mixed(++state * 0x9E3779B97F4A7C15ULL) % limit;
  }
  sim::Duration time(std::int64_t most) {
    return sim::Duration(static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most))) + 1);
  }
};

migration::CopyParams random_copy(Dice& dice) {
  migration::CopyParams copy;
  copy.readers = 1 + static_cast<std::uint32_t>(dice.below(5));
  copy.page = 100 * (1 + static_cast<std::uint32_t>(dice.below(10)));
  copy.batch = 1 + static_cast<std::uint32_t>(dice.below(100));
  copy.form = dice.below(4) == 0 ? migration::BatchForm::kStatementEach
                                 : migration::BatchForm::kOneStatement;
  copy.checkpoint = dice.below(2) == 0 ? 0 : 1000;
  return copy;
}

migration::Procedure random_procedure(Dice& dice) {
  switch (dice.below(4)) {
    case 0: {
      migration::DumpAndImport dump;
      dump.workers = 1 + static_cast<std::uint32_t>(dice.below(24));
      dump.channel = 1 + static_cast<std::uint32_t>(dice.below(100));
      return dump;
    }
    case 1:
      return migration::BatchedCopy{random_copy(dice), true};
    case 2: {
      migration::OnlineCopy online;
      online.copy = random_copy(dice);
      return online;
    }
    default: {
      migration::ChangeCapture capture;
      capture.copy = random_copy(dice);
      return capture;
    }
  }
}

// Of that mean, more or less: about it, skewed, or with a long tail.
models::hardware::Latency random_latency(Dice& dice, sim::Duration mean) {
  const auto nanoseconds = static_cast<double>(mean.count());
  switch (dice.below(4)) {
    case 0:
      return {sim::Distribution::exponential(nanoseconds), {}};
    case 1:
      return {sim::Distribution::uniform(mean.count() / 2, 3 * mean.count() / 2), {}};
    case 2:
      return {sim::Distribution::lognormal(nanoseconds / 2, nanoseconds * 8), {}};
    default:
      return {sim::Distribution::gamma(3, nanoseconds), {}};
  }
}

// Caches that some tables do not fit, pages that take time, and a log that ends now and then.
void make_finite(Dice& dice, migration::MigrationParams& made, std::uint64_t rows) {
  migration::DatabaseParams& database = made.source.database;
  const auto bytes = static_cast<std::int64_t>(rows) * 100;
  if (dice.below(2) == 0) database.buffers = {bytes / static_cast<std::int64_t>(1 + dice.below(8))};
  if (dice.below(2) == 0) {
    database.file_cache = {bytes / static_cast<std::int64_t>(1 + dice.below(8)) + (1 << 20)};
  }
  database.costs.per_page_copied = dice.time(4'000);
  database.full_page_writes = dice.below(2) == 0;
  made.hosts[kDb].disk->read = random_latency(dice, dice.time(300'000));
  if (dice.below(2) == 0) {
    database.log.max_size = {bytes / static_cast<std::int64_t>(1 + dice.below(4)) + (8 << 20)};
  }
}

}  // namespace

void make_endless(migration::MigrationParams& params) {
  migration::DatabaseParams& database = params.source.database;
  database.buffers = {std::int64_t{1} << 50};
  database.file_cache = {std::int64_t{1} << 50};
  database.log.max_size = {std::int64_t{1} << 50};
  database.log.checkpoint_timeout = std::chrono::hours(1'000'000);
}

migration::Layout even_uploads(std::uint64_t rows, bool in_order) {
  migration::Layout layout = uploads(rows);
  migration::Table& table = layout.tables[0];
  table.columns[2].nullable = false;
  table.columns[2].absent_share = 0;
  if (in_order) table.columns[0].values = migration::ValueKind::kAscending;
  layout.packages[0].defects.clear();
  return layout;
}

migration::MigrationParams random_migration(std::uint64_t number, std::uint64_t rows) {
  Dice dice{number * 1000};
  Costs costs;
  costs.statement = dice.time(40'000);
  costs.encode = dice.time(4'000);
  costs.decode = dice.time(6'000);
  costs.dump_write = dice.time(4'000);
  costs.server_statement = dice.time(50'000);
  costs.row_changed = dice.time(60'000);
  costs.commit = dice.time(90'000);
  costs.row_answered = dice.time(3'000);
  costs.flush = dice.time(1'800'000);
  costs.network = dice.time(120'000);
  costs.db_cores = 1 + static_cast<std::int32_t>(dice.below(8));
  costs.app_cores = 1 + static_cast<std::int32_t>(dice.below(8));
  // One after the other: the order of a call's arguments is the compiler's.
  migration::Procedure procedure = random_procedure(dice);
  const bool in_order = dice.below(2) == 0;
  migration::MigrationParams made = params(even_uploads(rows, in_order), costs, procedure);
  make_endless(made);
  made.check.compare = static_cast<migration::Comparison>(dice.below(3));
  if (dice.below(3) == 0) {
    migration::PostgresKvTarget target;
    target.database = made.source.database;
    made.target = target;
  }
  return made;
}

migration::MigrationParams random_costly_migration(std::uint64_t number, std::uint64_t rows) {
  Dice dice{number * 1000 + 500};
  migration::MigrationParams made = random_migration(number, rows);
  if (dice.below(2) == 0) {
    made.dataset = std::make_shared<const migration::Dataset>(uploads(rows), 1);
  }
  make_finite(dice, made, rows);
  made.costs.statement = random_latency(dice, dice.time(40'000));
  made.costs.encode = random_latency(dice, dice.time(4'000));
  made.costs.decode = random_latency(dice, dice.time(6'000));
  made.hosts[kDb].disk->write = random_latency(dice, dice.time(1'800'000));
  made.topology =
      models::hardware::full_mesh({"db", "app"}, random_latency(dice, dice.time(120'000)), {});
  if (auto* target = std::get_if<migration::PostgresKvTarget>(&made.target)) {
    if (target->database) target->database = made.source.database;
  }
  return made;
}

}  // namespace tests
