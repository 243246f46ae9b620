// The disk queue: by hand, and against the definition of its watermark on random histories.
#include "models/durability/write_queue.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/random.hpp"

using models::durability::KeyIndex;
using models::durability::Mutation;
using models::durability::PartitionIndex;
using models::durability::WriteQueue;

namespace {

constexpr std::uint32_t kKeys = 6;
constexpr std::uint32_t kPartitions = 3;
PartitionIndex partition_of(KeyIndex key) { return key % kPartitions; }

// The queue and what its holder keeps of keys and partitions.
class Queue {
 public:
  explicit Queue(bool supersede) : queue_(kPartitions, supersede) {}

  void push(KeyIndex key) {
    Mutation mutation;
    mutation.key = key;
    mutation.partition = partition_of(key);
    mutation.seqno = ++high_[partition_of(key)];
    mutation.size = 10 + key;
    queue_.push(mutation, queued_at_[key], sim::kNoEvent);
  }
  std::string take(std::uint32_t most) {
    const WriteQueue::Batch batch = queue_.take(most);
    return fmt::format("{} items {} bytes", batch.items, batch.size.count);
  }
  /// "key:seqno" of each entry that is durable now.
  std::string done() {
    std::string text;
    queue_.done([&](const WriteQueue::Entry& entry) {
      text +=
          fmt::format("{}{}:{}", text.empty() ? "" : " ", entry.mutation.key, entry.mutation.seqno);
    });
    return text;
  }
  void satisfy(KeyIndex key) { queue_.satisfy(queued_at_[key]); }
  /// The watermark of each partition.
  [[nodiscard]] std::string persisted() const {
    std::string text;
    for (PartitionIndex p = 0; p < kPartitions; ++p) {
      text += fmt::format("{}{}", p == 0 ? "" : " ", queue_.persisted(p, high_[p]));
    }
    return text;
  }
  [[nodiscard]] const WriteQueue& queue() const { return queue_; }

 private:
  WriteQueue queue_;
  std::uint64_t queued_at_[kKeys] = {};
  std::uint64_t high_[kPartitions] = {};
};

// The same by definition: all mutations ever made, each with what became of it.
class Definition {
 public:
  explicit Definition(bool supersede) : supersede_(supersede) {}

  void push(KeyIndex key) {
    for (Made& made : history_) {
      if (supersede_ && made.key == key && made.stage == kWaiting) made.stage = kDropped;
    }
    history_.push_back({key, ++high_[partition_of(key)], kWaiting, false});
  }
  std::string take(std::uint32_t most) {
    std::uint32_t items = 0;
    std::int64_t bytes = 0;
    for (Made& made : history_) {
      if (made.stage != kWaiting || items == most) continue;
      made.stage = kWriting;
      ++items;
      bytes += 10 + made.key;
    }
    return fmt::format("{} items {} bytes", items, bytes);
  }
  std::string done() {
    std::string text;
    for (Made& made : history_) {
      if (made.stage != kWriting) continue;
      made.stage = kWritten;
      made.durable = true;
      text += fmt::format("{}{}:{}", text.empty() ? "" : " ", made.key, made.seqno);
    }
    return text;
  }
  // A command writes what the cache holds, which is the key's newest mutation.
  void satisfy(KeyIndex key) {
    for (auto made = history_.rbegin(); made != history_.rend(); ++made) {
      if (made->key != key) continue;
      made->durable = true;
      return;
    }
  }
  [[nodiscard]] std::string persisted() const {
    std::string text;
    for (PartitionIndex p = 0; p < kPartitions; ++p) {
      std::uint64_t mark = 0;
      while (mark < high_[p] && covered(p, mark + 1)) ++mark;
      text += fmt::format("{}{}", p == 0 ? "" : " ", mark);
    }
    return text;
  }
  [[nodiscard]] std::size_t count(int stage) const {
    return static_cast<std::size_t>(
        std::count_if(history_.begin(), history_.end(),
                      [stage](const Made& made) { return made.stage == stage; }));
  }

  static constexpr int kWaiting = 0;
  static constexpr int kWriting = 1;
  static constexpr int kWritten = 2;
  static constexpr int kDropped = 3;

 private:
  struct Made {
    KeyIndex key;
    std::uint64_t seqno;
    int stage;
    bool durable;
  };

  // It is durable itself, or a newer one of its key is.
  [[nodiscard]] bool covered(PartitionIndex partition, std::uint64_t seqno) const {
    const auto made = std::find_if(history_.begin(), history_.end(), [&](const Made& m) {
      return partition_of(m.key) == partition && m.seqno == seqno;
    });
    return std::any_of(made, history_.end(),
                       [&](const Made& m) { return m.key == made->key && m.durable; });
  }

