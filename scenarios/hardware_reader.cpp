#include "scenarios/hardware_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/builtin.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/remembered_files.hpp"
#include "scenarios/tables.hpp"

namespace scenarios {

namespace hardware = models::hardware;

namespace {

constexpr std::string_view kNoSuchFile = "no such file";

hardware::Latency latency_of(const std::vector<LatencyPiece>& pieces) {
  hardware::Latency latency;
  if (pieces.empty()) return latency;
  latency.distribution = pieces[0].is.distribution;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    latency.turns.push_back({sim::at(*pieces[i - 1].until), 1.0, pieces[i].is.distribution});
  }
  return latency;
}

double factor_at(const std::vector<SlowStretch>& slow, sim::Instant at) {
  for (const SlowStretch& stretch : slow) {
    if (stretch.from <= at && at < stretch.to) return stretch.times;
  }
  return 1.0;
}

// A turn sets the factor as well as the distribution, so every one must know both.
void slow_down(hardware::Latency& latency, const std::vector<SlowStretch>& slow) {
  if (slow.empty()) return;
  std::vector<sim::Instant> instants;
  for (const hardware::LatencyTurn& turn : latency.turns) instants.push_back(turn.at);
  for (const SlowStretch& stretch : slow) {
    instants.push_back(stretch.from);
    instants.push_back(stretch.to);
  }
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());

  std::vector<hardware::LatencyTurn> turns(instants.size());
  auto old = latency.turns.begin();
  for (std::size_t i = 0; i < instants.size(); ++i) {
    turns[i].at = instants[i];
    turns[i].times = factor_at(slow, instants[i]);
    if (old != latency.turns.end() && old->at == instants[i]) {
      turns[i].distribution = old->distribution;
      ++old;
    }
  }
  latency.turns = std::move(turns);
}

// "write: 80ms", for the list of what a scenario states instead of a profile.
std::string as_written(const Entry& entry) {
  return entry.value.is_scalar() ? entry.key.text() + ": " + entry.value.text() : entry.key.text();
}

}  // namespace

hardware::Latency HardwareReader::latency(const Fields& fields, std::string_view field) {
  return latency_of(fields.pieces(field));
}

const HardwareReader::Profile& HardwareReader::read_profile(const std::string& name) {
  const auto known = profiles_.find(name);
  if (known != profiles_.end()) return known->second;
  Profile& profile = profiles_[name];
  for (const std::string& path : library_paths(scenario_, fmt::format("profiles/{}.yaml", name))) {
    const FileText file = files_(path);
    if (file.trouble == kNoSuchFile) continue;
    profile.found = true;
    if (!file.trouble.empty()) {
      problems_.report({path, 0, 0}, file.trouble);
      break;
    }
    const std::size_t before = problems_.size();
    profile.value = document_of(path, file, problems_);
    if (!profile.value->is_null()) {
      check_profile(name, read_fields(*profile.value, kProfileTable, files_, problems_));
    }
    profile.right = problems_.size() == before;
    break;
  }
  return profile;
}

void HardwareReader::check_profile(const std::string& name, const Fields& profile) {
  const auto called = profile.identifier("profile");
  if (called && *called != name) {
    problems_.report(profile.place("profile"),
                     fmt::format("the profile calls itself '{}', its file '{}'", *called, name),
                     "name the file after the profile");
  }
  constexpr std::string_view kKinds[] = {"disk", "cpu", "network", "prices"};
  const auto kind = profile.choice("kind");
  for (const std::string_view one : kKinds) {
    const auto figures = profile.mapping(one);
    if (!figures) continue;
    if (kind && kKinds[*kind] != one) {
      problems_.report(
          profile.place("kind"),
          fmt::format("the profile says it is a {}, and describes a {}", kKinds[*kind], one),
          fmt::format("write kind: {}", one));
    }
    if (one == "prices") continue;
    if (figures->has("profile")) {
      problems_.report(figures->place("profile"), "a profile cannot start from another",
                       "state the figures here, so that their source is this file's");
    }
    if (one == "network" && figures->raw("links") != nullptr) {
      problems_.report(figures->place("links"), "a profile cannot name the places of a cluster",
                       "write links in the scenario, each with a profile of its own");
    }
  }
}

std::optional<Fields> HardwareReader::profile(const std::string& name, std::string_view kind,
                                              const Place& place, HardwareSource& source) {
  const Profile& profile = read_profile(name);
  if (!profile.found) {
    problems_.report(place, fmt::format("there is no profile '{}'", name),
                     did_you_mean(name, builtin_profiles()));
    return std::nullopt;
  }
  if (!profile.right) return std::nullopt;
  const Fields fields(*profile.value, kProfileTable, files_);
  const auto inner = fields.mapping(kind);
  if (!inner) {
    problems_.report(place,
                     kind == "prices" ? fmt::format("the profile '{}' is no price list", name)
                                      : fmt::format("the profile '{}' is not of a {}", name, kind),
                     fmt::format("it stands in {}", fields.place().file));
    return std::nullopt;
  }
  source.profile = name;
  if (const auto from = fields.mapping("source")) {
    constexpr std::string_view kHows[] = {"measured", "vendor", "guessed"};
    source.how = kHows[from->choice("how").value_or(2)];
    source.where = from->text("where").value_or("");
    source.when = from->text("when").value_or("");
  }
  source.changed.clear();
  return inner;
}

std::optional<Fields> HardwareReader::prices(const std::string& name, const Place& place) {
  HardwareSource unused;
  return profile(name, "prices", place, unused);
}

