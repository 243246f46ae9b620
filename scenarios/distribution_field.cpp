#include "scenarios/distribution_field.hpp"

#include <fmt/format.h>

#include <utility>

#include "scenarios/distribution_table.hpp"
#include "scenarios/fields.hpp"
#include "scenarios/histogram_file.hpp"
#include "sim/check.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {
namespace {

using sim::Distribution;

struct Built {
  Distribution distribution;
  std::string text;
};
using MaybeBuilt = std::optional<Built>;

class Builder {
 public:
  Builder(Measured measured, const FileSource& files, Problems& problems)
      : measured_(measured), files_(files), problems_(problems) {}

  MaybeBuilt build(const Value& value);

 private:
  MaybeBuilt form(const Fields& fields);
  MaybeBuilt normal(const Fields& fields);
  MaybeBuilt lognormal(const Fields& fields);
  MaybeBuilt gamma(const Fields& fields);
  MaybeBuilt pareto(const Fields& fields);
  MaybeBuilt mixture(const Fields& fields);
  MaybeBuilt histogram(const Fields& fields);
  MaybeBuilt histogram_file(const Fields& file);
  MaybeBuilt bounded(Built built, const Fields& fields);

  std::optional<std::int64_t> amount(const Fields& fields, std::string_view name) const;
  std::optional<double> positive(const Fields& fields, std::string_view name);
  bool in_order(const Fields& fields, std::string_view low, std::string_view high);

  [[nodiscard]] std::string text(std::int64_t amount) const {
    return measured_ == Measured::kTime ? sim::to_text(sim::Duration(amount))
                                        : sim::to_text(sim::Bytes{amount});
  }
  [[nodiscard]] const Table& table() const {
    return measured_ == Measured::kTime ? kLatencyTable : kSizeDistributionTable;
  }

