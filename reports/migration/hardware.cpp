#include "reports/migration/sections.hpp"
#include "reports/sections.hpp"

namespace reports::migration {

std::optional<Section> hardware(const MigrationView& view) {
  return reports::hardware(view.scenario().hardware, view.params().hosts.size());
}

}  // namespace reports::migration
