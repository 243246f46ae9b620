// A temporary folder with files in it, and shell commands run there that may say "durasim".
//
// Shape          the folder goes with the object; the program's path comes from the environment,
//                DURASIM_PROGRAM
#pragma once

#include <string>

namespace shell {

struct Outcome {
  int code = 0;  // 128 + n after signal n
  std::string out;
  std::string err;
};

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  [[nodiscard]] bool has(const std::string& name) const;
  /// Names in a folder, sorted, one a line; hidden ones too.
  [[nodiscard]] std::string list(const std::string& name = ".") const;

  /// Runs the command by sh in the folder.
  [[nodiscard]] Outcome run(const std::string& command) const;

  /// Runs it on a terminal of that many columns; out is what the terminal shows.
  [[nodiscard]] Outcome run_on_terminal(const std::string& command, int columns) const;

 private:
  std::string path_;
};

}  // namespace shell
