#include "scenarios/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <istream>
#include <optional>
#include <streambuf>
#include <utility>

#include "scenarios/text_check.hpp"
#include "scenarios/utf8.hpp"

namespace scenarios {
namespace {

constexpr std::size_t kDeepest = 32;
constexpr std::size_t kMostValues = 1'000'000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Ends the parse after a report: what follows would make no sense.
struct Stop {};

// A stream over text that is already in memory.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // streambuf reads only, but wants char*
    setg(begin, begin, begin + text.size());
  }
};

struct OwnWords {
  std::string_view theirs;
  std::string_view message;
  std::string_view hint;
};

constexpr std::string_view kIndent =
    "is the line indented like its neighbours? Quote text with ': '";
constexpr std::array<OwnWords, 16> kOwnWords{{
    {"illegal map value", "a ':' where no key can stand", kIndent},
    {"illegal map key", "a '?' where no key can stand", "write 'key: value'"},
    {"illegal block entry", "a '-' where no list can start",
     "start the list on a line of its own, or write [a, b]"},
    {"illegal flow end", "a closing bracket that nothing opened", "remove it, or open one"},
    {"end of map flow not found", "'{' is not closed before here", "add '}', or the ',' before"},
    {"end of sequence flow not found", "'[' is not closed before here",
     "add ']', or the ',' before"},
    {"end of map not found", "this is neither a key nor the end of the mapping", kIndent},
    {"end of sequence not found", "this is neither a '-' nor the end of the list", kIndent},
    {"illegal EOF in scalar", "a quoted text is not closed before the end of the file",
     "add the closing quote"},
    {"illegal document indicator in scalar", "a quoted text is not closed before the document ends",
     "add the closing quote"},
    {"unknown escape character", "an unknown escape after '\\'",
     "in double quotes write '\\\\' for a backslash, or use single quotes"},
    {"bad character found while scanning hex number", "not a hexadecimal digit",
     "\\x takes two, \\u four, \\U eight hexadecimal digits"},
    {"invalid unicode", "this escape is no character", "write the character itself"},
    {"unknown token", "a text cannot start with this character", "put the text in quotes"},
    {"illegal tab when looking for indentation", "a tab in the indentation", "indent with spaces"},
    {"the referenced anchor is not defined", "aliases (*) are not part of the language",
     "write the value out"},
}};

}  // namespace

