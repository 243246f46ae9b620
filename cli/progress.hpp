// "checked 12 of 40" on standard error while somebody watches it, and gone when all is done.
//
// Shape          done() may be called from any thread
// Checked by     tests/cli/durasim_test.cpp
#pragma once

#include <cstddef>
#include <mutex>

namespace cli {

class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more is done.
  void done();

 private:
  std::size_t total_;
  std::size_t done_ = 0;
  bool seen_;
  std::mutex mutex_;
};

}  // namespace cli
