#include "studies/results.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace studies {

namespace fs = std::filesystem;

namespace {

// Written beside its place and put there when it is whole.
class WholeFile {
 public:
  explicit WholeFile(std::string path) : path_(std::move(path)), aside_(path_ + ".part") {
    descriptor_ = ::open(aside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail();
  }
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  ~WholeFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(aside_.c_str());
  }

  void add(std::string_view text) {
    pending_ += text;
    if (pending_.size() >= kBlock) flush();
  }

  void keep() {
    flush();
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0 || ::rename(aside_.c_str(), path_.c_str()) != 0) fail();
  }

 private:
  static constexpr std::size_t kBlock = 1 << 20;

  void flush() {
    std::string_view text = pending_;
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail();
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    pending_.clear();
  }

  [[noreturn]] void fail() const {
    throw StudyTrouble(fmt::format("cannot write {}: {}", path_, std::strerror(errno)));
  }

  std::string path_;
  std::string aside_;
  std::string pending_;
  int descriptor_ = -1;
};

std::string text_of(const Shard& shard) { return fmt::format("{}/{}", shard.number, shard.count); }

}  // namespace

void write_json_lines(const std::vector<RunKey>& keys, const RowOf& row, const Sink& sink) {
  for (const RunKey& key : keys) {
    sink(row(key));
    sink("\n");
  }
}

void write_csv(const std::vector<RunKey>& keys, const RowOf& row, const Sink& sink) {
  const auto parsed = [&](const RunKey& key) {
    auto one = parse_row(row(key));
    if (!one) {
      throw StudyTrouble(fmt::format("the row of point {}, replication {} cannot be read",
                                     key.point, key.replication));
    }
    return std::move(*one);
  };
  CsvColumns columns;
  for (const RunKey& key : keys) columns.add(parsed(key));
  sink(columns.header() + "\n");
  for (const RunKey& key : keys) sink(columns.line(parsed(key)) + "\n");
}

void write_results(const std::string& folder, const std::vector<RunKey>& keys, const RowOf& row) {
  WholeFile lines((fs::path(folder) / "runs.jsonl").string());
  write_json_lines(keys, row, [&](std::string_view text) { lines.add(text); });
  lines.keep();
  WholeFile csv((fs::path(folder) / "runs.csv").string());
  write_csv(keys, row, [&](std::string_view text) { csv.add(text); });
  csv.keep();
}

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw StudyTrouble(fmt::format("cannot make the folder {}: {}", folder, error.message()));
  }
}

MergedJournals::MergedJournals(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    journals_.push_back(
        std::make_unique<Journal>((fs::path(folder) / std::string(kJournalName)).string()));
  }
  check_shards();
  for (const auto& journal : journals_) check_whole(*journal);
}

void MergedJournals::check_shards() const {
  const Journal& first = *journals_.front();
  std::vector<const Journal*> seen(first.head().shard.count, nullptr);
  for (const auto& journal : journals_) {
    const JournalHead& head = journal->head();
    if (head.fingerprint != first.head().fingerprint || head.points != first.head().points) {
      throw StudyTrouble(
          fmt::format("{} and {} belong to different sweeps", first.path(), journal->path()));
    }
    if (head.shard.count != seen.size()) {
      throw StudyTrouble(fmt::format("{} is shard {} and {} is shard {}: dealt out differently",
                                     first.path(), text_of(first.head().shard), journal->path(),
                                     text_of(head.shard)));
    }
    if (journal->replications() != first.replications()) {
      throw StudyTrouble(fmt::format(
          "{} has {} replications and {} has {}; run the shards with "
          "the same number",
          first.path(), first.replications(), journal->path(), journal->replications()));
    }
    const Journal*& place = seen[head.shard.number - 1];
    if (place != nullptr) {
      throw StudyTrouble(fmt::format("{} and {} are both shard {}", place->path(), journal->path(),
                                     text_of(head.shard)));
    }
    place = journal.get();
  }
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i] == nullptr) missing.push_back(text_of({i + 1, seen.size()}));
  }
  if (missing.empty()) return;
  throw StudyTrouble(fmt::format("shard{} {} {} missing", missing.size() == 1 ? "" : "s",
                                 fmt::join(missing, ", "), missing.size() == 1 ? "is" : "are"));
}

void MergedJournals::check_whole(const Journal& journal) const {
  const JournalHead& head = journal.head();
  std::uint64_t wanted = 0;
  std::uint64_t there = 0;
  for (std::uint64_t point = 0; point < head.points; ++point) {
    for (std::uint64_t k = 0; k < journal.replications(); ++k) {
      if (!head.shard.has({point, k})) continue;
      ++wanted;
      if (journal.has({point, k})) ++there;
    }
  }
  if (there == wanted) return;
  throw StudyTrouble(fmt::format("{} has {} of its {} runs; run shard {} again, it goes on",
                                 journal.path(), there, wanted, text_of(head.shard)));
}

std::vector<RunKey> MergedJournals::keys() const {
  std::vector<RunKey> keys;
  for (const auto& journal : journals_) {
    const auto some = journal->keys();
    keys.insert(keys.end(), some.begin(), some.end());
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string MergedJournals::row(const RunKey& key) const {
  const auto has = std::find_if(journals_.begin(), journals_.end(),
                                [&](const auto& journal) { return journal->has(key); });
  return (*has)->row(key);
}

}  // namespace studies
