#include "cli/verb.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>

#include "scenarios/did_you_mean.hpp"

namespace cli {

namespace {

constexpr std::array<std::string_view, 5> kFormats{"text", "json", "junit", "markdown", "dot"};

}  // namespace

struct Verb::Reader {
  CLI::App app;
  std::vector<CLI::Option*> options;
  std::vector<CLI::Option*> repeated;
};

Verb::Verb(std::string name, std::string_view help)
    : name_(std::move(name)), help_(help), reader_(std::make_unique<Reader>()) {
  reader_->app.set_help_flag("");
  reader_->app.allow_extras();
  reader_->app.add_flag("-h,--help", wants_help_);
  reader_->app.add_option("operands", operands_);
}

Verb::~Verb() = default;

void Verb::text(const std::string& option, std::string& value) {
  reader_->options.push_back(reader_->app.add_option(option, value)
                                 ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
                                 ->expected(1));
}

void Verb::texts(const std::string& option, std::vector<std::string>& values) {
  reader_->repeated.push_back(reader_->app.add_option(option, values)
                                  ->expected(1)
                                  ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
}

void Verb::flag(const std::string& option, bool& value) {
  reader_->options.push_back(reader_->app.add_flag(option, value));
}

void Verb::parse(std::vector<std::string> words) {
  // What follows two dashes is an operand, however it begins.
  const auto dashes = std::find(words.begin(), words.end(), "--");
  std::vector<std::string> literal;
  if (dashes != words.end()) literal.assign(dashes + 1, words.end());
  words.erase(dashes, words.end());
  std::reverse(words.begin(), words.end());
  try {
    reader_->app.parse(std::move(words));
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string text = error.what();
    throw wrong(text.substr(0, text.find(':')) + " needs a value");
  } catch (const CLI::ParseError& error) {
    throw wrong(error.what());
  }
  if (wants_help_) return;
  for (const std::string& word : reader_->app.remaining()) refuse(word);
  for (const CLI::Option* option : reader_->options) {
    if (option->count() > 1) throw wrong(option->get_name() + " is given twice");
  }
  operands_.insert(operands_.end(), literal.begin(), literal.end());
}

WrongUsage Verb::wrong(const std::string& message) const {
  return WrongUsage(fmt::format("{}\n(durasim {} --help tells more)", message, name_));
}

const std::string& Verb::one_file(std::string_view further) const {
  if (operands_.empty()) throw wrong(fmt::format("{} needs a scenario file", name_));
  if (operands_.size() > 1) {
    throw wrong(
        fmt::format("{} takes one file, and '{}' is one too many{}", name_, operands_[1], further));
  }
  return operands_.front();
}

bool Verb::given(const std::string& option) const {
  return reader_->app.get_option(option)->count() > 0;
}

void Verb::refuse_empty_out(const std::string& out) const {
  if (given("--out") && out.empty()) throw wrong("--out needs the name of a file");
}

void Verb::refuse(const std::string& word) const {
  if (word.size() < 2 || word[0] != '-') throw wrong(fmt::format("'{}' is too much", word));
  std::vector<std::string> names;
  for (const CLI::Option* option : reader_->options) names.push_back(option->get_name());
  for (const CLI::Option* option : reader_->repeated) names.push_back(option->get_name());
  names.emplace_back("--help");
  const std::vector<std::string_view> known(names.begin(), names.end());
  throw wrong(
      fmt::format("there is no option '{}': {}", word, scenarios::did_you_mean(word, known)));
}

Format Verb::format_of(const std::string& word, std::initializer_list<Format> possible) const {
  std::vector<std::string_view> names;
  for (const Format format : possible) names.push_back(kFormats[static_cast<std::size_t>(format)]);
  for (const Format format : possible) {
    if (kFormats[static_cast<std::size_t>(format)] == word) return format;
  }
  throw wrong(
      fmt::format("there is no format '{}': {}", word, scenarios::did_you_mean(word, names)));
}

std::uint64_t Verb::number_of(std::string_view option, const std::string& word, std::uint64_t least,
                              std::uint64_t most) const {
  std::uint64_t number = 0;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < least || number > most) {
    throw wrong(
        fmt::format("{} needs a whole number from {} to {}, not '{}'", option, least, most, word));
  }
  return number;
}

unsigned Verb::jobs_of(const std::string& word) const {
  constexpr std::uint64_t kMostJobs = 1024;
  return word.empty() ? 0 : static_cast<unsigned>(number_of("--jobs", word, 1, kMostJobs));
}

}  // namespace cli
