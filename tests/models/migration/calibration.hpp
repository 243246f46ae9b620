// The costs of the measured machine, from a part of the measured copies.
//
// Formula        wall time a row = row + page / 1000 + 2 begin / batch + commit / batch
//                + flush(batch) / batch, or + asynchronous / batch. Row, commit and asynchronous
//                are fitted by least squares, weighted by rows, over batches of 1 and 1000 and at
//                most 3000 rows. The rest are the components that were measured in runs of at
//                most 3000 rows: page, begin, flush = sync + write by batch.
// Split          what the server did beside a row of a batch of 1000 is the processor time of a
//                flush; the rest of a flush waits for the disk
// Execution      what a get of the key-value store takes more than a BEGIN, without the row
// Note           not used: runs of 10,000 rows and more, the wall times of batches of 10 and 100
//                (their log sync time is), and any operation but the get
#pragma once

#include <vector>

#include "tests/models/migration/copy_runs.hpp"
#include "tests/models/migration/operations.hpp"

namespace tests {

CopyMachine calibrate(const std::vector<CopyRun>& runs,
                      const std::vector<OperationRun>& operations);

}  // namespace tests
