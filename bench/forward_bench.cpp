// Skipping against going event by event: random migrations at constant costs, compared whole.
//
// Use    forward_bench [rows] [migrations]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "../tests/models/migration/outcome_text.hpp"
#include "../tests/models/migration/random_migration.hpp"

namespace {

double seconds_since(std::clock_t begin) {
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int count, char** words) {
  namespace migration = models::migration;
  const std::uint64_t rows = count > 1 ? std::strtoull(words[1], nullptr, 10) : 100'000;
  const std::uint64_t migrations = count > 2 ? std::strtoull(words[2], nullptr, 10) : 20;
  double plain_took = 0;
  double skipping_took = 0;
  std::uint64_t events = 0;
  std::uint64_t handled = 0;
  int differ = 0;
  int never = 0;
  for (std::uint64_t number = 0; number < migrations; ++number) {
    const auto params =
        std::make_shared<const migration::MigrationParams>(tests::random_migration(number, rows));
    migration::RunOptions options;
    options.way = migration::Way::kEventByEvent;
    std::clock_t begin = std::clock();
    const migration::Outcome plain = migration::run(params, options).outcome;
    plain_took += seconds_since(begin);
    begin = std::clock();
    const migration::Outcome skipped = migration::run(params, {}).outcome;
    skipping_took += seconds_since(begin);
    differ += tests::outcome_text(plain) == tests::outcome_text(skipped) ? 0 : 1;
    never += skipped.obtained.skips == 0 ? 1 : 0;
    events += plain.events;
    handled += plain.events - skipped.obtained.events_skipped;
  }
  std::printf(
      "rows %llu  migrations %llu  differ %d  never skipped %d  events %llu  handled %llu  "
      "event by event %.2f s  skipping %.2f s\n",
      static_cast<unsigned long long>(rows), static_cast<unsigned long long>(migrations), differ,
      never, static_cast<unsigned long long>(events), static_cast<unsigned long long>(handled),
      plain_took, skipping_took);
  return differ == 0 ? 0 : 1;
}
