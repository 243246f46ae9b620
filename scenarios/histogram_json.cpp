#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/histogram_reader.hpp"
#include "scenarios/text_check.hpp"
#include "scenarios/utf8.hpp"

namespace scenarios {
namespace {

using nlohmann::json;

class JsonReader {
 public:
  JsonReader(const std::string& path, const HistogramQuery& query, Problems& problems)
      : path_(path), query_(query), problems_(problems) {}

  std::vector<sim::Bucket> read(std::string_view text) {
    json root;
    try {
      root = json::parse(text);
    } catch (const json::parse_error& error) {
      const std::size_t at = error.byte > 0 ? error.byte - 1 : 0;
      const Locator::Position where = Locator(text).at(at);
      problems_.add_source(path_, std::string(text));
      problems_.report({path_, where.line, where.column}, "this is not JSON", asked_for(query_));
      return {};
    } catch (const json::exception&) {  // a number beyond doubles, say
      wrong("", "a value out of range");
      return {};
    }
    if (!root.is_object()) {
      wrong("", "an object is expected");
      return {};
    }
    if (root.contains("jobs")) {
      fio(root.at("jobs"));
    } else {
      sections(root);
    }
    sort_and_check();
    return right_ ? std::move(buckets_) : std::vector<sim::Bucket>{};
  }

 private:
  void wrong(std::string_view where, std::string_view message) {
    right_ = false;
    const std::string place = where.empty() ? std::string() : fmt::format("{}: ", where);
    problems_.report({path_, 0, 0}, fmt::format("{}{}", place, message), asked_for(query_));
  }

  void unclear(std::string message, std::string hint) {
    right_ = false;
    problems_.report(query_.asked_at, std::move(message), std::move(hint));
  }

