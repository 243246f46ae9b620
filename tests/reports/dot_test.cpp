#include "reports/dot.hpp"

#include <doctest/doctest.h>

#include "tests/reports/explained.hpp"

TEST_CASE("an explanation is drawn link by link, what was waited for dashed") {
  CHECK(reports::to_dot(explained::explanation(explained::whole(), "master persists k")) ==
        "digraph explain {\n"
        "  rankdir=TB;\n"
        "  node [shape=box];\n"
        "  label=\"master persists k at 21ms\";\n"
        "  link0 [label=\"script\\nstore k\\n2ms (9.5%)\"];\n"
        "  link1 [label=\"node0/cpu\\noperation 1ms\\n1ms (4.8%)\\nmaster caches k\"];\n"
        "  link0 -> link1;\n"
        "  link2 [label=\"node0/disk\\nwrite 10ms\\nwaited 8ms, served 10ms (85.7%)\\n"
        "master persists k\"];\n"
        "  link1 -> link2;\n"
        "  holder2 [label=\"node0/disk, which was flushing other\", style=dashed];\n"
        "  holder2 -> link2 [style=dashed, label=\"8ms\"];\n"
        "}\n");
}

TEST_CASE("what never happened is a graph without links") {
  CHECK(
      reports::to_dot(explained::explanation(explained::whole(), "master.cached revision 2")) ==
      "digraph explain {\n"
      "  rankdir=TB;\n"
      "  node [shape=box];\n"
      "  label=\"master caches revision 2 of k: it never happened\\nk was written 1 time only\";\n"
      "}\n");
}

TEST_CASE("texts are quoted") {
  reports::Explanation explanation;
  explanation.what = "a \"k\\n\"";
  explanation.never = "x\ny";
  CHECK(reports::to_dot(explanation).find("label=\"a \\\"k\\\\n\\\": it never happened\\nx y\"") !=
        std::string::npos);
}
