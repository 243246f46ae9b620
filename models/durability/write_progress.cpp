#include "models/durability/write_progress.hpp"

namespace models::durability {

void WriteProgress::skip(PartitionIndex partition, std::uint64_t seqno) {
  Partition& p = partitions_[partition];
  SIM_CHECK(seqno == p.first_seqno + p.writes.size());
  p.writes.push_back({sim::kStart, 0, 0, 0, 0, false});
  forget_complete(p);
}

void WriteProgress::superseded(PartitionIndex partition, std::uint64_t older, std::uint64_t newer) {
  partitions_[partition].write(newer).supersedes = older;
}

void WriteProgress::forget_complete(Partition& p) {
  while (!p.writes.empty() && p.writes.front().awaited == 0) {
    p.writes.pop_front();
    ++p.first_seqno;
  }
}

}  // namespace models::durability
