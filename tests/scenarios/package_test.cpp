// The library's packages: what their rows and entries weigh, and what they read like.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "models/migration/inventory.hpp"
#include "models/migration/sizes.hpp"
#include "package_language.hpp"

using namespace models::migration;
using tests::packages;

namespace {

/// A row of each kind, and an entry of each, that lacks nothing that rows usually have.
struct Weights {
  Layout layout;
  Dataset data;

  explicit Weights(const std::vector<std::string>& names)
      : layout(packages(names)), data(layout, 1) {}

  /// The first row behind the covering ones with these facts.
  RowIndex row_like(TableIndex table, RowFlags facts) const {
    RowIndex row = data.covering_rows(table);
    while (data.flags(table, row) != facts) ++row;
    return row;
  }

  std::string row(const std::string& name, RowFlags facts = 0) const {
    const TableIndex table = find_table(layout, name);
    const Row one = data.row(table, row_like(table, facts));
    return fmt::format("{}+{}", one.heap_bytes, one.index_bytes);
  }

  /// "partition, key, value: heap+index in PostgreSQL, dump, write units"
  std::string entry(const std::string& name, RowFlags facts = 0) const {
    const RuleIndex rule = find_rule(layout, name);
    const TableIndex table = layout.rules[rule].table;
    const RowIndex row = row_like(table, facts);
    std::array<Entry, kMostEntries> entries{};
    const std::uint32_t count = data.entries_of(table, row, data.row(table, row), entries);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (entries[i].rule != rule) continue;
      const std::uint64_t p = entries[i].partition_bytes;
      const std::uint64_t k = entries[i].key_bytes;
      const std::uint64_t v = entries[i].value_bytes;
      return fmt::format("{} {} {}: {}+{} {} {}", p, k, v, kv_heap_bytes(p, k, v),
                         kv_index_bytes(p, k), dump_line_bytes(p, k, v),
                         dynamo_write_units(dynamo_item_bytes(p, k, v)));
    }
    return "none";
  }
};

}  // namespace

TEST_CASE("every package of the library is right, alone and all together") {
  const auto names = scenarios::builtin_packages();
  CHECK(names == std::vector<std::string>{"actions", "auth", "diagnostics", "gateway/multiparts",
                                          "graveler/ref", "graveler/retention", "graveler/staging",
                                          "refs-dump-restore"});
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(tests::read_packages({name}).wrong.empty());
  }
  const Layout all = packages(names);
  CHECK(all.packages.size() == 8);
  CHECK(all.tables.size() == 17);
  CHECK(all.rules.size() == 19);
}

// The figures that lakeFS's tables and messages come to by the size formulas, worked out beside
// this program from the lengths that the packages state.
TEST_CASE("an upload weighs what it should") {
  const Weights weights({"gateway/multiparts"});
  CHECK(weights.row("gateway_multiparts") == "332+148");
  CHECK(weights.entry("upload") == "10 128 292: 468+156 620 1");
}

TEST_CASE("a run becomes three entries, a hook one") {
  const Weights weights({"actions"});
  CHECK(weights.row("actions_runs") == "188+52");
  CHECK(weights.row("actions_run_hooks") == "132+60");
  CHECK(weights.entry("run") == "7 44 157: 244+68 324 1");
  CHECK(weights.entry("run-by-branch") == "7 61 46: 148+84 200 1");
  CHECK(weights.entry("run-by-commit") == "7 112 46: 196+140 268 1");
  CHECK(244 + 148 + 196 == 588);
  CHECK(68 + 84 + 140 == 292);
  CHECK(324 + 200 + 268 == 792);
  CHECK(weights.entry("task") == "7 55 101: 196+76 264 1");
}

