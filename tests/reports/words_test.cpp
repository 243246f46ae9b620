#include "reports/words.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;

namespace reports {

TEST_CASE("a number of things has a plural unless it is one") {
  CHECK(number_of(0, "expectation") == "0 expectations");
  CHECK(number_of(1, "expectation") == "1 expectation");
  CHECK(number_of(2, "expectation") == "2 expectations");
  CHECK(not_shown(1, "further line") == "1 further line is not shown.");
  CHECK(not_shown(2, "further line") == "2 further lines are not shown.");
}

TEST_CASE("a list is read with commas and one and") {
  CHECK(listed({}) == "");
  CHECK(listed(std::vector<std::string>{"a"}) == "a");
  CHECK(listed(std::vector<std::string>{"a", "b"}) == "a and b");
  CHECK(listed(std::vector<std::string>{"a", "b", "c"}) == "a, b and c");
}

TEST_CASE("a rounded duration has at most four digits and halves go up") {
  CHECK(rounded_text(0ns) == "0ms");
  CHECK(rounded_text(9999ns) == "9.999us");
  CHECK(rounded_text(10004ns) == "10us");
  CHECK(rounded_text(10005ns) == "10.01us");
  CHECK(rounded_text(3141592ns) == "3.142ms");
  CHECK(rounded_text(99995ns) == "100us");
  CHECK(rounded_text(std::chrono::nanoseconds::max()) == "9223372036.854775807s");
}

TEST_CASE("an answer is told with its status byte, and its CAS if it has one") {
  using models::durability::ObserveStatus;
  CHECK(words_for({ObserveStatus::kFound, 7}) == "found 0x00, CAS 7");
  CHECK(words_for({ObserveStatus::kPersisted, 1}) == "persisted 0x01, CAS 1");
  CHECK(words_for({ObserveStatus::kNotMyVbucket, 0}) == "not_my_vbucket 0x07");
  CHECK(words_for({ObserveStatus::kNotFound, 0}) == "not_found 0x80");
  CHECK(words_for({ObserveStatus::kLogicallyDeleted, 3}) == "logically_deleted 0x81, CAS 3");
}

TEST_CASE("a digest has sixteen digits") {
  CHECK(digest_text(0) == "0000000000000000");
  CHECK(digest_text(0xDCD6BD2434574045) == "dcd6bd2434574045");
}

}  // namespace reports
