#include "studies/recorded_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "scenarios/did_you_mean.hpp"
#include "studies/row.hpp"

namespace studies {

namespace {

using Cells = std::vector<std::pair<std::string, std::string>>;

// A row of results, whatever it was written as.
struct Recorded {
  int line = 0;
  Cells parameters;
  Cells measures;  // names with units
  std::string bottleneck;
};

const std::string* find(const Cells& cells, std::string_view name) {
  const auto found = std::find_if(cells.begin(), cells.end(),
                                  [&](const auto& cell) { return cell.first == name; });
  return found == cells.end() ? nullptr : &found->second;
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

// The lines of a text, and of CSV the records: a line break in quotes does not end one.
class Records {
 public:
  explicit Records(std::string_view text) : text_(text) {}

  bool next_line(std::string_view& line) {
    if (at_ >= text_.size()) return false;
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    line = text_.substr(at_, end - at_);
    at_ = end + 1;
    line_ = next_;
    ++next_;
    return true;
  }

  bool next_cells(std::vector<std::string>& cells) {
    if (at_ >= text_.size()) return false;
    line_ = next_;
    cells.assign(1, "");
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++next_;
      if (c == '"' && quoted && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cells.back() += '"';
        ++at_;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.emplace_back();
      } else if (c == '\n' && !quoted) {
        ++at_;
        return true;
      } else if (c != '\r' || quoted) {
        cells.back() += c;
      }
    }
    return true;
  }

  /// Where what was read last begins.
  [[nodiscard]] int line() const { return line_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 0;
  int next_ = 1;
};

class Reader {
 public:
  explicit Reader(const RecordedQuestion& question) : question_(question) {
    problems_.add_source(question.file, question.text);
  }

  [[nodiscard]] MeasuredCurve curve() {
    read_conditions();
    question_.file.ends_with(".csv") ? read_csv() : read_lines();
    if (rows_.empty()) refuse(0, "no row of the results is left", "look at --where");
    check_others();
    std::vector<CurveSample> taken = samples();  // first: it finds the unit
    return curve_through(question_.path, question_.measure, unit_, std::move(taken), "--over");
  }

 private:
  [[noreturn]] void refuse(int line, std::string message, std::string hint = {}) {
    problems_.report({question_.file, line, line == 0 ? 0 : 1}, std::move(message),
                     std::move(hint));
    throw scenarios::InvalidInput(std::move(problems_));
  }

  [[noreturn]] void refuse_option(const std::string& option, const std::string& text,
                                  std::string message, std::string hint) {
    problems_.add_source(option, text);
    problems_.report({option, 1, 1}, std::move(message), std::move(hint));
    throw scenarios::InvalidInput(std::move(problems_));
  }

  void read_conditions() {
    for (const std::string& text : question_.where) {
      const std::size_t sign = text.find("==");
      if (sign == std::string::npos || trimmed(text.substr(0, sign)).empty()) {
        refuse_option("--where", text, fmt::format("'{}' chooses no rows", text),
                      "write a field and its value: 'procedure.workers == 10'");
      }
      wanted_.emplace_back(trimmed(text.substr(0, sign)), trimmed(text.substr(sign + 2)));
    }
  }

  void read_lines() {
    Records records(question_.text);
    for (std::string_view line; records.next_line(line);) {
      const auto parsed = parse_row(line);
      if (!parsed) refuse(records.line(), "this is no row of a sweep's results");
      Recorded row;
      row.line = records.line();
      for (const auto& [name, value] : parsed->parameters) row.parameters.emplace_back(name, value);
      for (const auto& [name, value] : parsed->measures) row.measures.emplace_back(name, value);
      for (const auto& [name, value] : parsed->about) {
        if (name == "bottleneck") row.bottleneck = value;
      }
      take(std::move(row));
    }
  }

  // Parameters stand between the point and the replication, measures behind the digest.
  void read_csv() {
    Records records(question_.text);
    std::vector<std::string> names;
    if (!records.next_cells(names)) return;
    const auto place = [&](const char* name) {
      return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    const std::size_t past = place("replication");
    const std::size_t digest = place("digest");
    if (names.front() != "point" || digest == names.size() || past > digest) {
      refuse(1, "this is no table of a sweep's results", "durasim sweep writes it as runs.csv");
    }
    const std::size_t bottleneck = place("bottleneck");
    for (std::vector<std::string> cells; records.next_cells(cells);) {
      if (cells.size() != names.size()) {
        refuse(records.line(), fmt::format("this row has {} cells where the table has {} columns",
                                           cells.size(), names.size()));
      }
      Recorded row;
      row.line = records.line();
      row.bottleneck = cells[bottleneck];
      for (std::size_t i = 1; i < cells.size(); ++i) {
        if (i < past) row.parameters.emplace_back(names[i], cells[i]);
        if (i > digest && !cells[i].empty()) row.measures.emplace_back(names[i], cells[i]);
      }
      take(std::move(row));
    }
  }

  // Keeps the row if it is one of those that are meant.
  void take(Recorded row) {
    for (const auto& [name, value] : wanted_) {
      const std::string* here = find(row.parameters, name);
      if (here == nullptr) refuse_field("--where", name, row);
      if (*here != value) return;
    }
    if (find(row.parameters, question_.path) == nullptr) {
      refuse_field("--over", question_.path, row);
    }
    rows_.push_back(std::move(row));
  }

  [[noreturn]] void refuse_field(const std::string& option, const std::string& name,
                                 const Recorded& row) {
    std::vector<std::string_view> known;
    for (const auto& [field, value] : row.parameters) known.push_back(field);
    refuse_option(option, name, fmt::format("the results do not vary '{}'", name),
                  scenarios::did_you_mean(name, known));
  }

  void check_others() {
    for (const Recorded& row : rows_) {
      for (const auto& [name, value] : row.parameters) {
        const std::string& first = *find(rows_.front().parameters, name);
        if (name == question_.path || value == first) continue;
        refuse(row.line, fmt::format("{} varies too, so there is no one curve", name),
               fmt::format("choose: --where '{} == {}'", name, first));
      }
    }
  }

  [[nodiscard]] std::optional<double> value_of(const Recorded& row) {
    for (const Unit unit : {Unit::kNumber, Unit::kNanoseconds, Unit::kBytes, Unit::kBillionths}) {
      const std::string* text =
          find(row.measures, question_.measure + std::string(suffix_of(unit)));
      double number = 0;
      if (text == nullptr) continue;
      const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
      if (read.ec != std::errc()) continue;
      unit_ = unit;
      return number;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<CurveSample> samples() {
    struct Group {
      std::vector<double> values;
      std::string bottleneck;
    };
    std::map<std::int64_t, Group> groups;
    ParameterKind kind = ParameterKind::kCount;
    for (const Recorded& row : rows_) {
      const std::string& text = *find(row.parameters, question_.path);
      const auto size = read_quantity(text);
      if (!size)
        refuse(row.line, fmt::format("{} is '{}', which is no size", question_.path, text));
      kind = size->kind;
      const auto value = value_of(row);
      if (!value) continue;
      Group& group = groups[size->number];
      if (group.values.empty()) group.bottleneck = row.bottleneck;
      group.values.push_back(*value);
    }
    if (groups.empty()) refuse_measure();
    std::vector<CurveSample> samples;
    for (const auto& [size, group] : groups) {
      samples.push_back({{kind, size},
                         sim::mean_interval(std::span<const double>(group.values)),
                         group.bottleneck});
    }
    return samples;
  }

  [[noreturn]] void refuse_measure() {
    std::vector<std::string> known;
    for (const auto& [name, value] : rows_.front().measures) {
      std::string_view plain = name;
      for (const std::string_view suffix : {"_ns", "_bytes", "_billionths"}) {
        if (plain.ends_with(suffix)) plain.remove_suffix(suffix.size());
      }
      known.emplace_back(plain);
    }
    refuse_option("--of", question_.measure,
                  fmt::format("the results have no measure '{}'", question_.measure),
                  scenarios::did_you_mean(question_.measure, known));
  }

  const RecordedQuestion& question_;
  scenarios::Problems problems_;
  Cells wanted_;
  std::vector<Recorded> rows_;
  Unit unit_ = Unit::kNumber;
};

}  // namespace

MeasuredCurve recorded_curve(const RecordedQuestion& question) { return Reader(question).curve(); }

}  // namespace studies
