#include "scenarios/fields.hpp"

#include <doctest/doctest.h>

#include "example_tables.hpp"

using namespace scenarios;
using namespace std::chrono_literals;

namespace {

const FileSource kNoFiles = memory_files({});

struct Read {
  explicit Read(std::string_view text)
      : root(parse_document("a.yaml", text, problems)),
        fields(read_fields(root, kExample, kNoFiles, problems)) {}
  Problems problems;
  Value root;
  Fields fields;
};

}  // namespace

TEST_CASE("what is written is what the getters give") {
  const Read read(R"(scenario: slow-disk
about: "5ms"
warm: true
rows: 10k
seed: -7
reads: 95%
at: 5ms
item: 4KiB
link: 10Gbit/s
load: 20/ms
state: persisted
downtime: "< 15min"
window: [1ms, 5ms]
network: {piecewise: [{until: 5s, is: 1ms}, {is: {exponential: 10ms}}]}
document: {uniform: [1KiB, 4KiB]}
)");
  const Fields& fields = read.fields;
  CHECK(read.problems.to_text() == "");
  CHECK(fields.identifier("scenario") == "slow-disk");
  CHECK(fields.text("about") == "5ms");
  CHECK(fields.boolean("warm") == true);
  CHECK(fields.count("rows") == 10'000);
  CHECK(fields.integer("seed") == -7);
  CHECK(fields.percent("reads") == 0.95);
  CHECK(fields.duration("at") == 5ms);
  CHECK(fields.size("item") == sim::Bytes{4096});
  CHECK(fields.rate("link") == sim::ByteRate{1'250'000'000});
  CHECK(fields.event_rate("load") == sim::EventRate::of(20, 1ms));
  CHECK(fields.choice("state") == 1);
  CHECK(fields.comparison("downtime") == Comparison{Relation::kLess, "15min"});
  CHECK(fields.range("window") == std::pair<std::int64_t, std::int64_t>(1'000'000, 5'000'000));
  REQUIRE(fields.pieces("network").size() == 2);
  CHECK(fields.pieces("network")[0].until == 5s);
  CHECK(fields.pieces("network")[1].is.text == "exponential, mean 10ms");
  CHECK(fields.size_distribution("document")->text == "uniform, 1KiB to 4KiB");
  CHECK(fields.place("at") == Place{"a.yaml", 7, 5});
}

TEST_CASE("what is left out gives nothing, and stands where the mapping stands") {
  const Read read("scenario: x\n");
  const Fields& fields = read.fields;
  CHECK_FALSE(fields.has("at"));
  CHECK_FALSE(fields.duration("at"));
  CHECK_FALSE(fields.number("skew"));
  CHECK_FALSE(fields.mapping("disk"));
  CHECK_FALSE(fields.range("window"));
  CHECK(fields.pieces("network").empty());
  CHECK_FALSE(fields.size_distribution("document"));
  CHECK(fields.list("disks").empty());
  CHECK(fields.texts("order").empty());
  CHECK_FALSE(fields.chosen("first"));
  CHECK(fields.raw("sweep") == nullptr);
  CHECK(fields.place("at") == Place{"a.yaml", 1, 1});
}

TEST_CASE("what is wrong was reported once and gives nothing, and its neighbours are right") {
  const Read read("scenario: x\nat: 5\nrows: 3\ndisk: {write: 80, red: 1}\nfirst: 7\n");
  CHECK(read.problems.sorted().size() == 4);
  CHECK_FALSE(read.fields.has("at"));
  CHECK_FALSE(read.fields.duration("at"));
  CHECK(read.fields.count("rows") == 3);
  REQUIRE(read.fields.mapping("disk"));
  CHECK_FALSE(read.fields.mapping("disk")->latency("write"));
  CHECK_FALSE(read.fields.chosen("first"));
  CHECK(read.problems.sorted().size() == 4);
}

TEST_CASE("mappings, lists, alternatives and keys of the user's choice are read below") {
  const Read read(R"(scenario: x
disk: {write: 80ms}
override: {master: {write: 1ms}, replica0: {write: 2ms}}
order: [a, b.c]
disks: [{write: 3ms}, {}]
script: [{store: k}, {wait: 5ms}, 7ms]
sweep: {dataset.rows: [1]}
)");
  const Fields& fields = read.fields;
  CHECK(read.problems.to_text() == "");
  CHECK(fields.mapping("disk")->latency("write")->distribution.as_constant() == 80'000'000);
  const auto others = fields.mapping("override")->others();
  REQUIRE(others.size() == 2);
  CHECK(others[1].key.text == "replica0");
  CHECK(others[1].key.place == Place{"a.yaml", 3, 34});
  CHECK(others[1].fields->latency("write")->text == "2ms");
  REQUIRE(fields.texts("order").size() == 2);
  CHECK(fields.texts("order")[1].text == "b.c");
  CHECK(fields.texts("order")[1].place == Place{"a.yaml", 4, 12});
  REQUIRE(fields.list("disks").size() == 2);
  CHECK(fields.list("disks")[0].has("write"));
  CHECK_FALSE(fields.list("disks")[1].has("write"));
  const auto script = fields.chosen_list("script");
  REQUIRE(script.size() == 3);
  CHECK(script[0].index == 0);
  CHECK(script[0].fields->text("store") == "k");
  CHECK(script[1].fields->duration("wait") == 5ms);
  CHECK(script[2].index == 2);
  CHECK_FALSE(script[2].fields);
  CHECK(read_duration(script[2].value->text()).value == 7ms);
  CHECK(fields.raw("sweep")->entries()[0].key.text() == "dataset.rows");
}
