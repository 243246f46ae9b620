#include "models/migration/migration.hpp"

#include <algorithm>

#include "models/migration/table_sizes.hpp"

namespace models::migration {

namespace {

std::uint64_t entries_at_start(const MigrationParams& params) {
  const auto* standing = std::get_if<Standing>(&params.procedure);
  if (standing == nullptr || !standing->on_store) return 0;
  std::uint64_t entries = 0;
  for (const EntryRule& rule : params.dataset->layout().rules) {
    entries += params.dataset->rows(rule.table);
  }
  return entries;
}

}  // namespace

Migration::Migration(std::shared_ptr<const MigrationParams> params, Schedule& schedule)
    : params_(std::move(params)),
      network_(std::make_shared<const hardware::Topology>(params_->topology), schedule),
      stores_(*params_, tables_of(*params_->dataset),
              entries_table_of(*params_->dataset, entries_at_start(*params_)), schedule),
      row_bytes_(row_bytes_of(*params_->dataset)),
      in_order_(rules_in_order(params_->dataset->layout())),
      defects_(params_->defects),
      content_(params_->dataset),
      phases_({}) {
  for (HostIndex i = 0; i < params_->hosts.size(); ++i) {
    hosts_.emplace_back(i, params_->hosts[i], schedule);
    places_.push_back(params_->topology.place(params_->hosts[i].name));
  }
  tables_place_ = places_[params_->source.host];
  const auto* dynamo = std::get_if<DynamoDbTarget>(&params_->target);
  store_place_ =
      dynamo != nullptr ? params_->topology.place(dynamo->place) : places_[stores_.store_host()];
  for (std::uint32_t i = 0; i < kPools; ++i) pools_.emplace_back(params_->pool);
  pool_sessions_.resize(kPools);
  const auto packages = params_->dataset->layout().packages.size();
  const auto* standing = std::get_if<Standing>(&params_->procedure);
  charge_ = standing != nullptr && standing->on_store ? Mode::kStore : Mode::kTable;
  if (charge_ == Mode::kStore) content_.fill_target();
  modes_.assign(std::max(1U, params_->servers.instances), std::vector<Mode>(packages, charge_));
  calls_on_.assign(modes_.size(), 0);
  if (const auto* online = std::get_if<OnlineCopy>(&params_->procedure)) {
    store_first_ = online->store_first;
  }
  crashed_.resize(params_->faults.size());
  add_lanes();
  add_latencies(schedule);
  add_traffic(schedule);
  add_resources();
  build_program();
  schedule_hardware_turns(schedule);
  schedule_first_events(schedule);
}

// Packages of a group are one lane; those whose tables become no entries need none.
void Migration::add_lanes() {
  const Layout& layout = params_->dataset->layout();
  std::vector<bool> moves(layout.tables.size());
  for (const EntryRule& rule : layout.rules) moves[rule.table] = true;
  lane_of_table_.assign(layout.tables.size(), 0);
  for (PackageIndex package = 0; package < layout.packages.size(); ++package) {
    const Package& described = layout.packages[package];
    const std::string& name = described.group.empty() ? described.name : described.group;
    auto lane = std::find_if(lanes_.begin(), lanes_.end(),
                             [&](const Lane& other) { return other.name == name; });
    std::vector<TableIndex> tables;
    for (const TableIndex table : described.tables) {
      if (moves[table]) tables.push_back(table);
    }
    if (tables.empty()) continue;
    if (lane == lanes_.end()) {
      lanes_.emplace_back();
      lane = lanes_.end() - 1;
      lane->name = name;
    }
    lane->packages.push_back(package);
    for (const TableIndex table : tables) {
      lane->tables.push_back(table);
      lane_of_table_[table] = static_cast<LaneIndex>(lane - lanes_.begin());
      rows_to_move_ += params_->dataset->rows(table);
    }
  }
  SIM_CHECK(!lanes_.empty() && lanes_.size() <= kMostLanes);
}

sim::LatencyId Migration::add_latency(const std::string& entity, const std::string& purpose,
                                      const hardware::Latency& latency, Schedule& schedule) {
  const sim::LatencyId id = schedule.add_latency(entity, purpose, latency.distribution);
  schedule_turns(latency, id, schedule);
  return id;
}

void Migration::schedule_turns(const hardware::Latency& latency, sim::LatencyId id,
                               Schedule& schedule) {
  for (const hardware::LatencyTurn& turn : latency.turns) {
    const std::uint32_t number = schedule.add_turn({id, turn.times, turn.distribution});
    schedule.at(turn.at, Turned{number}, sim::Phase::kChange);
  }
}

void Migration::add_latencies(Schedule& schedule) {
  const ProgramCosts& costs = params_->costs;
  const auto program = [&](const std::string& name) {
    return ProgramLatencies{add_latency(name, "statement", costs.statement, schedule),
                            add_latency(name, "encode", costs.encode, schedule),
                            add_latency(name, "decode", costs.decode, schedule),
                            add_latency(name, "dump write", costs.dump_write, schedule)};
  };
  migrator_costs_ = program("migrator");
  server_costs_ = program("servers");
  server_stop_ = add_latency("servers", "stop", params_->servers.stop, schedule);
  server_start_ = add_latency("servers", "start", params_->servers.start, schedule);
  snapshot_takes_ = add_latency("migrator", "snapshot", params_->snapshot_takes, schedule);
}

void Migration::schedule_hardware_turns(Schedule& schedule) {
  for (std::size_t i = 0; i < hosts_.size(); ++i) {
    const HostParams& host = params_->hosts[i];
    schedule_turns(host.cpu.per_operation, hosts_[i].cpu().operation(), schedule);
    if (!host.disk) continue;
    const hardware::DiskLatencies& latencies = hosts_[i].disk()->latencies();
    schedule_turns(host.disk->write, latencies.write, schedule);
    schedule_turns(host.disk->sync, latencies.sync, schedule);
    schedule_turns(host.disk->read, latencies.read, schedule);
  }
  for (hardware::LinkIndex i = 0; i < params_->topology.links.size(); ++i) {
    const hardware::LinkParams& link = params_->topology.links[i];
    schedule_turns(link.latency, network_.latency(i), schedule);
    if (link.jitter) schedule_turns(*link.jitter, *network_.jitter(i), schedule);
  }
  if (const auto* dynamo = std::get_if<DynamoDbTarget>(&params_->target)) {
    for (std::size_t i = 0; i < kDynamoLatencies; ++i) {
      schedule_turns(dynamo->table.latencies[i],
                     stores_.dynamo()->latency(static_cast<DynamoLatency>(i)), schedule);
    }
  }
}

void Migration::add_traffic(Schedule& schedule) {
  const Layout& layout = params_->dataset->layout();
  call_index_.resize(layout.packages.size());
  for (std::size_t i = 0; i < call_index_.size(); ++i) {
    call_index_[i].assign(layout.packages[i].calls.size(), kNobody);
  }
  outcome_.traffic.resize(params_->traffic.size());
  for (const TrafficParams& params : params_->traffic) {
    TrafficState traffic;
    const std::string name = "traffic/" + params.name;
    const auto* closed = std::get_if<ClosedArrivals>(&params.arrivals);
    const std::uint32_t clients = closed != nullptr ? closed->clients : 1;
    for (std::uint32_t i = 0; i < clients; ++i) {
      const std::string client = name + "/" + std::to_string(i);
      traffic.streams.push_back(schedule.stream(client, "flows"));
      traffic.waits.push_back(closed != nullptr
                                  ? add_latency(client, "think", closed->think, schedule)
                                  : add_latency(name, "interval",
                                                std::get<OpenArrivals>(params.arrivals).interval,
                                                schedule));
    }
    traffic.distance = add_latency(name, "distance", params.distance, schedule);
    for (const Flow& flow : params.flows) {
      traffic.between.push_back(add_latency(name, "between", flow.between, schedule));
      std::vector<CallPlan> plans;
      for (const FlowStep& step : flow.steps) {
        plans.push_back(plan_call(layout, params.package, step.call, step.parameters));
        std::uint32_t& index = call_index_[params.package][step.call];
        if (index != kNobody) continue;
        index = static_cast<std::uint32_t>(outcome_.calls.size());
        outcome_.calls.emplace_back();
        outcome_.calls.back().package = params.package;
        outcome_.calls.back().call = step.call;
      }
      const RowIndex rows = params_->dataset->rows(plans.front().table);
      std::optional<sim::Zipf> popularity;
      if (flow.row == RowChoice::kPopular && rows > 0) {
        popularity.emplace(static_cast<std::int64_t>(rows), flow.zipf);
      }
      traffic.popularity.push_back(popularity);
      traffic.numbers.emplace_back(plans.size(), 0U);
      traffic.plans.push_back(std::move(plans));
    }
    const auto lane = std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& one) {
      return std::count(one.packages.begin(), one.packages.end(), params.package) > 0;
    });
    traffic.moved_with = lane == lanes_.end() ? params.package : lane->packages.front();
    traffic_.push_back(std::move(traffic));
  }
}

