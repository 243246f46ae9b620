#include "cli/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

namespace cli {

namespace fs = std::filesystem;

namespace {

constexpr std::array<int, 3> kInterrupts{SIGINT, SIGTERM, SIGHUP};

// The half file, for a signal handler: it may touch nothing but plain memory.
std::array<char, 4096> g_half_file{};

void remove_half_file(int signal_number) {
  if (g_half_file[0] != '\0') ::unlink(g_half_file.data());
  ::signal(signal_number, SIG_DFL);
  ::raise(signal_number);
}

// While it lives, an interrupt removes the half file; so does its end, unless it was kept.
class HalfFile {
 public:
  explicit HalfFile(std::string path) : path_(std::move(path)) {
    if (path_.size() >= g_half_file.size()) throw OutputTrouble("the path is too long");
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) return;
    std::memcpy(g_half_file.data(), path_.c_str(), path_.size() + 1);
    for (std::size_t i = 0; i < kInterrupts.size(); ++i) {
      before_[i] = ::signal(kInterrupts[i], remove_half_file);
      if (before_[i] == SIG_IGN) ::signal(kInterrupts[i], SIG_IGN);
    }
  }
  HalfFile(const HalfFile&) = delete;
  HalfFile& operator=(const HalfFile&) = delete;
  ~HalfFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (!kept_) ::unlink(path_.c_str());
    forget();
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// Gives the file its name. False with errno if that fails.
  bool keep_as(const std::string& name) {
    if (::rename(path_.c_str(), name.c_str()) != 0) return false;
    kept_ = true;
    return true;
  }

 private:
  void forget() {
    for (std::size_t i = 0; i < kInterrupts.size(); ++i) ::signal(kInterrupts[i], before_[i]);
    g_half_file[0] = '\0';
  }

  std::string path_;
  int descriptor_ = -1;
  bool kept_ = false;
  std::array<void (*)(int), kInterrupts.size()> before_{};
};

// False with errno if not all of it could be written.
bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

[[noreturn]] void fail(const std::string& path) {
  throw OutputTrouble(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// The file that is meant: a link is followed, so that it stays a link.
fs::path target_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return path;
  const fs::path target = fs::weakly_canonical(path, error);
  return error ? fs::path(path) : target;
}

bool is_written_directly(const fs::path& target) {
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  return fs::exists(status) && !fs::is_regular_file(status);
}

void write_directly(const std::string& path, std::string_view text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path);
  const bool written = write_all(descriptor, text);
  const int reason = errno;
  const bool closed = ::close(descriptor) == 0;
  if (!written) errno = reason;
  if (!written || !closed) fail(path);
}

void write_aside(const std::string& path, const fs::path& target, std::string_view text) {
  const fs::path aside = folder_of(target) / fmt::format(".durasim-{}.part", ::getpid());
  HalfFile half(aside.string());
  if (half.descriptor() < 0) fail(path);
  struct stat before {};
  const bool existed = ::stat(target.c_str(), &before) == 0;
  if (existed && ::fchmod(half.descriptor(), before.st_mode & 07777) != 0) fail(path);
  if (!write_all(half.descriptor(), text)) fail(path);
  if (!half.keep_as(target.string())) fail(path);
}

}  // namespace

void prepare_output() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0) continue;
    // Opened for the wrong direction: who uses it is told, as with the closed one.
    const int flags = descriptor == 0 ? O_WRONLY : O_RDONLY;
    if (::open("/dev/null", flags) != descriptor) return;
  }
  ::signal(SIGPIPE, SIG_DFL);
}

void check_writable(const std::string& path) {
  if (path.empty()) return;
  const fs::path target = target_of(path);
  const fs::path folder = folder_of(target);
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (fs::is_directory(status)) {
    throw OutputTrouble(fmt::format("cannot write {}: it is a folder", path));
  }
  if (!fs::is_directory(folder, error)) {
    throw OutputTrouble(
        fmt::format("cannot write {}: there is no folder {}", path, folder.string()));
  }
  if (fs::exists(status) && ::access(target.c_str(), W_OK) != 0) {
    throw OutputTrouble(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  }
  if (!is_written_directly(target) && ::access(folder.c_str(), W_OK | X_OK) != 0) {
    throw OutputTrouble(
        fmt::format("cannot write into the folder {}: {}", folder.string(), std::strerror(errno)));
  }
}

void write_output(const std::string& path, std::string_view text) {
  if (path.empty()) {
    if (!write_all(STDOUT_FILENO, text)) fail("to standard output");
    return;
  }
  check_writable(path);
  const fs::path target = target_of(path);
  if (is_written_directly(target)) {
    write_directly(path, text);
  } else {
    write_aside(path, target, text);
  }
}

void write_error(std::string_view text) { static_cast<void>(write_all(STDERR_FILENO, text)); }

}  // namespace cli
