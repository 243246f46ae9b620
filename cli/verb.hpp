// One verb's options: words become values, or a sentence that says what is wrong.
//
// Shape          CLI11 splits the words and is seen by verb.cpp alone; what they mean is decided by
//                the verb, in our sentences
// Errors         throws WrongUsage
// Checked by     tests/cli/command_line_test.cpp
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.hpp"

namespace cli {

class Verb {
 public:
  Verb(std::string name, std::string_view help);
  ~Verb();
  Verb(const Verb&) = delete;
  Verb& operator=(const Verb&) = delete;

  /// An option with a value, given once.
  void text(const std::string& option, std::string& value);
  /// An option with a value, given any number of times.
  void texts(const std::string& option, std::vector<std::string>& values);
  /// An option without a value.
  void flag(const std::string& option, bool& value);

  /// Throws unless the words are options and operands of this verb.
  void parse(std::vector<std::string> words);

  [[nodiscard]] bool wants_help() const { return wants_help_; }
  [[nodiscard]] Say help() const { return {std::string(help_)}; }
  [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }
  /// The one operand of a verb that takes a scenario file; `further` ends the sentence that refuses
  /// a second one.
  [[nodiscard]] const std::string& one_file(std::string_view further = {}) const;
  [[nodiscard]] bool given(const std::string& option) const;

  [[nodiscard]] WrongUsage wrong(const std::string& message) const;
  void refuse_empty_out(const std::string& out) const;

  /// The format that the word names, of those that the verb has.
  [[nodiscard]] Format format_of(const std::string& word,
                                 std::initializer_list<Format> possible) const;
  [[nodiscard]] std::uint64_t number_of(std::string_view option, const std::string& word,
                                        std::uint64_t least, std::uint64_t most) const;
  /// 0 for an empty word: as many as there are processors.
  [[nodiscard]] unsigned jobs_of(const std::string& word) const;

 private:
  struct Reader;

  void refuse(const std::string& word) const;

  std::string name_;
  std::string_view help_;
  std::unique_ptr<Reader> reader_;
  std::vector<std::string> operands_;
  bool wants_help_ = false;
};

}  // namespace cli
