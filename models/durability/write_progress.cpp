#include "models/durability/write_progress.hpp"

namespace models::durability {

WriteProgress::WriteProgress(const std::vector<std::uint32_t>& replicas,
                             const std::vector<std::uint8_t>& in_memory)
    : partitions_(replicas.size()) {
  SIM_CHECK(in_memory.empty() || in_memory.size() == replicas.size());
  for (std::size_t p = 0; p < replicas.size(); ++p) {
    partitions_[p].on_disks = in_memory.empty() || in_memory[p] == 0;
    await(partitions_[p], 1 + replicas[p]);
  }
}

void WriteProgress::await(Partition& p, std::uint32_t copies) {
  p.copies = static_cast<std::uint8_t>(copies - 1 + (p.on_disks ? copies : 0));
}

void WriteProgress::skip(PartitionIndex partition, std::uint64_t seqno) {
  Partition& p = partitions_[partition];
  SIM_CHECK(seqno == p.first_seqno + p.writes.size());
  p.writes.push_back({sim::kStart, 0, 0, 0, 0, false});
  forget_complete(p);
}

void WriteProgress::superseded(PartitionIndex partition, std::uint64_t older, std::uint64_t newer) {
  partitions_[partition].write(newer).supersedes = older;
}

void WriteProgress::cached_up_to(PartitionIndex partition, std::uint64_t from, std::uint64_t to,
                                 sim::Instant now, DurabilityTimes& times) {
  Partition& p = partitions_[partition];
  bool complete = false;
  for (std::uint64_t seqno = std::max(from + 1, p.first_seqno); seqno <= to; ++seqno) {
    complete |= count_cached(p.write(seqno), now, times);
  }
  if (complete) forget_complete(p);
}

void WriteProgress::restart(PartitionIndex partition, std::uint64_t seqno, std::uint32_t copies) {
  Partition& p = partitions_[partition];
  p.writes.clear();
  p.first_seqno = seqno;
  await(p, copies);
}

void WriteProgress::forget_complete(Partition& p) {
  while (!p.writes.empty() && p.writes.front().awaited == 0) {
    p.writes.pop_front();
    ++p.first_seqno;
  }
}

}  // namespace models::durability
