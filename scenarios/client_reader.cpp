#include "scenarios/client_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/did_you_mean.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

std::string names_of(durability::ClientFaults faults) {
  std::vector<std::string_view> names;
  for (const durability::ClientFaultFacts& facts : durability::client_faults()) {
    if (faults.has(facts.fault)) names.push_back(facts.name);
  }
  return joined(names, " and ");
}

}  // namespace

std::optional<durability::WatchStep> ClientReader::read_watch(const Fields& watch) {
  const auto key_name = watch.text("key");
  const auto choice = watch.choice("client");
  const auto key = key_name ? names_.key(watch, *key_name) : std::nullopt;
  if (!key || !choice) return std::nullopt;
  durability::WatchStep step{*key, static_cast<durability::WatchIndex>(params_.watches.size()), 1};
  if (*choice < durability::kClients) {
    add(watch, static_cast<durability::Client>(*choice), true, *key);
    return step;
  }
  step.count = durability::kClients;
  for (const durability::ClientProfile& profile : durability::client_profiles()) {
    add(watch, profile.client, false, *key);
  }
  return step;
}

durability::WatchIndex ClientReader::read_durability(const Fields& fields,
                                                     durability::KeyIndex key) {
  const auto choice = fields.choice("client");
  if (!choice) return durability::kNoWatch;
  add(fields, static_cast<durability::Client>(*choice), true, key);
  return static_cast<durability::WatchIndex>(params_.watches.size() - 1);
}

durability::SyncRequest ClientReader::read_sync(const Fields& owner) {
  durability::SyncRequest request;
  const auto form = owner.chosen("durability");
  if (!form) return request;
  for (const auto level :
       {durability::SyncLevel::kMajority, durability::SyncLevel::kMajorityAndPersistToActive,
        durability::SyncLevel::kPersistToMajority}) {
    const Value* asked = form->fields ? form->fields->raw("level") : form->value;
    if (asked != nullptr && asked->text() == durability::name_of(level)) request.level = level;
  }
  if (form->fields) request.timeout = form->fields->duration("timeout").value_or(request.timeout);
  if (params_.dialect == durability::Dialect::kMock) {
    problems_.report(owner.place("durability"), "the mock has no synchronous durability",
                     "leave out dialect: mock, or name a client that polls");
  }
  return request;
}

// Alone it must have a name of its own; one of each share theirs.
void ClientReader::add(const Fields& fields, durability::Client client, bool alone,
                       durability::KeyIndex key) {
  durability::WatchParams watch;
  watch.name = fields.text("name").value_or(params_.keys.name(key));
  watch.key = key;
  watch.place = fields.identifier("place");
  const bool first = alone || client == durability::Client::kLibcouchbase2;
  const bool taken =
      std::any_of(params_.watches.begin(), params_.watches.end(),
                  [&](const durability::WatchParams& other) { return other.name == watch.name; });
  if (first && taken) {
    problems_.report(fields.has("name") ? fields.place("name") : fields.place(),
                     fmt::format("another client that watches is called '{}' already", watch.name),
                     "give this one a name of its own, such as name: checkout");
  }
  watch.request = request(fields, client, alone);
  params_.watches.push_back(std::move(watch));
}

durability::DurabilityRequest ClientReader::request(const Fields& fields, durability::Client client,
                                                    bool alone) {
  const durability::ClientProfile& profile = durability::profile_of(client);
  durability::DurabilityRequest wanted;
  wanted.client = client;
  wanted.faults = profile.faults.without(mended(fields, profile, alone));
  wanted.timeout = fields.duration("timeout");
  wanted.replicate_to = static_cast<std::uint32_t>(fields.count("replicate_to").value_or(0));
  read_persist_to(fields, profile, wanted);
  return wanted;
}

void ClientReader::read_workload_watch(const Fields& workload,
                                       durability::GeneratorParams& generator) {
  const auto watch = workload.mapping("watch");
  if (!watch) return;
  const auto share_of = [&](durability::OperationKind kind) {
    return generator.mix[static_cast<std::size_t>(kind)];
  };
  const bool writes = share_of(durability::OperationKind::kStore) > 0 ||
                      share_of(durability::OperationKind::kDelete) > 0;
  if (!writes) {
    problems_.report(workload.place("watch"), "the workload has no writes that could be watched",
                     "give it some: operations: {store: 1}");
  }
  generator.watched = watch->percent("share").value_or(1);
  if (!(generator.watched > 0) || generator.watched > 1) {
    problems_.report(watch->place("share"), "a share is above 0% and at most 100%",
                     "write share: 10%, or leave watch out");
  }
  const auto choice = watch->choice("client");
  if (!choice) return;
  if (*choice < durability::kClients) {
    generator.watch.push_back(request(*watch, static_cast<durability::Client>(*choice), true));
    return;
  }
  for (const durability::ClientProfile& profile : durability::client_profiles()) {
    generator.watch.push_back(request(*watch, profile.client, false));
  }
}

durability::ClientFaults ClientReader::mended(const Fields& fields,
                                              const durability::ClientProfile& profile,
                                              bool alone) {
  durability::ClientFaults found;
  for (const Text& text : fields.texts("mended")) {
    if (text.text == "all") found = profile.faults;
    for (const durability::ClientFaultFacts& facts : durability::client_faults()) {
      if (facts.name != text.text) continue;
      found.add(facts.fault);
      if (!alone || profile.faults.has(facts.fault)) continue;
      problems_.report(text.place, fmt::format("{} does not have this fault", profile.name),
                       "it has " + names_of(profile.faults));
    }
  }
  return found;
}

// To libcouchbase the master's disk is persist_to 1, and gocb cannot ask for it.
void ClientReader::read_persist_to(const Fields& fields, const durability::ClientProfile& profile,
                                   durability::DurabilityRequest& request) {
  const auto form = fields.chosen("persist_to");
  if (!form) return;
  if (form->index == 0) {
    request.persist_to =
        static_cast<std::uint32_t>(read_count(form->value->text()).value.value_or(0));
    return;
  }
  if (profile.counting.has_persist_active) {
    request.persist_to_active = true;
  } else if (profile.counting.needs_master) {
    request.persist_to = 1;
  } else {
    problems_.report(fields.place("persist_to"),
                     fmt::format("{} cannot ask for the active node's disk", profile.name),
                     "write persist_to: 1, which is any node's disk");
  }
}

std::string ClientReader::words_for(durability::WatchIndex first, std::uint32_t count) const {
  const durability::DurabilityRequest& request = params_.watches[first].request;
  const std::string_view client =
      count > 1 ? "every client" : durability::profile_of(request.client).name;
  // Each client reads persist_to active in its own way; the first of all is libcouchbase.
  const bool active = params_.watches[first + (count > 1 ? 2 : 0)].request.persist_to_active;
  std::string wants;
  const auto add = [&wants](std::string_view what) {
    wants += fmt::format("{}{}", wants.empty() ? "" : ", ", what);
  };
  if (active) add("persist_to active");
  if (request.persist_to > 0 && !active) add(fmt::format("persist_to {}", request.persist_to));
  if (request.replicate_to > 0) add(fmt::format("replicate_to {}", request.replicate_to));
  if (request.timeout) add("timeout " + sim::to_text(*request.timeout));
  return fmt::format("{} ({})", client, wants);
}

}  // namespace scenarios
