#include "tests/models/migration/calibration.hpp"

#include <Eigen/Dense>
#include <cmath>

#include "models/migration/page_cache.hpp"
#include "sim/check.hpp"

namespace tests {

namespace {

constexpr std::uint32_t kMostFittedRows = 3000;

// The mean of a figure over the small runs of a batch size, weighted by rows.
template <class Figure>
double component(const std::vector<CopyRun>& runs, std::uint32_t batch, bool synchronous,
                 Figure figure) {
  double sum = 0;
  double weight = 0;
  for (const CopyRun& run : runs) {
    if (run.rows > kMostFittedRows || run.batch != batch || run.synchronous != synchronous) {
      continue;
    }
    sum += figure(run) * run.rows;
    weight += run.rows;
  }
  SIM_CHECK(weight > 0);
  return sum / weight;
}

double flush(const std::vector<CopyRun>& runs, std::uint32_t batch) {
  return component(runs, batch, true, [](const CopyRun& run) { return run.sync + run.write; });
}

double get_of(const std::vector<OperationRun>& operations) {
  double sum = 0;
  int count = 0;
  for (const OperationRun& run : operations) {
    if (run.package != "multiparts" || run.store != "kv" || run.operation != "get") continue;
    sum += run.mean;
    ++count;
  }
  SIM_CHECK(count > 0);
  return sum / count;
}

struct Fitted {
  double row;
  double commit;
  double asynchronous;
};

Fitted fit(const std::vector<CopyRun>& runs, double page, double begin) {
  std::vector<CopyRun> used;
  for (const CopyRun& run : runs) {
    if (run.rows <= kMostFittedRows && (run.batch == 1 || run.batch == 1000)) used.push_back(run);
  }
  Eigen::MatrixXd terms(used.size(), 3);
  Eigen::VectorXd rest(used.size());
  for (Eigen::Index i = 0; i < terms.rows(); ++i) {
    const CopyRun& run = used[static_cast<std::size_t>(i)];
    const double weight = std::sqrt(static_cast<double>(run.rows));
    const double batch = run.batch;
    double known = page / 1000;
    if (run.batch > 1) known += 2 * begin / batch;
    if (run.synchronous) known += flush(runs, run.batch) / batch;
    terms.row(i) << weight, weight / batch, run.synchronous ? 0 : weight / batch;
    rest(i) = weight * (run.wall_a_row() - known);
  }
  const Eigen::VectorXd found = terms.colPivHouseholderQr().solve(rest);
  return {found(0), found(1), found(2)};
}

sim::Duration nanoseconds(double microseconds) {
  return sim::Duration(std::llround(microseconds * 10) * 100);
}

// The processor time of flushes by size: a flush of `batch` rows ends anywhere in a page, so it
// writes a page more in proportion. Batches of 1 and 10 meet flushes of one and of two pages.
std::vector<models::migration::DatabaseCosts::FlushPoint> flush_points(
    const std::vector<CopyRun>& runs, double disk) {
  constexpr double kPage = models::migration::kPageBytes;
  const auto work = [&](std::uint32_t batch) { return flush(runs, batch) - disk; };
  const auto pages = [&](std::uint32_t batch) {
    const double row =
        component(runs, batch, true, [](const CopyRun& run) { return run.log_bytes_a_row; });
    return 1 + row * batch / kPage;
  };
  const double slope = (work(10) - work(1)) / (pages(10) - pages(1));
  const double one_page = work(1) - slope * (pages(1) - 1);
  const auto point = [&](double page_count, double microseconds) {
    return models::migration::DatabaseCosts::FlushPoint{std::llround(page_count * kPage),
                                                        nanoseconds(microseconds)};
  };
  return {point(1, one_page), point(2, one_page + slope), point(std::round(pages(100)), work(100)),
          point(std::round(pages(1000)), work(1000))};
}

}  // namespace

CopyMachine calibrate(const std::vector<CopyRun>& runs,
                      const std::vector<OperationRun>& operations) {
  const auto page_of = [](const CopyRun& run) { return run.page; };
  const auto begin_of = [](const CopyRun& run) { return run.begin; };
  const auto server_of = [](const CopyRun& run) { return run.server_work_a_row; };
  const auto client_of = [](const CopyRun& run) { return run.client_work_a_row; };
  const double page = component(runs, 1000, true, page_of);
  const double begin = component(runs, 10, true, begin_of);
  const Fitted fitted = fit(runs, page, begin);

  CopyMachine machine;
  const auto microseconds = [](sim::Duration time) {
    return static_cast<double>(time.count()) / 1000;
  };
  const double found = microseconds(machine.server.per_row_found);
  const double execution = get_of(operations) - begin - found;
  const double row_both_sides =
      (page - begin - execution) / 1000 / 2;  // half each: nothing tells them apart
  const double client = component(runs, 1000, true, client_of) - row_both_sides;
  const double server_row = component(runs, 1000, true, server_of);
  const double kib = microseconds(machine.server.per_kib);
  machine.client.per_statement = nanoseconds(client);
  machine.client.per_row = nanoseconds(row_both_sides);
  machine.server.per_statement = nanoseconds(begin - client);
  machine.server.per_execution = nanoseconds(execution);
  machine.server.per_row_answered = nanoseconds(row_both_sides - kib * 336 / 1024);
  machine.server.per_row_changed = nanoseconds(fitted.row - begin - execution - kib * 452 / 1024);
  machine.server.per_commit = nanoseconds(fitted.commit);
  machine.server.per_asynchronous_commit = nanoseconds(fitted.asynchronous);
  machine.server.per_writer_wake = nanoseconds(component(runs, 1, false, server_of) - server_row -
                                               fitted.commit - fitted.asynchronous);
  const double flush_work = component(runs, 1, true, server_of) - server_row - fitted.commit;
  const double disk = flush(runs, 1) - flush_work;
  machine.sync = nanoseconds(disk);
  machine.server.flush = flush_points(runs, disk);
  return machine;
}

}  // namespace tests
