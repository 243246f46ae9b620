// Built with Boost.MPI.
#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <boost/serialization/string.hpp>
#include <cstdlib>
#include <exception>

#include "sim/check.hpp"
#include "studies/journal.hpp"
#include "studies/ranks.hpp"

namespace studies {

namespace mpi = boost::mpi;

namespace {

constexpr int kToFirst = 1;
constexpr int kToOther = 2;

/// What another process tells the first: that it is free, with the row that it made, or why it
/// could not.
struct Answer {
  bool made = false;
  bool failed = false;
  std::uint64_t number = 0;
  std::string text;

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& made& failed& number& text;
  }
};

/// What it is handed then.
struct Task {
  bool more = false;
  std::uint64_t number = 0;
  std::uint64_t point = 0;
  std::uint64_t replication = 0;

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& more& number& point& replication;
  }
};

// What mpirun, or a batch system in its place, leaves in the environment of each process.
bool started_by_mpirun() {
  return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMIX_RANK") != nullptr ||
         std::getenv("PMI_RANK") != nullptr;
}

}  // namespace

struct Ranks::Several {
  mpi::environment environment;
  mpi::communicator world;
  int waiting = world.size() - 1;  // others that were not sent home
};

Ranks::Ranks() {
  if (!started_by_mpirun()) return;
  several_ = std::make_unique<Several>();
}

Ranks::~Ranks() = default;

bool Ranks::several() const { return several_ && several_->world.size() > 1; }
bool Ranks::first() const { return !several_ || several_->world.rank() == 0; }
unsigned Ranks::count() const {
  return several_ ? static_cast<unsigned>(several_->world.size()) : 1;
}

void Ranks::deal(const std::vector<RunKey>& work, const std::function<bool()>& stop,
                 const std::function<void(std::size_t, const std::string&)>& keep) {
  SIM_CHECK(several() && first());
  mpi::communicator& world = several_->world;
  std::size_t next = 0;
  std::exception_ptr fault;
  while (several_->waiting > 0) {
    Answer answer;
    const int from = world.recv(mpi::any_source, kToFirst, answer).source();
    try {
      if (answer.failed) throw StudyTrouble(answer.text);
      if (answer.made) keep(answer.number, answer.text);
    } catch (...) {
      if (!fault) fault = std::current_exception();
    }
    Task task;
    if (next < work.size() && !fault && !stop()) {
      task = {true, next, work[next].point, work[next].replication};
      ++next;
    } else {
      --several_->waiting;
    }
    world.send(from, kToOther, task);
  }
  if (fault) std::rethrow_exception(fault);
}

void Ranks::dismiss() {
  if (several())
    deal(
        {}, [] { return true; }, [](std::size_t, const std::string&) {});
}

void Ranks::take_part(const std::function<std::string(const RunKey&)>& run) {
  SIM_CHECK(!first());
  mpi::communicator& world = several_->world;
  for (Answer answer;;) {
    world.send(0, kToFirst, answer);
    Task task;
    world.recv(0, kToOther, task);
    if (!task.more) return;
    answer = {};
    answer.number = task.number;
    try {
      answer.text = run({task.point, task.replication});
      answer.made = true;
    } catch (const std::exception& trouble) {
      answer.text = trouble.what();
      answer.failed = true;
    }
  }
}

}  // namespace studies
