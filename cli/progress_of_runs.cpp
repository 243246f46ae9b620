#include "cli/progress_of_runs.hpp"

#include <fmt/format.h>

#include "cli/output.hpp"
#include "cli/terminal.hpp"

namespace cli {

namespace {

std::string left_text(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f}s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f}min", seconds / 60);
  return fmt::format("{:.0f}h", seconds / 3600);
}

}  // namespace

SweepProgress::SweepProgress(std::size_t runs, double work)
    : runs_(runs),
      work_(work),
      seen_(progress_is_seen()),
      begin_(std::chrono::steady_clock::now()),
      told_(begin_) {}

SweepProgress::~SweepProgress() {
  if (seen_) write_error("\r\x1b[K");
}

void SweepProgress::done(double work) {
  if (!seen_) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  ++runs_done_;
  work_done_ += work;
  const auto now = std::chrono::steady_clock::now();
  if (now - told_ < std::chrono::milliseconds(100) && runs_done_ > 1) return;
  told_ = now;
  const double so_far = std::chrono::duration<double>(now - begin_).count();
  std::string text = fmt::format("\r\x1b[K{} of {} runs", runs_done_, runs_);
  if (work_done_ > 0) {
    text += fmt::format(", about {} left", left_text(so_far * (work_ - work_done_) / work_done_));
  }
  write_error(text);
}

}  // namespace cli