void Migration::schedule_first_events(Schedule& schedule) {
  schedule.at(params_->start, ProcedureDue{ProcedureDue::What::kPhaseOver, 0});
  for (std::uint32_t i = 0; i < params_->traffic.size(); ++i) {
    const TrafficParams& traffic = params_->traffic[i];
    if (std::holds_alternative<OpenArrivals>(traffic.arrivals)) {
      ++users_busy_;
      schedule.at(sim::later(traffic.from, schedule.draw(traffic_[i].waits.front())), FlowDue{i});
      continue;
    }
    const auto clients = static_cast<std::uint32_t>(traffic_[i].waits.size());
    for (std::uint32_t client = 0; client < clients && client < traffic.count; ++client) {
      ++users_busy_;
      ++traffic_[i].begun;
      schedule.at(sim::later(traffic.from, schedule.draw(traffic_[i].waits[client])),
                  ThinkingOver{i, client});
    }
  }
  for (std::uint32_t i = 0; i < params_->faults.size(); ++i) {
    const Fault& fault = params_->faults[i];
    if (const auto* crash = std::get_if<MigratorCrash>(&fault)) {
      if (crash->at) schedule.at(*crash->at, FaultDue{i, 0});
    } else if (const auto* failure = std::get_if<StoreFailure>(&fault)) {
      schedule.at(failure->from, FaultDue{i, 0});
      if (failure->until != sim::kNever) schedule.at(failure->until, FaultDue{i, 1});
    } else if (const auto* fills = std::get_if<DiskFills>(&fault)) {
      schedule.at(fills->at, FaultDue{i, 0});
    } else if (const auto* race = std::get_if<OpenRace>(&fault)) {
      open_race_ = *race;
    } else if (std::get<WrongFlag>(fault).until != sim::kNever) {
      schedule.at(std::get<WrongFlag>(fault).until, FaultDue{i, 1});
    }
  }
}

