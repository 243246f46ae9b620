#include "tests/reports/migration/moved.hpp"

#include "reports/writers.hpp"

namespace tests {

namespace {

constexpr const char* kFile = R"(scenario: move
about: A thousand uploads move.
dataset: {package: gateway/multiparts, rows: 1000}
source: {node: db}
target: {store: postgres-kv, node: db}
procedure: {kind: dump-and-import}
hardware: {db: {cpu: {cores: 4}, disk: gp3}, app: {cpu: {cores: 2}}, network: lan-10g}
)";

}  // namespace

Moved::Moved(const std::string& more)
    : scenario_(std::get<scenarios::MigrationScenario>(scenarios::load_any_scenario(
          "move.yaml", scenarios::memory_files({{"move.yaml", kFile + more}})))) {
  outcome().complete = true;
  outcome().content.rows_before = 1000;
  outcome().content.rows_at_end = 1000;
}

model::PhaseOutcome& Moved::phase(model::PhaseKind kind, int from, int until) {
  model::PhaseOutcome phase;
  phase.kind = kind;
  phase.began = sim::at(std::chrono::seconds(from));
  phase.ended = sim::at(std::chrono::seconds(until));
  phase.end = model::PhaseEnd::kDone;
  outcome().phases.push_back(phase);
  return outcome().phases.back();
}

Moved& Moved::replication(sim::Duration took, sim::Duration downtime) {
  runs_.replications.push_back({runs_.replications.size(), true, took, downtime, 0, 0});
  return *this;
}

Moved& Moved::expect(const std::string& text, scenarios::Result result, const std::string& seen) {
  verdicts_.push_back({{"move.yaml", 8, 5}, text, result, seen});
  return *this;
}

reports::migration::MigrationView Moved::view() const { return {scenario_, runs_, verdicts_}; }

std::string text_of(const reports::Section& section) {
  return reports::to_text({"", "", false, {section}}, {100, false});
}

}  // namespace tests
