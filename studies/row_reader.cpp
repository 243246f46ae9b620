// Reads a row of JSON back as the pairs that it says. Rows are written by to_json_line() alone, so
// the reader knows their form: strings, numbers, and two objects of those; whatever else stands
// there is no row.
#include <charconv>

#include "studies/row.hpp"

namespace studies {

namespace {

constexpr std::string_view kBegin = R"({"point":)";
// Characters of numbers, and of null, which stands for what is no number.
constexpr std::string_view kNumber = "0123456789.-+enul";
constexpr std::string_view kReplication = R"(,"replication":)";

bool read_whole(std::string_view& text, std::uint64_t& number) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return true;
}

// Walks through a text that it may change: what an escape stands for is never longer than it.
class RowReader {
 public:
  RowReader(char* begin, char* end) : at_(begin), end_(end) {}

  bool read(ParsedRow& row) {
    return eat('{') && read_pairs([&](std::string_view name) {
             if (name == "parameters") return read_object(row.parameters);
             if (name == "measures") return read_object(row.measures);
             std::string_view value;
             if (!read_scalar(value)) return false;
             if (name != "point") row.about.emplace_back(name, value);
             return true;
           }) &&
           at_ == end_;
  }

 private:
  bool eat(char wanted) {
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }

  // Names and what read_value() makes of what follows them, up to the end of the object.
  template <class ReadValue>
  bool read_pairs(const ReadValue& read_value) {
    if (eat('}')) return true;
    do {
      std::string_view name;
      if (!read_string(name) || !eat(':') || !read_value(name)) return false;
    } while (eat(','));
    return eat('}');
  }

  bool read_object(ParsedRow::Pairs& pairs) {
    return eat('{') && read_pairs([&](std::string_view name) {
             std::string_view value;
             if (!read_scalar(value)) return false;
             pairs.emplace_back(name, value);
             return true;
           });
  }

  bool read_scalar(std::string_view& value) {
    if (at_ != end_ && *at_ == '"') return read_string(value);
    const char* begin = at_;
    while (at_ != end_ && kNumber.find(*at_) != std::string_view::npos) ++at_;
    value = {begin, static_cast<std::size_t>(at_ - begin)};
    return !value.empty();
  }

  bool read_string(std::string_view& value) {
    if (!eat('"')) return false;
    const char* begin = at_;
    char* to = at_;
    while (at_ != end_ && *at_ != '"') {
      if (*at_ == '\\') {
        if (!read_escape(to)) return false;
      } else {
        *to++ = *at_++;
      }
    }
    value = {begin, static_cast<std::size_t>(to - begin)};
    return eat('"');
  }

  bool read_escape(char*& to) {
    constexpr std::string_view kEscapes = R"("\/bfnrt)";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    ++at_;
    if (at_ == end_) return false;
    const std::size_t which = kEscapes.find(*at_);
    if (which != std::string_view::npos) {
      *to++ = kMeant[which];
      ++at_;
      return true;
    }
    // All else is written as it is, but for control characters: \u001f.
    std::uint32_t code = 0;
    if (*at_ != 'u' || end_ - at_ < 5) return false;
    const auto read = std::from_chars(at_ + 1, at_ + 5, code, 16);
    if (read.ptr != at_ + 5 || code >= 0x80) return false;
    *to++ = static_cast<char>(code);
    at_ += 5;
    return true;
  }

  char* at_;
  char* end_;
};

}  // namespace

std::optional<RunKey> key_of_row(std::string_view json) {
  RunKey key;
  if (!json.starts_with(kBegin)) return std::nullopt;
  json.remove_prefix(kBegin.size());
  if (!read_whole(json, key.point) || !json.starts_with(kReplication)) return std::nullopt;
  json.remove_prefix(kReplication.size());
  if (!read_whole(json, key.replication)) return std::nullopt;
  return key;
}

std::optional<ParsedRow> parse_row(std::string_view json) {
  const auto key = key_of_row(json);
  if (!key) return std::nullopt;
  ParsedRow row;
  row.key = *key;
  row.text.assign(json.begin(), json.end());
  if (!RowReader(row.text.data(), row.text.data() + row.text.size()).read(row)) {
    return std::nullopt;
  }
  return row;
}

}  // namespace studies
