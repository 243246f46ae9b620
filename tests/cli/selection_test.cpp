#include "cli/selection.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/cli/examples.hpp"
#include "tests/cli/shell.hpp"

using Paths = std::vector<std::string>;

namespace {

// Selects with the folder as the working directory.
Paths selected(const shell::Folder& folder, const Paths& paths, std::string* said = nullptr) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.run("pwd").out.substr(0, folder.run("pwd").out.size() - 1));
  scenarios::Problems problems;
  Paths found = cli::select_scenarios(paths, problems);
  std::filesystem::current_path(before);
  if (said != nullptr) *said = problems.to_text();
  CHECK(problems.empty() == (said == nullptr));
  return found;
}

}  // namespace

TEST_CASE("files stand for themselves, once, in the order of their paths") {
  const shell::Folder folder;
  folder.write("a/x.yaml", examples::good());
  CHECK(selected(folder, {"z.yaml", "./a/x.yaml", "a//x.yaml", "a"}) ==
        Paths{"a/x.yaml", "z.yaml"});
}

TEST_CASE("a profile or a text of any name is a scenario when it is named itself") {
  const shell::Folder folder;
  folder.write("profiles/p.yaml", examples::profile());
  CHECK(selected(folder, {"profiles/p.yaml"}) == Paths{"profiles/p.yaml"});
  folder.write("s.txt", examples::good());
  CHECK(selected(folder, {"s.txt"}) == Paths{"s.txt"});
}

TEST_CASE("hidden folders and linked folders are passed by") {
  const shell::Folder folder;
  folder.write(".git/x.yaml", examples::good());
  folder.write("real/x.yaml", examples::good());
  CHECK(folder.run("ln -s ../real real/loop").code == 0);
  CHECK(selected(folder, {"."}) == Paths{"real/x.yaml"});
}

TEST_CASE("each folder without a scenario is told") {
  const shell::Folder folder;
  folder.write("full/x.yaml", examples::good());
  folder.write("empty/notes.txt", "");
  std::string said;
  CHECK(selected(folder, {"full", "empty"}, &said) == Paths{"full/x.yaml"});
  CHECK(said ==
        "empty: error: no scenario found in this folder\n"
        "      = a scenario is a .yaml file outside folders called profiles or packages\n");
}
