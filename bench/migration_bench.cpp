// What an imported row costs of the processor: a dump and its import with constant costs.
//
// Use    migration_bench [rows]
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "../tests/models/migration/world_language.hpp"

int main(int count, char** words) {
  using namespace std::chrono_literals;
  const std::uint64_t rows = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000;
  tests::Costs costs;
  costs.statement = 20us;
  costs.encode = 2us;
  costs.decode = 3us;
  costs.dump_write = 2us;
  costs.server_statement = 23us;
  costs.row_changed = 29us;
  costs.commit = 47us;
  costs.row_answered = 1500ns;
  costs.flush = 900us;
  costs.network = 60us;
  costs.db_cores = 4;
  costs.app_cores = 4;
  const auto params =
      tests::params(tests::uploads(rows), costs, models::migration::DumpAndImport{});
  const std::clock_t begin = std::clock();
  const models::migration::Outcome outcome = tests::run(params);
  const double took = static_cast<double>(std::clock() - begin) * 1e9 / CLOCKS_PER_SEC;
  const auto simulated = std::chrono::duration<double>(outcome.end - sim::kStart);
  std::printf("rows %llu  events a row %.2f  ns a row %.0f  simulated s %.1f  lost %llu\n",
              static_cast<unsigned long long>(rows),
              static_cast<double>(outcome.events) / static_cast<double>(rows),
              took / static_cast<double>(rows), simulated.count(),
              static_cast<unsigned long long>(outcome.content.rows_lost));
  return outcome.complete ? 0 : 1;
}
