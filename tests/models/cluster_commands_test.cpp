// The seed's seven commands. Copies read "CAS:value" in memory / on disk, node by node.
#include <doctest/doctest.h>

#include "tests/models/cluster_language.hpp"

using tests::CommandKind;
using tests::OnReplicas;
using tests::Payload;
using tests::Story;
using namespace std::chrono_literals;
using Indices = std::vector<std::int64_t>;

namespace {

// A master and two replicas that all have "k" everywhere after 11 ms.
Story settled() {
  Story story({10ms, 10ms, 10ms}, 1ms);
  story.at(0ms).store("k", "v").at(20ms);
  return story;
}

// A master that has "k" in memory alone; disks and network take a second.
Story held() {
  Story story({1s, 1s, 1s}, 1s);
  story.at(0ms).store("k", "v").at(20ms);
  return story;
}

// The copies after a command at 20 ms.
std::string after(Story story, CommandKind kind, const Payload& payload) {
  story.command(kind, payload);
  CHECK(story.command_replies() == "ok");
  return story.copies(payload.key, 20ms);
}

Payload on(bool master, OnReplicas replicas) {
  return {"k", master, std::move(replicas), 0, std::nullopt, std::nullopt};
}

}  // namespace

SCENARIO("each command changes its stores, on the nodes that it names, at once") {
  THEN("persist puts the master's item on disk") {
    CHECK(after(held(), CommandKind::kPersist, on(true, 0)) == "1:v/1:v -/- -/-");
    CHECK(after(held(), CommandKind::kPersist, on(false, 1)) == "1:v/- -/1:v -/-");
  }
  THEN("cache puts it in memory") {
    CHECK(after(held(), CommandKind::kCache, on(false, 1)) == "1:v/- 1:v/- -/-");
  }
  THEN("endure puts it in both") {
    CHECK(after(held(), CommandKind::kEndure, on(true, 1)) == "1:v/1:v 1:v/1:v -/-");
  }
  THEN("unpersist takes it from disk") {
    CHECK(after(settled(), CommandKind::kUnpersist, on(true, 0)) == "1:v/- 1:v/1:v 1:v/1:v");
  }
  THEN("uncache takes it from memory") {
    CHECK(after(settled(), CommandKind::kUncache, on(true, 1)) == "-/1:v -/1:v 1:v/1:v");
  }
  THEN("purge takes it from both") {
    CHECK(after(settled(), CommandKind::kPurge, on(true, 2)) == "-/- -/- -/-");
  }
  THEN("OBSERVE answers from what is left") {
    Story story = settled();
    story.command(CommandKind::kUnpersist, on(true, 0))
        .command(CommandKind::kUncache, on(false, Indices{0}))
        .command(CommandKind::kPurge, on(false, Indices{1}));
    CHECK(story.before("k", 20ms) == "persisted persisted persisted");
    CHECK(story.seen("k", 20ms) == "found logically_deleted not_found");
  }
}

SCENARIO("OnReplicas is a number or a list") {
  const auto left = [](OnReplicas replicas) {
    return after(settled(), CommandKind::kUnpersist, on(false, std::move(replicas)));
  };
  THEN("a number names the first replicas of the chain") {
    CHECK(left(0) == "1:v/1:v 1:v/1:v 1:v/1:v");
    CHECK(left(1) == "1:v/1:v 1:v/- 1:v/1:v");
    CHECK(left(2) == "1:v/1:v 1:v/- 1:v/-");
  }
  THEN("a number below 0 or above what there is names all") {
    CHECK(left(-1) == "1:v/1:v 1:v/- 1:v/-");
    CHECK(left(INT64_MIN) == "1:v/1:v 1:v/- 1:v/-");
    CHECK(left(3) == "1:v/1:v 1:v/- 1:v/-");
    CHECK(left(INT64_MAX) == "1:v/1:v 1:v/- 1:v/-");
  }
  THEN("a list names replicas by index, and a repeated one counts once") {
    CHECK(left(Indices{}) == "1:v/1:v 1:v/1:v 1:v/1:v");
    CHECK(left(Indices{1}) == "1:v/1:v 1:v/1:v 1:v/-");
    CHECK(left(Indices{1, 0, 1, 1}) == "1:v/1:v 1:v/- 1:v/-");
  }
  THEN("one wrong index fails the command as a whole") {
    for (const Indices& wrong : {Indices{0, 2}, Indices{-1}, Indices{2, 0, 1}}) {
      Story story = settled();
      story.command(CommandKind::kPurge, on(true, wrong));
      CHECK(story.copies("k", 20ms) == "1:v/1:v 1:v/1:v 1:v/1:v");
      CHECK(story.command_replies() == (wrong[0] == -1
                                            ? "OnReplicas names replica -1, but the key has 2"
                                            : "OnReplicas names replica 2, but the key has 2"));
    }
  }
}

