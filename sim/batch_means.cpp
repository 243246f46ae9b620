#include "sim/batch_means.hpp"

#include "sim/check.hpp"

namespace sim {

void BatchMeans::widen(std::uint64_t wanted) {
  while (width() < wanted) join_neighbours();
  SIM_CHECK(width() == wanted);
}

void BatchMeans::join_neighbours() {
  ++doublings_;
  for (std::size_t i = 0; 2 * i < batches_.size(); ++i) {
    Batch joined = batches_[2 * i];
    if (2 * i + 1 < batches_.size()) {
      joined.sum += batches_[2 * i + 1].sum;
      joined.count += batches_[2 * i + 1].count;
    }
    batches_[i] = joined;
  }
  batches_.resize((batches_.size() + 1) / 2);
}

}  // namespace sim
