// What a scenario about a data set, or a package, can have wrong: every mistake at once, each at
// its place, with what to do about it.
#include <doctest/doctest.h>

#include "migration_language.hpp"

using tests::kMove;
using tests::move_with;
using tests::wrong_move;

TEST_CASE("names that mean nothing") {
  CHECK(wrong_move(kMove) == "nothing wrong");
  CHECK(wrong_move(move_with("dataset", "dataset: {package: gateway/multipart}")) ==
        "2:20: there is no package 'gateway/multipart'; did you mean 'gateway/multiparts'?\n");
  CHECK(wrong_move(move_with("dataset", "dataset: {package: ./mine.yaml}")) ==
        "2:20: there is no package './mine.yaml'; write the path as seen from this file\n");
  CHECK(wrong_move(move_with("dataset",
                             "dataset: {package: actions, rows: {action_runs: 5}, "
                             "shares: {actions_runs.commit: 1%}}")) ==
        "2:36: there is no table 'action_runs'; did you mean 'actions_runs'?\n"
        "2:62: 'actions_runs' has no state or column 'commit'; did you mean "
        "'actions_runs.commit_id'?\n");
  CHECK(wrong_move(move_with("source", "source: {node: bd}")) ==
        "3:16: there is no machine 'bd'; did you mean 'db'?\n");
  CHECK(wrong_move(kMove + "traffic: [{name: t, call: Gat, poisson: 1/s, count: 5}]\n") ==
        "7:27: 'gateway/multiparts' has no call 'Gat'; did you mean 'Get'?\n");
  CHECK(wrong_move(kMove + "traffic: [{name: t, sequence: upload, with: {pars: 5}, poisson: 1/s, "
                           "count: 5}]\n") ==
        "7:46: there is no parameter 'pars'; did you mean 'parts'?\n");
  CHECK(wrong_move(kMove + "expect: [{phase: import, takes: 5}]\n") ==
        "7:33: '5' is not a duration; write a whole number and a unit: 250us, 5ms, 2s\n");
}

TEST_CASE("a wrong unit of what is expected is told beside everything else that is wrong") {
  std::string text = move_with("dataset", "dataset: {package: gateway/multipart}");
  text +=
      "seeds: 5\n"
      "expect: [{downtime: \"< 15 parsecs\"}, {rows_lost: 1ms, call: Gat, p99: 5},\n"
      "  {space_peak: \"< 3\"}, {kv_over_table: \"<= 5%\"}, {cost: \"< 5 USD\"}]\n";
  CHECK(wrong_move(text) ==
        "2:20: there is no package 'gateway/multipart'; did you mean 'gateway/multiparts'?\n"
        "7:1: unknown field 'seeds'; did you mean 'seed'?\n"
        "8:21: '15 parsecs' has a space before its unit; write a whole number and a unit: 250us, "
        "5ms, 2s\n"
        "8:50: '1ms' has no unit of count: 'ms'; write one of k, M or G\n"
        "8:71: '5' is not a duration; write a whole number and a unit: 250us, 5ms, 2s\n"
        "9:16: '3' is not a size; write a whole number and a unit: 512B, 4KiB, 1MB\n"
        "9:40: '5%' is not a number; write a decimal number: 3, 0.25, -1.5\n"
        "9:57: '5 USD' is not a number; write a decimal number: 3, 0.25, -1.5\n");
}

TEST_CASE("mistakes of different parts are told together, in the order of the file") {
  CHECK(wrong_move(move_with("source", "source: {node: nowhere}") +
                   "servers: {node: elsewhere}\n"
                   "check: {compare: all, share: 5%}\n"
                   "traffic: [{name: t, call: Get, poisson: 1/s}]\n"
                   "faults: [{disk_full: {node: app, at: 1s}}, {wrong_flag: {instance: 1}}]\n"
                   "expect: [{p99: \"< 5ms\"}, {times: 0}, {phase: copy, duration: \"< 1h\"}]\n") ==
        "3:16: there is no machine 'nowhere'; write one of db or app\n"
        "7:17: there is no machine 'elsewhere'; write one of db or app\n"
        "8:30: only a sample has a share; write compare: sampled\n"
        "9:11: the traffic 't' never ends; give it until: 10s or count: 1k, or the scenario "
        "until: 10s\n"
        "10:29: 'app' has no disk\n"
        "10:68: there is no server 1: there are 1, counted from 0\n"
        "11:16: 'p99' needs 'call' beside it\n"
        "11:34: 'times' needs 'happened' beside it\n"
        "11:46: 'phase' needs 'takes' beside it\n");
}

