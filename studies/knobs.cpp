#include "studies/knobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "scenarios/builtin.hpp"
#include "scenarios/quantity.hpp"
#include "sim/check.hpp"
#include "sim/quantity_text.hpp"

namespace studies {

using scenarios::Entry;
using scenarios::Value;

namespace {

// How it is run and judged, not what it costs.
constexpr std::array<std::string_view, 16> kNoFigures{
    "scenario", "about", "include", "key",          "seed",  "until",  "warmup", "expect",
    "script",   "sweep", "check",   "replications", "draws", "faults", "money",  "start"};
// How much there is to do: there counts and rates are figures too.
constexpr std::array<std::string_view, 3> kDemand{"dataset", "traffic", "workload"};
// ... but for these, which say what is done, when, and on which luck.
constexpr std::array<std::string_view, 8> kNoDemand{"seed", "operations", "from",    "until",
                                                    "end",  "weight",     "vbucket", "offset"};
constexpr std::array<std::string_view, 11> kDistributions{
    "uniform",   "exponential", "normal",   "lognormal", "gamma",  "pareto",
    "histogram", "mixture",     "constant", "bounds",    "shifted"};
constexpr std::array<std::string_view, 3> kHardware{"cpu", "disk", "network"};

template <class Words>
bool among(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::int64_t times(std::int64_t number, double factor) {
  const double product = std::round(static_cast<double>(number) * factor);
  return number == 0 ? 0 : std::max<std::int64_t>(1, static_cast<std::int64_t>(product));
}

// A number with a unit, scaled.
std::optional<std::string> scaled_quantity(const std::string& text, double factor) {
  if (const auto time = scenarios::read_duration(text); time.value) {
    return sim::to_text(sim::Duration(times(time.value->count(), factor)));
  }
  if (const auto size = scenarios::read_size(text); size.value) {
    return sim::to_text(sim::Bytes{times(size.value->count, factor)});
  }
  if (const auto rate = scenarios::read_rate(text); rate.value) {
    return sim::to_text(sim::ByteRate{times(rate.value->bytes_per_second, factor)});
  }
  // A number of events a second, a minute or an hour.
  if (const std::size_t slash = text.find('/'); slash != std::string::npos) {
    const auto number = scenarios::read_count(text.substr(0, slash));
    if (!scenarios::read_event_rate(text).value || !number.value) return std::nullopt;
    return sim::count_text(times(*number.value, factor)) + text.substr(slash);
  }
  return std::nullopt;
}

// The value as it would stand in brackets, its quantities scaled. `changed` says whether any was.
std::string flow_text(const Value& value, double factor, bool counts, bool& changed) {
  std::string text;
  if (value.is_mapping()) {
    for (const Entry& entry : value.entries()) {
      text += fmt::format("{}{}: {}", text.empty() ? "{" : ", ", entry.key.text(),
                          flow_text(entry.value, factor, counts, changed));
    }
    return text + "}";
  }
  if (value.is_sequence()) {
    for (const Value& item : value.items()) {
      text += (text.empty() ? "[" : ", ") + flow_text(item, factor, counts, changed);
    }
    return text + "]";
  }
  auto other = scaled_quantity(value.text(), factor);
  if (!other && counts) {
    if (const auto count = scenarios::read_count(value.text()); count.value) {
      other = sim::count_text(times(*count.value, factor));
    }
  }
  changed |= other.has_value();
  return other.value_or(value.text());
}

bool is_distribution(const Value& value) {
  return value.is_mapping() && !value.entries().empty() &&
         among(kDistributions, value.entries().front().key.text());
}

class Finder {
 public:
  explicit Finder(const Source& source) : source_(source) {}

  std::vector<Knob> find() {
    for (const Entry& entry : source_.read().root.entries()) {
      if (among(kNoFigures, entry.key.text())) continue;
      demand_ = among(kDemand, entry.key.text());
      walk(entry.value, entry.key.text(), entry.key.text());
    }
    return std::move(knobs_);
  }

 private:
  void walk(const Value& value, const std::string& path, std::string_view key) {
    if (among(kHardware, key)) add_profile(value, path, key);
    if (value.is_scalar() || is_distribution(value)) {
      add(value, path);
    } else if (value.is_mapping()) {
      for (const Entry& entry : value.entries()) {
        if (entry.key.text() == "profile") continue;
        if (demand_ && among(kNoDemand, entry.key.text())) continue;
        walk(entry.value, path + "." + entry.key.text(), entry.key.text());
      }
    } else {
      for (std::size_t i = 0; i < value.items().size(); ++i) {
        walk(value.items()[i], fmt::format("{}.{}", path, i), "");
      }
    }
  }

  // Whether the line on which the value stands says that it is guessed.
  [[nodiscard]] bool marked_as_guess(const Value& value) const {
    const scenarios::Place place = value.place();
    const std::string text = source_.read().files(place.file).text;
    std::size_t begin = 0;
    for (int line = 1; line < place.line && begin != std::string::npos; ++line) {
      begin = text.find('\n', begin);
      if (begin != std::string::npos) ++begin;
    }
    if (begin == std::string::npos) return false;
    const std::string line = text.substr(begin, text.find('\n', begin) - begin);
    const std::size_t comment = line.find(" #");
    return comment != std::string::npos && line.find("guess", comment) != std::string::npos;
  }

  // A figure that the scenario states.
  void add(const Value& value, const std::string& path) {
    const bool guessed = marked_as_guess(value);
    const bool counts = guessed || demand_;
    bool changes = false;
    const std::string text = flow_text(value, 1, counts, changes);
    if (!changes) return;
    const char* source = guessed ? "guessed" : demand_ ? "asked" : "stated";
    knobs_.push_back({path, source, "", path, text, "", ""});
  }

  // The figures of a profile that the scenario does not change.
  void add_profile(const Value& value, const std::string& path, std::string_view kind) {
    const Value* named = value.is_scalar() ? &value : value.find("profile");
    if (named == nullptr || named->text().empty()) return;
    const Value profile = read(named->text());
    const Value* figures = profile.find(kind);
    if (figures == nullptr) return;
    const Value* source = profile.find("source");
    const Value* how = source == nullptr ? nullptr : source->find("how");
    for (const Entry& entry : figures->entries()) {
      const std::string& field = entry.key.text();
      if (value.is_mapping() && value.find(field) != nullptr) continue;
      const bool guessed = marked_as_guess(entry.value);
      const bool counts = guessed || field == "caps";
      bool changes = false;
      const std::string text = flow_text(entry.value, 1, counts, changes);
      if (!changes) continue;
      Knob knob{path + "." + field,
                guessed          ? "guessed"
                : how == nullptr ? ""
                                 : how->text(),
                named->text(),
                path + "." + field,
                text,
                "",
                ""};
      if (value.is_scalar()) {
        knob.path = path;
        knob.before = fmt::format("{{profile: {}, {}: ", named->text(), field);
        knob.after = "}";
      }
      knobs_.push_back(std::move(knob));
    }
  }

  [[nodiscard]] Value read(const std::string& profile) const {
    const std::string file = fmt::format("profiles/{}.yaml", profile);
    for (const std::string& path : scenarios::library_paths(source_.path(), file)) {
      const scenarios::FileText text = source_.read().files(path);
      if (!text.trouble.empty()) continue;
      scenarios::Problems unread;
      return scenarios::parse_document(path, text.text, unread);
    }
    return {};
  }

  const Source& source_;
  std::vector<Knob> knobs_;
  bool demand_ = false;  // below a field that says how much there is to do
};

}  // namespace

std::optional<std::string> scaled(const std::string& written, double factor) {
  SIM_CHECK(factor > 0);
  scenarios::Problems unread;
  const Value value = scenarios::parse_document("figure", written, unread);
  bool changed = false;
  std::string text = flow_text(value, factor, true, changed);
  if (!changed || !unread.empty()) return std::nullopt;
  return text;
}

Variation turned(const Knob& knob, const std::string& figure) {
  return {knob.path, knob.before + figure + knob.after};
}

std::vector<Knob> knobs_of(const Source& source) { return Finder(source).find(); }

}  // namespace studies
