#include "scenarios/count_formula.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/did_you_mean.hpp"

namespace scenarios {

namespace {

using models::migration::CallParameter;
using models::migration::CountFormula;

bool is_name(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
         (letter >= '0' && letter <= '9');
}

class Parser {
 public:
  Parser(std::string_view text, const std::vector<CallParameter>& parameters)
      : rest_(text), parameters_(parameters) {}

  Reading<CountFormula> parse() {
    CountFormula formula;
    do {
      formula.terms.push_back(term());
    } while (message_.empty() && take('+'));
    if (message_.empty() && !rest_.empty()) {
      message_ = fmt::format("'{}' cannot stand there", rest_.front());
    }
    if (!message_.empty()) return {std::nullopt, message_, hint_};
    return {formula, {}, {}};
  }

 private:
  void skip() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }
  bool take(char letter) {
    skip();
    if (rest_.empty() || rest_.front() != letter) return false;
    rest_.remove_prefix(1);
    skip();
    return true;
  }
  std::string word() {
    skip();
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name);
    const std::string taken(rest_.begin(), end);
    rest_.remove_prefix(taken.size());
    skip();
    return taken;
  }

  CountFormula::Term term() {
    constexpr std::string_view kCeil = "ceil(";
    skip();
    const bool rounded = rest_.starts_with(kCeil);
    if (rounded) rest_.remove_prefix(kCeil.size());
    CountFormula::Term term;
    do {
      factor(term);
    } while (message_.empty() && take('*'));
    if (message_.empty() && take('/')) term.divisor = number(word());
    if (message_.empty() && term.divisor == 0) message_ = "nothing can be divided by 0";
    if (message_.empty() && rounded && !take(')')) message_ = "ceil( is not closed";
    return term;
  }

  void factor(CountFormula::Term& term) {
    const std::string taken = word();
    if (taken.empty()) {
      message_ = "a parameter or a number is missing";
      hint_ = "write a count such as 2, hooks, parts + 1 or ceil(hooks / 1000)";
      return;
    }
    if (taken.front() >= '0' && taken.front() <= '9') {
      const std::uint64_t factor = number(taken);
      term.factor = std::min<std::uint64_t>(term.factor * std::min<std::uint64_t>(factor, 1U << 31),
                                            1U << 31);
      return;
    }
    const auto known =
        std::find_if(parameters_.begin(), parameters_.end(),
                     [&](const CallParameter& parameter) { return parameter.name == taken; });
    if (known != parameters_.end()) {
      term.parameters.push_back(static_cast<std::uint32_t>(known - parameters_.begin()));
      return;
    }
    std::vector<std::string> names;
    for (const CallParameter& parameter : parameters_) names.push_back(parameter.name);
    message_ = fmt::format("there is no parameter '{}'", taken);
    hint_ = names.empty() ? "name it under parameters, with its usual value"
                          : did_you_mean(taken, names);
  }

  std::uint64_t number(const std::string& digits) {
    const auto reading = read_count(digits);
    if (!reading.value) {
      message_ = reading.message;
      hint_ = reading.hint;
      return 1;
    }
    return static_cast<std::uint64_t>(*reading.value);
  }

  std::string_view rest_;
  const std::vector<CallParameter>& parameters_;
  std::string message_;
  std::string hint_;
};

}  // namespace

Reading<CountFormula> read_count_formula(std::string_view text,
                                         const std::vector<CallParameter>& parameters) {
  return Parser(text, parameters).parse();
}

}  // namespace scenarios
