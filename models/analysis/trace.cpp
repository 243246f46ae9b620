#include "models/analysis/trace.hpp"

namespace models::analysis {

bool Trace::precedes(EventNumber a, EventNumber b) const {
  std::vector<bool> seen(events.size());
  std::vector<EventNumber> back{b};
  while (!back.empty()) {
    const EventNumber event = back.back();
    back.pop_back();
    if (event == a) return a != b;
    if (event == 0 || seen[event]) continue;
    seen[event] = true;
    back.push_back(events[event].parent);
    for (const Before& dependence : dependences) {
      if (dependence.second == event) back.push_back(dependence.first);
    }
  }
  return false;
}

}  // namespace models::analysis
