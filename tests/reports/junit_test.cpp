#include <doctest/doctest.h>

#include "tests/reports/checked.hpp"

namespace reports {

TEST_CASE("a check as JUnit: a suite a scenario, a case an expectation") {
  CHECK(check_junit({checked::good(), checked::failing(), checked::invalid(), checked::silent()}) ==
        R"xml(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="durasim" tests="9" failures="3" errors="2">
  <testsuite name="a/good.yaml" tests="3" failures="0" errors="0">
    <testcase classname="good" name="a"/>
    <testcase classname="good" name="b"/>
    <testcase classname="good" name="the report is as recorded"/>
  </testsuite>
  <testsuite name="a/failing.yaml" tests="4" failures="2" errors="1">
    <testcase classname="failing" name="a"/>
    <testcase classname="failing" name="at 10ms: master persisted">
      <failure message="master answered found">a/failing.yaml:8: at 10ms: master persisted
master answered found</failure>
    </testcase>
    <testcase classname="failing" name="at 1s: &lt;a&gt; &quot;x&quot;">
      <error message="never evaluated: too early">a/failing.yaml:9: at 1s: &lt;a&gt; &quot;x&quot;
too early</error>
    </testcase>
    <testcase classname="failing" name="the report is as recorded">
      <failure message="persist_to 2 never holds">persist_to 2 never holds
the end of the run went from 80ms to 81ms
</failure>
    </testcase>
  </testsuite>
  <testsuite name="b/bad.yaml" tests="1" failures="0" errors="1">
    <testcase classname="b/bad.yaml" name="the file is a scenario">
      <error message="unknown field 'stroe'">b/bad.yaml:2:3: error: unknown field 'stroe'
    2 |   stroe: k
      |   ^
      = did you mean 'store'?
</error>
    </testcase>
  </testsuite>
  <testsuite name="b/silent.yaml" tests="1" failures="1" errors="0">
    <testcase classname="silent" name="something is expected">
      <failure message="the scenario expects nothing and has no recorded report"></failure>
    </testcase>
  </testsuite>
</testsuites>
)xml");
}

TEST_CASE("what XML cannot hold is escaped or replaced") {
  CheckedScenario scenario;
  scenario.path = "a&b.yaml";
  scenario.name = "\x01 tab\t line\n \xFF";
  scenario.verdicts = {{{"a", 1, 1}, "]]> & <", scenarios::Result::kPassed, ""}};
  const std::string xml = check_junit({scenario});
  CHECK(xml.find("<testsuite name=\"a&amp;b.yaml\"") != std::string::npos);
  CHECK(xml.find("classname=\"\xEF\xBF\xBD tab&#9; line&#10; \xEF\xBF\xBD\"") != std::string::npos);
  CHECK(xml.find("name=\"]]&gt; &amp; &lt;\"") != std::string::npos);
}

}  // namespace reports
