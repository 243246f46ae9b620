#include "models/durability/failover_log.hpp"

namespace models::durability {

void branch_off(FailoverLog& log, std::uint32_t uuid, std::uint64_t seqno) {
  log.erase(std::remove_if(log.begin(), log.end(),
                           [&](const History& history) { return history.seqno > seqno; }),
            log.end());
  log.insert(log.begin(), {uuid, seqno});
}

std::uint64_t common_seqno(const FailoverLog& master, const FailoverLog& replica) {
  for (std::size_t i = 0; i < replica.size(); ++i) {
    const auto known = std::find_if(master.begin(), master.end(), [&](const History& history) {
      return history.uuid == replica[i].uuid;
    });
    if (known == master.end()) continue;
    const std::uint64_t here = i == 0 ? kSharesAll : replica[i - 1].seqno;
    const std::uint64_t there = known == master.begin() ? here : std::prev(known)->seqno;
    return std::min(here, there);
  }
  return 0;
}

}  // namespace models::durability
