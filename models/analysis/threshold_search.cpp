#include "models/analysis/threshold_search.hpp"

#include <algorithm>
#include <cmath>

#include "sim/check.hpp"
#include "sim/portable_math.hpp"

namespace models::analysis {

namespace {

double log_of(std::int64_t number) { return sim::portable_log(static_cast<double>(number)); }

class Search {
 public:
  Search(const ThresholdQuestion& question, const std::function<Probe(std::int64_t)>& attempt)
      : question_(question), attempt_(attempt) {}

  Threshold answer() {
    look(question_.start);
    while (!settled()) {
      if (result_.probes.size() >= question_.most_tries) {
        result_.end = ThresholdEnd::kOutOfTries;
        break;
      }
      look(held_ && refused_ ? inside() : outside());
    }
    if (held_) result_.answer = held_->number;
    if (refused_) result_.refused = refused_->number;
    look_for_disorder();
    return std::move(result_);
  }

 private:
  // Towards the numbers where it is expected to hold no longer: up for the largest.
  [[nodiscard]] std::int64_t hard_bound() const {
    return question_.largest ? question_.most : question_.least;
  }
  [[nodiscard]] std::int64_t easy_bound() const {
    return question_.largest ? question_.least : question_.most;
  }
  [[nodiscard]] bool harder(std::int64_t a, std::int64_t b) const {
    return question_.largest ? a > b : a < b;
  }

  void look(std::int64_t number) {
    const Probe probe = attempt_(number);
    SIM_CHECK(probe.number == number);
    result_.probes.push_back(probe);
    if (probe.holds) {
      if (!held_ || harder(number, held_->number)) held_ = probe;
    } else if (!refused_ || harder(refused_->number, number)) {
      refused_ = probe;
    }
  }

  bool settled() {
    if (held_ && refused_) {
      // Out of order: it held beyond a refusal. What lies between is told, not searched.
      if (!harder(refused_->number, held_->number)) return true;
      const auto low = static_cast<double>(std::min(held_->number, refused_->number));
      const auto high = static_cast<double>(std::max(held_->number, refused_->number));
      return high - low <= std::max(1.0, question_.tolerance * low);
    }
    if (held_ && held_->number == hard_bound()) {
      result_.end = ThresholdEnd::kAtBound;
      return true;
    }
    if (refused_ && refused_->number == easy_bound()) {
      result_.end = ThresholdEnd::kNeverHolds;
      return true;
    }
    return false;
  }

  // The logarithm of the number at which the line through both reaches the limit.
  [[nodiscard]] static std::optional<double> crossing(const Probe& a, const Probe& b) {
    if (!a.excess || !b.excess || *a.excess == *b.excess) return std::nullopt;
    const double slope = (log_of(b.number) - log_of(a.number)) / (*b.excess - *a.excess);
    return log_of(a.number) - *a.excess * slope;
  }

  // A number beyond all that were tried, on the side where the answer must be.
  [[nodiscard]] std::int64_t outside() const {
    const std::int64_t from = held_ ? held_->number : refused_->number;
    const std::int64_t bound = held_ ? hard_bound() : easy_bound();
    const bool up = bound > from;
    double step = sim::portable_log(2);
    if (result_.probes.size() >= 2) {
      const auto last = result_.probes.end() - 1;
      const auto reached = crossing(*(last - 1), *last);
      // A little past it, so that the bracket is complete.
      const double past = std::max(question_.tolerance, 0.01);
      const double far = reached ? (up ? *reached - log_of(from) : log_of(from) - *reached) : 0;
      step = far > 0 ? far + past : 2 * step;
    }
    step = std::min(step, sim::portable_log(kMostStep));
    const double factor = sim::portable_exp(up ? step : -step);
    const double next = std::round(static_cast<double>(from) * factor);
    if (up) {
      if (next >= static_cast<double>(bound)) return bound;
      return std::max(from + 1, static_cast<std::int64_t>(next));
    }
    if (next <= static_cast<double>(bound)) return bound;
    return std::min(from - 1, static_cast<std::int64_t>(next));
  }

  [[nodiscard]] std::int64_t inside() {
    const double held = log_of(held_->number);
    const double refused = log_of(refused_->number);
    const double width = std::fabs(refused - held);
    const auto reached = crossing(*held_, *refused_);
    const bool slow = width > width_before_ / 2 && ++slow_ >= 2;
    if (width <= width_before_ / 2) slow_ = 0;
    width_before_ = width;
    double next = (held + refused) / 2;
    if (reached && !slow) {
      // Towards the end that is farther off, to bring that one near.
      const bool towards_held = std::fabs(*reached - held) > std::fabs(*reached - refused);
      const double toward = towards_held ? held - *reached : refused - *reached;
      next = *reached + std::copysign(std::min(question_.tolerance / 3, width / 3), toward);
    }
    if (slow) slow_ = 0;
    const std::int64_t low = std::min(held_->number, refused_->number) + 1;
    const std::int64_t high = std::max(held_->number, refused_->number) - 1;
    const double number = std::round(sim::portable_exp(next));
    if (number <= static_cast<double>(low)) return low;
    if (number >= static_cast<double>(high)) return high;
    return static_cast<std::int64_t>(number);
  }

  void look_for_disorder() {
    std::vector<Probe> probes = result_.probes;
    std::sort(probes.begin(), probes.end(),
              [&](const Probe& a, const Probe& b) { return harder(b.number, a.number); });
    for (std::size_t i = 1; i < probes.size(); ++i) {
      const Probe& easy = probes[i - 1];
      const Probe& hard = probes[i];
      constexpr double kNoDifference = 1e-9;
      const bool better = easy.excess && hard.excess && *hard.excess < *easy.excess - kNoDifference;
      if (!better && (easy.holds || !hard.holds)) continue;
      result_.out_of_order = {easy.number, hard.number};
      return;
    }
  }

  const ThresholdQuestion& question_;
  const std::function<Probe(std::int64_t)>& attempt_;
  Threshold result_;
  std::optional<Probe> held_;
  std::optional<Probe> refused_;
  double width_before_ = 1e300;
  int slow_ = 0;
};

}  // namespace

Threshold find_threshold(const ThresholdQuestion& question,
                         const std::function<Probe(std::int64_t)>& attempt) {
  SIM_CHECK(1 <= question.least && question.least <= question.start &&
            question.start <= question.most && question.tolerance >= 0 && question.most_tries > 0);
  return Search(question, attempt).answer();
}

}  // namespace models::analysis
