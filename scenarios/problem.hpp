// What is wrong with the user's files, and how it is shown: place, line, caret, hint.
//
//   slow.yaml:1:17: error: '5' is not a duration
//       1 | access_latency: 5
//         |                 ^
//         = write a whole number and a unit: 250us, 5ms, 2s
//
// Every reader reports into one Problems and goes on, so that one run names every mistake; the
// loader throws once, at the end.
// Shape          files in the order they were added, then line and column; equal ones once;
//                the first 50 are printed, the others counted
// Errors         none; a line that is not text is shown with its bad bytes replaced
// Checked by     tests/scenarios/problem_test.cpp
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scenarios {

struct Place {
  std::string file;
  int line = 0;    // from 1; 0 means the file as a whole
  int column = 0;  // from 1, in characters as editors count them
  friend bool operator==(const Place&, const Place&) = default;
};

struct Problem {
  Place place;
  std::string message;  // what is wrong, in the author's words
  std::string hint;     // what to do about it; may be empty
  friend bool operator==(const Problem&, const Problem&) = default;
};

class Problems {
 public:
  /// Remembers the text of `file`, to show the lines that problems point at.
  void add_source(std::string file, std::string text);

  void report(Place place, std::string message, std::string hint = {});

  [[nodiscard]] bool empty() const { return problems_.empty(); }

  /// How many were reported; for "was anything wrong below?".
  [[nodiscard]] std::size_t size() const { return problems_.size(); }

  /// Every problem once, in the order of files and places.
  [[nodiscard]] std::vector<Problem> sorted() const;

  /// All of it as text, each problem with its source line; at most `limit` of them.
  [[nodiscard]] std::string to_text(std::size_t limit = 50) const;

 private:
  struct Source {
    std::string file;
    std::shared_ptr<const std::string> text;  // shared by copies: an InvalidInput is copied
  };

  [[nodiscard]] std::size_t rank(std::string_view file) const;
  [[nodiscard]] std::string excerpt(const Place& place) const;

  std::vector<Source> sources_;
  std::vector<Problem> problems_;
};

/// Thrown once by a loader that found problems; the program prints them and exits with 2.
class InvalidInput : public std::exception {
 public:
  /// REQUIRES: there is at least one problem.
  explicit InvalidInput(Problems problems);

  [[nodiscard]] const char* what() const noexcept override { return content_->text.c_str(); }
  [[nodiscard]] const Problems& problems() const { return content_->problems; }

 private:
  struct Content {
    Problems problems;
    std::string text;
  };
  std::shared_ptr<const Content> content_;  // so that copying an exception cannot throw
};

}  // namespace scenarios
