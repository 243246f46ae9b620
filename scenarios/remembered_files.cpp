#include "scenarios/remembered_files.hpp"

#include <map>
#include <mutex>

namespace scenarios {

std::shared_ptr<const Value> document_of(const std::string& path, const FileText& file,
                                         Problems& problems) {
  if (!file.document) {
    return std::make_shared<const Value>(parse_document(path, file.text, problems));
  }
  problems.add_source(path, file.text);
  return file.document;
}

namespace {

// What was asked for once, by path.
struct Memory {
  std::mutex mutex;
  std::map<std::string, FileText> files;
};

FileText read_and_parse(const FileSource& files, const std::string& path) {
  FileText file = files(path);
  if (!file.trouble.empty() || !(path.ends_with(".yaml") || path.ends_with(".yml"))) return file;
  Problems problems;
  Value root = parse_document(path, file.text, problems);
  if (problems.empty()) file.document = std::make_shared<const Value>(std::move(root));
  return file;
}

}  // namespace

FileSource remembered_files(FileSource files) {
  return [files = std::move(files), memory = std::make_shared<Memory>()](const std::string& path) {
    const std::lock_guard<std::mutex> lock(memory->mutex);
    const auto known = memory->files.find(path);
    if (known != memory->files.end()) return known->second;
    return memory->files.emplace(path, read_and_parse(files, path)).first->second;
  };
}

}  // namespace scenarios