TEST_CASE("fields that a procedure or a store does not have") {
  CHECK(wrong_move(move_with("procedure",
                             "procedure: {kind: batched-copy, workers: 20, first: "
                             "store}")) ==
        "5:42: batched-copy has no 'workers'; it belongs to dump-and-import\n"
        "5:53: batched-copy has no 'first'; it belongs to online\n");
  CHECK(wrong_move(move_with("target",
                             "target: {store: postgres-kv, node: db, latency: 5ms, "
                             "memtable: 1MiB, buffers: 1GiB}")) ==
        "4:49: 'latency' says nothing here: it is DynamoDB's; leave it out\n"
        "4:64: 'memtable' says nothing here: it is an embedded tree's; leave it out\n"
        "4:79: 'buffers' says nothing here: the entries lie in the tables' own database; leave it "
        "out\n");
  CHECK(wrong_move(move_with("target", "target: {store: lsm, node: app}")) ==
        "4:28: the store needs a disk, and 'app' has none; give the machine one: disk: gp3\n");
  CHECK(wrong_move(move_with("target", "target: {store: lsm}")) ==
        "4:9: nothing says on which machine the store runs; write node: db\n");
}

TEST_CASE("a database that leaves its machine no memory to keep files in is refused") {
  CHECK(wrong_move(move_with("source", "source: {node: db, buffers: 8GiB}")) ==
        "3:29: the buffers and the memory left to keep files in take 8KiB each at least, and the "
        "machine has 8GiB; give the machine more memory, or the database less\n");
  CHECK(wrong_move(move_with("source", "source: {node: db, file_cache: 100B}")) ==
        "3:32: the buffers and the memory left to keep files in take 8KiB each at least, and the "
        "machine has 8GiB; give the machine more memory, or the database less\n");
}

TEST_CASE("users cannot be told what to do in a phase that the procedure does not have") {
  CHECK(wrong_move(kMove + "traffic: [{name: t, call: Get, poisson: 1/s, count: 5, during: "
                           "{copy: stops, exprot: queues, import: waits}}]\n") ==
        "7:65: the procedure dump-and-import has no phase 'copy'; write one of stop-servers, "
        "snapshot, open-store, read-version, drop-residue, begin-version, export, import, check, "
        "end-version, drop-tables, start-servers, roll-back or restart\n"
        "7:78: the procedure dump-and-import has no phase 'exprot'; did you mean 'export'?\n"
        "7:102: 'waits' is not one of stops, queues or goes-on; write one of stops, queues or "
        "goes-on\n");
  CHECK(wrong_move(move_with("procedure", "procedure: {kind: none}") +
                   "traffic: [{name: t, call: Get, poisson: 1/s, count: 5, during: "
                   "{copy: stops}}]\n") ==
        "7:65: the procedure none has no phase 'copy'; it has none at all\n");
}

TEST_CASE("a procedure that needs what the store lacks") {
  CHECK(wrong_move(move_with("target", "target: {store: dynamodb, latency: 5ms}")) ==
        "5:19: dump-and-import has no way into DynamoDB: lakeFS 0.80 refuses it; choose "
        "batched-copy, online or change-capture, or another target\n");
  std::string text = move_with("target", "target: {store: dynamodb}");
  text.replace(text.find("{kind: dump-and-import}"), 23,
               "{kind: batched-copy, batch: 100, form: statement-each, guard: if-absent}");
  CHECK(
      wrong_move(text) ==
      "4:9: nothing says how long DynamoDB takes; write latency: {lognormal: {median: 5ms, p99: "
      "20ms}}, and where you have it from\n"
      "5:40: DynamoDB takes 25 entries in one write at most; write batch: 25\n"
      "5:51: this store has no transactions with a statement for each entry; leave it out\n"
      "5:74: a batch write of DynamoDB takes no condition; write guard: overwrite, or batch: 1\n");
  text = move_with("target", "target: {store: lsm, node: db}");
  text.replace(text.find("{kind: dump-and-import}"), 23,
               "{kind: batched-copy, batch: 100, guard: if-absent}");
  CHECK(wrong_move(text) ==
        "5:52: a batch write of an embedded tree takes no condition; write guard: overwrite, or "
        "batch: 1\n");
}

TEST_CASE("a file about a cluster and a data set") {
  CHECK(wrong_move(kMove + "cluster: {nodes: 1}\n").substr(0, 65) ==
        "2:10: a scenario is about a cluster or about a data set, not both");
}

