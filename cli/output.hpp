// Where reports go: standard output, or a file that appears whole or not at all.
//
// Shape          a file is written aside in its folder and renamed; what interrupts the program
//                meanwhile takes the half file with it. Devices and pipes are written directly.
// Errors         throws OutputTrouble with one sentence
// Checked by     tests/cli/durasim_test.cpp
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace cli {

class OutputTrouble : public std::exception {
 public:
  explicit OutputTrouble(std::string message) : message_(std::move(message)) {}
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

/// Makes sure that descriptors 0 to 2 are taken, so that no file is opened in a closed one's
/// place, and that a reader who has seen enough ends the program quietly.
void prepare_output();

/// Throws if a file of that name could not be written; for before a long run.
void check_writable(const std::string& path);

/// Writes `text` to the file `path`, or to standard output if `path` is empty.
void write_output(const std::string& path, std::string_view text);

/// Writes to standard error; what cannot be said there is lost.
void write_error(std::string_view text);

}  // namespace cli