  bool supersede_;
  std::vector<Made> history_;
  std::uint64_t high_[kPartitions] = {};
};

void compare(std::uint64_t seed, bool supersede, bool commands) {
  sim::Stream stream(seed, "queue", "test");
  Queue queue(supersede);
  Definition definition(supersede);
  for (int i = 0; i < 120; ++i) {
    const std::uint64_t choice = stream.below(10);
    const auto key = static_cast<KeyIndex>(stream.below(kKeys));
    if (choice < 5) {
      queue.push(key);
      definition.push(key);
    } else if (choice < 7 && queue.queue().ready()) {
      const auto most = static_cast<std::uint32_t>(1 + stream.below(4));
      REQUIRE(queue.take(most) == definition.take(most));
    } else if (choice < 9 && queue.queue().flushing()) {
      REQUIRE(queue.done() == definition.done());
    } else if (choice == 9 && commands) {
      queue.satisfy(key);
      definition.satisfy(key);
    }
    const std::size_t waiting = definition.count(Definition::kWaiting);
    const std::size_t writing = definition.count(Definition::kWriting);
    REQUIRE(queue.persisted() == definition.persisted());
    REQUIRE(queue.queue().live() == waiting + writing);
    REQUIRE(queue.queue().flushing() == (writing > 0));
    REQUIRE(queue.queue().ready() == (writing == 0 && waiting > 0));
  }
}

}  // namespace

TEST_CASE("mutations are written in order, a batch at a time") {
  Queue queue(true);
  for (const KeyIndex key : {0, 1, 2, 3}) queue.push(key);
  CHECK(queue.take(3) == "3 items 33 bytes");
  CHECK(queue.persisted() == "0 0 0");
  CHECK(queue.done() == "0:1 1:1 2:1");
  CHECK(queue.persisted() == "1 1 1");
  CHECK(queue.take(3) == "1 items 13 bytes");
  CHECK(queue.done() == "3:2");
  CHECK(queue.persisted() == "2 1 1");
}

TEST_CASE("a newer mutation of a key drops the older one that waits, and covers for it") {
  Queue queue(true);
  queue.push(0);  // 1 of partition 0
  queue.push(3);  // 2
  queue.push(0);  // 3, drops 1
  CHECK(queue.queue().live() == 2);
  CHECK(queue.take(1) == "1 items 13 bytes");
  CHECK(queue.done() == "3:2");
  CHECK(queue.persisted() == "0 0 0");  // 1 is not durable before 3 is
  CHECK(queue.take(1) == "1 items 10 bytes");
  CHECK(queue.done() == "0:3");
  CHECK(queue.persisted() == "3 0 0");
}

TEST_CASE("a mutation that is being written is not dropped") {
  Queue queue(true);
  queue.push(0);
  CHECK(queue.take(1) == "1 items 10 bytes");
  queue.push(0);
  CHECK(queue.queue().live() == 2);
  CHECK(queue.done() == "0:1");
  CHECK(queue.persisted() == "1 0 0");
}

TEST_CASE("without superseding every mutation is written") {
  Queue queue(false);
  for (int i = 0; i < 3; ++i) queue.push(0);
  CHECK(queue.queue().live() == 3);
  CHECK(queue.take(9) == "3 items 30 bytes");
  CHECK(queue.done() == "0:1 0:2 0:3");
}

TEST_CASE("what a command made durable holds nothing back, and is still written") {
  Queue queue(true);
  queue.push(0);
  queue.push(3);
  queue.satisfy(0);
  CHECK(queue.persisted() == "1 0 0");
  queue.satisfy(3);
  CHECK(queue.persisted() == "2 0 0");
  CHECK(queue.take(9) == "2 items 23 bytes");
  CHECK(queue.done() == "0:1 3:2");
  queue.satisfy(0);
  CHECK(queue.persisted() == "2 0 0");
}

TEST_CASE("a command helps a mutation that is being written as well") {
  Queue queue(true);
  queue.push(0);
  CHECK(queue.take(1) == "1 items 10 bytes");
  queue.satisfy(0);
  CHECK(queue.persisted() == "1 0 0");
  CHECK(queue.done() == "0:1");
}

TEST_CASE("in 4000 random histories everything is as defined") {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    CAPTURE(seed);
    compare(seed, true, false);
    compare(seed, true, true);
    compare(seed, false, false);
    compare(seed, false, true);
  }
}

TEST_CASE("a mutation leaves its own copy behind") {
  Mutation mutation;
  mutation.cas = 7;
  mutation.seqno = 9;
  mutation.value = 3;
  mutation.size = 11;
  mutation.presence = models::durability::Presence::kTombstone;
  const models::durability::Copy copy = models::durability::copy_of(mutation);
  CHECK(copy.cas == 7);
  CHECK(copy.seqno == 9);
  CHECK(copy.value == 3);
  CHECK(copy.size == 11);
  CHECK(copy.presence() == models::durability::Presence::kTombstone);
  CHECK(copy.ejected == 0);
}
