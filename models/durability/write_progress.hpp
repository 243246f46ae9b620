// How far each write has come: on how many replicas cached, on how many disks, since when.
//
// Formula        replicate_to n holds when n replicas have cached the write, persist_to n when n
//                disks have it (or a newer one that superseded it); times count from the moment
//                the master took the write
// Faults         a new history or a new chain of nodes forgets what is under way: its times end
//                there and enter no statistics
// Shape          one partition's writes in flight, by sequence number; a write that is everywhere
//                is forgotten
// Checked by     tests/models/write_progress_test.cpp
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/durability/outcome.hpp"
#include "sim/ring.hpp"

namespace models::durability {

class WriteProgress {
 public:
  /// `replicas[p]` is how many replicas partition p has; `in_memory[p]` is 1 if no disk will report
  /// its writes (empty: for none).
  explicit WriteProgress(const std::vector<std::uint32_t>& replicas,
                         const std::vector<std::uint8_t>& in_memory = {});

  /// The master took a write; only measured ones enter the statistics.
  /// REQUIRES: sequence numbers of a partition come one by one.
  void begin(PartitionIndex partition, std::uint64_t seqno, sim::Instant now, bool measured) {
    Partition& p = partitions_[partition];
    SIM_CHECK(seqno == p.first_seqno + p.writes.size());
    if (p.copies == 0) {  // nobody will report it
      ++p.first_seqno;
      return;
    }
    Write& write = p.writes.append();
    write.begun = now;
    write.supersedes = 0;
    write.cached = 0;
    write.persisted = 0;
    write.awaited = p.copies;
    write.measured = measured;
  }

  /// Writes of the partition that some replica or disk has yet to report, and those behind them.
  [[nodiscard]] std::size_t under_way(PartitionIndex partition) const {
    return partitions_[partition].writes.size();
  }

  /// A sequence number that no stream will carry (a command made the copy).
  void skip(PartitionIndex partition, std::uint64_t seqno);

  /// A replica has cached it. REQUIRES: each replica reports each write once, in order.
  void cached(PartitionIndex partition, std::uint64_t seqno, sim::Instant now,
              DurabilityTimes& times) {
    Partition& p = partitions_[partition];
    bool complete = false;
    do {
      Write& write = p.write(seqno);
      complete |= count_cached(write, now, times);
      seqno = write.supersedes;
    } while (seqno != 0);
    if (complete) forget_complete(p);
  }

  /// A replica holds everything up to `to`, and has reported so up to `from` before.
  void cached_up_to(PartitionIndex partition, std::uint64_t from, std::uint64_t to,
                    sim::Instant now, DurabilityTimes& times);

  /// Forgets the writes that are under way; the next one is `seqno`, in `copies` copies.
  void restart(PartitionIndex partition, std::uint64_t seqno, std::uint32_t copies);

  /// The streams will carry `newer` in the place of `older`, a write of the same key.
  void superseded(PartitionIndex partition, std::uint64_t older, std::uint64_t newer);

  /// A disk's watermark has moved from `from` to `to`.
  void persisted(PartitionIndex partition, std::uint64_t from, std::uint64_t to, bool master,
                 sim::Instant now, DurabilityTimes& times) {
    Partition& p = partitions_[partition];
    bool complete = false;
    for (std::uint64_t seqno = std::max(from + 1, p.first_seqno); seqno <= to; ++seqno) {
      Write& write = p.write(seqno);
      complete |= write.reported();
      ++write.persisted;
      if (!write.measured) continue;
      const std::int64_t took = (now - write.begun).count();
      times.persisted_to[write.persisted - 1U].add(took);
      if (master) times.persisted_on_master.add(took);
    }
    if (complete) forget_complete(p);
  }

 private:
  struct Write {
    // One report less to come. True: that was the last.
    bool reported() { return awaited > 0 && --awaited == 0; }

    sim::Instant begun;
    std::uint64_t supersedes = 0;  // the older write that is cached only once this one is
    std::uint8_t cached = 0;
    std::uint8_t persisted = 0;
    std::uint8_t awaited = 0;  // reports of replicas and disks still to come; 0: it is everywhere
    bool measured = false;
  };
  struct Partition {
    [[nodiscard]] Write& write(std::uint64_t seqno) {
      SIM_CHECK(seqno >= first_seqno);
      return writes[seqno - first_seqno];
    }

    std::uint64_t first_seqno = 1;  // of writes.front()
    std::uint8_t copies = 0;        // reports of each write: one of each replica, one of each disk
    bool on_disks = true;           // or of each replica only
    sim::Ring<Write> writes;
  };

  // True: that was the last report of the write.
  static bool count_cached(Write& write, sim::Instant now, DurabilityTimes& times) {
    ++write.cached;
    if (write.measured) times.replicated_to[write.cached - 1U].add((now - write.begun).count());
    return write.reported();
  }
  static void await(Partition& partition, std::uint32_t copies);
  static void forget_complete(Partition& partition);

  std::vector<Partition> partitions_;
};

}  // namespace models::durability
