#include "scenarios/file_source.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace scenarios {
namespace {

FileText read_from_disk(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return {{}, "no such file"};
  if (std::filesystem::is_directory(status)) return {{}, "this is a directory, not a file"};
  // A pipe or a device may never end.
  if (!std::filesystem::is_regular_file(status)) return {{}, "this is not a regular file"};
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return {{}, "the file cannot be read (permission?)"};
  std::string text;
  std::array<char, 65536> block{};
  while (stream.read(block.data(), block.size()), stream.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kLargestFile) return {{}, "the file is larger than 16 MiB"};
  }
  if (stream.bad()) return {{}, "reading the file failed"};
  return {std::move(text), {}};
}

}  // namespace

FileSource disk_files() { return read_from_disk; }

FileSource memory_files(std::map<std::string, std::string> files) {
  return [files = std::move(files)](const std::string& path) -> FileText {
    const auto found = files.find(path);
    if (found == files.end()) return {{}, "no such file"};
    return {found->second, {}};
  };
}

FileSource either(FileSource first, FileSource second) {
  return [first = std::move(first), second = std::move(second)](const std::string& path) {
    FileText from_first = first(path);
    if (from_first.trouble.empty()) return from_first;
    FileText from_second = second(path);
    return from_second.trouble.empty() ? from_second : from_first;
  };
}

std::string beside(std::string_view from, std::string_view path) {
  const std::filesystem::path folder = std::filesystem::path(from).parent_path();
  return (folder / std::filesystem::path(path)).lexically_normal().generic_string();
}

}  // namespace scenarios
