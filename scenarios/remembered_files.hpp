// Files that are read again and again: the profiles and packages of a scenario that is loaded for
// every run of a sweep.
//
// Shape          each file is asked for once and, if it is a .yaml or .yml without a mistake,
//                parsed once; one with mistakes is parsed by each who reads it, so that each
//                reports them. May be used by several threads
// Checked by     tests/scenarios/remembered_files_test.cpp
#pragma once

#include <memory>
#include <string>

#include "scenarios/document.hpp"

namespace scenarios {

/// The document of a file that was got from a source, parsed unless the source had done that.
[[nodiscard]] std::shared_ptr<const Value> document_of(const std::string& path,
                                                       const FileText& file, Problems& problems);

/// `files`, and what they were when they were asked for first.
[[nodiscard]] FileSource remembered_files(FileSource files);

}  // namespace scenarios
