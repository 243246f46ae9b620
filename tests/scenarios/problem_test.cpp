#include "scenarios/problem.hpp"

#include <doctest/doctest.h>

using namespace scenarios;

TEST_CASE("problems are shown in the order of the file, each with its line, a caret and a hint") {
  Problems problems;
  problems.add_source("slow.yaml", "access_latency: 5\nwrite_tme: 1ms\n");
  problems.report({"slow.yaml", 2, 1}, "unknown field 'write_tme'", "did you mean 'write_time'?");
  problems.report({"slow.yaml", 1, 17}, "'5' is not a duration",
                  "write a whole number and a unit: 250us, 5ms, 2s");
  CHECK(problems.to_text() == R"(slow.yaml:1:17: error: '5' is not a duration
    1 | access_latency: 5
      |                 ^
      = write a whole number and a unit: 250us, 5ms, 2s
slow.yaml:2:1: error: unknown field 'write_tme'
    2 | write_tme: 1ms
      | ^
      = did you mean 'write_time'?
)");
}

TEST_CASE("the same problem is shown once, and files stay in the order they were read") {
  Problems problems;
  problems.add_source("b.yaml", "b: 1");
  problems.add_source("a.yaml", "a: 1");
  problems.report({"a.yaml", 1, 4}, "second");
  problems.report({"b.yaml", 1, 4}, "first");
  problems.report({"a.yaml", 1, 4}, "second");
  problems.report({"nowhere.yaml", 0, 0}, "no such file");
  CHECK(problems.to_text() == R"(b.yaml:1:4: error: first
    1 | b: 1
      |    ^
a.yaml:1:4: error: second
    1 | a: 1
      |    ^
nowhere.yaml: error: no such file
)");
}

TEST_CASE("the caret stands right below tabs, wide characters and combining marks") {
  Problems problems;
  problems.add_source("a.yaml", "\tx\n\xE6\x97\xA5\xE6\x9C\xAC: x\ne\xCC\x81: x\n");
  problems.report({"a.yaml", 1, 2}, "after a tab");
  problems.report({"a.yaml", 2, 5}, "after two wide characters");
  problems.report({"a.yaml", 3, 5}, "after a combining mark");
  CHECK(problems.to_text() ==
        "a.yaml:1:2: error: after a tab\n"
        "    1 | \tx\n"
        "      | \t^\n"
        "a.yaml:2:5: error: after two wide characters\n"
        "    2 | \xE6\x97\xA5\xE6\x9C\xAC: x\n"
        "      |       ^\n"
        "a.yaml:3:5: error: after a combining mark\n"
        "    3 | e\xCC\x81: x\n"
        "      |    ^\n");
}

TEST_CASE("of a long line the part around the caret is shown") {
  Problems problems;
  problems.add_source("a.yaml", std::string(500, 'a') + "!" + std::string(500, 'b'));
  problems.report({"a.yaml", 1, 501}, "here");
  CHECK(problems.to_text() == "a.yaml:1:501: error: here\n    1 | ..." + std::string(60, 'a') +
                                  "!" + std::string(39, 'b') + "...\n      |    " +
                                  std::string(60, ' ') + "^\n");
}

TEST_CASE("a caret may stand behind the last character, and a line may end in CR LF") {
  Problems problems;
  problems.add_source("a.yaml", "a: [\r\nb\r\n");
  problems.report({"a.yaml", 1, 5}, "not closed");
  CHECK(problems.to_text() == "a.yaml:1:5: error: not closed\n    1 | a: [\n      |     ^\n");
}

TEST_CASE("bytes that are not text are shown as a replacement, and terminals are left in peace") {
  Problems problems;
  problems.add_source("a.yaml", "a\xFF\x1B[31m");
  problems.report({"a.yaml", 1, 2}, "not UTF-8");
  CHECK(problems.to_text() ==
        "a.yaml:1:2: error: not UTF-8\n    1 | a\xEF\xBF\xBD\xEF\xBF\xBD[31m\n      |  ^\n");
}

TEST_CASE("beyond the limit problems are counted") {
  Problems problems;
  for (int line = 1; line <= 53; ++line) problems.report({"a.yaml", line, 1}, "wrong");
  const std::string text = problems.to_text();
  CHECK(text.find("a.yaml:50:1: error: wrong\nand 3 more\n") != std::string::npos);
  CHECK(text.find("a.yaml:51:1") == std::string::npos);
  CHECK(problems.to_text(60).find("more") == std::string::npos);
}

TEST_CASE("an exception carries the problems and says what to print") {
  Problems problems;
  problems.report({"a.yaml", 1, 1}, "wrong");
  const InvalidInput thrown(problems);
  CHECK(std::string(thrown.what()) == "a.yaml:1:1: error: wrong\n");
  CHECK(thrown.problems().sorted().size() == 1);
}
