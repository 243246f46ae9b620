#include "scenarios/answer_spans.hpp"

#include <algorithm>
#include <tuple>

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

namespace {

durability::Copy copy_of(const analysis::SeenCopy& seen) {
  durability::Copy copy;
  copy.cas = seen.cas;
  copy.seqno = seen.seqno;
  copy.presence_bits = seen.presence;
  copy.value = seen.value;
  return copy;
}

// Neither touching nor overlapping, in order.
void merge(std::vector<Span>& spans, Span added) {
  std::vector<Span> kept;
  for (const Span& span : spans) {
    if (span.until < added.from || added.until < span.from) {
      kept.push_back(span);
    } else {
      added = {std::min(span.from, added.from), std::max(span.until, added.until)};
    }
  }
  kept.push_back(added);
  std::sort(kept.begin(), kept.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  spans = std::move(kept);
}

}  // namespace

durability::ObserveAnswer answer_after(const analysis::Moment& moment,
                                       durability::Dialect dialect) {
  return durability::observe(copy_of(moment.cache), copy_of(moment.disk), dialect);
}

bool AnswerSpans::Less::operator()(const JointAnswer& a, const JointAnswer& b) const {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return std::tie(x.status, x.cas) < std::tie(y.status, y.cas);
      });
}

void AnswerSpans::add(const JointAnswer& answers, Span when) {
  merge(together_[answers], when);
  for (std::size_t place = 0; place < answers.size(); ++place) {
    merge(nodes_[place][{answers[place]}], when);
  }
}

std::vector<AnswerSpans::Possible> AnswerSpans::listed(const Spans& spans) {
  std::vector<Possible> possible;
  for (const auto& [answers, when] : spans) possible.push_back({answers, when});
  std::stable_sort(possible.begin(), possible.end(), [](const Possible& a, const Possible& b) {
    return a.spans.front().from < b.spans.front().from;
  });
  return possible;
}

std::vector<AnswerSpans::Possible> AnswerSpans::together() const { return listed(together_); }

std::vector<AnswerSpans::Possible> AnswerSpans::of_node(std::uint32_t place) const {
  return listed(nodes_[place]);
}

}  // namespace scenarios
