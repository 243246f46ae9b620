#include "tests/reports/fixture.hpp"

#include "reports/words.hpp"

namespace fixture {

using models::durability::CommandStep;
using models::durability::OperationKind;
using models::durability::OperationStep;
using models::hardware::Latency;
using sim::Distribution;
using namespace std::chrono_literals;

namespace {

Latency constant(sim::Duration duration) { return {Distribution::constant(duration.count()), {}}; }

models::durability::NodeParams node(const std::string& name, sim::Duration write) {
  models::durability::NodeParams params;
  params.name = name;
  params.cpu.per_operation = constant(1ms);
  params.disk.write = constant(write);
  params.disk.sync = constant(0ms);
  params.disk.read = constant(1ms);
  params.disk.batch = 4;
  return params;
}

}  // namespace

Cluster::Cluster(sim::Duration master_write) {
  params_.nodes = {node("node0", master_write), node("node1", 2ms), node("node2", 2ms)};
  params_.buckets.push_back({"default", 2, {}, {}});
  params_.topology = models::hardware::full_mesh({"node0", "node1", "node2"}, constant(5ms), {});
  key_ = params_.keys.key(0, "invoice-17");
  params_.watched = {key_};
  scenario_.file = "scenarios/observe/slow-disk.yaml";
  scenario_.name = "slow-disk";
  scenario_.about = "The replicas persist the key before the master's slow disk does.";
  scenario_.key = key_;
  scenario_.options.causes = true;
}

void Cluster::add_step(sim::Duration at, models::durability::Step step, const std::string& words) {
  step.at = sim::at(at);
  params_.steps.push_back(std::move(step));
  scenario_.steps.push_back(words);
}

Cluster& Cluster::store(sim::Duration at, const std::string& value) {
  OperationStep step;
  step.key = key_;
  step.value = static_cast<models::durability::ValueId>(params_.values.size());
  step.size = static_cast<std::uint32_t>(value.size());
  params_.values.push_back(value);
  add_step(at, {{}, step}, "store invoice-17");
  return *this;
}

Cluster& Cluster::ask(sim::Duration at, OperationKind kind) {
  OperationStep step;
  step.kind = kind;
  step.key = key_;
  add_step(at, {{}, step}, std::string(reports::name_of(kind)) + " invoice-17");
  return *this;
}

Cluster& Cluster::command(sim::Duration at, models::durability::CommandKind kind, bool on_master,
                          models::durability::OnReplicas on_replicas) {
  CommandStep step;
  step.kind = kind;
  step.key = key_;
  step.on_master = on_master;
  step.on_replicas = std::move(on_replicas);
  add_step(at, {{}, step}, std::string(reports::name_of(kind)) + " invoice-17");
  return *this;
}

Cluster& Cluster::workload(models::durability::GeneratorParams workload) {
  params_.generators.push_back(std::move(workload));
  return *this;
}

Cluster& Cluster::expect(int line, const std::string& text, scenarios::Result result,
                         const std::string& seen) {
  verdicts_.push_back({{scenario_.file, line, 5}, text, result, seen});
  return *this;
}

reports::RunView Cluster::run(sim::Instant until) {
  scenario_.options.until = until;
  scenario_.params = std::make_shared<models::durability::ClusterParams>(params_);
  run_ = models::durability::run(scenario_.params, scenario_.options);
  return {scenario_, run_, verdicts_};
}

reports::Report Cluster::report(sim::Instant until) {
  return reports::durability_report(run(until));
}

std::string text_of(const reports::Section& section, int width) {
  return reports::to_text({"", "", false, {section}}, {width, false});
}

}  // namespace fixture