TEST_CASE("users, groups, policies and what joins them") {
  const Weights weights({"auth"});
  const RowFlags no_external_id = 1;
  CHECK(weights.row("auth_users", no_external_id) == "172+156");
  CHECK(weights.row("auth_groups") == "52+48");
  CHECK(weights.row("auth_policies") == "244+56");
  CHECK(weights.row("auth_user_groups") == "36+60");
  CHECK(weights.row("auth_user_policies") == "36+40");
  CHECK(weights.row("auth_group_policies") == "36+40");
  CHECK(weights.row("auth_credentials") == "132+56");
  CHECK(weights.entry("user", no_external_id) == "4 22 147: 212+44 276 1");
  CHECK(weights.entry("group") == "4 17 25: 84+36 108 1");
  CHECK(weights.entry("policy") == "4 27 136: 204+52 268 1");
  CHECK(weights.entry("credential") == "4 62 123: 220+84 296 1");
  CHECK(weights.entry("group-member") == "4 40 24: 100+60 136 1");
  CHECK(weights.entry("user-policy") == "4 54 29: 124+76 160 1");
  CHECK(weights.entry("group-policy") == "4 48 29: 116+68 152 1");
  CHECK(weights.entry("installation") == "4 42 36: 116+60 152 1");
}

TEST_CASE("repositories, branches, commits and tags") {
  const Weights weights({"graveler/ref"});
  CHECK(weights.row("graveler_repositories") == "100+28");
  CHECK(weights.row("graveler_branches") == "188+128");
  CHECK(weights.row("graveler_commits") == "340+176");
  CHECK(weights.row("graveler_tags") == "124+44");
  CHECK(weights.entry("repository") == "8 18 97: 156+44 208 1");
  CHECK(weights.entry("branch") == "33 21 144: 236+68 304 1");
  CHECK(weights.entry("commit") == "33 72 272: 412+124 544 1");
  CHECK(weights.entry("tag") == "33 19 82: 172+68 224 1");
}

TEST_CASE("staged objects, staged deletes, and what no branch refers to") {
  const Weights weights({"graveler/staging"});
  const Table& table = weights.layout.tables[find_table(weights.layout, "graveler_staging_kv")];
  const RowFlags tombstone =
      state_flag(table, "tombstone") | absent_flag(table, 2) | absent_flag(table, 3);
  CHECK(weights.row("graveler_staging_kv") == "300+140");
  CHECK(weights.row("graveler_staging_kv", tombstone) == "156+140");
  CHECK(weights.entry("staged") == "62 60 212: 372+140 488 1");
  CHECK(weights.entry("staged", tombstone) == "62 60 62: 220+140 288 1");
  CHECK(weights.entry("staged", state_flag(table, "unreferenced")) == "none");
}

TEST_CASE("what rows become reads like lakeFS's keys") {
  const Layout layout = packages({"actions", "auth", "graveler/staging"});
  const Dataset data(layout, 1);
  const auto text = [&](const std::string& rule, RowIndex row) {
    const RuleIndex index = find_rule(layout, rule);
    return data.partition_text(index, row) + ": " + data.key_text(index, row);
  };
  const std::string run = text("run", 7);
  const std::string repository = run.substr(15, 12);
  CHECK(run == "actions: repos/" + repository + "/runs/09999999999999999992");
  CHECK(text("task", 73) ==
        "actions: repos/" + repository + "/tasks/09999999999999999992/000000003");
  CHECK(text("group-member", 4).substr(0, 14) == "auth: gUsers/g");
  CHECK(text("group-member", 4).substr(23) == "/users/user-00000000002");
  CHECK(text("installation", 2) == "auth: installation_metadata/installation_0000002");
  const std::string token = data.column_text(find_table(layout, "graveler_branches"), 1, 2);
  CHECK(text("staged", 105).substr(0, 64) == token + ": ");
}