// ---- events

void Migration::on(const HostCpuDone& e, Schedule& schedule) {
  hosts_[e.host].on(e, schedule);
  if (owner_of(e.job) != Stores::kWorld) {
    stores_.worked(e.job, hosts_[e.host], schedule, Answers{this, &schedule});
    return;
  }
  const JobId own = own_job(e.job);
  const auto what = static_cast<Work>(own >> 24);
  if (what == Work::kRequest) {
    leave_client(own & 0xFFFFFFU, schedule);
    return;
  }
  if (((own >> 20) & 15U) != (life_ & 15U)) return;
  --pending_;
  const std::uint32_t number = own & 0xFFFFFU;
  switch (what) {
    case Work::kDecode:
      decoded(number, schedule);
      break;
    case Work::kEncodePage:
      page_encoded(number, schedule);
      break;
    case Work::kWritePage:
      page_written(number, schedule);
      break;
    case Work::kEncodeChunk:
      chunk_encoded(number >> 8, number & 255U, schedule);
      break;
    default:
      compared(number >> 8, number & 255U, schedule);
  }
}

void Migration::on(const HostDiskDone& e, Schedule& schedule) {
  hosts_[e.host].on(e, schedule);
  if (owner_of(e.job) != Stores::kWorld) {
    // What a store has on disk grows all the time, and shrinks only when work behind is done.
    if (Stores::may_free_space(e.job)) note_space(space(schedule.now()));
    stores_.stored(e.job, hosts_[e.host], schedule, Answers{this, &schedule});
    return;
  }
  const JobId own = own_job(e.job);
  if (((own >> 20) & 15U) != (life_ & 15U)) return;
  const std::uint32_t number = own & 0xFFFFFU;
  if (static_cast<Work>(own >> 24) == Work::kReadDump) {
    decode(number, schedule);
    return;
  }
  --dirty_chunks_;
  --pending_;
  for (LaneIndex lane = 0; lane < lanes_.size(); ++lane) write_next_page(lane, schedule);
}

