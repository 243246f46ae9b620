#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/histogram_reader.hpp"
#include "scenarios/quantity.hpp"
#include "scenarios/utf8.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {
namespace {

constexpr std::array<std::string_view, 4> kColumns{"write_bytes", "bucket_low_us", "bucket_high_us",
                                                   "count"};
enum Column : std::size_t { kWriteBytes, kLow, kHigh, kCount };

struct Cell {
  std::string_view text;
  int column = 1;
};

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t begin = 0;;) {
    const std::size_t comma = line.find(',', begin);
    const std::string_view text = line.substr(begin, comma - begin);
    cells.push_back({text, static_cast<int>(character_count(line.substr(0, begin))) + 1});
    if (comma == std::string_view::npos) return cells;
    begin = comma + 1;
  }
}

class CsvReader {
 public:
  CsvReader(const std::string& path, const HistogramQuery& query, Problems& problems)
      : path_(path), query_(query), problems_(problems) {}

  std::vector<sim::Bucket> read(std::string_view text) {
    for (std::size_t begin = 0; begin < text.size() && right_; ++line_) {
      std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
      begin += line.size() + 1;
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (line_ == 1) {
        header(line);
      } else if (!line.empty()) {
        row(cells_of(line));
      }
    }
    if (right_) check_result();
    return right_ ? std::move(buckets_) : std::vector<sim::Bucket>{};
  }

 private:
  void wrong(int column, std::string message, std::string hint = {}) {
    right_ = false;
    if (hint.empty()) hint = asked_for(query_);
    problems_.report({path_, line_, column}, std::move(message), std::move(hint));
  }

  void header(std::string_view line) {
    for (const Cell& cell : cells_of(line)) {
      const auto known = std::find(kColumns.begin(), kColumns.end(), cell.text);
      if (known == kColumns.end()) {
        return wrong(cell.column, fmt::format("unknown column {}", quote(cell.text)),
                     did_you_mean(cell.text, kColumns));
      }
      auto& index = index_[static_cast<std::size_t>(known - kColumns.begin())];
      if (index) return wrong(cell.column, fmt::format("column '{}' is given twice", *known));
      index = columns_++;
    }
    for (const Column needed : {kLow, kHigh, kCount}) {
      if (!index_[needed]) {
        return wrong(1, fmt::format("column '{}' is missing", kColumns[needed]));
      }
    }
    if (query_.write_size && !index_[kWriteBytes]) wrong(1, "there is no column 'write_bytes'");
  }

  template <class Reader>
  auto cell(const std::vector<Cell>& cells, Column column, std::string_view unit, Reader reader) {
    const Cell& cell = cells[*index_[column]];
    const auto reading = reader(std::string(cell.text).append(unit));
    if (!reading.value) {
      wrong(cell.column,
            fmt::format("{} is not a number of column '{}'", quote(cell.text), kColumns[column]));
    }
    return reading.value;
  }

  void row(const std::vector<Cell>& cells) {
    if (cells.size() != columns_) {
      return wrong(1, fmt::format("{} cells where the first line has {}", cells.size(), columns_));
    }
    if (index_[kWriteBytes]) {
      const auto size = cell(cells, kWriteBytes, "B", read_size);
      if (!size) return;
      if (std::find(sizes_.begin(), sizes_.end(), *size) == sizes_.end()) sizes_.push_back(*size);
      if (query_.write_size && *query_.write_size != *size) return;
    }
    const auto low = cell(cells, kLow, "us", read_duration);
    const auto high = cell(cells, kHigh, "us", read_duration);
    const auto count = cell(cells, kCount, "", read_count);
    if (!low || !high || !count) return;
    if (!query_.write_size && sizes_.size() > 1) return;
    const sim::Bucket bucket{low->count(), high->count(), static_cast<std::uint64_t>(*count)};
    if (const std::string trouble = check_.add(bucket); !trouble.empty()) {
      return wrong(cells[*index_[kLow]].column, trouble);
    }
    buckets_.push_back(bucket);
  }

  void check_result() {
    std::string sizes;
    for (const sim::Bytes size : sizes_) {
      sizes += fmt::format("{}{}", sizes.empty() ? "" : ", ", sim::to_text(size));
    }
    std::string message;
    if (!query_.write_size && sizes_.size() > 1) {
      message = fmt::format("{} has several write sizes: {}", quote(path_), sizes);
    } else if (buckets_.empty() && query_.write_size) {
      message = fmt::format("{} has no rows of {}, only of {}", quote(path_),
                            sim::to_text(*query_.write_size), sizes);
    } else if (check_.total() == 0) {
      message = fmt::format("{} has no observations", quote(path_));
    }
    if (message.empty()) return;
    right_ = false;
    const bool sized = sizes_.size() > 1;
    problems_.report(query_.asked_at, std::move(message), sized ? "write 'write_size: ...'" : "");
  }

  const std::string& path_;
  const HistogramQuery& query_;
  Problems& problems_;
  std::array<std::optional<std::size_t>, kColumns.size()> index_;
  std::size_t columns_ = 0;
  std::vector<sim::Bytes> sizes_;
  std::vector<sim::Bucket> buckets_;
  BucketCheck check_;
  int line_ = 1;
  bool right_ = true;
};

}  // namespace

std::vector<sim::Bucket> read_csv_histogram(const std::string& path, std::string_view text,
                                            const HistogramQuery& query, Problems& problems) {
  const std::size_t before = problems.size();
  auto buckets = CsvReader(path, query, problems).read(text);
  if (problems.size() > before) problems.add_source(path, std::string(text));
  return buckets;
}

}  // namespace scenarios