SCENARIO("which item a command stores") {
  Payload payload = on(true, 1);
  GIVEN("a master that has the key in memory") {
    THEN("without a CAS its item is copied as it is, and a value is not looked at") {
      payload.value = "w";
      CHECK(after(held(), CommandKind::kEndure, payload) == "1:v/1:v 1:v/1:v -/-");
    }
    THEN("with a CAS the copy has that CAS and the given value") {
      payload.cas = 77;
      payload.value = "w";
      CHECK(after(held(), CommandKind::kEndure, payload) == "77:w/77:w 77:w/77:w -/-");
      CHECK(after(held(), CommandKind::kPersist, payload) == "1:v/77:w -/77:w -/-");
    }
    THEN("with a CAS and no value the copy is empty") {
      payload.cas = 77;
      CHECK(after(held(), CommandKind::kCache, payload) == "77:/- 77:/- -/-");
    }
    THEN("a disk with another CAS than memory's is not persisted") {
      payload.cas = 77;
      Story story = held();
      story.command(CommandKind::kPersist, payload);
      CHECK(story.seen("k", 20ms) == "found logically_deleted not_found");
    }
  }
  GIVEN("a master that does not have the key in memory") {
    const Story nothing({1s, 1s, 1s}, 1s);
    Story story = nothing;
    story.at(20ms);
    THEN("a new item of the given value and CAS is made") {
      CHECK(after(story, CommandKind::kEndure, payload) == "0:/0: 0:/0: -/-");
      payload.value = "w";
      CHECK(after(story, CommandKind::kEndure, payload) == "0:w/0:w 0:w/0:w -/-");
      payload.cas = 77;
      CHECK(after(story, CommandKind::kCache, payload) == "77:w/- 77:w/- -/-");
    }
    THEN("persist of a key that is cached nowhere leaves it logically deleted") {
      CHECK(after(story, CommandKind::kPersist, payload) == "-/0: -/0: -/-");
      story.command(CommandKind::kPersist, payload);
      CHECK(story.seen("k", 20ms) == "logically_deleted logically_deleted not_found");
    }
    THEN("a CAS that was given is behind the next store's") {
      payload.cas = 77;
      story.command(CommandKind::kCache, payload).at(21ms).store("k", "v");
      CHECK(story.copies("k", 21ms) == "78:v/- 77:/- -/-");
    }
    THEN("removing what is not there is no error") {
      for (const auto kind :
           {CommandKind::kUnpersist, CommandKind::kUncache, CommandKind::kPurge}) {
        CHECK(after(story, kind, on(true, 2)) == "-/- -/- -/-");
      }
    }
  }
}

SCENARIO("a command's vBucket makes it speak of another key") {
  Story story = settled();
  GIVEN("a vBucket that exists") {
    Payload payload = on(true, 0);
    payload.vbucket = 2;
    payload.value = "elsewhere";
    story.command(CommandKind::kEndure, payload);
    THEN("the key in its own vBucket stays as it was, on nodes of that vBucket's chain") {
      CHECK(story.command_replies() == "ok");
      CHECK(story.copies("k", 20ms) == "1:v/1:v 1:v/1:v 1:v/1:v");
      const auto changes = story.run().outcome.changes;
      CHECK(changes.back().node == 2);
      CHECK(story.params.keys.vbucket(changes.back().key) == 2);
      CHECK(story.params.values[changes.back().disk.value] == "elsewhere");
    }
  }
  GIVEN("a vBucket that does not exist") {
    Payload payload = on(true, 2);
    payload.vbucket = 4;
    story.command(CommandKind::kPurge, payload).command(CommandKind::kKeyinfo, payload);
    THEN("the command fails and changes nothing") {
      CHECK(story.command_replies() == "vBucket does not exist, vBucket does not exist");
      CHECK(story.copies("k", 20ms) == "1:v/1:v 1:v/1:v 1:v/1:v");
    }
  }
}

SCENARIO("keyinfo tells both stores of every node") {
  Story story({1s, 1ms, 1s}, 10ms);
  story.at(0ms).store("k", "v");
  story.at(12ms).command(CommandKind::kKeyinfo, on(false, 0));
  const auto replies = story.run().outcome.commands;
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].error.empty());
  CHECK(replies[0].at == sim::at(12ms));
  REQUIRE(replies[0].stores.size() == 3);
  const auto& stores = replies[0].stores;
  CHECK(stores[0].cache.is_item());
  CHECK(stores[0].disk.is_absent());
  CHECK(stores[1].cache.cas == 1);
  CHECK(stores[1].disk.cas == 1);
  CHECK(stores[2].cache.is_item());
  CHECK(stores[2].disk.is_absent());
}