TEST_CASE("the package that the library's page shows is right") {
  std::ostringstream page;
  page << std::ifstream("scenarios/packages/README.md").rdbuf();
  const std::string text = page.str();
  const std::size_t begin = text.find("```yaml\n") + 8;
  const std::string package = text.substr(begin, text.find("```", begin) - begin);
  const auto reading = tests::read_packages({"shop.yaml"}, {}, {{"shop.yaml", package}});
  CHECK(reading.wrong.empty());
  REQUIRE(reading.layout);
  CHECK(reading.layout->tables[1].rows == 2499);
}

TEST_CASE("rows are the package's, or the scenario's; children follow their parents") {
  const Layout usual = packages({"actions"});
  CHECK(usual.tables[0].rows == 250);
  CHECK(usual.tables[1].rows == 2500);
  const Layout larger = packages({"actions"}, {{"actions_runs", 25'000}});
  CHECK(larger.tables[1].rows == 250'000);
  const Layout own = packages({"actions"}, {{"actions_runs", 100}, {"actions_run_hooks", 77}});
  CHECK(own.tables[1].rows == 77);
  CHECK(own.tables[1].parent.front().counts.empty());
}

TEST_CASE("the hooks' export reads the whole table for each run, because no index helps") {
  const Layout layout = packages({"actions", "graveler/staging"});
  const Package& actions = layout.packages[0];
  CHECK(actions.exports[0].indexed);
  CHECK(actions.exports[1].per_parent);
  CHECK_FALSE(actions.exports[1].indexed);
  CHECK(layout.packages[2].name == "graveler/staging");
  CHECK(layout.packages[2].group == layout.packages[1].group);
  CHECK(layout.packages[2].exports[0].indexed);
}

TEST_CASE("calls say how much they do") {
  const Layout layout = packages({"actions", "auth"});
  const ApiCall& save = layout.packages[0].calls[0];
  CHECK(save.name == "SaveRun");
  REQUIRE(save.on_table.size() == 4);
  CHECK(save.on_table[0].kind == OperationKind::kBegin);
  CHECK(save.on_table[0].target == kNone);
  CHECK(save.on_table[2].kind == OperationKind::kInsert);
  CHECK(layout.tables[save.on_table[2].target].name == "actions_run_hooks");
  CHECK(save.on_table[2].times.value(std::array{12U}) == 12);
  CHECK(save.on_kv[0].kind == OperationKind::kSetIfAbsent);
  CHECK(layout.rules[save.on_kv[0].target].name == "task");
  const auto& calls = layout.packages[1].calls;
  const auto& policies = calls[5];
  CHECK(policies.name == "ListEffectivePolicies");
  const std::array groups{100U, 3U, 2U, 5U};
  std::uint32_t requests = 0;
  for (const Operation& operation : policies.on_kv) requests += operation.times.value(groups);
  CHECK(requests == 1 + 1 + 2 + 1 + 100 + 3 + 15);
  const CallSequence& run = layout.packages[0].sequences[0];
  CHECK(run.steps[0].parameters[0].value(std::array{4U}) == 4);
}

TEST_CASE("all of lakeFS at a million staged objects, as tables and as entries") {
  const Layout layout = packages({"gateway/multiparts", "actions", "auth", "graveler/staging"},
                                 {{"graveler_staging_kv", 1'000'000}});
  const Inventory inventory = take_inventory(Dataset(layout, 1));
  const TableIndex staged = find_table(layout, "graveler_staging_kv");
  const RuleInventory& entries = inventory.rules[find_rule(layout, "staged")];
  CHECK(inventory.tables[staged].exact);
  CHECK(inventory.tables[staged].rows == 1'000'000);
  // Two in a hundred are left behind, one in twenty of the rest deletes.
  CHECK(entries.sums.entries == 980'013);
  CHECK(entries.sums.write_units == entries.sums.entries);
  const double ratio =
      static_cast<double>(entries.sums.kv_heap_bytes + entries.sums.kv_index_bytes) /
      static_cast<double>(inventory.tables[staged].heap_bytes +
                          inventory.tables[staged].index_bytes);
  CHECK(ratio > 1.13);
  CHECK(ratio < 1.17);
}
