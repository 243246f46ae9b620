// Users: flows of calls, one after the other, and the door they wait at while servers are down, or
// a phase of the procedure keeps it shut.
#include <algorithm>

#include "models/migration/migration.hpp"

namespace models::migration {

namespace {

std::uint32_t choose_flow(const TrafficParams& params, sim::Stream& stream) {
  if (params.flows.size() == 1) return 0;
  double sum = 0;
  for (const Flow& flow : params.flows) sum += flow.weight;
  double at = stream.uniform() * sum;
  std::uint32_t flow = 0;
  while (flow + 1 < params.flows.size() && at >= params.flows[flow].weight) {
    at -= params.flows[flow++].weight;
  }
  return flow;
}

}  // namespace

void Migration::on(const FlowDue& e, Schedule& schedule) {
  TrafficState& traffic = traffic_[e.traffic];
  const bool stops = conduct_of(e.traffic) == Conduct::kStops;
  const bool for_good = state_ == State::kFailed || state_ == State::kStuck;
  if (traffic_over(e.traffic, schedule.now()) || (stops && for_good)) {
    --users_busy_;
    return;
  }
  if (!stops) {
    ++traffic.begun;
    ++users_busy_;
    begin_flow(e.traffic, 0, schedule);
  }
  schedule.after(schedule.draw(traffic.waits.front()), FlowDue{e.traffic});
}

bool Migration::traffic_over(std::uint32_t traffic, sim::Instant now) const {
  const TrafficParams& params = params_->traffic[traffic];
  return now >= params.until || traffic_[traffic].begun >= params.count;
}

void Migration::begin_flow(std::uint32_t number, std::uint32_t client, Schedule& schedule) {
  TrafficState& traffic = traffic_[number];
  const TrafficParams& params = params_->traffic[number];
  sim::Stream& stream = traffic.streams[client];
  User user;
  user.traffic = number;
  user.client = client;
  user.flow = choose_flow(params, stream);
  const Flow& flow = params.flows[user.flow];
  const TableIndex table = traffic.plans[user.flow].front().table;
  const RowIndex rows = content_.dataset().rows(table);
  if (flow.row == RowChoice::kNew || rows == 0) {
    user.row = content_.make_row(table);
  } else if (flow.row == RowChoice::kInFlight) {
    user.row = traffic.in_turn++ % rows;
  } else if (flow.row == RowChoice::kPopular) {
    user.row = static_cast<RowIndex>(traffic.popularity[user.flow]->draw(stream));
  } else {
    user.row = stream.below(rows);
  }
  ++outcome_.traffic[number].flows;
  begin_call(users_.take(user), schedule);
}

// The flow's row, in the table that this call is about.
RowIndex Migration::row_of(const User& user, const CallPlan& plan) const {
  const TableIndex first = traffic_[user.traffic].plans[user.flow].front().table;
  const RowIndex rows = content_.dataset().rows(plan.table);
  return plan.table == first || rows == 0 ? user.row : user.row % rows;
}

const CallPlan& Migration::plan_of(const User& user) const {
  return traffic_[user.traffic].plans[user.flow][user.step];
}

void Migration::flow_over(std::uint32_t id, Schedule& schedule) {
  const User user = users_[id];
  users_.give_back(id);
  const bool closed =
      std::holds_alternative<ClosedArrivals>(params_->traffic[user.traffic].arrivals);
  if (!closed || user.background || traffic_over(user.traffic, schedule.now())) {
    --users_busy_;
    return;
  }
  ++traffic_[user.traffic].begun;
  schedule.after(schedule.draw(traffic_[user.traffic].waits[user.client]),
                 ThinkingOver{user.traffic, user.client});
}

void Migration::on(const ThinkingOver& e, Schedule& schedule) {
  if (schedule.now() >= params_->traffic[e.traffic].until) {
    --users_busy_;
    return;
  }
  begin_flow(e.traffic, e.client, schedule);
}

// The answer reaches the user so much later.
void Migration::go_back(std::uint32_t id, sim::Duration way, Schedule& schedule) {
  if (way.count() == 0) {
    flow_step_over(id, schedule);
    return;
  }
  users_[id].way = User::Way::kBack;
  schedule.after(way, PauseOver{session_id(SessionKind::kUser, 0, 0) | id, life_});
}

// After a call: the same one again, the flow's next, or the end of the flow.
void Migration::flow_step_over(std::uint32_t id, Schedule& schedule) {
  User& user = users_[id];
  const Flow& flow = params_->traffic[user.traffic].flows[user.flow];
  user.attempt = 0;
  if (user.background) {
    flow_over(id, schedule);
    return;
  }
  if (++user.repeat >= flow.steps[user.step].times) {
    user.repeat = 0;
    ++user.step;
  }
  if (user.step == flow.steps.size()) {
    flow_over(id, schedule);
    return;
  }
  const sim::Duration between = schedule.draw(traffic_[user.traffic].between[user.flow]);
  schedule.after(between, PauseOver{session_id(SessionKind::kUser, 0, 0) | id, life_});
}

// The next call of a flow: on its way to the servers, before their door, in.
void Migration::begin_call(std::uint32_t id, Schedule& schedule) {
  User& user = users_[id];
  if (user.way == User::Way::kBack) {
    user.way = User::Way::kNone;
    flow_step_over(id, schedule);
    return;
  }
  const TrafficState& traffic = traffic_[user.traffic];
  const Conduct conduct = conduct_of(user.traffic);
  const bool sent = user.attempt > 0 || user.queues || user.way == User::Way::kThere;
  if (!sent && conduct == Conduct::kStops) {
    wait_at_door(id, false, schedule.now());
    return;
  }
  if (!sent) {
    user.began = schedule.now();
    user.number = traffic_[user.traffic].numbers[user.flow][user.step]++;
    const sim::Duration way = schedule.draw(traffic.distance);
    if (way.count() > 0) {
      user.way = User::Way::kThere;
      schedule.after(way, PauseOver{session_id(SessionKind::kUser, 0, 0) | id, life_});
      return;
    }
  }
  user.way = User::Way::kNone;
  if (conduct != Conduct::kGoesOn) {
    wait_at_door(id, true, schedule.now());
    return;
  }
  user.queues = false;
  const auto instance = next_instance();
  if (!instance) {
    ++call_outcome(user).by_store[static_cast<std::size_t>(CallStore::kTable)].refused;
    go_back(id, schedule.draw(traffic.distance), schedule);
    return;
  }
  enter(id, *instance, schedule);
}

// What the open phases ask of these users, or the servers that are not there.
Conduct Migration::conduct_of(std::uint32_t number) const {
  const TrafficParams& params = params_->traffic[number];
  std::optional<Conduct> strictest;
  for (const DuringPhase& during : params.during) {
    if (!phases_.has_open(during.phase, traffic_[number].moved_with)) continue;
    strictest = std::min(strictest.value_or(during.conduct), during.conduct);
  }
  if (strictest) return *strictest;
  return servers_up_ ? Conduct::kGoesOn : params.while_down;
}

void Migration::wait_at_door(std::uint32_t id, bool queues, sim::Instant now) {
  users_[id].queues = queues;
  users_[id].at_door = now;
  --users_busy_;
  door_.push_back(id);
}

// Who may go on comes in, in the order of arrival. What a queue holds up is part of what its users
// wait for; who stops begins later.
void Migration::open_door(Schedule& schedule) {
  const std::size_t waiting = door_.size();
  for (std::size_t i = 0; i < waiting; ++i) {
    const std::uint32_t id = door_.pop_front();
    const User& user = users_[id];
    if (conduct_of(user.traffic) != Conduct::kGoesOn) {
      door_.push_back(id);
      continue;
    }
    if (user.queues) {
      TrafficOutcome& traffic = outcome_.traffic[user.traffic];
      ++traffic.queued;
      traffic.longest_wait = std::max(traffic.longest_wait, schedule.now() - user.at_door);
    }
    ++users_busy_;
    begin_call(id, schedule);
  }
}

}  // namespace models::migration
