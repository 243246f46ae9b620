#include "scenarios/histogram_file.hpp"

#include <fmt/format.h>

#include <bit>

#include "scenarios/histogram_reader.hpp"
#include "scenarios/utf8.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

std::string BucketCheck::add(const sim::Bucket& bucket) {
  constexpr std::uint64_t kTooMany = 1ULL << 53;  // doubles count exactly below this
  const auto text = [](std::int64_t amount) { return sim::count_text(amount); };
  if (bucket.low < end_) {
    return fmt::format("the bucket from {} starts before the end of the one before it, {}",
                       text(bucket.low), text(end_));
  }
  if (bucket.high <= bucket.low) {
    return fmt::format("the bucket from {} to {} is empty", text(bucket.low), text(bucket.high));
  }
  if (bucket.count >= kTooMany || total_ + bucket.count >= kTooMany) {
    return "the counts add up to 2^53 or more";
  }
  end_ = bucket.high;
  total_ += bucket.count;
  return {};
}

std::optional<sim::Bucket> fio_bin(std::int64_t middle, std::uint64_t count) {
  constexpr int kBits = 6;
  if (middle < 0) return std::nullopt;
  if (middle < 2 << kBits) return sim::Bucket{middle, middle + 1, count};
  const int shift = std::bit_width(static_cast<std::uint64_t>(middle)) - 1 - kBits;
  const std::int64_t width = std::int64_t{1} << shift;
  const std::int64_t low = middle - width / 2;
  if (low % width != 0) return std::nullopt;
  return sim::Bucket{low, low + width, count};
}

std::string asked_for(const HistogramQuery& query) {
  return fmt::format("asked for at {}:{}:{}", query.asked_at.file, query.asked_at.line,
                     query.asked_at.column);
}

std::vector<sim::Bucket> read_histogram(const std::string& path, const HistogramQuery& query,
                                        const FileSource& files, Problems& problems) {
  const bool csv = ends_with(path, ".csv");
  if (!csv && !ends_with(path, ".json")) {
    problems.report(query.asked_at, fmt::format("{} is no histogram file", quote(path)),
                    "name a .csv of bucket counts or a .json of fio");
    return {};
  }
  const FileText file = files(path);
  if (!file.trouble.empty()) {
    problems.report(query.asked_at, fmt::format("{}: {}", quote(path), file.trouble),
                    "the path is seen from the folder of this file");
    return {};
  }
  return csv ? read_csv_histogram(path, file.text, query, problems)
             : read_json_histogram(path, file.text, query, problems);
}

}  // namespace scenarios
