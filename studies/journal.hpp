// The rows of a sweep as they come, kept so that a sweep which is killed at any moment goes on
// where it was.
//
// Formula        a line is a checksum of 16 digits, a blank, and what it says: the head (format,
//                fingerprint of scenario and grid, points, shard), how many replications are asked
//                for, or a row of JSON. A last line that is cut, or one that its checksum does not
//                fit, ends the journal: it and what follows is written anew
// Contention     add() may be called by several threads; one process at a time has the file
// Shape          32 bytes of memory a row, the rows themselves in the file, or in memory if there
//                is none; rows() in the order of points and replications, whatever order they came
//                in
// Errors         throws StudyTrouble: another scenario's or grid's journal, another process has it
//                (one on its way out is waited for, up to two seconds), the disk is full
// Checked by     tests/studies/journal_test.cpp, tests/cli/sweep_test.cpp (killed at any moment)
#pragma once

#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "studies/row.hpp"

namespace studies {

/// What a study cannot do, in one sentence.
class StudyTrouble : public std::exception {
 public:
  explicit StudyTrouble(std::string message) : message_(std::move(message)) {}
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

/// One part of so many that a sweep is dealt out to.
struct Shard {
  std::uint64_t number = 1;  // from 1
  std::uint64_t count = 1;
  friend bool operator==(const Shard&, const Shard&) = default;

  /// More replications leave each run in its shard.
  [[nodiscard]] bool has(const RunKey& key) const {
    return (key.point + key.replication) % count == number - 1;
  }
};

struct JournalHead {
  std::uint64_t fingerprint = 0;  // of scenario, grid and program
  std::uint64_t points = 1;
  Shard shard;
  friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

class Journal {
 public:
  /// Goes on with the file, or begins it; an empty path keeps the rows in memory.
  Journal(std::string path, const JournalHead& head, std::uint64_t replications);

  /// One that is there, to be read.
  explicit Journal(std::string path);

  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const JournalHead& head() const { return head_; }
  [[nodiscard]] std::uint64_t replications() const { return replications_; }
  [[nodiscard]] bool has(const RunKey& key) const;
  [[nodiscard]] std::size_t size() const;

  /// Keeps a row. REQUIRES: opened to go on; no row has this key yet.
  void add(const RunKey& key, const std::string& json);

  /// Of rows that are kept, in order.
  [[nodiscard]] std::vector<RunKey> keys() const;

  /// The row of that key. REQUIRES: has(key).
  [[nodiscard]] std::string row(const RunKey& key) const;

 private:
  struct Place {
    std::uint64_t offset = 0;  // of the row's text
    std::uint64_t size = 0;
  };

  void read(bool only_read);
  [[nodiscard]] bool take_line(std::string_view line, std::uint64_t offset, bool first);
  void append(const std::string& says);
  void write_at_end(const std::string& line);

  std::string path_;
  int descriptor_ = -1;
  JournalHead head_;
  std::uint64_t replications_ = 0;
  std::uint64_t end_ = 0;  // of the last whole line
  std::string memory_;     // instead of a file
  std::map<RunKey, Place> rows_;
  mutable std::mutex mutex_;
};

}  // namespace studies
