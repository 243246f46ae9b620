// Built without MPI.
#include "sim/check.hpp"
#include "studies/ranks.hpp"

namespace studies {

struct Ranks::Several {};

Ranks::Ranks() = default;
Ranks::~Ranks() = default;

bool Ranks::several() const { return false; }
bool Ranks::first() const { return true; }
unsigned Ranks::count() const { return 1; }

void Ranks::deal(const std::vector<RunKey>& /*work*/, const std::function<bool()>& /*stop*/,
                 const std::function<void(std::size_t, const std::string&)>& /*keep*/) {
  SIM_CHECK(several());
}

void Ranks::dismiss() {}

void Ranks::take_part(const std::function<std::string(const RunKey&)>& /*run*/) {
  SIM_CHECK(several());
}

}  // namespace studies