  Measured measured_;
  const FileSource& files_;
  Problems& problems_;
};

MaybeBuilt Builder::build(const Value& value) {
  if (value.is_scalar()) {
    std::optional<std::int64_t> constant;
    if (measured_ == Measured::kTime && is_left_open(value.text())) {
      // Its range is what matters; the mean is what an ordering moves from.
      constexpr double kMillisecond = 1e6;
      return Built{Distribution::exponential(kMillisecond), "open"};
    }
    if (measured_ == Measured::kTime) {
      if (const auto time = read_duration(value.text()).value) constant = time->count();
    } else if (const auto size = read_size(value.text()).value) {
      constant = size->count;
    }
    if (!constant) return std::nullopt;
    return Built{Distribution::constant(*constant), text(*constant)};
  }
  const Fields fields(value, table(), files_);
  MaybeBuilt built = form(fields);
  if (!built || fields.raw("bounds") == nullptr) return built;
  return bounded(std::move(*built), fields);
}

MaybeBuilt Builder::form(const Fields& fields) {
  if (const auto range = fields.raw("uniform") ? fields.range("uniform") : std::nullopt) {
    return Built{Distribution::uniform(range->first, range->second),
                 fmt::format("uniform, {} to {}", text(range->first), text(range->second))};
  }
  if (const auto mean = amount(fields, "exponential")) {
    return Built{Distribution::exponential(static_cast<double>(*mean)),
                 fmt::format("exponential, mean {}", text(*mean))};
  }
  if (const auto inner = fields.mapping("normal")) return normal(*inner);
  if (const auto inner = fields.mapping("lognormal")) return lognormal(*inner);
  if (const auto inner = fields.mapping("gamma")) return gamma(*inner);
  if (const auto inner = fields.mapping("pareto")) return pareto(*inner);
  if (fields.has("mixture")) return mixture(fields);
  if (fields.has("histogram")) return histogram(fields);
  return std::nullopt;
}

MaybeBuilt Builder::normal(const Fields& fields) {
  const auto mean = amount(fields, "mean");
  const auto deviation = amount(fields, "deviation");
  if (!mean || !deviation || !in_order(fields, "low", "high")) return std::nullopt;
  const std::int64_t low = amount(fields, "low").value_or(0);
  const auto high = amount(fields, "high");
  const auto whole =
      Distribution::normal(static_cast<double>(*mean), static_cast<double>(*deviation));
  const auto cut = whole.try_bounded(low, high.value_or(INT64_MAX));
  if (!cut) {
    problems_.report(fields.place(high ? "high" : "low"),
                     "nothing of this normal distribution lies between low and high",
                     "widen the limits, or move the mean between them");
    return std::nullopt;
  }
  std::string words = fmt::format("normal, mean {}, deviation {}", text(*mean), text(*deviation));
  if (low > 0) words += fmt::format(", from {}", text(low));
  if (high) words += fmt::format(", up to {}", text(*high));
  return Built{
      Distribution::normal(static_cast<double>(*mean), static_cast<double>(*deviation), low, high),
      std::move(words)};
}

MaybeBuilt Builder::lognormal(const Fields& fields) {
  const auto median = amount(fields, "median");
  const auto p99 = amount(fields, "p99");
  if (!median || !p99 || !in_order(fields, "median", "p99")) return std::nullopt;
  return Built{Distribution::lognormal(static_cast<double>(*median), static_cast<double>(*p99)),
               fmt::format("lognormal, median {}, p99 {}", text(*median), text(*p99))};
}

MaybeBuilt Builder::gamma(const Fields& fields) {
  const auto shape = positive(fields, "shape");
  const auto mean = amount(fields, "mean");
  if (!shape || !mean) return std::nullopt;
  return Built{Distribution::gamma(*shape, static_cast<double>(*mean)),
               fmt::format("gamma, shape {}, mean {}", sim::number_text(*shape), text(*mean))};
}

MaybeBuilt Builder::pareto(const Fields& fields) {
  const auto shape = positive(fields, "shape");
  const auto low = amount(fields, "low");
  const auto high = amount(fields, "high");
  if (!shape || !low || !high || !in_order(fields, "low", "high")) return std::nullopt;
  return Built{Distribution::pareto(*shape, *low, *high),
               fmt::format("pareto, shape {}, from {} to {}", sim::number_text(*shape), text(*low),
                           text(*high))};
}

MaybeBuilt Builder::mixture(const Fields& fields) {
  std::vector<std::pair<double, Distribution>> parts;
  std::string words;
  bool right = true;
  for (const Fields& part : fields.list("mixture")) {
    const auto weight = positive(part, "weight");
    const Value* is = part.raw("is");
    MaybeBuilt built = is == nullptr ? std::nullopt : build(*is);
    right = right && weight && built;
    if (!right) continue;
    words +=
        fmt::format("{}{} of {}", parts.empty() ? "mixture, " : ", ", sim::number_text(*weight),
                    built->distribution.as_constant() ? built->text : "(" + built->text + ")");
    parts.emplace_back(*weight, std::move(built->distribution));
  }
  if (!right || parts.empty()) return std::nullopt;
  return Built{Distribution::mixture(std::move(parts)), std::move(words)};
}

MaybeBuilt Builder::histogram(const Fields& fields) {
  if (measured_ == Measured::kTime) {
    const auto chosen = fields.chosen("histogram");
    if (!chosen) return std::nullopt;
    if (chosen->fields) return histogram_file(*chosen->fields);
  }
  constexpr std::string_view kLow = "low";
  std::vector<sim::Bucket> buckets;
  BucketCheck check;
  for (const Value& item : fields.raw("histogram")->items()) {
    const Field* field = find_field(table(), "histogram");
    const Table& bucket_table =
        measured_ == Measured::kTime ? *field->alternatives[0].inner : *field->inner;
    const Fields bucket(item, bucket_table, files_);
    const auto low = amount(bucket, kLow);
    const auto high = amount(bucket, "high");
    const auto count = bucket.count("count");
    if (!low || !high || !count) return std::nullopt;
    const sim::Bucket next{*low, *high, static_cast<std::uint64_t>(*count)};
    if (const std::string trouble = check.add(next); !trouble.empty()) {
      problems_.report(bucket.place(kLow), trouble);
      return std::nullopt;
    }
    buckets.push_back(next);
  }
  if (check.total() == 0) {
    problems_.report(fields.place("histogram"), "the histogram has no observations",
                     "one bucket at least needs a count above 0");
    return std::nullopt;
  }
  std::string words =
      fmt::format("histogram, {} observations in {} buckets", check.total(), buckets.size());
  return Built{Distribution::empirical(std::move(buckets)), std::move(words)};
}

MaybeBuilt Builder::histogram_file(const Fields& file) {
  const auto name = file.text("file");
  if (!name) return std::nullopt;
  HistogramQuery query;
  query.asked_at = file.place("file");
  query.write_size = file.size("write_size");
  query.job = file.text("job");
  if (const auto operation = file.choice("operation")) {
    query.operation = find_field(file.table(), "operation")->choices[*operation];
  }
  query.section = file.text("section");
  auto buckets = read_histogram(beside(query.asked_at.file, *name), query, files_, problems_);
  if (buckets.empty()) return std::nullopt;
  std::uint64_t total = 0;
  for (const sim::Bucket& bucket : buckets) total += bucket.count;
  std::string words = fmt::format("histogram, {} observations of {}", total, *name);
  return Built{Distribution::empirical(std::move(buckets)), std::move(words)};
}

MaybeBuilt Builder::bounded(Built built, const Fields& fields) {
  const auto bounds = fields.range("bounds");
  if (!bounds) return std::nullopt;
  auto cut = built.distribution.try_bounded(bounds->first, bounds->second);
  if (!cut) {
    problems_.report(fields.place("bounds"),
                     fmt::format("nothing of the distribution ({}) lies between {} and {}",
                                 built.text, text(bounds->first), text(bounds->second)),
                     "widen the bounds");
    return std::nullopt;
  }
  built.text += fmt::format(", between {} and {}", text(bounds->first), text(bounds->second));
  return Built{std::move(*cut), std::move(built.text)};
}

std::optional<std::int64_t> Builder::amount(const Fields& fields, std::string_view name) const {
  if (measured_ == Measured::kTime) {
    const auto time = fields.duration(name);
    return time ? std::optional(time->count()) : std::nullopt;
  }
  const auto size = fields.size(name);
  return size ? std::optional(size->count) : std::nullopt;
}

std::optional<double> Builder::positive(const Fields& fields, std::string_view name) {
  const auto number = fields.number(name);
  if (!number || *number > 0) return number;
  problems_.report(fields.place(name), fmt::format("'{}' must be more than 0", name));
  return std::nullopt;
}

bool Builder::in_order(const Fields& fields, std::string_view low, std::string_view high) {
  const auto lower = amount(fields, low);
  const auto higher = amount(fields, high);
  if (!lower || !higher || *lower <= *higher) return true;
  problems_.report(fields.place(high), fmt::format("'{}' ({}) is below '{}' ({})", high,
                                                   text(*higher), low, text(*lower)));
  return false;
}

}  // namespace

