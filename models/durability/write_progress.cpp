#include "models/durability/write_progress.hpp"

#include <algorithm>

namespace models::durability {

void WriteProgress::begin(PartitionIndex partition, std::uint64_t seqno, sim::Instant now,
                          bool measured) {
  Partition& p = partitions_[partition];
  SIM_CHECK(seqno == p.first_seqno + p.writes.size());
  p.writes.push_back({now, 0, 0, 0, measured, false});
}

void WriteProgress::skip(PartitionIndex partition, std::uint64_t seqno) {
  Partition& p = partitions_[partition];
  SIM_CHECK(seqno == p.first_seqno + p.writes.size());
  p.writes.push_back({sim::kStart, 0, 0, 0, false, true});
  forget_complete(p);
}

void WriteProgress::cached(PartitionIndex partition, std::uint64_t seqno, sim::Instant now,
                           DurabilityTimes& times) {
  Partition& p = partitions_[partition];
  while (seqno != 0) {
    Write& write = p.write(seqno);
    ++write.cached;
    if (write.measured) times.replicated_to[write.cached - 1U].add((now - write.begun).count());
    seqno = write.supersedes;
  }
  forget_complete(p);
}

void WriteProgress::superseded(PartitionIndex partition, std::uint64_t older, std::uint64_t newer) {
  partitions_[partition].write(newer).supersedes = older;
}

void WriteProgress::persisted(PartitionIndex partition, std::uint64_t from, std::uint64_t to,
                              bool master, sim::Instant now, DurabilityTimes& times) {
  Partition& p = partitions_[partition];
  for (std::uint64_t seqno = std::max(from + 1, p.first_seqno); seqno <= to; ++seqno) {
    Write& write = p.write(seqno);
    ++write.persisted;
    if (!write.measured) continue;
    const std::int64_t took = (now - write.begun).count();
    times.persisted_to[write.persisted - 1U].add(took);
    if (master) times.persisted_on_master.add(took);
  }
  forget_complete(p);
}

void WriteProgress::forget_complete(Partition& p) {
  const auto complete = [&p](const Write& write) {
    return write.skipped || (write.cached == p.replicas && write.persisted == p.replicas + 1);
  };
  while (!p.writes.empty() && complete(p.writes.front())) {
    p.writes.pop_front();
    ++p.first_seqno;
  }
}

}  // namespace models::durability
