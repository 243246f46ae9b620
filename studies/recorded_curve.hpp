// A measure over the sizes of a field, from what a sweep has written: runs.csv or runs.jsonl.
//
// Formula        the rows whose parameters meet all conditions, by the field's value; of
//                replications the mean
// Errors         throws scenarios::InvalidInput with file and line: a row that cannot be read, no
//                such field or measure (with what was meant), sizes that are none, and another
//                field that varies among the rows, since then there is no one curve
// Checked by     tests/studies/recorded_curve_test.cpp
#pragma once

#include <string>
#include <vector>

#include "studies/curve.hpp"

namespace studies {

struct RecordedQuestion {
  std::string file;  // ends in .csv or .jsonl
  std::string text;
  std::string path;                // of the field that was varied
  std::string measure;             // as a sweep calls it: "downtime", without its unit
  std::vector<std::string> where;  // "procedure.workers == 10"
};

[[nodiscard]] MeasuredCurve recorded_curve(const RecordedQuestion& question);

}  // namespace studies
