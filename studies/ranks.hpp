// The processes that share a sweep when mpirun started several of them: the first deals the runs
// out, one at a time, to whichever has nothing to do, and keeps the rows.
//
// Shape          the rows follow from the runs alone, so the bytes do not depend on how many
//                processes there are. Alone, as without mpirun or built without MPI, several() is
//                false, nothing of MPI is started, and deal() must not be called
// Errors         a process that cannot do its run says why, and the first throws it as
//                StudyTrouble; a process that dies takes the others with it, as mpirun has it, and
//                the journal goes on from there
// Checked by     tests/cli/ranks_test.py, if it was built with MPI
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "studies/row.hpp"

namespace studies {

class Ranks {
 public:
  Ranks();
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;
  ~Ranks();

  [[nodiscard]] bool several() const;
  /// Of several, the one that deals; alone, true.
  [[nodiscard]] bool first() const;
  [[nodiscard]] unsigned count() const;

  /// By the first: hands out `work` in order until all is done or `stop` says so, and calls
  /// keep(number of the work, row) for each as it comes. REQUIRES: several() and first().
  void deal(const std::vector<RunKey>& work, const std::function<bool()>& stop,
            const std::function<void(std::size_t, const std::string&)>& keep);

  /// By the first, if it cannot go on: sends home those of the others that still wait for work.
  void dismiss();

  /// By the others: runs what it is handed until there is no more. REQUIRES: not first().
  void take_part(const std::function<std::string(const RunKey&)>& run);

 private:
  struct Several;
  std::unique_ptr<Several> several_;
};

}  // namespace studies
