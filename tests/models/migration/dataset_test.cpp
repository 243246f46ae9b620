#include "models/migration/dataset.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/migration/sizes.hpp"
#include "shop_layout.hpp"

namespace {

using namespace tests;
using migration::Dataset;
using migration::Entry;
using migration::kMostEntries;
using migration::Row;
using migration::RowIndex;

std::vector<Entry> entries(const Dataset& data, migration::TableIndex table, RowIndex row) {
  std::array<Entry, kMostEntries> found{};
  const std::uint32_t count = data.entries_of(table, row, data.row(table, row), found);
  return {found.begin(), found.begin() + count};
}

std::vector<std::string> keys(const Dataset& data, migration::TableIndex table, RowIndex row) {
  std::vector<std::string> texts;
  for (const Entry& entry : entries(data, table, row)) {
    texts.push_back(data.partition_text(entry.rule, row) + " " + data.key_text(entry.rule, row));
  }
  return texts;
}

// What a text takes as a field of a message.
std::size_t field(const std::string& words) { return migration::message_text_bytes(words.size()); }

}  // namespace

TEST_CASE("the shop is a layout") {
  std::string wrong;
  for (const auto& problem : migration::check_layout(shop(1000))) wrong += problem.message + "\n";
  CHECK(wrong.empty());
}

TEST_CASE("a row reads like what the layout says of it") {
  const Dataset data(shop(1000), 1);
  CHECK(data.column_text(kCustomers, 7, 0) == "8");
  CHECK(data.column_text(kCustomers, 7, 1).size() == 16);
  CHECK(data.column_text(kCustomers, 7, 4) == "1662249607");
  CHECK(data.column_text(kProducts, 7, 1) == "product-0007");
  const std::string name = data.column_text(kCustomers, 2, 1);
  CHECK(keys(data, kCustomers, 2) == std::vector<std::string>{"shop customers/" + name});
  // Customers have 1, 3 and 2 orders in turn: order 4 is the first of customer 2.
  CHECK(data.row(kOrders, 4).parent == 2);
  CHECK(data.column_text(kOrders, 4, 0) == "3");
  const std::string payer = data.column_text(kOrders, 4, 3);
  CHECK(keys(data, kOrders, 4) ==
        std::vector<std::string>{name + " orders/0000",
                                 "shop payers/" + payer + "/" + name + "/0000"});
}

TEST_CASE("rows have the same content whatever their number, and another one under another seed") {
  const Dataset few(shop(10), 1);
  const Dataset many(shop(1'000'000), 1);
  const Dataset other(shop(10), 2);
  CHECK(few.column_text(kCustomers, 9, 1) == many.column_text(kCustomers, 9, 1));
  CHECK(few.row(kCustomers, 9).fingerprint == many.row(kCustomers, 9).fingerprint);
  CHECK(few.column_text(kCustomers, 9, 1) != other.column_text(kCustomers, 9, 1));
  CHECK(few.row(kCustomers, 9).fingerprint != other.row(kCustomers, 9).fingerprint);
}

TEST_CASE("sizes are those of the texts") {
  const Dataset data(shop(3000), 1);
  for (RowIndex row = 0; row < 3000; ++row) {
    const Row facts = data.row(kCustomers, row);
    const std::string name = data.column_text(kCustomers, row, 1);
    const std::string email = data.column_text(kCustomers, row, 2);
    const std::string note = data.column_text(kCustomers, row, 3);
    const bool has_note = facts.flags == 0;
    REQUIRE((note.empty() || has_note));
    const auto columns = 4 + migration::text_column_bytes(name.size()) +
                         migration::text_column_bytes(email.size()) +
                         (has_note ? migration::text_column_bytes(note.size()) : 0) + 8;
    REQUIRE(facts.heap_bytes == migration::heap_row_bytes(columns));
    REQUIRE(facts.index_bytes ==
            migration::index_entry_bytes(4) +
                migration::index_entry_bytes(migration::text_column_bytes(name.size())) +
                migration::index_entry_bytes(migration::text_column_bytes(email.size())));
    const auto made = entries(data, kCustomers, row);
    REQUIRE(made.size() == 1);
    REQUIRE(made[0].partition_bytes == 4);
    REQUIRE(made[0].key_bytes == 10 + name.size());
    REQUIRE(made[0].value_bytes == field(name) + field(email) + field(note) + 13);
  }
  for (RowIndex row = 0; row < data.rows(kOrders); ++row) {
    const std::string ship = data.column_text(kOrders, row, 2);
    const std::string payer = data.column_text(kOrders, row, 3);
    for (const Entry& entry : entries(data, kOrders, row)) {
      REQUIRE(entry.key_bytes == data.key_text(entry.rule, row).size());
      REQUIRE(entry.partition_bytes == data.partition_text(entry.rule, row).size());
      REQUIRE(entry.value_bytes ==
              (entry.rule == 1 ? 18 + field(ship) + field(payer) + 4 : 2 + 16 + 8 + 4));
    }
  }
}

