// durasim sweep and durasim merge
#include "reports/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <optional>
#include <thread>

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/parallel.hpp"
#include "cli/progress_of_runs.hpp"
#include "cli/terminal.hpp"
#include "scenarios/file_source.hpp"
#include "sim/digest.hpp"
#include "studies/estimate.hpp"
#include "studies/ranks.hpp"
#include "studies/results.hpp"

namespace cli {

namespace {

using studies::Journal;
using studies::RunKey;

unsigned jobs_of(const SweepCommand& command) {
  return command.jobs > 0 ? command.jobs : std::max(1U, std::thread::hardware_concurrency());
}

// A run to be done, and what it will cost.
struct Work {
  RunKey key;
  double events = 0;
};

class Sweep {
 public:
  explicit Sweep(const SweepCommand& command)
      : command_(command),
        source_(command.file, scenarios::disk_files()),
        grid_(studies::grid_of(source_, command.grid)),
        shard_(command.shard.value_or(studies::Shard{})) {}

  int list() {
    std::vector<reports::PlannedRun> first;
    const std::vector<double> events = events_by_point();
    double all = 0;
    reports::SweepView view = this->view();
    for_each_run([&](const RunKey& key) {
      ++view.runs;
      all += events[key.point];
      if (first.size() < reports::kMostRows) {
        first.push_back({key, grid_.variations(key.point), events[key.point]});
      }
    });
    print(reports::sweep_plan(view, first, all, jobs_of(command_)));
    return kAsExpected;
  }

  /// What a process does that is not the first of several.
  int take_part(studies::Ranks& ranks) const {
    ranks.take_part([&](const RunKey& key) { return row_of(key); });
    return kAsExpected;
  }

  int run(studies::Ranks& ranks) {
    if (!command_.out.empty()) studies::make_folder(command_.out);
    const std::string path =
        command_.out.empty()
            ? ""
            : (std::filesystem::path(command_.out) / std::string(studies::kJournalName)).string();
    Journal journal(path, {fingerprint(), grid_.points(), shard_}, grid_.replications());
    if (!run_missing(journal, ranks)) return interrupted(journal);
    const auto row = [&](const RunKey& key) { return journal.row(key); };
    std::vector<RunKey> keys;
    for_each_run([&](const RunKey& key) { keys.push_back(key); });
    if (!command_.out.empty() && !command_.shard) studies::write_results(command_.out, keys, row);
    tell(keys, row);
    return kAsExpected;
  }

 private:
  template <class Visit>
  void for_each_run(Visit visit) const {
    for (std::uint64_t point = 0; point < grid_.points(); ++point) {
      for (std::uint64_t k = 0; k < grid_.replications(); ++k) {
        if (shard_.has({point, k})) visit(RunKey{point, k});
      }
    }
  }

  // Another version may count otherwise.
  [[nodiscard]] std::uint64_t fingerprint() const {
    sim::Digest digest;
    digest.add_text(DURASIM_VERSION);
    digest.add(source_.digest());
    digest.add(grid_.digest());
    return std::max<std::uint64_t>(digest.value(), 1);
  }

  [[nodiscard]] std::vector<double> events_by_point() const {
    std::vector<double> events(grid_.points());
    in_parallel(events.size(), jobs_of(command_), [&](std::size_t point) {
      events[point] = studies::estimated_events(source_.load(grid_.variations(point)));
    });
    return events;
  }

  // The longest first, so that no processor is left with the longest at the end.
  [[nodiscard]] std::vector<Work> missing_from(const Journal& journal) const {
    std::vector<Work> work;
    for_each_run([&](const RunKey& key) {
      if (!journal.has(key)) work.push_back({key, 0});
    });
    if (work.empty()) return work;
    const std::vector<double> events = events_by_point();
    for (Work& one : work) one.events = events[one.key.point];
    std::stable_sort(work.begin(), work.end(),
                     [](const Work& one, const Work& other) { return one.events > other.events; });
    return work;
  }

  [[nodiscard]] std::string row_of(const RunKey& key) const {
    return studies::to_json_line(key,
                                 run_trial(source_, grid_.variations(key.point), key.replication));
  }