/// Builds the tree from the parser's events, and refuses what is not part of the language.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view name, std::string_view text, Problems& problems)
      : text_(text),
        locator_(text),
        file_(std::make_shared<const std::string>(name)),
        problems_(problems) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    const std::size_t at = offset_of(mark);
    const bool marked = text_.substr(at, 3) == "---";
    report(at,
           marked ? "a second document starts here" : "this does not belong to what came before",
           marked ? "write one document a file"
                  : "is a bracket closed too early, or the line not indented like its neighbours?");
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    const std::size_t at = offset_of(mark);
    refuse_properties(at, "");
    const bool written = at < text_.size() && (text_[at] == '~' || (text_[at] | 0x20) == 'n');
    add(Value(Value::Kind::kNull, file_, written ? position(at) : place_left_out(at)), at);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    report(offset_of(mark), "aliases (*) are not part of the language", "write the value out");
    add(Value(Value::Kind::kNull, file_, position(offset_of(mark))), offset_of(mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                const std::string& text) override {
    const std::size_t at = offset_of(mark);
    refuse_properties(at, tag);
    refuse_run_on(at, text, tag == "!");
    Value value(Value::Kind::kScalar, file_, position(at));
    value.text_ = text;
    value.quoted_ = tag == "!";
    add(std::move(value), at);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    open(Value::Kind::kSequence, mark, tag);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    open(Value::Kind::kMapping, mark, tag);
  }
  void OnMapEnd() override { close(); }

  void report(std::size_t at, std::string message, std::string hint) {
    const Locator::Position where = locator_.at(at);
    problems_.report({*file_, where.line, where.column}, std::move(message), std::move(hint));
  }

  /// Whether the line around `at` is indented with a tab.
  [[nodiscard]] bool indented_by_tab(std::size_t at) const {
    const std::size_t before = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = text_.find_first_not_of(" \t", begin);
    return text_.substr(begin, end - begin).find('\t') != std::string_view::npos;
  }

  /// Reports what only shows when nothing else was wrong.
  void finish() {
    if (documents_ == 0) {
      report(0, "the file is empty", "a scenario starts with 'scenario: its-name'");
    } else if (bad_key_) {
      report(*bad_key_, "a key must be a plain name",
             "write 'name: value'; quote names like 'null'");
    }
  }

  /// What was read; what was open when the parse ended is closed.
  Value take_root() {
    while (!open_.empty()) close();
    return std::move(root_);
  }

  [[nodiscard]] std::size_t offset_of(const YAML::Mark& mark) const {
    return mark.pos < 0 ? 0 : std::min(static_cast<std::size_t>(mark.pos), text_.size());
  }

 private:
  struct Open {
    Value value;
    std::optional<Value> key;
  };

  Value::Position position(std::size_t at) {
    const Locator::Position where = locator_.at(at);
    last_ = {where.line, where.column};
    return last_;
  }

  // The parser says where the next thing stands, which may be lines below.
  Value::Position place_left_out(std::size_t at) {
    if (!open_.empty() && open_.back().value.is_sequence()) {
      const std::size_t dash = text_.substr(0, at).find_last_not_of(" \t\r\n");
      if (dash != std::string_view::npos && text_[dash] == '-') return position(dash);
    }
    return last_;
  }

  void refuse_properties(std::size_t at, std::string_view tag) {
    const char first = at < text_.size() ? text_[at] : ' ';
    if (first == '&') report(at, "anchors (&) are not part of the language", "remove it");
    if (first == '!' || (!tag.empty() && tag != "?" && tag != "!")) {
      report(at, "tags (!) are not part of the language",
             "remove it; quote a text that starts with '!'");
    }
  }

  // Both hide a mistake: a line indented too far becomes part of the text before it, and a quote
  // that is not closed swallows the rest of the file, which the parser lets pass.
  void refuse_run_on(std::size_t at, std::string_view text, bool with_quotes) {
    const bool tagged = at < text_.size() && (text_[at] == '&' || text_[at] == '!');
    if (!with_quotes && !tagged && text_.substr(at, text.size()) != text) {
      report(at, "a text without quotes runs on to the next line",
             "is that line indented too far, or a bracket not closed? Long texts need quotes");
    }
    const char mark = with_quotes && at < text_.size() ? text_[at] : ' ';
    if ((mark == '\'' || mark == '"') && !is_closed(at + 1, mark)) {
      report(at, "this quote is not closed", "add the closing quote");
      throw Stop{};
    }
  }

  // Two single quotes in a row are one in the text; either way the next pair may follow.
  [[nodiscard]] bool is_closed(std::size_t at, char mark) const {
    for (; at < text_.size(); ++at) {
      if (text_[at] == mark && mark == '\'' && text_.substr(at + 1, 1) == "'") {
        ++at;
      } else if (text_[at] == mark) {
        return true;
      } else if (text_[at] == '\\' && mark == '"') {
        ++at;
      }
    }
    return false;
  }

  // Goes on: after a bracket that is never closed the parser takes the whole rest for a key, and
  // says only at the end what is wrong.
  void refuse_key(std::size_t at) {
    if (!bad_key_) bad_key_ = at;
  }

  [[nodiscard]] bool key_expected() const {
    return !open_.empty() && open_.back().value.is_mapping() && !open_.back().key;
  }

  void open(Value::Kind kind, const YAML::Mark& mark, const std::string& tag) {
    const std::size_t at = offset_of(mark);
    refuse_properties(at, tag);
    if (key_expected()) refuse_key(at);
    if (open_.size() == kDeepest) {
      report(at, "nested deeper than 32 levels", "no scenario needs that; is a bracket missing?");
      throw Stop{};
    }
    open_.push_back({Value(kind, file_, position(at)), std::nullopt});
    count(at);
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    add_to_parent(std::move(done.value));
  }

  void add(Value value, std::size_t at) {
    count(at);
    if (!key_expected()) return add_to_parent(std::move(value));
    if (!value.is_scalar()) {
      refuse_key(at);
      return add_to_parent(std::move(value));
    }
    if (value.text() == "<<" && !value.was_quoted()) {
      report(at, "merge keys (<<) are not part of the language", "write the fields out");
    }
    open_.back().key = std::move(value);
  }

  void add_to_parent(Value value) {
    if (key_expected()) {
      open_.back().key = Value(Value::Kind::kScalar, file_, value.position_);
    } else if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().value.is_sequence()) {
      open_.back().value.items_.push_back(std::move(value));
    } else {
      open_.back().value.entries_.push_back({std::move(*open_.back().key), std::move(value)});
      open_.back().key.reset();
    }
  }

  void count(std::size_t at) {
    if (++values_ <= kMostValues) return;
    report(at, "the file holds more than a million values",
           "put large data into a file of its own");
    throw Stop{};
  }

  std::string_view text_;
  Locator locator_;
  std::shared_ptr<const std::string> file_;
  Problems& problems_;
  std::vector<Open> open_;
  Value root_;
  Value::Position last_;
  std::optional<std::size_t> bad_key_;
  std::size_t values_ = 0;
  int documents_ = 0;
};

