// "12 of 40 runs, about 3min left" on standard error while somebody watches it, and gone at the
// end.
//
// Formula        left = time so far times estimated work left over work done
// Shape          done() may be called from any thread; a line at most every tenth of a second
// Checked by     tests/cli/sweep_test.cpp, on a pseudo-terminal and piped
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>

namespace cli {

class SweepProgress {
 public:
  SweepProgress(std::size_t runs, double work);
  ~SweepProgress();
  SweepProgress(const SweepProgress&) = delete;
  SweepProgress& operator=(const SweepProgress&) = delete;

  /// A run of so much estimated work is done.
  void done(double work);

 private:
  std::size_t runs_;
  double work_;
  std::size_t runs_done_ = 0;
  double work_done_ = 0;
  bool seen_;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point told_;
  std::mutex mutex_;
};

}  // namespace cli
