#include "studies/journal.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "studies/results.hpp"

namespace fs = std::filesystem;
using studies::Journal;
using studies::JournalHead;
using studies::RunKey;

namespace {

constexpr JournalHead kHead{0xF00D, 3, {1, 1}};

/// A folder that is gone at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("durasim-journal-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

std::string row(const RunKey& key) {
  return "{\"point\":" + std::to_string(key.point) +
         ",\"replication\":" + std::to_string(key.replication) + ",\"measures\":{\"x\":1}}";
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string trouble(const std::string& path, const JournalHead& head) {
  try {
    const Journal journal(path, head, 1);
  } catch (const studies::StudyTrouble& trouble) {
    const std::string text = trouble.what();
    const std::size_t at = text.find(path);
    return at == std::string::npos ? text
                                   : text.substr(0, at) + "PATH" + text.substr(at + path.size());
  }
  return "no trouble";
}

void fill(const std::string& path) {
  Journal journal(path, kHead, 1);
  for (const std::uint64_t point : {2, 0, 1}) journal.add({point, 0}, row({point, 0}));
}

}  // namespace

TEST_CASE("rows come back in the order of points, whatever order they came in") {
  const Folder folder;
  const std::string path = folder.file("journal");
  fill(path);
  Journal journal(path, kHead, 1);
  CHECK(journal.keys() == std::vector<RunKey>{{0, 0}, {1, 0}, {2, 0}});
  CHECK(journal.row({1, 0}) == row({1, 0}));
  CHECK_FALSE(journal.has({0, 1}));
}

TEST_CASE("a journal that is cut anywhere goes on with the rows that are whole") {
  const Folder folder;
  const std::string path = folder.file("journal");
  fill(path);
  const std::string whole = text_of(path);
  const std::size_t first_line = whole.find('\n') + 1;
  for (std::size_t size = first_line; size <= whole.size(); ++size) {
    CAPTURE(size);
    write(path, whole.substr(0, size));
    {
      Journal journal(path, kHead, 1);
      for (const std::uint64_t point : {2, 0, 1}) {
        if (!journal.has({point, 0})) journal.add({point, 0}, row({point, 0}));
      }
    }
    REQUIRE(text_of(path) == whole);
  }
}

TEST_CASE("a row that changed on the disk ends the journal before it") {
  const Folder folder;
  const std::string path = folder.file("journal");
  fill(path);
  std::string text = text_of(path);
  text[text.find("\"point\":0") + 8] = '1';
  write(path, text);
  const Journal journal(path, kHead, 1);
  CHECK(journal.keys() == std::vector<RunKey>{{2, 0}});
}

TEST_CASE("another sweep's journal is refused, and so is a file that is none") {
  const Folder folder;
  const std::string path = folder.file("journal");
  fill(path);
  const std::string belongs =
      "PATH belongs to another scenario, grid or version of durasim; give this sweep a folder of "
      "its own, or remove that one";
  CHECK(trouble(path, kHead) == "no trouble");
  CHECK(trouble(path, {0xBAD, 3, {1, 1}}) == belongs);
  CHECK(trouble(path, {0xF00D, 4, {1, 1}}) == belongs);
  CHECK(trouble(path, {0xF00D, 3, {1, 2}}) ==
        "PATH is shard 1/1 of a sweep, not 1/2; give this one a folder of its own");
  write(path, "something else\n");
  CHECK(trouble(path, kHead) == "PATH is no journal of a sweep");
  CHECK(text_of(path) == "something else\n");
  CHECK(trouble("/dev/null", kHead) == "PATH is no journal of a sweep");
}

TEST_CASE("two sweeps do not write one journal") {
  const Folder folder;
  const std::string path = folder.file("journal");
  const Journal first(path, kHead, 1);
  CHECK(trouble(path, kHead) == "another sweep is writing PATH");
}

TEST_CASE(
    "shards join to what one sweep gives, and only if all are there, whole and of one sweep") {
  const Folder folder;
  const auto shard = [&](const std::string& name, const JournalHead& head, bool whole) {
    fs::create_directories(folder.file(name));
    Journal journal(folder.file(name) + "/journal", head, 2);
    for (std::uint64_t point = 0; point < head.points; ++point) {
      for (std::uint64_t k = 0; k < 2; ++k) {
        if (!head.shard.has({point, k})) continue;
        journal.add({point, k}, row({point, k}));
        if (!whole) return;
      }
    }
  };
  shard("one", {1, 3, {1, 2}}, true);
  shard("two", {1, 3, {2, 2}}, true);
  shard("half", {1, 3, {2, 2}}, false);
  shard("third", {1, 3, {3, 3}}, true);
  shard("other", {2, 3, {2, 2}}, true);
  const auto merged = [&](std::vector<std::string> names) {
    for (std::string& name : names) name = folder.file(name);
    try {
      return std::to_string(studies::MergedJournals(names).keys().size());
    } catch (const studies::StudyTrouble& trouble) {
      std::string text = trouble.what();
      const std::string root = folder.file("");
      for (std::size_t at = text.find(root); at != std::string::npos; at = text.find(root)) {
        text.erase(at, root.size());
      }
      return text;
    }
  };
  CHECK(merged({"two", "one"}) == "6");
  CHECK(merged({"one"}) == "shard 2/2 is missing");
  CHECK(merged({"one", "half"}) ==
        "half/journal has 1 of its 3 runs; run shard 2/2 again, it goes on");
  CHECK(merged({"one", "two", "half"}) == "two/journal and half/journal are both shard 2/2");
  CHECK(merged({"one", "third"}) ==
        "one/journal is shard 1/2 and third/journal is shard 3/3: dealt out differently");
  CHECK(merged({"one", "other"}) == "one/journal and other/journal belong to different sweeps");
  CHECK(merged({"nowhere"}).find("cannot read nowhere/journal") == 0);
}