  /// The one that was asked for, or the only one there is.
  std::optional<std::size_t> pick(const std::vector<std::string>& names,
                                  const std::optional<std::string>& wanted,
                                  std::string_view field) {
    if (!wanted && names.size() == 1) return 0;
    std::vector<std::string> quotes;
    for (const std::string& name : names) quotes.push_back(quote(name));
    const std::vector<std::string_view> views(quotes.begin(), quotes.end());
    const std::string all = joined(views, " and ");
    if (!wanted) {
      unclear(fmt::format("{} has several: {}", quote(path_), all),
              fmt::format("choose one with '{}: ...'", field));
      return std::nullopt;
    }
    const auto same = std::count(names.begin(), names.end(), *wanted);
    if (same != 1) {
      unclear(fmt::format("{} has {} {} {}", quote(path_), same == 0 ? "no" : "more than one",
                          field, quote(*wanted)),
              fmt::format("it has {}", all));
      return std::nullopt;
    }
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), *wanted) - names.begin());
  }

  void fio(const json& jobs) {
    if (!jobs.is_array() || jobs.empty()) return wrong("jobs", "an array of jobs is expected");
    std::vector<std::string> names;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      const bool named =
          jobs[i].is_object() && jobs[i].contains("jobname") && jobs[i].at("jobname").is_string();
      if (!named) return wrong(fmt::format("jobs[{}]", i), "a job with a jobname is expected");
      names.push_back(jobs[i].at("jobname").get<std::string>());
    }
    const auto index = pick(names, query_.job, "job");
    if (index) operation(jobs[*index], fmt::format("jobs[{}]", *index));
  }

  /// The completion latencies of an operation; fio has those of sync as plain latencies.
  static const json* bins_of(const json& job, std::string_view name, std::string& where) {
    const auto found = job.find(std::string(name));
    if (found == job.end() || !found->is_object()) return nullptr;
    for (const char* latency : {"clat_ns", "lat_ns"}) {
      const auto inner = found->find(latency);
      if (inner == found->end() || !inner->is_object() || !inner->contains("bins")) continue;
      where = fmt::format("{}.{}.bins", name, latency);
      return &inner->at("bins");
    }
    return nullptr;
  }

  void operation(const json& job, const std::string& path) {
    std::vector<std::string> names;
    std::vector<std::string> places;
    std::vector<const json*> all;
    for (const std::string_view name : {"read", "write", "trim", "sync"}) {
      std::string where;
      const json* bins = bins_of(job, name, where);
      if (bins == nullptr || bins->empty()) continue;
      names.emplace_back(name);
      places.push_back(path + "." + where);
      all.push_back(bins);
    }
    if (names.empty()) {
      return wrong(path, "there are no bins; run fio with --output-format=json+");
    }
    if (const auto index = pick(names, query_.operation, "operation")) {
      bins(*all[*index], places[*index]);
    }
  }

  void bins(const json& bins, const std::string& path) {
    if (!bins.is_object()) return wrong(path, "an object of bins is expected");
    for (const auto& [key, count] : bins.items()) {
      std::int64_t middle = -1;
      const auto parsed = std::from_chars(key.data(), key.data() + key.size(), middle);
      const bool whole = parsed.ec == std::errc() && parsed.ptr == key.data() + key.size();
      const std::string where = fmt::format("{}.{}", path, key);
      if (!count.is_number_unsigned()) return wrong(where, "the count is not a whole number");
      const auto bin = whole ? fio_bin(middle, count.get<std::uint64_t>()) : std::nullopt;
      if (!bin) return wrong(where, "this is not the middle of a bin of fio");
      buckets_.push_back(*bin);
    }
  }

  void sections(const json& root) {
    std::vector<std::string> names;
    for (const auto& [name, section] : root.items()) {
      if (section.is_object() && section.contains("buckets")) names.push_back(name);
    }
    if (names.empty()) return wrong("", "neither fio's 'jobs' nor a section with 'buckets'");
    const auto index = pick(names, query_.section, "section");
    if (!index) return;
    const std::string path = names[*index] + ".buckets";
    const json& buckets = root.at(names[*index]).at("buckets");
    if (!buckets.is_array()) return wrong(path, "an array of [low_us, high_us, count] is expected");
    for (std::size_t i = 0; i < buckets.size() && right_; ++i) {
      bucket(buckets[i], fmt::format("{}[{}]", path, i));
    }
  }

  void bucket(const json& triple, const std::string& path) {
    const bool shaped = triple.is_array() && triple.size() == 3 && triple[0].is_number() &&
                        triple[1].is_number() && triple[2].is_number_unsigned();
    if (!shaped) return wrong(path, "[low_us, high_us, count] is expected");
    const auto low = nanoseconds(triple[0].get<double>());
    const auto high = nanoseconds(triple[1].get<double>());
    if (!low || !high) return wrong(path, "a limit is not a whole number of nanoseconds");
    buckets_.push_back({*low, *high, triple[2].get<std::uint64_t>()});
  }

  // A decimal like 33.593 is not exact as a double; what it means is.
  static std::optional<std::int64_t> nanoseconds(double microseconds) {
    const double exact = microseconds * 1000;
    const double whole = std::round(exact);
    const bool near = std::fabs(exact - whole) <= 1e-3 && whole >= 0 && whole < 9e15;
    return near ? std::optional(static_cast<std::int64_t>(whole)) : std::nullopt;
  }

  // fio writes its bins in order, but a JSON object has none.
  void sort_and_check() {
    if (!right_) return;
    std::sort(buckets_.begin(), buckets_.end(),
              [](const sim::Bucket& a, const sim::Bucket& b) { return a.low < b.low; });
    BucketCheck check;
    for (const sim::Bucket& bucket : buckets_) {
      if (const std::string trouble = check.add(bucket); !trouble.empty()) {
        return wrong("", trouble);
      }
    }
    if (check.total() == 0) wrong("", "there are no observations");
  }

  const std::string& path_;
  const HistogramQuery& query_;
  Problems& problems_;
  std::vector<sim::Bucket> buckets_;
  bool right_ = true;
};

}  // namespace

std::vector<sim::Bucket> read_json_histogram(const std::string& path, std::string_view text,
                                             const HistogramQuery& query, Problems& problems) {
  return JsonReader(path, query, problems).read(text);
}

}  // namespace scenarios
