// A small language with a field of every kind, for the tests of tables, schema and reference.
#pragma once

#include "scenarios/field_table.hpp"

namespace scenarios {

inline constexpr std::string_view kExampleChoices[] = {"found", "persisted", "not-found"};

inline constexpr Field kStoreFields[] = {
    {.name = "store", .need = Need::kRequired, .about = "The key.", .example = "invoice-17"},
    {.name = "value", .about = "What is stored.", .fallback = "nothing", .example = "paid"}};
inline constexpr Table kStore{
    .name = "store step", .about = "Stores a value.", .fields = kStoreFields};
inline constexpr Field kWaitFields[] = {{.name = "wait",
                                         .kind = Kind::kDuration,
                                         .need = Need::kRequired,
                                         .about = "How long.",
                                         .example = "5ms"}};
inline constexpr Table kWait{
    .name = "wait step", .about = "Does nothing for a while.", .fields = kWaitFields};
inline constexpr Field kStepAlternatives[] = {
    {.name = "a store", .kind = Kind::kMapping, .inner = &kStore},
    {.name = "a wait", .kind = Kind::kMapping, .inner = &kWait},
    {.name = "a pause", .kind = Kind::kDuration}};
inline constexpr Field kStep{.kind = Kind::kOneOf, .alternatives = kStepAlternatives};
inline constexpr Field kKeyName{.kind = Kind::kIdentifier};

inline constexpr Field kDiskFields[] = {
    {.name = "write", .kind = Kind::kLatency, .about = "One write.", .example = "80ms"}};
inline constexpr Table kDisk{.name = "disk", .about = "A disk.", .fields = kDiskFields};
inline constexpr Field kDiskOfNode{.kind = Kind::kMapping,
                                   .about = "The disk of that node.",
                                   .example = "{write: 80ms}",
                                   .inner = &kDisk};
inline constexpr Table kOverride{
    .name = "override", .about = "Disks by node.", .others = &kDiskOfNode};

inline constexpr Field kExampleFields[] = {
    {.name = "scenario",
     .kind = Kind::kIdentifier,
     .need = Need::kRequired,
     .about = "Its name.",
     .example = "slow-disk"},
    {.name = "about", .about = "What it shows.", .example = "The disk is slow."},
    {.name = "warm", .kind = Kind::kBoolean, .about = "Starts warm.", .example = "true"},
    {.name = "rows", .kind = Kind::kCount, .about = "Rows.", .example = "10k", .least = 1},
    {.name = "seed", .kind = Kind::kInteger, .about = "Luck.", .fallback = "1", .example = "-7"},
    {.name = "skew", .kind = Kind::kNumber, .about = "Skew.", .example = "0.99"},
    {.name = "reads", .kind = Kind::kPercent, .about = "Share.", .example = "95%"},
    {.name = "at",
     .kind = Kind::kDuration,
     .about = "When.",
     .example = "5ms",
     .most = 60'000'000'000},
    {.name = "item", .kind = Kind::kSize, .about = "Item size.", .example = "4KiB"},
    {.name = "link", .kind = Kind::kRate, .about = "Link rate.", .example = "10Gbit/s"},
    {.name = "load", .kind = Kind::kEventRate, .about = "Load.", .example = "5000/s"},
    {.name = "state",
     .kind = Kind::kChoice,
     .about = "A state.",
     .example = "found",
     .choices = kExampleChoices},
    {.name = "downtime", .kind = Kind::kComparison, .about = "Limit.", .example = R"("< 15min")"},
    {.name = "window", .kind = Kind::kDurationRange, .about = "A time.", .example = "[1ms, 5ms]"},
    {.name = "sizes", .kind = Kind::kSizeRange, .about = "Sizes.", .example = "[1KiB, 4KiB]"},
    {.name = "network",
     .kind = Kind::kPiecewiseLatency,
     .about = "One way.",
     .example = "{piecewise: [{until: 5s, is: 1ms}, {is: 10ms}]}"},
    {.name = "document",
     .kind = Kind::kSizeDistribution,
     .about = "Document sizes.",
     .example = "{uniform: [1KiB, 4KiB]}"},
    {.name = "disk",
     .kind = Kind::kMapping,
     .about = "The disk.",
     .example = "{write: {exponential: 100us}}",
     .inner = &kDisk},
    {.name = "override",
     .kind = Kind::kMapping,
     .about = "Other disks.",
     .example = "{master: {write: 80ms}}",
     .inner = &kOverride},
    {.name = "order",
     .kind = Kind::kList,
     .about = "Names in order.",
     .example = "[master.cached, replica0.cached]",
     .element = &kKeyName},
    {.name = "disks",
     .kind = Kind::kList,
     .about = "Disks.",
     .example = "[{write: 1ms}]",
     .inner = &kDisk},
    {.name = "script",
     .kind = Kind::kList,
     .about = "What happens.",
     .example = "[{store: k, value: v}, {wait: 5ms}, 7ms]",
     .element = &kStep},
    {.name = "first",
     .kind = Kind::kOneOf,
     .about = "The first step.",
     .example = "{wait: 5ms}",
     .alternatives = kStepAlternatives},
    {.name = "sweep", .kind = Kind::kAny, .about = "Left to its reader.", .example = "{a.b: [1]}"}};
inline constexpr std::string_view kReadsOrSkew[] = {"reads", "skew"};
inline constexpr std::string_view kLinkAndLoad[] = {"link", "load"};
inline constexpr Group kExampleGroups[] = {{Rule::kAtMostOne, kReadsOrSkew},
                                           {Rule::kAllOrNone, kLinkAndLoad}};
inline constexpr Table kExample{.name = "example",
                                .about = "A field of every kind.",
                                .fields = kExampleFields,
                                .groups = kExampleGroups};

}  // namespace scenarios
