#include "studies/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "scenarios/quantity.hpp"
#include "sim/check.hpp"
#include "sim/portable_math.hpp"
#include "studies/limit.hpp"

namespace studies {

namespace {

// "700us" as a number; nothing for a distribution.
std::optional<double> number_of(const std::string& figure) {
  if (const auto time = scenarios::read_duration(figure); time.value) {
    return static_cast<double>(time.value->count());
  }
  if (const auto size = scenarios::read_size(figure); size.value) {
    return static_cast<double>(size.value->count);
  }
  if (const auto rate = scenarios::read_rate(figure); rate.value) {
    return static_cast<double>(rate.value->bytes_per_second);
  }
  if (const auto count = scenarios::read_count(figure); count.value) {
    return static_cast<double>(*count.value);
  }
  return std::nullopt;
}

// Small figures are whole too: half of 1 core is 1 core.
double factor_between(const std::string& down, const std::string& up, double factor) {
  const auto low = number_of(down);
  const auto high = number_of(up);
  if (!low || !high || !(*low > 0)) return factor * factor;
  return *high / *low;
}

std::optional<double> seen(const Trial& trial, const std::string& name) {
  const Measure* measure = trial.find(name);
  if (measure == nullptr) return std::nullopt;
  return measure->number();
}

Influence judge(Influence one, double factor) {
  if (!one.down || !one.up) {
    one.swing = std::numeric_limits<double>::infinity();
    return one;
  }
  one.swing = std::fabs(*one.up - *one.down);
  const double between = factor_between(one.down_figure, one.up_figure, factor);
  if (*one.down > 0 && *one.up > 0 && between != 1) {
    one.elasticity = sim::portable_log(*one.up / *one.down) / sim::portable_log(between);
  }
  return one;
}

}  // namespace

Sensitivity sensitivity(const SensitivityQuestion& question, const Runner& runner) {
  SIM_CHECK(question.factor > 1);
  std::vector<TrialJob> jobs{TrialJob{}};
  std::vector<Influence> influences;
  for (const Knob& knob : question.knobs) {
    const auto down = scaled(knob.written, 1 / question.factor);
    const auto up = scaled(knob.written, question.factor);
    SIM_CHECK(down && up);
    jobs.push_back({{turned(knob, *down)}, 0});
    jobs.push_back({{turned(knob, *up)}, 0});
    influences.push_back({knob, *down, *up, {}, {}, {}, 0});
  }
  const std::vector<Trial> trials = runner(jobs);
  check_measure(question.measure, "--of", trials.front());
  Sensitivity result;
  result.measure = question.measure;
  result.unit = trials.front().find(question.measure)->unit;
  result.base = trials.front().find(question.measure)->number();
  result.factor = question.factor;
  for (std::size_t i = 0; i < influences.size(); ++i) {
    influences[i].down = seen(trials[1 + 2 * i], question.measure);
    influences[i].up = seen(trials[2 + 2 * i], question.measure);
    result.influences.push_back(judge(std::move(influences[i]), question.factor));
  }
  std::stable_sort(result.influences.begin(), result.influences.end(),
                   [](const Influence& a, const Influence& b) { return a.swing > b.swing; });
  return result;
}

std::vector<Knob> loadable(const std::vector<Knob>& knobs, double factor, const Source& source) {
  const auto loads = [&](const Knob& knob, double by) {
    const auto figure = scaled(knob.written, by);
    if (!figure) return false;
    try {
      const auto scenario = source.load(std::vector{turned(knob, *figure)});
      return true;
    } catch (const scenarios::InvalidInput&) {
      return false;  // the language does not take it: more cores than a host can have
    }
  };
  std::vector<Knob> result;
  std::copy_if(knobs.begin(), knobs.end(), std::back_inserter(result),
               [&](const Knob& knob) { return loads(knob, 1 / factor) && loads(knob, factor); });
  return result;
}

}  // namespace studies
