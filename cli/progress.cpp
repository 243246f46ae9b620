#include "cli/progress.hpp"

#include <fmt/format.h>

#include "cli/output.hpp"
#include "cli/terminal.hpp"

namespace cli {

Progress::Progress(std::size_t total) : total_(total), seen_(progress_is_seen()) {}

Progress::~Progress() {
  if (seen_) write_error("\r\x1b[K");
}

void Progress::done() {
  if (!seen_) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  write_error(fmt::format("\r\x1b[Kchecked {} of {}", ++done_, total_));
}

}  // namespace cli
