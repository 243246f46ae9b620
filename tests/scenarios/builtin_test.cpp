#include "scenarios/builtin.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/fields.hpp"
#include "scenarios/load.hpp"
#include "scenarios/tables.hpp"

using namespace scenarios;

namespace {

/// Loads a scenario of one node that uses the profile.
std::string use(const std::string& profile, std::string_view kind) {
  const std::string text =
      kind == "network"
          ? fmt::format("scenario: x\ncluster: {{nodes: 2, network: {}}}\n", profile)
          : fmt::format("scenario: x\ncluster: {{nodes: 1, node: {{{}: {}}}}}\n", kind, profile);
  try {
    const Scenario scenario = load_scenario("a.yaml", memory_files({{"a.yaml", text}}));
    const HardwareSource& source = scenario.hardware.at(0);
    const bool sourced = !source.how.empty() && !source.where.empty() && !source.when.empty();
    return source.profile == profile && sourced ? "right" : "without a source";
  } catch (const InvalidInput& invalid) {
    return invalid.what();
  }
}

}  // namespace

TEST_CASE("every built-in profile is right, says what it is of, and where its figures come from") {
  const FileSource files = with_builtin_files(memory_files({}));
  const auto names = builtin_profiles();
  CHECK(names.size() >= 18);
  CHECK(std::is_sorted(names.begin(), names.end()));
  constexpr std::string_view kKinds[] = {"disk", "cpu", "network", "prices"};
  for (const std::string& name : names) {
    CAPTURE(name);
    Problems problems;
    const Value root = read_document(builtin_path("profiles/" + name + ".yaml"), files, problems);
    const Fields fields = read_fields(root, kProfileTable, files, problems);
    CHECK(problems.to_text() == "");
    CHECK(fields.identifier("profile") == name);
    const std::string_view kind = kKinds[fields.choice("kind").value_or(0)];
    if (kind != "prices") CHECK(use(name, kind) == "right");
  }
}

TEST_CASE("the library is served under its own root, and all else by the source behind it") {
  const FileSource files = with_builtin_files(memory_files({{"profiles/gp3.yaml", "mine"}}));
  CHECK(files("profiles/gp3.yaml").text == "mine");
  CHECK(files(builtin_path("profiles/gp3.yaml")).text.find("profile: gp3\n") == 0);
  CHECK(files(builtin_path("profiles/gp4.yaml")).trouble == "no such file");
  CHECK(files(builtin_path("profiles/measured/loopback_half_rtt.csv")).trouble == "");
}