  // Whether all runs are done, and nobody interrupted.
  [[nodiscard]] bool run_missing(Journal& journal, studies::Ranks& ranks) const {
    const std::vector<Work> work = missing_from(journal);
    double events = 0;
    for (const Work& one : work) events += one.events;
    const Interrupt interrupt(std::chrono::hours(24 * 365 * 100));
    std::atomic<bool> stop = false;
    SweepProgress progress(work.size(), events);
    const auto keep = [&](std::size_t i, const std::string& row) {
      journal.add(work[i].key, row);
      progress.done(work[i].events);
    };
    if (ranks.several()) {
      std::vector<RunKey> keys;
      for (const Work& one : work) keys.push_back(one.key);
      ranks.deal(
          keys, [&] { return interrupt.asked(); }, keep);
      return !interrupt.asked();
    }
    in_parallel(work.size(), jobs_of(command_), [&](std::size_t i) {
      if (stop || interrupt.asked()) return;
      try {
        keep(i, row_of(work[i].key));
      } catch (...) {
        stop = true;
        throw;
      }
    });
    return !interrupt.asked();
  }

  [[nodiscard]] int interrupted(const Journal& journal) const {
    std::uint64_t wanted = 0;
    for_each_run([&](const RunKey&) { ++wanted; });
    write_error(
        command_.out.empty()
            ? "durasim: interrupted, and nothing is kept; with --out FOLDER it could go on\n"
            : fmt::format("durasim: interrupted; {} of {} runs are in {}, and the same "
                          "command goes on\n",
                          journal.size(), wanted, journal.path()));
    return kNotAsExpected;
  }

  [[nodiscard]] reports::SweepView view() const {
    reports::SweepView view;
    const scenarios::Value* name = source_.read().root.find("scenario");
    const scenarios::Value* about = source_.read().root.find("about");
    if (name != nullptr) view.scenario = name->text();
    if (about != nullptr) view.about = about->text();
    view.points = grid_.points();
    view.replications = grid_.replications();
    view.of = command_.of;
    if (!command_.shard) view.folder = command_.out;
    return view;
  }

  void tell(const std::vector<RunKey>& keys, const studies::RowOf& row) const {
    reports::SweepView view = this->view();
    view.runs = keys.size();
    for (std::size_t i = 0; i < std::min(keys.size(), reports::kMostRows); ++i) {
      if (auto parsed = studies::parse_row(row(keys[i]))) view.rows.push_back(std::move(*parsed));
    }
    for (const std::string& unknown : reports::unknown_measures(view)) {
      write_error(
          fmt::format("durasim: no run has a measure '{}'; runs.csv names them all\n", unknown));
    }
    print(reports::sweep_report(view));
  }

  void print(const reports::Report& report) const {
    write_output("", report_text(report, command_.format, ""));
  }

  const SweepCommand& command_;
  studies::Source source_;
  studies::Grid grid_;
  studies::Shard shard_;
};

}  // namespace

namespace {

// What is wrong with the file or the grid every process finds by itself, and the first one tells.
// The others end as if nothing were: mpirun kills all as soon as one says that it has failed, and
// the first may not have told yet.
int sweep_as_one_of_several(const SweepCommand& command, studies::Ranks& ranks) {
  try {
    return Sweep(command).take_part(ranks);
  } catch (const scenarios::InvalidInput&) {
    return kAsExpected;
  }
}

int sweep_as_first(const SweepCommand& command, studies::Ranks& ranks) {
  Sweep sweep(command);
  try {
    return sweep.run(ranks);
  } catch (...) {
    ranks.dismiss();  // so that nobody waits for work
    throw;
  }
}

}  // namespace

int carry_out(const SweepCommand& command) {
  std::optional<studies::Ranks> ranks(std::in_place);
  std::exception_ptr fault;
  int code = kAsExpected;
  try {
    if (command.list) {
      code = ranks->first() ? Sweep(command).list() : kAsExpected;
    } else {
      code = ranks->first() ? sweep_as_first(command, *ranks)
                            : sweep_as_one_of_several(command, *ranks);
    }
  } catch (const studies::StudyTrouble& trouble) {
    fault = std::make_exception_ptr(OutputTrouble(trouble.what()));
  } catch (...) {
    fault = std::current_exception();
  }
  ranks.reset();  // before the fault goes on: MPI would take its flight for a crash
  if (fault) std::rethrow_exception(fault);
  return code;
}

int carry_out(const MergeCommand& command) {
  try {
    const studies::MergedJournals merged(command.folders);
    const std::vector<RunKey> keys = merged.keys();
    studies::make_folder(command.out);
    studies::write_results(command.out, keys, [&](const RunKey& key) { return merged.row(key); });
    write_output("", fmt::format("{} runs of {} shards are in {}/runs.csv and {}/runs.jsonl\n",
                                 keys.size(), command.folders.size(), command.out, command.out));
    return kAsExpected;
  } catch (const studies::StudyTrouble& trouble) {
    throw OutputTrouble(trouble.what());
  }
}

}  // namespace cli
