#include "scenarios/file_source.hpp"

#include <doctest/doctest.h>

using namespace scenarios;

TEST_CASE("the disk gives files whole, and says why it does not") {
  const FileSource disk = disk_files();
  const std::string data = "tests/scenarios/data";
  CHECK(disk(data + "/fsync.csv").text.substr(0, 12) == "write_bytes,");
  CHECK(disk(data + "/fsync.csv").text.size() == 10364);
  CHECK(disk(data + "/absent.csv").trouble == "no such file");
  CHECK(disk(data).trouble == "this is a directory, not a file");
  CHECK(disk("/dev/zero").trouble == "this is not a regular file");
  CHECK(disk("").trouble == "no such file");
}

TEST_CASE("two sources are one, the first wins") {
  const auto both =
      either(memory_files({{"a", "first"}}), memory_files({{"a", "second"}, {"b", "second"}}));
  CHECK(both("a").text == "first");
  CHECK(both("b").text == "second");
  CHECK(both("c").trouble == "no such file");
}

TEST_CASE("paths are seen from the folder of the file that names them") {
  CHECK(beside("a/b.yaml", "c.csv") == "a/c.csv");
  CHECK(beside("a/b.yaml", "../c.csv") == "c.csv");
  CHECK(beside("b.yaml", "c.csv") == "c.csv");
  CHECK(beside("a/b.yaml", "/c.csv") == "/c.csv");
}
