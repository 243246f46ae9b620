// Which rows of other tables a row is linked to, and through which of them a value comes.
#include <algorithm>

#include "models/migration/dataset_plan.hpp"

namespace models::migration {

namespace {

void add_link(std::vector<LinkPlan>& links, const LinkPlan& link) {
  const bool known = std::any_of(links.begin(), links.end(),
                                 [&](const LinkPlan& other) { return other.table == link.table; });
  if (!known) links.push_back(link);
}

}  // namespace

std::vector<LinkPlan> plan_links(const Layout& layout, TableIndex table) {
  std::vector<LinkPlan> links{{.table = table}};
  const auto add_ancestors = [&](std::uint32_t from) {
    while (!layout.tables[links[from].table].parent.empty()) {
      const TableIndex above = layout.tables[links[from].table].parent.front().table;
      const std::size_t before = links.size();
      add_link(links,
               {.table = above, .kind = LinkKind::kParent, .from = from, .breaks = from == 0});
      if (links.size() == before) return;
      from = static_cast<std::uint32_t>(before);
    }
  };
  add_ancestors(0);
  const auto parent_of = [&](TableIndex t) {
    const auto& parent = layout.tables[t].parent;
    return parent.empty() ? kNone : parent.front().table;
  };
  for (const Column& column : layout.tables[table].columns) {
    if (column.values != ValueKind::kReference) continue;
    const TableIndex to = column.refers.table;
    const bool sibling = parent_of(table) != kNone && parent_of(to) == parent_of(table);
    const std::size_t before = links.size();
    add_link(links,
             {.table = to, .kind = sibling ? LinkKind::kSibling : LinkKind::kAny, .breaks = true});
    if (links.size() > before) add_ancestors(static_cast<std::uint32_t>(before));
  }
  return links;
}

std::optional<Source> find_source(const Layout& layout, const std::vector<LinkPlan>& links,
                                  const ColumnRef& column) {
  ColumnRef at = column;
  // A chain is no longer than there are links, unless it goes in a circle.
  for (std::size_t steps = 0; steps <= links.size(); ++steps) {
    const auto link = std::find_if(links.begin(), links.end(),
                                   [&](const LinkPlan& one) { return one.table == at.table; });
    if (link == links.end()) return std::nullopt;
    const Column& here = layout.tables[at.table].columns[at.column];
    if (here.values != ValueKind::kReference) {
      return Source{static_cast<std::uint32_t>(link - links.begin()), at};
    }
    at = here.refers;
  }
  return std::nullopt;
}

}  // namespace models::migration