TEST_CASE("the first rows cover every case, each once alone and all together") {
  const Dataset data(shop(1000), 1);
  CHECK(data.covering_rows(kCustomers) == 3);
  CHECK(data.row(kCustomers, 0).flags == 0);
  CHECK(data.column_text(kCustomers, 0, 2).size() == 20);
  CHECK(data.column_text(kCustomers, 1, 2).size() == 40);
  CHECK(data.column_text(kCustomers, 1, 3).size() == 200);
  CHECK(data.row(kCustomers, 2).flags == migration::absent_flag(data.layout().tables[0], 3));
  // Orders: shortest, longest, without a payer, expired; and the four ways of shipping.
  CHECK(data.covering_rows(kOrders) == 4);
  CHECK(data.row(kOrders, 2).flags == migration::absent_flag(data.layout().tables[1], 3));
  CHECK(data.row(kOrders, 3).flags == migration::state_flag(data.layout().tables[1], "expired"));
  for (RowIndex row = 0; row < 4; ++row) {
    CHECK(data.column_text(kOrders, row, 2) == data.layout().tables[1].columns[2].one_of[row]);
  }
}

TEST_CASE("shares are exact over whole patterns, and near in any thousand rows") {
  const Dataset data(shop(400'000), 7);
  const auto absent = migration::absent_flag(data.layout().tables[kCustomers], 3);
  std::map<std::size_t, std::uint64_t> lengths;
  std::uint64_t without = 0;
  for (RowIndex row = 65'536; row < 2 * 65'536; ++row) {
    without += (data.row(kCustomers, row).flags & absent) != 0 ? 1 : 0;
    if (row < 65'536 + 1024) ++lengths[data.column_text(kCustomers, row, 2).size()];
  }
  CHECK(without == 16'384);
  CHECK(lengths.size() == 21);
  for (const auto& [length, count] : lengths) {
    CHECK(count >= 1024 / 21);
    CHECK(count <= 1024 / 21 + 1);
  }
}

TEST_CASE("absences of two columns have nothing to do with each other") {
  migration::Layout layout = shop(10);
  migration::Table& table = layout.tables[kCustomers];
  table.columns[4].nullable = true;
  table.columns[4].absent_share = 0.25;
  const Dataset data(layout, 3);
  std::uint64_t both = 0;
  for (RowIndex row = 65'536; row < 2 * 65'536; ++row) {
    both += data.row(kCustomers, row).flags == 3 ? 1 : 0;
  }
  // A sixteenth of 65,536 is 4,096; five standard deviations are 310.
  CHECK(both > 3786);
  CHECK(both < 4406);
}

TEST_CASE("parents and children agree") {
  for (const std::uint64_t parents : {1, 2, 3, 4, 1000}) {
    const Dataset data(shop(parents), 1);
    RowIndex next = 0;
    for (RowIndex parent = 0; parent < parents; ++parent) {
      const auto family = data.children(kOrders, parent);
      CHECK(family.first == next);
      CHECK(family.count == std::array{1U, 3U, 2U}[parent % 3]);
      for (RowIndex row = family.first; row < family.first + family.count; ++row) {
        REQUIRE(data.row(kOrders, row).parent == parent);
        REQUIRE(data.column_text(kOrders, row, 1) == "000" + std::to_string(row - family.first));
      }
      next += family.count;
    }
    CHECK(next == data.rows(kOrders));
  }
}

TEST_CASE("rows without counts are spread evenly over their parents") {
  for (const std::uint64_t rows : {1, 7, 10, 99, 100, 101, 1234}) {
    migration::Layout layout = shop(10);
    layout.tables[kOrders] = orders({}, rows);
    const Dataset data(layout, 1);
    RowIndex next = 0;
    for (RowIndex parent = 0; parent < 10; ++parent) {
      const auto family = data.children(kOrders, parent);
      CHECK(family.first == next);
      CHECK(family.count >= rows / 10);
      CHECK(family.count <= rows / 10 + 1);
      next += family.count;
      for (RowIndex row = family.first; row < next; ++row) {
        REQUIRE(data.row(kOrders, row).parent == parent);
      }
    }
    CHECK(next == rows);
  }
}

TEST_CASE("keys and partitions are equal exactly where their texts are") {
  const Dataset data(shop(2000, 40), 1);
  std::map<std::uint64_t, std::string> texts;
  std::map<std::string, std::uint64_t> hashes;
  std::size_t count = 0;
  for (migration::TableIndex table = 0; table < 4; ++table) {
    for (RowIndex row = 0; row < data.rows(table); ++row) {
      for (const Entry& entry : entries(data, table, row)) {
        const std::string partition = data.partition_text(entry.rule, row);
        const std::string key = partition + "\n" + data.key_text(entry.rule, row);
        REQUIRE(hashes.emplace(key, entry.key).second);
        REQUIRE(texts.emplace(entry.key, key).second);
        const auto known = hashes.emplace(partition, entry.partition);
        REQUIRE(known.first->second == entry.partition);
        ++count;
      }
    }
  }
  CHECK(count > 10'000);
}

TEST_CASE("positions are in the order of the keys") {
  const Dataset data(shop(2000), 1);
  std::vector<std::pair<std::string, std::uint64_t>> customers;
  for (RowIndex row = 0; row < data.rows(kCustomers); ++row) {
    customers.emplace_back(data.key_text(0, row), entries(data, kCustomers, row)[0].position);
  }
  std::sort(customers.begin(), customers.end());
  CHECK(std::is_sorted(customers.begin(), customers.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; }));
  // Two columns: the second decides only where the first is equal.
  std::vector<std::pair<std::string, std::uint64_t>> wishes;
  for (RowIndex row = 100; row < data.rows(kWishes); ++row) {
    if (data.row(kWishes, row).flags != 0) continue;
    wishes.emplace_back(data.key_text(3, row), entries(data, kWishes, row)[0].position);
  }
  std::sort(wishes.begin(), wishes.end());
  CHECK(std::is_sorted(wishes.begin(), wishes.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; }));
}

TEST_CASE("a customer's wishes are all different, and an orphan's name what is not there") {
  const Dataset data(shop(2000, 40), 1);
  std::set<std::string> names;
  for (RowIndex row = 0; row < 2000; ++row) names.insert(data.column_text(kCustomers, row, 1));
  CHECK(names.size() == 2000);
  std::set<std::pair<std::string, std::string>> wishes;
  std::size_t orphans = 0;
  for (RowIndex row = 0; row < data.rows(kWishes); ++row) {
    const std::string key = data.key_text(3, row);
    const std::string name = key.substr(7, 16);
    if (data.row(kWishes, row).flags != 0) {
      ++orphans;
      CHECK(names.count(name) == 0);
      CHECK(std::stoul(data.column_text(kWishes, row, 0)) > 4000);
      continue;
    }
    REQUIRE(names.count(name) == 1);
    REQUIRE(wishes.emplace(name, key.substr(24)).second);
  }
  CHECK(orphans > 40);
  CHECK(orphans < 80);
}

TEST_CASE("rows behind the last can be asked for: calls insert them") {
  const Dataset data(shop(100), 1);
  std::set<std::string> names;
  for (RowIndex row = 0; row < 300; ++row) names.insert(data.key_text(0, row));
  CHECK(names.size() == 300);
  CHECK(data.row(kOrders, 10'000).parent < 100);
  const RowIndex last = data.rows(kOrders);
  CHECK(data.column_text(kOrders, last, 1) == "0003");
  CHECK(data.column_text(kOrders, last + 5, 1) == "0008");
}