void Migration::on(const hardware::Transmitted& e, Schedule& schedule) {
  if (const auto payload = network_.on(e, schedule)) arrived(*payload, schedule);
}

void Migration::on(const hardware::Landed& e, Schedule& schedule) {
  if (const auto payload = network_.on(e, schedule)) arrived(*payload, schedule);
}

void Migration::on(const PauseOver& e, Schedule& schedule) {
  if (kind_of(e.session) == SessionKind::kUser) {
    begin_call(user_of(e.session), schedule);
    return;
  }
  if (e.life != life_) return;
  --pending_;
  const LaneIndex lane = lane_of(e.session);
  const std::uint32_t number = number_of(e.session);
  switch (kind_of(e.session)) {
    case SessionKind::kController:
      controller_resumes(number, schedule);
      break;
    case SessionKind::kOpener:
      define_as(number, schedule);
      break;
    case SessionKind::kCopier:
      copier_resumes(lane, number, schedule);
      break;
    case SessionKind::kApplier:
      read_log(lane, schedule);
      break;
    case SessionKind::kChecker:
      if (lanes_[lane].state == LaneState::kChecking) check_page(lane, number, schedule);
      break;
    default:
      SIM_CHECK(false);
  }
}

void Migration::on(const FaultDue& e, Schedule& schedule) {
  const Fault& fault = params_->faults[e.fault];
  if (const auto* crash = std::get_if<MigratorCrash>(&fault)) {
    this->crash(crash->restart_after, schedule);
  } else if (const auto* failure = std::get_if<StoreFailure>(&fault)) {
    (failure->source ? tables_down_ : store_down_) = e.ends == 0;
    if (e.ends == 0) {
      note_fault(failure->source ? FaultKind::kSourceFailed : FaultKind::kStoreFailed, kAllPackages,
                 schedule.now());
    }
  } else if (const auto* fills = std::get_if<DiskFills>(&fault)) {
    note_fault(FaultKind::kDiskFilled, kAllPackages, schedule.now());
    if (stores_.tables_host() == fills->host) {
      stores_.tables().limit_space(stores_.tables().space());
    }
    if (stores_.store_database() && stores_.store_host() == fills->host) {
      stores_.store_database()->limit_space(stores_.store_database()->space());
    }
  } else {
    flags_mended_ = true;
    for (std::uint32_t i = 0; i < modes_.size(); ++i) set_mode(i, charge_);
  }
}

void Migration::on(const Turned& e, Schedule& schedule) { schedule.turn(e.turn); }

}  // namespace models::migration
