// Where files come from: the disk, or memory (the built-in library, tests).
//
// Everything that reads a file is handed a FileSource, so no reader touches the disk itself.
// Shape          whole files as bytes, 16 MiB at most
// Errors         a FileText with `trouble` has no text; the reader knows which line asked for it
// Checked by     tests/scenarios/file_source_test.cpp
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace scenarios {

inline constexpr std::size_t kLargestFile = 16 * 1024 * 1024;

class Value;

struct FileText {
  std::string text;
  std::string trouble;  // why there is no text: "no such file"; empty if there is one
  // The text as a document, if whoever served it had read it already and nothing was wrong.
  std::shared_ptr<const Value> document = nullptr;
};

using FileSource = std::function<FileText(const std::string& path)>;

/// Reads from the disk, relative to the working directory.
[[nodiscard]] FileSource disk_files();

/// Files in memory, by path.
[[nodiscard]] FileSource memory_files(std::map<std::string, std::string> files);

/// The first source that has the file; the first one's trouble if none has.
[[nodiscard]] FileSource either(FileSource first, FileSource second);

/// `path` as seen from the folder of `from`: ("a/b.yaml", "c.csv") is "a/c.csv".
[[nodiscard]] std::string beside(std::string_view from, std::string_view path);

}  // namespace scenarios
