// Where the hardware's figures come from; equal pieces share a row.
#include <fmt/format.h>

#include <tuple>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using scenarios::HardwareSource;

namespace {

// "node0/disk" is the disk of node0; "network" is of nobody.
struct Owned {
  std::string owner;
  std::string what;
};

Owned parts_of(const std::string& entity) {
  const std::size_t slash = entity.rfind('/');
  if (slash == std::string::npos) return {"", entity};
  return {entity.substr(0, slash), entity.substr(slash + 1)};
}

struct Group {
  const HardwareSource* source;
  std::vector<std::string> owners;
};

bool alike(const HardwareSource& a, const HardwareSource& b) {
  const auto key = [](const HardwareSource& s) {
    return std::tie(s.profile, s.how, s.where, s.when, s.changed);
  };
  return parts_of(a.entity).what == parts_of(b.entity).what && key(a) == key(b);
}

std::vector<Group> groups_of(const std::vector<HardwareSource>& sources) {
  std::vector<Group> groups;
  for (const HardwareSource& source : sources) {
    Group* known = nullptr;
    for (Group& group : groups) {
      if (alike(*group.source, source)) known = &group;
    }
    if (known == nullptr) known = &groups.emplace_back(Group{&source, {}});
    known->owners.push_back(parts_of(source.entity).owner);
  }
  return groups;
}

std::string name_of(const Group& group, std::size_t nodes) {
  std::string what = parts_of(group.source->entity).what;
  if (group.owners.front().empty()) return what;
  if (group.owners.size() == nodes && nodes > 1) return what + " of every node";
  return fmt::format("{} of {}", what, listed(group.owners));
}

}  // namespace

std::optional<Section> hardware(const std::vector<HardwareSource>& sources, std::size_t nodes) {
  if (sources.empty()) return std::nullopt;
  Table table{"sources",
              "",
              {{"what", "what"},
               {"profile", "profile"},
               {"changed", "changed here"},
               {"how", "source"},
               {"where", "where"},
               {"when", "when"}},
              {}};
  bool guessed = false;
  for (const Group& group : groups_of(sources)) {
    const HardwareSource& source = *group.source;
    guessed = guessed || source.how == "guessed";
    add_row(table, {text_cell(name_of(group, nodes)), text_cell(source.profile),
                    text_cell(listed(source.changed)), text_cell(source.how),
                    text_cell(source.where), text_cell(source.when)});
  }
  Section section{
      "hardware", "The hardware and where its figures come from", "", {std::move(table)}, {}};
  if (guessed) section.notes.emplace_back("Guessed figures are nobody's measurement.");
  return section;
}

}  // namespace reports