std::optional<DistributionValue> build_distribution(const Value& value, Measured measured,
                                                    const FileSource& files, Problems& problems) {
  auto built = Builder(measured, files, problems).build(value);
  if (!built) return std::nullopt;
  return DistributionValue{std::move(built->distribution), std::move(built->text), value.place()};
}

std::vector<LatencyPiece> build_pieces(const Value& value, const FileSource& files,
                                       Problems& problems) {
  if (value.find("piecewise") == nullptr) {
    auto always = build_distribution(value, Measured::kTime, files, problems);
    if (!always) return {};
    return {{std::nullopt, std::move(*always)}};
  }
  const Fields fields(value, kPiecewiseLatencyTable, files);
  const auto list = fields.list("piecewise");
  std::vector<LatencyPiece> pieces;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto until = list[i].duration("until");
    const bool last = i + 1 == list.size();
    if (last == until.has_value()) {
      problems.report(list[i].place("until"),
                      last ? "the last piece has no end" : "only the last piece may have no end",
                      last ? "leave out 'until'" : "write 'until: 5s'");
      return {};
    }
    if (until && !pieces.empty() && *until <= *pieces.back().until) {
      problems.report(list[i].place("until"), "this piece ends before it begins",
                      "let each 'until' be later than the one before");
      return {};
    }
    const Value* is = list[i].raw("is");
    if (is == nullptr) return {};
    auto built = build_distribution(*is, Measured::kTime, files, problems);
    if (!built) return {};
    pieces.push_back({until, std::move(*built)});
  }
  return pieces;
}

}  // namespace scenarios