// A name replaces everything; a mapping starts from its profile, if it names one, else from what
// the node had, and changes what it writes.
template <class Params, class Apply>
void HardwareReader::apply_form(const Fields& node, std::string_view kind, Sourced<Params>& part,
                                Apply apply) {
  const auto form = node.chosen(kind);
  if (!form) return;
  const bool named = form->index == 0;
  const auto name =
      named ? std::optional(form->value->text()) : form->fields->identifier("profile");
  if (name) {
    const Place place = named ? form->value->place() : form->fields->place("profile");
    if (const auto inner = profile(*name, kind, place, part.source)) {
      part.params = {};
      part.slow.clear();
      apply(*inner);
    }
  }
  if (named) return;
  apply(*form->fields);
  if (part.source.profile.empty()) part.source.how = "stated";
  for (const Entry& entry : form->value->entries()) {
    if (entry.key.text() != "profile") part.source.changed.push_back(as_written(entry));
  }
}

void HardwareReader::apply(const Fields& node, NodeHardware& hardware) {
  apply_form(node, "cpu", hardware.cpu,
             [&](const Fields& fields) { apply_cpu(fields, hardware.cpu); });
  apply_form(node, "disk", hardware.disk,
             [&](const Fields& fields) { apply_disk(fields, hardware.disk); });
}

Sourced<NetworkDraft> HardwareReader::network_draft(const Fields& cluster) {
  Sourced<NetworkDraft> draft;
  draft.source.entity = "network";
  apply_form(cluster, "network", draft,
             [&](const Fields& fields) { apply_network(fields, draft.params); });
  return draft;
}

void HardwareReader::apply_cpu(const Fields& fields, Sourced<hardware::CpuParams>& cpu) {
  if (const auto cores = fields.count("cores")) cpu.params.cores = static_cast<int>(*cores);
  if (fields.has("per_operation")) cpu.params.per_operation = latency(fields, "per_operation");
  if (const auto per_kib = fields.duration("per_kib")) cpu.params.per_kib = *per_kib;
  if (const auto service = fields.choice("service")) {
    cpu.params.discipline =
        *service == 0 ? hardware::Discipline::kFifo : hardware::Discipline::kFair;
  }
  apply_slow(fields, cpu.slow);
}

void HardwareReader::apply_disk(const Fields& fields, Sourced<hardware::DiskParams>& disk) {
  if (fields.has("write")) disk.params.write = latency(fields, "write");
  if (fields.has("sync")) disk.params.sync = latency(fields, "sync");
  if (fields.has("read")) disk.params.read = latency(fields, "read");
  if (const auto rate = fields.rate("bandwidth")) disk.params.bandwidth = *rate;
  if (const auto channels = fields.count("channels")) {
    disk.params.channels = static_cast<std::int32_t>(*channels);
  }
  if (const auto batch = fields.count("batch")) {
    disk.params.batch = static_cast<std::uint32_t>(*batch);
  }
  if (const auto caps = fields.mapping("caps")) apply_caps(*caps, disk.params);
  apply_slow(fields, disk.slow);
}

void HardwareReader::apply_caps(const Fields& caps, hardware::DiskParams& disk) {
  if (const auto iops = caps.count("iops")) disk.requests = hardware::RateCap{*iops, 0, 0};
  if (const auto rate = caps.rate("throughput")) {
    // A second's worth may go at once, as providers measure over seconds.
    disk.bytes = hardware::RateCap{rate->bytes_per_second, 0, rate->bytes_per_second};
  }
  const auto burst = caps.mapping("burst");
  if (!burst) return;
  if (!disk.requests) {
    problems_.report(burst->place(), "a burst needs a steady rate to go back to",
                     "write iops beside it: {iops: 100, burst: {iops: 3000, credits: 5.4M}}");
    return;
  }
  disk.requests->burst_per_second = burst->count("iops").value_or(0);
  disk.requests->credits = burst->count("credits").value_or(0);
  if (disk.requests->burst_per_second < disk.requests->per_second) {
    problems_.report(burst->place("iops"), "a burst cannot be slower than the steady rate");
  }
}

void HardwareReader::apply_slow(const Fields& fields, std::vector<SlowStretch>& slow) {
  for (const Fields& item : fields.list("slow")) {
    const auto from = item.duration("from");
    const auto to = item.duration("to");
    const auto times = item.number("times");
    if (!from || !to || !times) continue;
    const SlowStretch stretch{sim::at(*from), sim::at(*to), *times};
    if (stretch.to <= stretch.from) {
      problems_.report(item.place("to"), "a slow stretch must end after it begins");
    } else if (!(*times > 0) || *times > 1e9) {
      problems_.report(item.place("times"), "a slow stretch takes more than 0 times as long",
                       "10 is ten times slower, 0.5 twice as fast; 1000000000 is the most");
    } else if (std::any_of(slow.begin(), slow.end(), [&](const SlowStretch& other) {
                 return stretch.from < other.to && other.from < stretch.to;
               })) {
      problems_.report(item.place("from"), "two slow stretches overlap");
    } else {
      slow.push_back(stretch);
    }
  }
}

void HardwareReader::finish(NodeHardware& hardware) {
  slow_down(hardware.cpu.params.per_operation, hardware.cpu.slow);
  for (hardware::Latency* latency :
       {&hardware.disk.params.write, &hardware.disk.params.sync, &hardware.disk.params.read}) {
    slow_down(*latency, hardware.disk.slow);
  }
}

}  // namespace scenarios
