// Independent pieces of work, several at a time.
//
// Shape          workers take the next number each; what a piece leaves must have a place of its
//                own, so that the result is the same for any number of workers
// Errors         the first fault by number is thrown once all work has ended
// Checked by     tests/cli/check_test.cpp
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace cli {

/// Calls work(0) to work(count - 1), `jobs` at a time; 0 jobs: as many as there are processors.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, const Work& work) {
  std::vector<std::exception_ptr> faults(count);
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        faults[i] = std::current_exception();
      }
    }
  };
  if (jobs == 0) jobs = std::max(1U, std::thread::hardware_concurrency());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min<std::size_t>(jobs, count); ++i) threads.emplace_back(take);
    take();
  }
  for (const std::exception_ptr& fault : faults) {
    if (fault) std::rethrow_exception(fault);
  }
}

}  // namespace cli
