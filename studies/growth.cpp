#include "studies/growth.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/fields.hpp"
#include "scenarios/growth_table.hpp"
#include "studies/value_list.hpp"

namespace studies {

using scenarios::Problems;
using scenarios::Value;

namespace {

constexpr std::size_t kFewestSizes = 3;

const Value* growth_of_item(const Value& item) {
  const Value* growth = item.is_mapping() ? item.find("growth") : nullptr;
  return growth != nullptr && growth->is_mapping() ? growth : nullptr;
}

// Reads one of them; reports what the field table could not see.
class GrowthReader {
 public:
  GrowthReader(const Source& source, const Value& growth, Problems& problems)
      : source_(source),
        fields_(growth, scenarios::kGrowthTable, source.read().files),
        problems_(problems) {}

  [[nodiscard]] ExpectedGrowth read() {
    ExpectedGrowth expected;
    expected.place = fields_.place();
    CurveQuestion& question = expected.question;
    question.measure = fields_.text("of").value();
    expected.of = fields_.place("of");
    question.path = fields_.text("over").value();
    question.replications = static_cast<std::uint64_t>(fields_.count("replications").value_or(1));
    read_gate(expected.gate);
    read_sizes(question);
    if (question.sizes.empty()) return expected;
    expected.text = fmt::format(
        "{} grows {} times per doubling of {}, from {} to {}", question.measure, expected.gate.text,
        question.path, quantity_text(question.sizes.front()), quantity_text(question.sizes.back()));
    return expected;
  }

 private:
  void read_gate(GrowthGate& gate) {
    const auto comparison = fields_.comparison("per_doubling").value();
    gate.relation = comparison.relation;
    gate.per_doubling = scenarios::read_number(comparison.quantity).value.value();
    gate.text = fmt::format("{} {}", sign_of(gate.relation), comparison.quantity);
    if (gate.per_doubling > 0) return;
    problems_.report(fields_.place("per_doubling"), "what grows so would be nothing at once",
                     "write how many times it may become per doubling: \"<= 2.1\"");
  }

  void read_sizes(CurveQuestion& question) {
    const Value& sizes = *fields_.raw("sizes");
    const std::size_t before = problems_.size();
    std::vector<ListedValue> values;
    if (sizes.is_scalar()) values = read_value_list(sizes.text(), sizes.place(), problems_);
    for (const Value& item : sizes.items()) {
      for (ListedValue& one : read_value_or_range(item.text(), item.place(), problems_)) {
        values.push_back(std::move(one));
      }
    }
    for (const ListedValue& one : values) read_size(one, question);
    if (problems_.size() > before) {
      question.sizes.clear();
      return;
    }
    std::sort(question.sizes.begin(), question.sizes.end(),
              [](const Quantity& a, const Quantity& b) { return a.number < b.number; });
    if (question.sizes.size() >= kFewestSizes) return;
    problems_.report(sizes.place(),
                     fmt::format("{} sizes are too few to see growth", question.sizes.size()),
                     "give three or more, better seven: 1k..64k:log7");
  }

  void read_size(const ListedValue& value, CurveQuestion& question) {
    const auto size = read_quantity(value.text);
    if (!size || size->number <= 0) {
      problems_.report(value.place, fmt::format("'{}' is not a size above 0", value.text),
                       "write a count (20k), a duration (5ms) or a size (10GiB)");
      return;
    }
    if (std::find(question.sizes.begin(), question.sizes.end(), *size) != question.sizes.end()) {
      problems_.report(value.place, fmt::format("the size {} is there twice", value.text),
                       "write each size once");
      return;
    }
    question.sizes.push_back(*size);
    check_loads(question, value);
  }

  // The field must be one that takes the size, as if it were written so in the file.
  void check_loads(const CurveQuestion& question, const ListedValue& value) {
    try {
      static_cast<void>(source_.load(std::vector<Variation>{
          {question.path, value.text, {fields_.place("over"), {}}, {value.place, {}}}}));
    } catch (const scenarios::InvalidInput& invalid) {
      for (const scenarios::Problem& problem : invalid.problems().sorted()) {
        problems_.report(problem.place, problem.message, problem.hint);
      }
    }
  }

  const Source& source_;
  scenarios::Fields fields_;
  Problems& problems_;
};

[[noreturn]] void refuse_measure(const ExpectedGrowth& expected, const SizesSeen& seen) {
  Problems problems = expected.texts;
  std::vector<std::string_view> known;
  for (const Measure& measure : seen.first.measures) known.push_back(measure.name);
  problems.report(expected.of,
                  fmt::format("the run has no measure '{}'", expected.question.measure),
                  scenarios::did_you_mean(expected.question.measure, known));
  throw scenarios::InvalidInput(std::move(problems));
}

// Why nothing can be told; empty if it can.
std::string unseen(const JudgedGrowth& judged, const ExpectedGrowth& expected) {
  const MeasuredCurve& curve = judged.curve;
  if (!curve.missing.empty()) {
    return fmt::format("there is no {} at {}", expected.question.measure,
                       quantity_text(curve.missing.front()));
  }
  for (const CurveSample& sample : curve.samples) {
    if (sample.mean.mean > 0) continue;
    return fmt::format("{} is not above 0 at {}", expected.question.measure,
                       quantity_text(sample.size));
  }
  return "";
}

}  // namespace

bool expects_growth(const Value& root) {
  const Value* expect = root.is_mapping() ? root.find("expect") : nullptr;
  if (expect == nullptr) return false;
  return std::any_of(expect->items().begin(), expect->items().end(),
                     [](const Value& item) { return growth_of_item(item) != nullptr; });
}

std::vector<ExpectedGrowth> growth_expected(const Source& source) {
  std::vector<ExpectedGrowth> all;
  if (!expects_growth(source.read().root)) return all;
  Problems problems = source.read().texts;
  static_cast<void>(source.load({}));  // what is wrong with the file itself comes first
  for (const Value& item : source.read().root.find("expect")->items()) {
    const Value* growth = growth_of_item(item);
    if (growth != nullptr) all.push_back(GrowthReader(source, *growth, problems).read());
  }
  if (!problems.empty()) throw scenarios::InvalidInput(std::move(problems));
  for (ExpectedGrowth& one : all) one.texts = source.read().texts;
  return all;
}

JudgedGrowth judge(const ExpectedGrowth& expected, const Runner& runner) {
  SizesSeen seen = see_sizes(expected.question, runner);
  if (seen.samples.empty() && seen.first.find(expected.question.measure) == nullptr) {
    refuse_measure(expected, seen);
  }
  JudgedGrowth judged;
  judged.verdict = {expected.place, expected.text, scenarios::Result::kNeverEvaluated, {}};
  if (seen.samples.size() >= kFewestSizes) {
    judged.curve = curve_through(expected.question.path, expected.question.measure, seen.unit,
                                 std::move(seen.samples), "sizes");
  }
  judged.curve.missing = std::move(seen.missing);
  judged.verdict.seen = unseen(judged, expected);
  if (!judged.verdict.seen.empty()) return judged;
  judged.verdict.result = scenarios::Result::kPassed;
  for (const models::analysis::Growth& one : judged.curve.growth) {
    if (expected.gate.holds(one)) continue;
    const auto size = [&](double number) {
      return quantity_text(
          {expected.question.sizes.front().kind, static_cast<std::int64_t>(number + 0.5)});
    };
    judged.verdict.result = scenarios::Result::kFailed;
    judged.verdict.seen = fmt::format("it grew {:.3f} times per doubling from {} to {}",
                                      one.per_doubling, size(one.from), size(one.to));
    break;
  }
  return judged;
}

}  // namespace studies