namespace {

std::string shop(const std::string& columns, const std::string& key, const std::string& more = "") {
  return "package: shop\nabout: Orders.\nsource: {where: here, when: now}\n"
         "tables:\n"
         "  - name: orders\n"
         "    rows: 5000\n"
         "    columns:\n" +
         columns +
         "    indexes: [{columns: [id], unique: true}]\n"
         "entries:\n"
         "  - {name: order, table: orders, partition: shop, key: \"" +
         key + "\", value: [id]}\n" + more;
}

std::string wrong_shop(const std::string& package,
                       const std::string& target = "postgres-kv, node: db") {
  return wrong_move(
      "scenario: a\n"
      "dataset: {package: shop}\n"
      "source: {node: db}\n"
      "target: {store: " +
          target +
          "}\n"
          "procedure: {kind: batched-copy}\n"
          "hardware: {db: {disk: gp3}}\n",
      {{"packages/shop.yaml", package}});
}

const std::string kColumns =
    "      - {name: id, size: 20B}\n"
    "      - {name: kind, size: 8B, pool: 100}\n";

}  // namespace

TEST_CASE("a key layout that collides is found before the run, with two rows") {
  CHECK(wrong_shop(shop(kColumns, "orders/{id}")) == "nothing wrong");
  const std::string found = wrong_shop(shop(kColumns, "orders/{kind}"));
  CHECK(found.substr(0, 33) == "packages/shop.yaml:12:56: rows 0 ");
  CHECK(found.find(" of 'orders' both become the entry orders/") != std::string::npos);
  CHECK(found.find("; put the columns of a unique index into the key\n") != std::string::npos);
}

TEST_CASE("two layouts in one partition that can meet") {
  const std::string more =
      "  - {name: again, table: orders, partition: shop, key: \"{id}/{kind}\", value: [id]}\n";
  const std::string columns =
      "      - {name: id, size: 20B}\n"
      "      - {name: kind, size: {uniform: [6B, 30B]}}\n";
  CHECK(wrong_shop(shop(columns, "orders/{id}", more)) ==
        "packages/shop.yaml:13:56: entry 'again' can get the same key as 'order': {id}/{kind} and "
        "orders/{id} in shop; begin one of them with a text of its own: runs/...\n");
}

TEST_CASE("an entry over the store's limit is found before the run, with its row") {
  const std::string columns = "      - {name: id, size: {uniform: [20B, 1100B]}}\n";
  const std::string found = wrong_shop(shop(columns, "{id}"), "dynamodb, latency: 5ms");
  CHECK(found.find("4:17: dynamodb refuses a key of 1100 bytes, where 1024 is the most: row 1 of "
                   "'orders' becomes the entry ") == 0);
}

TEST_CASE("what a package can have wrong") {
  CHECK(
      wrong_shop(shop("      - {name: id, size: 2B}\n      - {name: what}\n"
                      "      - {name: n, type: integer, size: 4B}\n",
                      "orders/{it}")) ==
      "packages/shop.yaml:9:9: column 'what' has no size; write size: 20B, or what its values are "
      "one of\n"
      "packages/shop.yaml:10:40: a size is for texts that are made up; the type says how long it "
      "is\n");
  CHECK(wrong_shop(shop("      - {name: id, size: 2B}\n", "orders/{id}")) ==
        "packages/shop.yaml:8:9: column 'id': 2 characters tell 1024 values apart, and 24096 are "
        "needed; make it longer\n");
  CHECK(wrong_shop(shop(kColumns, "orders/{it}")) ==
        "packages/shop.yaml:12:56: 'orders' has no column 'it'; did you mean 'id'?\n");
  CHECK(wrong_shop(shop(kColumns, "orders/{id")) ==
        "packages/shop.yaml:12:56: 'orders/{id' has a brace that is not closed\n");
  CHECK(wrong_shop(shop(kColumns, "orders/{id}",
                        "calls:\n"
                        "  - {name: List, parameters: {n: 5}, on_table: [{select_range: order, "
                        "rows: m}], on_kv: [{scan_page: orders}]}\n")) ==
        "packages/shop.yaml:14:64: there is no table 'order'; did you mean 'orders'?\n"
        "packages/shop.yaml:14:77: there is no parameter 'm'; only 'n' may stand here\n"
        "packages/shop.yaml:14:102: there is no entry 'orders'; did you mean 'order'?\n");
}

TEST_CASE("a price list that is none, in another currency, or with a charge twice is told") {
  CHECK(wrong_move(kMove + "money: {profile: gp3}\n") ==
        "7:18: the profile 'gp3' is no price list; it stands in (built in)/profiles/gp3.yaml\n");
  CHECK(wrong_move(kMove + "money: {profile: prices-aws, currency: EUR}\n") ==
        "7:40: the prices of 'prices-aws' are in USD; state all prices in one currency\n");
  CHECK(wrong_move(kMove + "money: {currency: EUR}\n") ==
        "7:8: one of profile or prices is missing; write one or more\n");
}
