#include "studies/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>

#include "sim/check.hpp"
#include "sim/digest.hpp"

namespace studies {

namespace {

constexpr std::size_t kChecksum = 16;
constexpr std::string_view kFormat = "durasim-sweep-1";

std::string checksum_of(std::string_view says) {
  sim::Digest digest;
  digest.add_text(says);
  return fmt::format("{:016x}", digest.value());
}

std::string head_line(const JournalHead& head) {
  return fmt::format("{} {:016x} {} {} {}", kFormat, head.fingerprint, head.points,
                     head.shard.number, head.shard.count);
}

// The words of a line that are numbers, after its first.
template <std::size_t kCount>
bool read_numbers(std::string_view text, std::array<std::uint64_t, kCount>& numbers, int base0) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (text.empty() || text.front() != ' ') return false;
    text.remove_prefix(1);
    const auto read =
        std::from_chars(text.data(), text.data() + text.size(), numbers[i], i == 0 ? base0 : 10);
    if (read.ec != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  }
  return text.empty();
}

std::optional<JournalHead> read_head(std::string_view says) {
  std::array<std::uint64_t, 4> numbers{};
  if (!says.starts_with(kFormat)) return std::nullopt;
  says.remove_prefix(kFormat.size());
  if (!read_numbers(says, numbers, 16) || numbers[3] == 0) return std::nullopt;
  return JournalHead{numbers[0], numbers[1], {numbers[2], numbers[3]}};
}

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw StudyTrouble(fmt::format("cannot {} {}: {}", what, path, std::strerror(errno)));
}

// A sweep that was killed may still be on its way out when the next one begins: that one waits a
// while. True: nobody else writes.
bool lock_soon(int descriptor) {
  constexpr int kTries = 40;
  constexpr timespec kPause{0, 50'000'000};
  for (int i = 0; i < kTries; ++i) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
    ::nanosleep(&kPause, nullptr);
  }
  return false;
}

}  // namespace

Journal::Journal(std::string path, const JournalHead& head, std::uint64_t replications)
    : path_(std::move(path)), head_(head) {
  if (!path_.empty()) {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail("write", path_);
    if (!lock_soon(descriptor_)) {
      ::close(descriptor_);
      throw StudyTrouble(fmt::format("another sweep is writing {}", path_));
    }
    try {
      read(false);
    } catch (...) {
      ::close(descriptor_);
      throw;
    }
  }
  if (end_ == 0) append(head_line(head_));
  if (replications_ < replications) {
    append(fmt::format("replications {}", replications));
    replications_ = replications;
  }
}

Journal::Journal(std::string path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) fail("read", path_);
  try {
    read(true);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

Journal::~Journal() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Journal::read(bool only_read) {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) fail("read", path_);
  if (!S_ISREG(status.st_mode)) throw StudyTrouble(path_ + " is no journal of a sweep");
  std::string pending;
  std::uint64_t offset = 0;  // of pending
  std::array<char, 65536> block{};
  bool whole = true;
  for (ssize_t got = 0; whole;) {
    got = ::read(descriptor_, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read", path_);
    if (got == 0) break;
    pending.append(block.data(), static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (std::size_t end = pending.find('\n'); end != std::string::npos && whole;
         end = pending.find('\n', begin)) {
      const std::string_view line = std::string_view(pending).substr(begin, end - begin);
      whole = take_line(line, offset + begin, end_ == 0);
      if (whole) end_ = offset + end + 1;
      begin = end + 1;
    }
    offset += begin;
    pending.erase(0, begin);
  }
  if (only_read) {
    if (end_ == 0) throw StudyTrouble(fmt::format("{} is no journal of a sweep", path_));
    return;
  }
  if (::ftruncate(descriptor_, static_cast<off_t>(end_)) != 0) fail("write", path_);
}

// False for a line that the journal ends before.
bool Journal::take_line(std::string_view line, std::uint64_t offset, bool first) {
  const bool long_enough = line.size() > kChecksum && line[kChecksum] == ' ';
  const std::string_view says = long_enough ? line.substr(kChecksum + 1) : std::string_view();
  const bool right = long_enough && checksum_of(says) == line.substr(0, kChecksum);
  if (first) {
    const auto head = right ? read_head(says) : std::nullopt;
    if (!head) throw StudyTrouble(fmt::format("{} is no journal of a sweep", path_));
    if (head_.fingerprint != 0 && head->shard != head_.shard) {
      throw StudyTrouble(fmt::format(
          "{} is shard {}/{} of a sweep, not {}/{}; give this one a "
          "folder of its own",
          path_, head->shard.number, head->shard.count, head_.shard.number, head_.shard.count));
    }
    if (head_.fingerprint != 0 && *head != head_) {
      throw StudyTrouble(fmt::format(
          "{} belongs to another scenario, grid or version of durasim; give this sweep a folder of "
          "its own, or remove that one",
          path_));
    }
    head_ = *head;
    return true;
  }
  if (!right) return false;
  std::array<std::uint64_t, 1> number{};
  constexpr std::string_view kReplications = "replications";
  if (says.starts_with(kReplications)) {
    if (!read_numbers(says.substr(kReplications.size()), number, 10)) return false;
    replications_ = number[0];
    return true;
  }
  const auto key = key_of_row(says);
  if (!key) return false;
  rows_[*key] = {offset + kChecksum + 1, says.size()};
  return true;
}

void Journal::append(const std::string& says) {
  write_at_end(checksum_of(says) + " " + says + "\n");
}

// A line that does not fit is taken back, so that the journal stays whole.
void Journal::write_at_end(const std::string& line) {
  if (descriptor_ < 0) {
    memory_ += line;
  } else {
    std::size_t written = 0;
    while (written < line.size()) {
      const ssize_t more = ::pwrite(descriptor_, line.data() + written, line.size() - written,
                                    static_cast<off_t>(end_ + written));
      if (more < 0 && errno == EINTR) continue;
      if (more <= 0) {
        const int reason = more == 0 ? ENOSPC : errno;
        static_cast<void>(::ftruncate(descriptor_, static_cast<off_t>(end_)));
        errno = reason;
        fail("write", path_);
      }
      written += static_cast<std::size_t>(more);
    }
  }
  end_ += line.size();
}

void Journal::add(const RunKey& key, const std::string& json) {
  const std::string checksum = checksum_of(json);
  const std::lock_guard<std::mutex> lock(mutex_);
  SIM_CHECK(rows_.count(key) == 0);
  const std::uint64_t begin = end_;
  write_at_end(checksum + " " + json + "\n");
  rows_[key] = {begin + kChecksum + 1, json.size()};
}

bool Journal::has(const RunKey& key) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return rows_.count(key) > 0;
}

std::size_t Journal::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return rows_.size();
}

std::vector<RunKey> Journal::keys() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<RunKey> keys;
  keys.reserve(rows_.size());
  for (const auto& [key, place] : rows_) keys.push_back(key);
  return keys;
}

std::string Journal::row(const RunKey& key) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = rows_.find(key);
  SIM_CHECK(found != rows_.end());
  const Place& place = found->second;
  if (descriptor_ < 0) return memory_.substr(place.offset, place.size);
  std::string text(place.size, '\0');
  std::size_t read = 0;
  while (read < text.size()) {
    const ssize_t more = ::pread(descriptor_, text.data() + read, text.size() - read,
                                 static_cast<off_t>(place.offset + read));
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) fail("read", path_);
    read += static_cast<std::size_t>(more);
  }
  return text;
}

}  // namespace studies
