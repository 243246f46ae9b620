// The job file of the documentation: what Kubernetes wants of it, and what its pods would run.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/cli/shell.hpp"

using shell::Folder;

namespace {

YAML::Node job_file() {
  const char* const root = std::getenv("DURASIM_SOURCE_ROOT");
  REQUIRE(root != nullptr);
  return YAML::LoadFile(std::string(root) + "/docs/jobs/kubernetes-sweep.yaml");
}

// A mapping with all of these fields and no others, as the API reference of batch/v1 names them.
void has_only(const YAML::Node& node, const std::vector<std::string>& fields) {
  REQUIRE(node.IsMap());
  CHECK(node.size() == fields.size());
  for (const std::string& field : fields) {
    CAPTURE(field);
    CHECK(node[field].IsDefined());
  }
}

// The names of a list's things are labels of RFC 1123, each once.
std::vector<std::string> names_of(const YAML::Node& list) {
  REQUIRE(list.IsSequence());
  std::vector<std::string> names;
  for (const YAML::Node& one : list) {
    const auto name = one["name"].as<std::string>();
    CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    CHECK(std::count(names.begin(), names.end(), name) == 0);
    names.push_back(name);
  }
  return names;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

TEST_CASE("the Kubernetes job has what an indexed job must have") {
  const YAML::Node job = job_file();
  has_only(job, {"apiVersion", "kind", "metadata", "spec"});
  CHECK(job["apiVersion"].as<std::string>() == "batch/v1");
  CHECK(job["kind"].as<std::string>() == "Job");
  const YAML::Node spec = job["spec"];
  has_only(spec, {"completionMode", "completions", "parallelism", "backoffLimit", "template"});
  CHECK(spec["completionMode"].as<std::string>() == "Indexed");
  CHECK(spec["completions"].as<int>() >= 1);
  CHECK(spec["parallelism"].as<int>() <= spec["completions"].as<int>());
  has_only(spec["template"], {"spec"});
  const YAML::Node pod = spec["template"]["spec"];
  has_only(pod, {"restartPolicy", "containers", "volumes"});
  // A job's pods may not be restarted always.
  CHECK(pod["restartPolicy"].as<std::string>() == "OnFailure");
  const std::vector<std::string> volumes = names_of(pod["volumes"]);
  CHECK(names_of(pod["containers"]).size() == 1);
  const YAML::Node container = pod["containers"][0];
  has_only(container, {"name", "image", "command", "args", "env", "resources", "volumeMounts"});
  CHECK(container["args"].size() == 1);
  for (const YAML::Node& variable : container["env"]) {
    has_only(variable, {"name", "value"});
    // A number that is not in quotes is refused: the value of a variable is a text.
    CHECK(variable["value"].Tag() == "!");
  }
  for (const YAML::Node& mount : container["volumeMounts"]) {
    has_only(mount, {"name", "mountPath"});
    CHECK(std::count(volumes.begin(), volumes.end(), mount["name"].as<std::string>()) == 1);
  }
  CHECK(container["env"][0]["name"].as<std::string>() == "SHARDS");
  CHECK(container["env"][0]["value"].as<std::string>() == spec["completions"].as<std::string>());
}

TEST_CASE("the pods of the Kubernetes job, run one by one, make the bytes of one process") {
  const YAML::Node spec = job_file()["spec"];
  const YAML::Node container = spec["template"]["spec"]["containers"][0];
  const Folder folder;
  folder.write("scenario/scenario.yaml", R"(scenario: office
until: 50ms
cluster:
  nodes: 1
  node: {cpu: {cores: 1, per_operation: {exponential: 500us}}}
workload:
  - {name: office, poisson: 1000/s, operations: {get: 1}, keys: {count: 10}}
sweep:
  vary: {workload.0.poisson: [500/s, 1000/s, 1500/s]}
  replications: 10
)");
  // The very command of the file, but for where the volumes are.
  auto text = container["args"][0].as<std::string>();
  for (const YAML::Node& mount : container["volumeMounts"]) {
    const auto path = mount["mountPath"].as<std::string>();
    replace_all(text, path + "/", "." + path + "/");
  }
  folder.write("args", text);
  REQUIRE(folder.run("mkdir bin && ln -s \"$DURASIM_PROGRAM\" bin/durasim").code == 0);
  const std::string shell =
      fmt::format("{} {} \"$(cat args)\"", container["command"][0].as<std::string>(),
                  container["command"][1].as<std::string>());
  const int completions = spec["completions"].as<int>();
  for (int index = 0; index < completions; ++index) {
    const auto pod = folder.run(
        fmt::format("env -i PATH=\"$PWD/bin:/usr/bin:/bin\" {}={} JOB_COMPLETION_INDEX={} {}",
                    container["env"][0]["name"].as<std::string>(),
                    container["env"][0]["value"].as<std::string>(), index, shell));
    CHECK(pod.err == "");
    CHECK(pod.code == 0);
  }
  CHECK(folder.run("durasim merge runs/shard-* --out runs").code == 0);
  CHECK(folder.run("durasim sweep scenario/scenario.yaml --out alone").code == 0);
  CHECK(folder.read("runs/runs.csv") == folder.read("alone/runs.csv"));
  CHECK(folder.read("runs/runs.jsonl") == folder.read("alone/runs.jsonl"));
}
