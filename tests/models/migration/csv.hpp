// Reads the recorded measurements: a line of names, then lines of values parted by commas.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "sim/check.hpp"

namespace tests {

using CsvLine = std::vector<std::string>;

/// REQUIRES: the file is there, and each line has `columns` values.
inline std::vector<CsvLine> read_csv(const std::string& path, std::size_t columns) {
  std::ifstream file(path);
  SIM_CHECK(file.good());
  std::vector<CsvLine> lines;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    CsvLine values;
    std::istringstream parts(line);
    for (std::string value; std::getline(parts, value, ',');) values.push_back(value);
    SIM_CHECK(values.size() == columns);
    lines.push_back(std::move(values));
  }
  return lines;
}

}  // namespace tests
