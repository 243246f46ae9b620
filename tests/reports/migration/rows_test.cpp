#include <doctest/doctest.h>

#include "tests/reports/migration/moved.hpp"

using namespace std::chrono_literals;
using models::migration::FaultKind;
using models::migration::RowFault;
using tests::Moved;
using tests::text_of;

TEST_CASE("rows that are not as they should be are counted and named") {
  Moved moved;
  auto& content = moved.outcome().content;
  content.rows_lost = 3;
  content.rows_extra = 5;
  content.named = {{RowFault::kMissing, 0, 0, 17, 3, "upload-17"}};
  moved.outcome().checks = {{0, 1000, 997, 3, 0}};
  CHECK(text_of(*reports::migration::data_check(moved.view())) ==
        "Is everything there?\n"
        "8 rows are not as they should be.\n"
        "  rows before  that belong there at  missing  not moved yet  changed  too many        "
        "left behind on\n"
        "                            the end                                                    "
        "      purpose\n"
        "        1,000                 1,000        3              0        0         5         "
        "            0\n"
        "\n"
        "By name\n"
        "  is       table               row  and so on  key of the first\n"
        "  missing  gateway_multiparts   17          3  upload-17\n"
        "\n"
        "What the procedure's own check found\n"
        "  package             rows read  entries read  differences  repaired\n"
        "  gateway/multiparts      1,000           997            3         0\n"
        "5 further rows are not shown.\n");
}

TEST_CASE("a procedure that compares nothing is told to know nothing") {
  Moved moved;
  const auto section = *reports::migration::data_check(moved.view());
  CHECK(section.lead == "Every row that belongs there is in the store, unchanged.");
  CHECK(section.notes.back() ==
        "These are the facts; the procedure itself compared nothing and would not have known.");
  moved.outcome().complete = false;
  CHECK(reports::migration::data_check(moved.view())->lead ==
        "No row is lost: the tables have them all.");
  moved.outcome().content.rows_not_moved = 12'000;
  CHECK(reports::migration::data_check(moved.view())->lead ==
        "No row is lost: 12,000 rows are not in the store yet, and the tables have them all.");
}

TEST_CASE("accidents are sentences in order") {
  Moved moved;
  CHECK(!reports::migration::accidents(moved.view()));
  moved.outcome().faults = {{FaultKind::kDefect, sim::at(70s), 0, 1, "upload-3"},
                            {FaultKind::kPanic, sim::at(80s), 0, 12, ""}};
  CHECK(text_of(*reports::migration::accidents(moved.view())) ==
        "What went wrong\n"
        "2 things went wrong; first, after 1 min 10 s, the exporter met a row that it cannot "
        "export.\n"
        "  at          package             what happened                                      "
        "times  about\n"
        "  1 min 10 s  gateway/multiparts  the exporter met a row that it cannot export           "
        "1  upload-3\n"
        "  1 min 20 s  gateway/multiparts  a server panicked: its flag named the store that      "
        "12\n"
        "                                  did not have the data\n");
}
