// The house polices itself: folders, sizes, banned words and links, read from the sources.
//
// Each rule is tried on a small bad file first, so that it can be seen to bite, and then on the
// whole tree, whose root comes from Meson in DURASIM_SOURCE_ROOT.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/tidy/rules.hpp"

namespace {

using tidy::file;

std::string joined(const tidy::Strings& offences) {
  std::string text;
  for (const std::string& line : offences) text += line + "\n";
  return text;
}

std::filesystem::path source_root() {
  const char* root = std::getenv("DURASIM_SOURCE_ROOT");
  REQUIRE_MESSAGE(root != nullptr, "Meson runs this with DURASIM_SOURCE_ROOT set");
  return root;
}

template <class Rule>
std::string offences_of_tree(Rule rule) {
  const std::vector<tidy::File> files = tidy::tree(source_root(), {".hpp", ".cpp"});
  REQUIRE(files.size() > 10);
  std::string all;
  for (const tidy::File& each : files) all += joined(rule(each));
  return all;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("an include may only point to the left") {
  CHECK(joined(layer_offences(file("sim/units.cpp", "#include \"reports/section.hpp\"\n"))) ==
        "sim/units.cpp:1: sim/ must not include reports/section.hpp\n");
  CHECK(joined(layer_offences(file("models/durability/a.hpp",
                                   "#include \"sim/time.hpp\"\n"
                                   "#include \"models/hardware/b.hpp\"\n"
                                   "#include \"models/migration/c.hpp\"\n"))) ==
        "models/durability/a.hpp:3: models/durability/ must not include models/migration/c.hpp\n");
  CHECK(joined(layer_offences(
            file("models/hardware/a.cpp", "#include \"models/durability/b.hpp\"\n"))) ==
        "models/hardware/a.cpp:1: models/hardware/ must not include models/durability/b.hpp\n");
  CHECK(joined(layer_offences(file("models/analysis/a.cpp",
                                   "#include \"models/durability/b.hpp\"\n"
                                   "#include \"scenarios/c.hpp\"\n"))) ==
        "models/analysis/a.cpp:2: models/analysis/ must not include scenarios/c.hpp\n");
  CHECK(joined(layer_offences(file("cli/main.cpp", "#include \"reports/section.hpp\"\n"))) == "");
}

TEST_CASE("a heavy library is seen in its one place") {
  CHECK(joined(layer_offences(file("scenarios/load.cpp", "#include <yaml-cpp/yaml.h>\n"))) ==
        "scenarios/load.cpp:1: #include <yaml-cpp/yaml.h>: read files through "
        "scenarios/document\n");
  CHECK(joined(layer_offences(file("scenarios/document.cpp", "#include <yaml-cpp/yaml.h>\n"))) ==
        "");
  CHECK(joined(layer_offences(file("reports/text.cpp", "#include <CLI/CLI.hpp>\n"))) ==
        "reports/text.cpp:1: #include <CLI/CLI.hpp>: only cli/ knows the command line\n");
  CHECK(joined(layer_offences(file("models/a.cpp", "#include <random>\n"))) ==
        "models/a.cpp:1: #include <random>: use sim/random and sim/distribution\n");
  CHECK(joined(layer_offences(file("tests/a_test.cpp", "#include <yaml-cpp/yaml.h>\n"))) == "");
}

TEST_CASE("a graph library is seen in one source of models/hardware") {
  const std::string line = "#include <boost/graph/adjacency_list.hpp>\n";
  CHECK(joined(layer_offences(file("models/hardware/topology.cpp", line))) == "");
  CHECK(joined(layer_offences(file("models/hardware/topology.hpp", line))) ==
        "models/hardware/topology.hpp:1: #include <boost/graph/adjacency_list.hpp>: ask "
        "models/hardware/topology\n");
}

TEST_CASE("a file keeps its shape") {
  CHECK(joined(shape_offences(file("sim/a.cpp", repeated("x", 101) + "\nint a; \n\tint b;\n"))) ==
        "sim/a.cpp:1: over 100 columns\n"
        "sim/a.cpp:2: trailing blank\n"
        "sim/a.cpp:3: a tab: use two spaces\n");
  CHECK(joined(shape_offences(file("sim/a.cpp", repeated("x", 100) + "\n"))) == "");
  CHECK(joined(shape_offences(file("sim/a.cpp", repeated("\xC3\xA9", 100) + "\n"))) == "");
  CHECK(joined(shape_offences(file("sim/a.cpp", repeated("\n", 400)))) == "");
  CHECK(joined(shape_offences(file("sim/a.cpp", repeated("\n", 401)))) ==
        "sim/a.cpp:401: over 400 lines: split it by idea\n");
  CHECK(joined(shape_offences(file("sim/a.hpp", "int a;\n"))) ==
        "sim/a.hpp:1: a header opens with its contract\n"
        "sim/a.hpp:1: no #pragma once\n");
  CHECK(joined(shape_offences(file("sim/a.hpp", "// What it is.\n#pragma once\n"))) == "");
  const std::string contract = "// Formula        " + repeated("x", 80);
  CHECK(joined(shape_offences(file("a.cpp", contract + "\n// and more\n"))) ==
        "a.cpp:2: a formatter broke this line: indent it as its contract\n");
  CHECK(joined(shape_offences(file("a.cpp", contract + "\n//                and\n"))) == "");
}

TEST_CASE("a function over sixty lines is found, and nothing else with braces") {
  const std::string body = repeated("  f();\n", 59);
  CHECK(joined(function_offences(file("a.cpp", "int f(int a)\n    const {\n" + body + "}\n"))) ==
        "a.cpp:2: a function over 60 lines: split it\n");
  CHECK(joined(function_offences(file("a.cpp", "void A::f() {\n" + body + "}\n"))) ==
        "a.cpp:1: a function over 60 lines: split it\n");
  CHECK(joined(function_offences(
            file("a.cpp", "void A::f() {\n" + repeated("  f();\n", 58) + "}\n"))) == "");
  CHECK(joined(function_offences(file("a.cpp", "struct A {\n" + body + "};\n"))) == "");
  CHECK(joined(function_offences(file("a.cpp", "TEST_CASE(\"b {\") {\n" + body + "}\n"))) == "");
  CHECK(joined(function_offences(
            file("a.cpp", "const Table kTable = make({{\n" + body + "}});\n"))) == "");
  CHECK(joined(function_offences(
            file("a.cpp", "namespace {\n" + repeated("void f() {\n}\n", 40) + "}\n"))) == "");
  CHECK(joined(function_offences(
            file("a.cpp", "void f() {\n  g('{', \"{\", R\"({{)\");  // {\n}\n" + body))) == "");
}

TEST_CASE("a banned word is named with what to use instead") {
  CHECK(joined(word_offences(file("sim/a.cpp", "auto t = std::chrono::steady_clock::now();\n"))) ==
        "sim/a.cpp:1: steady_clock: time is handed out by the schedule\n");
  CHECK(joined(word_offences(file("bench/a.cpp", "std::chrono::steady_clock::now();\n"))) == "");
  CHECK(joined(word_offences(file("cli/progress.cpp", "std::chrono::steady_clock::now();\n"))) ==
        "");
  CHECK(joined(word_offences(file("models/a.hpp", "std::unordered_map<int, int> rows;\n"))) ==
        "models/a.hpp:1: unordered_map: its order is chance: use a sorted vector\n");
  CHECK(joined(word_offences(file("scenarios/a.hpp", "std::unordered_map<int, int> rows;\n"))) ==
        "");
  CHECK(joined(word_offences(file("models/a.hpp", "std::function<void()> what;\n"))) ==
        "models/a.hpp:1: std::function: events are data: use a struct in the variant\n");
  CHECK(joined(word_offences(file("models/a.hpp", "virtual void on();\n"))) ==
        "models/a.hpp:1: virtual: use a variant\n");
  CHECK(joined(word_offences(file("models/a.cpp", "return std::exp(x);\n"))) ==
        "models/a.cpp:1: std::exp: libm differs between machines: use sim/portable_math\n");
  CHECK(joined(word_offences(file("reports/a.cpp", "std::mt19937_64 luck;\n"))) ==
        "reports/a.cpp:1: mt19937_64: use a named sim::Stream and sim::Distribution\n");
  CHECK(joined(word_offences(file("tests/a.cpp", "std::exponential_distribution<double> d;\n"))) ==
        "tests/a.cpp:1: a std:: distribution: use a named sim::Stream and sim::Distribution\n");
}

TEST_CASE("a banned word in a comment, a text or a longer name is none") {
  CHECK(joined(word_offences(file("models/a.cpp",
                                  "// a virtual clock\n"
                                  "say(\"virtual\");\n"
                                  "auto text = R\"(virtual\nvirtual)\";\n"
                                  "/* virtual\n virtual */\n"
                                  "int virtual_time = strand(1'000);\n"))) == "");
  CHECK(joined(word_offences(file("models/a.cpp", "char c = '\"'; virtual void on();  // '\n"))) ==
        "models/a.cpp:1: virtual: use a variant\n");
}

TEST_CASE("unfinished work is not kept") {
  CHECK(joined(word_offences(file("sim/a.cpp", std::string("// TO") + "DO: round up\n"))) ==
        std::string("sim/a.cpp:1: TO") + "DO: do it now\n");
}

TEST_CASE("a link must lead somewhere") {
  const std::filesystem::path root = source_root();
  CHECK(joined(link_offences(file("README.md",
                                  "[a](sim/time.hpp#top) [b](nowhere.md)\n"
                                  "[c](https://example.org) [d](#here)\n"
                                  "```\n[e](nowhere.md)\n```\n"),
                             root)) == "README.md:1: there is no nowhere.md\n");
  CHECK(joined(link_offences(file("sim/README.md", "[a](time.hpp) [b](../sim/time.hpp)\n"),
                             root)) == "");
}

TEST_CASE("a header that nobody includes and a source that nobody builds are orphans") {
  const std::vector<tidy::File> files{
      file("sim/a.hpp", "// a\n"), file("sim/a.cpp", "#include \"sim/a.hpp\"\n"),
      file("sim/ba.hpp", "// \"ba.hpp\" is written here only\n"), file("sim/ba.cpp", "")};
  const std::vector<tidy::File> builds{file("sim/meson.build", "sources = files('a.cpp')\n")};
  CHECK(joined(orphans(files, builds)) ==
        "sim/ba.hpp: nothing includes it\nsim/ba.cpp: no meson.build names it\n");
}

TEST_CASE("the tree keeps its layers") { CHECK(offences_of_tree(tidy::layer_offences) == ""); }

TEST_CASE("the tree keeps its shape") { CHECK(offences_of_tree(tidy::shape_offences) == ""); }

TEST_CASE("the tree keeps its functions short") {
  CHECK(offences_of_tree(tidy::function_offences) == "");
}

TEST_CASE("the tree keeps to its words") { CHECK(offences_of_tree(tidy::word_offences) == ""); }

TEST_CASE("every link of every page leads somewhere") {
  const std::vector<tidy::File> pages = tidy::tree(source_root(), {".md"});
  REQUIRE(!pages.empty());
  std::string all;
  for (const tidy::File& page : pages) all += joined(tidy::link_offences(page, source_root()));
  CHECK(all == "");
}

TEST_CASE("the tree has no orphans") {
  CHECK(joined(tidy::orphans(tidy::tree(source_root(), {".hpp", ".cpp"}),
                             tidy::tree(source_root(), {"meson.build"}))) == "");
}