SCENARIO("what queues bring after a command counts as it comes") {
  GIVEN("an item that is unpersisted while its newer version waits for the disk") {
    Story story(std::vector<sim::Duration>{10ms}, 0ms);
    story.at(0ms).store("k", "v").at(12ms).store("k", "w");
    story.at(15ms).command(CommandKind::kUnpersist, on(true, 0));
    THEN("the disk has it again when the queue is through") {
      CHECK(story.copies("k", 12ms) == "2:w/1:v");
      CHECK(story.copies("k", 15ms) == "2:w/-");
      CHECK(story.copies("k", 22ms) == "2:w/2:w");
      CHECK(story.seen("k", 22ms) == "persisted");
    }
  }
  GIVEN("an item that a command puts on disk before the queue does") {
    Story story(std::vector<sim::Duration>{10ms}, 0ms);
    story.at(0ms).store("k", "v");
    story.at(4ms).command(CommandKind::kPersist, on(true, 0));
    THEN("it is persisted from the command on, for statistics as well") {
      CHECK(story.before("k", 4ms) == "found");
      CHECK(story.seen("k", 4ms) == "persisted");
      CHECK(story.run().outcome.durability.persisted_to[0].count() == 1);
      CHECK(story.run().outcome.durability.persisted_to[0].max() == 4'000'000);
    }
  }
}

SCENARIO("OBSERVE_SEQNO holds back what commands took away") {
  GIVEN("three mutations on every disk") {
    Story story({1ms, 1ms, 1ms}, 1ms);
    story.at(0ms).store("a", "1").at(5ms).store("b", "2").at(10ms).store("c", "3").at(20ms);
    const auto take = [&](CommandKind kind, const char* key, bool master, OnReplicas replicas) {
      story.command(kind, {key, master, std::move(replicas), 0, std::nullopt, std::nullopt});
    };
    CHECK(story.seqnos("a", 19ms) == "3/3 3/3 3/3");
    THEN("unpersist lowers persisted to just before the mutation, on those nodes") {
      take(CommandKind::kUnpersist, "b", true, Indices{1});
      CHECK(story.seqnos("a", 20ms) == "1/3 3/3 1/3");
      take(CommandKind::kUnpersist, "a", true, 0);
      CHECK(story.seqnos("a", 20ms) == "0/3 3/3 1/3");
    }
    THEN("persist gives it back") {
      take(CommandKind::kUnpersist, "b", true, 0);
      story.at(30ms);
      take(CommandKind::kPersist, "b", true, 0);
      CHECK(story.seqnos("a", 29ms) == "1/3 3/3 3/3");
      CHECK(story.seqnos("a", 30ms) == "3/3 3/3 3/3");
    }
    THEN("so does a newer mutation of the key, once it is on that disk") {
      take(CommandKind::kUnpersist, "b", true, 0);
      story.at(30ms).store("b", "4");
      CHECK(story.seqnos("a", 30ms) == "1/4 3/3 3/3");
      CHECK(story.seqnos("a", 31ms) == "4/4 3/4 3/4");
    }
    THEN("a mutation of another key does not") {
      take(CommandKind::kUnpersist, "b", true, 0);
      story.at(30ms).store("a", "4");
      CHECK(story.seqnos("a", 40ms) == "1/4 4/4 4/4");
    }
    THEN("uncache lowers what is current, and cache gives it back") {
      take(CommandKind::kUncache, "c", false, 1);
      CHECK(story.seqnos("a", 20ms) == "3/3 3/2 3/3");
      story.at(30ms);
      take(CommandKind::kCache, "c", false, 1);
      CHECK(story.seqnos("a", 30ms) == "3/3 3/3 3/3");
    }
    THEN("purge lowers both") {
      take(CommandKind::kPurge, "b", false, -1);
      CHECK(story.seqnos("a", 20ms) == "3/3 1/1 1/1");
    }
  }
  GIVEN("a new item that a command makes") {
    Story story({1ms, 1ms, 1ms}, 1ms);
    story.at(0ms).store("a", "1").at(20ms);
    THEN("endure moves both numbers where it is") {
      story.command(CommandKind::kEndure, on(true, 1));
      CHECK(story.seqnos("k", 20ms) == "2/2 2/2 1/1");
    }
    THEN("cache moves what is current alone") {
      story.command(CommandKind::kCache, on(true, 1));
      CHECK(story.seqnos("k", 20ms) == "1/2 1/2 1/1");
    }
    THEN("persist of a key that is cached nowhere moves neither") {
      story.command(CommandKind::kPersist, on(true, 0));
      CHECK(story.seqnos("k", 20ms) == "1/1 1/1 1/1");
    }
    THEN("the next store goes on from there") {
      story.command(CommandKind::kCache, on(true, 1)).at(30ms).store("k", "v");
      CHECK(story.seqnos("k", 30ms) == "1/3 1/2 1/1");
      CHECK(story.seqnos("k", 40ms) == "3/3 3/3 3/3");
    }
  }
}
