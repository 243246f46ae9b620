#include "scenarios/schema.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "example_tables.hpp"
#include "scenarios/comparison.hpp"
#include "scenarios/quantity.hpp"
#include "scenarios/scalar_check.hpp"

using namespace scenarios;
using nlohmann::json;

TEST_CASE("the schema of a small table, in full") {
  CHECK(json_schema(kWait) == R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "wait step",
  "$ref": "#/$defs/wait-step",
  "$defs": {
    "wait-step": {
      "description": "Does nothing for a while.",
      "type": "object",
      "properties": {
        "wait": {
          "type": "string",
          "pattern": "^(0|[1-9][0-9]*)(\\.[0-9]+)?(ns|us|ms|s|min|h|d)$",
          "description": "How long.",
          "$comment": "For example: 5ms"
        }
      },
      "required": [
        "wait"
      ],
      "additionalProperties": false
    }
  }
}
)");
}

TEST_CASE("the schema names every field of every table, and every reference leads somewhere") {
  const json schema = json::parse(json_schema(kExample));
  for (const Table* table : reachable_tables(kExample)) {
    std::string name(table->name);
    std::replace(name.begin(), name.end(), ' ', '-');
    REQUIRE(schema["$defs"].contains(name));
    const json& definition = schema["$defs"][name];
    for (const Field& field : table->fields) {
      CAPTURE(field.name);
      REQUIRE(definition["properties"].contains(field.name));
      CHECK(definition["properties"][std::string(field.name)].size() > 1);
    }
  }
  const std::string text = schema.dump();
  const std::regex link("\"\\$ref\":\"#/\\$defs/([^\"]*)\"");
  int links = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it, ++links) {
    CHECK(schema["$defs"].contains((*it)[1].str()));
  }
  CHECK(links > 10);
}

TEST_CASE("groups become rules") {
  const json schema = json::parse(json_schema(kExample));
  CHECK(schema["$defs"]["example"]["allOf"].dump() ==
        R"([{"not":{"required":["reads","skew"]}},)"
        R"({"dependentRequired":{"link":["link","load"],"load":["link","load"]}}])");
  CHECK(schema["$defs"]["latency"]["allOf"][0]["oneOf"].size() == 8);
}

TEST_CASE("the patterns take what the readers take, and refuse what they refuse") {
  const auto both = [](std::string_view pattern, const std::string& text, bool reads) {
    CAPTURE(text);
    CHECK(std::regex_match(text, std::regex(std::string(pattern))) == reads);
  };
  for (const char* text : {"0ms", "5ms", "1.5s", "5", "05ms", "5 ms", "-5ms", "5m", "", "1e3s"}) {
    both(kDurationPattern, text, read_duration(text).value.has_value());
  }
  for (const char* text : {"4KiB", "1.5MB", "4k", "4kb", "4KiB/s", "B"}) {
    both(kSizePattern, text, read_size(text).value.has_value());
  }
  for (const char* text : {"10Gbit/s", "1MB/s", "10Gbit", "1kB/s"}) {
    both(kRatePattern, text, read_rate(text).value.has_value());
  }
  for (const char* text : {"5000/s", "5k/ms", "2.5/min", "5000", "5/sec", "/s"}) {
    both(kEventRatePattern, text, read_event_rate(text).value.has_value());
  }
  for (const char* text : {"10k", "1.5M", "7", "k", "1K", "01", "-1"}) {
    both(kCountPattern, text, read_count(text).value.has_value());
  }
  for (const char* text : {"99.9%", "0%", "5", "%", "05%"}) {
    both(kPercentPattern, text, read_percent(text).value.has_value());
  }
  for (const char* text : {"< 5ms", "5", ">=1", "=> 5", "<", "", "!= 0", "<> 1"}) {
    both(kComparisonPattern, text, read_comparison(text).value.has_value());
  }
  Problems problems;
  for (const char* text : {"a", "replica0.cached", "a/b:c", "-a", ".a", "a b", "a+"}) {
    const Value value = parse_document("a", std::string("'") + text + "'", problems);
    both(kIdentifierPattern, text, !check_scalar(value, kKeyName));
  }
}
