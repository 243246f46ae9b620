#include "tests/cli/shell.hpp"

#include <doctest/doctest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace shell {

namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// A function, so that pipes and redirections in the command mean what they say.
std::string script(const std::string& folder, const std::string& command) {
  const char* const program = std::getenv("DURASIM_PROGRAM");
  REQUIRE(program != nullptr);
  return "cd '" + folder + "' && durasim() { '" + program + "' \"$@\"; }; " + command;
}

int code_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Folder::Folder() {
  std::string path = (fs::temp_directory_path() / "durasim-test-XXXXXX").string();
  REQUIRE(::mkdtemp(path.data()) != nullptr);
  path_ = path;
  fs::create_directory(path_ + "/here");
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
  const fs::path path = fs::path(path_) / "here" / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string Folder::read(const std::string& name) const {
  return contents(fs::path(path_) / "here" / name);
}

bool Folder::has(const std::string& name) const {
  return fs::exists(fs::path(path_) / "here" / name);
}

std::string Folder::list(const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(path_) / "here" / name)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& each : names) text += each + "\n";
  return text;
}

Outcome Folder::run(const std::string& command) const {
  const std::string wrapped = "{ " + script(path_ + "/here", command) + "\n} >'" + path_ +
                              "/out' 2>'" + path_ + "/err' </dev/null";
  const int status = std::system(wrapped.c_str());
  return {code_of(status), contents(path_ + "/out"), contents(path_ + "/err")};
}

Outcome Folder::run_on_terminal(const std::string& command, int columns) const {
  const std::string line = script(path_ + "/here", command);
  struct winsize size {};
  size.ws_row = 24;
  size.ws_col = static_cast<unsigned short>(columns);
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  REQUIRE(child >= 0);
  if (child == 0) {
    ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
    ::_exit(127);
  }
  Outcome outcome;
  std::array<char, 4096> block{};
  for (ssize_t got = 0; (got = ::read(terminal, block.data(), block.size())) > 0;) {
    outcome.out.append(block.data(), static_cast<std::size_t>(got));
  }
  ::close(terminal);
  int status = 0;
  ::waitpid(child, &status, 0);
  outcome.code = code_of(status);
  return outcome;
}

}  // namespace shell