namespace {

void report_in_own_words(TreeBuilder& builder, std::size_t at, std::string_view theirs) {
  const auto known = std::find_if(kOwnWords.begin(), kOwnWords.end(), [&](const OwnWords& words) {
    return theirs.substr(0, words.theirs.size()) == words.theirs;
  });
  if (builder.indented_by_tab(at)) {
    builder.report(at, "this line is indented with a tab", "indent with spaces");
  } else if (known == kOwnWords.end()) {
    builder.report(at, fmt::format("this is not YAML: {}", theirs), {});
  } else {
    builder.report(at, std::string(known->message), std::string(known->hint));
  }
}

void parse_into(TreeBuilder& builder, std::string_view text) {
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    builder.finish();
  } catch (const Stop&) {
    // Already reported.
  } catch (const YAML::Exception& trouble) {
    report_in_own_words(builder, builder.offset_of(trouble.mark), trouble.msg);
  }
}

}  // namespace

Value::Value(Kind kind, std::shared_ptr<const std::string> file, Position position)
    : kind_(kind), position_(position), file_(std::move(file)) {}

Value::Value(std::string text, const Place& place)
    : kind_(Kind::kScalar),
      position_{place.line, place.column},
      file_(std::make_shared<const std::string>(place.file)),
      text_(std::move(text)) {}

const Value* Value::find(std::string_view key) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.key.text() == key; });
  return found == entries_.end() ? nullptr : &found->value;
}

Place Value::place() const {
  return {file_ ? *file_ : std::string(), position_.line, position_.column};
}

Value merged(const Value& over, const Value& under) {
  Value both = over;
  if (!over.is_mapping() || !under.is_mapping()) return both;
  for (const Entry& entry : under.entries()) {
    if (over.find(entry.key.text()) == nullptr) both.entries_.push_back(entry);
  }
  return both;
}

std::string describe(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNull:
      return "nothing";
    case Value::Kind::kScalar:
      return quote(value.text());
    case Value::Kind::kSequence:
      return "a list";
    case Value::Kind::kMapping:
      return "a mapping";
  }
  return {};
}

Value parse_document(std::string_view name, std::string_view text, Problems& problems) {
  const bool marked = text.substr(0, kByteOrderMark.size()) == kByteOrderMark;
  if (marked) text.remove_prefix(kByteOrderMark.size());
  problems.add_source(std::string(name), std::string(text));
  TreeBuilder builder(name, text, problems);
  if (auto trouble = check_text(text)) {
    builder.report(trouble->at, std::move(trouble->message), std::move(trouble->hint));
  } else {
    parse_into(builder, text);
  }
  return builder.take_root();
}

Value read_document(const std::string& path, const FileSource& files, Problems& problems) {
  FileText file = files(path);
  if (file.trouble.empty()) return parse_document(path, file.text, problems);
  problems.report({path, 0, 0}, std::move(file.trouble));
  return {};
}

}  // namespace scenarios
