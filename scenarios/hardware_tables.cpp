// Field tables of hardware: processors, disks, networks, and the profiles that name them (and
// price lists).
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kServices[] = {"fifo", "fair"};
constexpr std::string_view kHows[] = {"measured", "vendor", "guessed"};
constexpr std::string_view kKinds[] = {"disk", "cpu", "network", "prices"};

constexpr Field kProfileField{.name = "profile", .kind = Kind::kIdentifier,
                              .about = "The profile to start from; other fields change it.",
                              .fallback = "none", .example = "nvme-datacenter"};

constexpr Field kSlowFields[] = {
    {.name = "from", .kind = Kind::kDuration, .need = Need::kRequired,
     .about = "The first instant of the stretch.", .example = "5s"},
    {.name = "to", .kind = Kind::kDuration, .need = Need::kRequired,
     .about = "The instant from which all is as before.", .example = "8s"},
    {.name = "times", .kind = Kind::kNumber, .need = Need::kRequired,
     .about = "How many times as long everything takes.", .example = "10"}};
constexpr Table kSlowTable{.name = "slow stretch",
                           .about = "A stretch of time in which the hardware is slower.",
                           .fields = kSlowFields};
constexpr Field kSlowField{.name = "slow", .kind = Kind::kList,
                           .about = "Stretches of time in which it is slower.",
                           .fallback = "none", .example = "[{from: 5s, to: 8s, times: 10}]",
                           .inner = &kSlowTable};

constexpr Field kCpuFields[] = {
    kProfileField,
    {.name = "cores", .kind = Kind::kCount, .about = "How many operations are worked on at once.",
     .fallback = "1", .example = "16", .least = 1, .most = 4096},
    {.name = "per_operation", .kind = Kind::kPiecewiseLatency,
     .about = "Time on one core for one operation.", .fallback = "0ms", .example = "9us"},
    {.name = "per_kib", .kind = Kind::kDuration, .about = "Time on top for each KiB of the value.",
     .fallback = "0ms", .example = "250ns"},
    {.name = "service", .kind = Kind::kChoice,
     .about = "fifo: one operation a core, the rest wait; fair: all share all cores.",
     .fallback = "fifo", .example = "fair", .choices = kServices},
    kSlowField};

constexpr Field kBurstFields[] = {
    {.name = "iops", .kind = Kind::kCount, .need = Need::kRequired,
     .about = "Requests a second while credits last.", .example = "3000", .least = 1,
     .most = 1'000'000'000},
    {.name = "credits", .kind = Kind::kCount, .need = Need::kRequired,
     .about = "Requests above the cap that a full credit allows.", .example = "5.4M",
     .most = 1'000'000'000}};
constexpr Table kBurstTable{.name = "burst", .about = "What a volume allows for a while.",
                            .fields = kBurstFields};
constexpr Field kCapsFields[] = {
    {.name = "iops", .kind = Kind::kCount, .about = "Requests a second, steadily.",
     .fallback = "no cap", .example = "3000", .least = 1, .most = 1'000'000'000},
    {.name = "throughput", .kind = Kind::kRate, .about = "Bytes a second, steadily.",
     .fallback = "no cap", .example = "125MiB/s", .most = 9'000'000'000},
    {.name = "burst", .kind = Kind::kMapping, .about = "A higher request rate on credit.",
     .fallback = "none", .example = "{iops: 3000, credits: 5.4M}", .inner = &kBurstTable}};
constexpr Table kCapsTable{.name = "caps", .about = "What a cloud volume limits.",
                           .fields = kCapsFields};

constexpr Field kDiskFields[] = {
    kProfileField,
    {.name = "write", .kind = Kind::kPiecewiseLatency,
     .about = "Time to write one item of a batch.", .fallback = "0ms", .example = "80ms"},
    {.name = "sync", .kind = Kind::kPiecewiseLatency,
     .about = "Time to make a whole batch durable, once a batch.", .fallback = "0ms",
     .example = "30us"},
    {.name = "read", .kind = Kind::kPiecewiseLatency, .about = "Time to read one item.",
     .fallback = "0ms", .example = "85us"},
    {.name = "bandwidth", .kind = Kind::kRate, .about = "Time on top for the bytes.",
     .fallback = "no limit", .example = "2GB/s"},
    {.name = "channels", .kind = Kind::kCount, .about = "How many requests are served at once.",
     .fallback = "1", .example = "8", .least = 1, .most = 65536},
    {.name = "batch", .kind = Kind::kCount, .about = "Most items that share one sync.",
     .fallback = "1", .example = "256", .least = 1, .most = 1'000'000},
    {.name = "caps", .kind = Kind::kMapping, .about = "Limits of a cloud volume.",
     .fallback = "none", .example = "{iops: 3000, throughput: 125MiB/s}", .inner = &kCapsTable},
    kSlowField};

constexpr Field kPlaceElement{.name = "place", .kind = Kind::kIdentifier,
                              .about = "A node or another place.", .example = "node0"};
constexpr Field kLinkFields[] = {
    {.name = "between", .kind = Kind::kList, .need = Need::kRequired,
     .about = "The two places it joins; any name that is not a node is a place of its own.",
     .example = "[node0, switch]", .element = &kPlaceElement},
    kProfileField,
    {.name = "latency", .kind = Kind::kPiecewiseLatency, .about = "One way.",
     .fallback = "the profile's, else 0ms", .example = "50us"},
    {.name = "jitter", .kind = Kind::kLatency, .about = "One way, on top of the latency.",
     .fallback = "the profile's, else none", .example = "{exponential: 5us}"},
    {.name = "bandwidth", .kind = Kind::kRate,
     .about = "Each way; messages queue for their turn on the wire.",
     .fallback = "the profile's, else no limit", .example = "10Gbit/s"}};
constexpr Table kLinkTable{.name = "link", .about = "A cable between two places, both ways.",
                           .fields = kLinkFields};

constexpr Field kNetworkFields[] = {
    kProfileField,
    {.name = "latency", .kind = Kind::kPiecewiseLatency,
     .about = "One way from any place to any other.", .fallback = "0ms", .example = "50us"},
    {.name = "jitter", .kind = Kind::kLatency, .about = "One way, on top of the latency.",
     .fallback = "none", .example = "{exponential: 5us}"},
    {.name = "bandwidth", .kind = Kind::kRate,
     .about = "Of each place's port, each way; with it every place hangs on one switch, without "
              "it every pair has a link of its own that never queues.",
     .fallback = "no limit", .example = "10Gbit/s"},
    {.name = "links", .kind = Kind::kList,
     .about = "The cables, one by one, instead of one switch; routes take the least latency.",
     .fallback = "one switch, or a link for every pair",
     .example = "[{between: [node0, node1], latency: 50us}]", .inner = &kLinkTable}};

constexpr Field kSourceFields[] = {
    {.name = "how", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "How the figures are known.", .example = "vendor", .choices = kHows},
    {.name = "where", .kind = Kind::kText, .need = Need::kRequired,
     .about = "Who says so, and where.", .example = "Samsung, PM983 specification 1.0"},
    {.name = "when", .kind = Kind::kText, .need = Need::kRequired,
     .about = "When it was measured or published.", .example = "2018-01"}};
constexpr Table kSourceTable{.name = "source", .about = "Where a profile's figures come from.",
                             .fields = kSourceFields};

constexpr std::string_view kHardwareNames[] = {"disk", "cpu", "network", "prices"};
constexpr Group kProfileGroups[] = {{Rule::kExactlyOne, kHardwareNames}};
constexpr Field kProfileFields[] = {
    {.name = "profile", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "Its name, the same as the file's.", .example = "nvme-datacenter"},
    {.name = "kind", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "What it is a profile of.", .example = "disk", .choices = kKinds},
    {.name = "about", .kind = Kind::kText, .need = Need::kRequired,
     .about = "What it stands for, in one sentence.", .example = "A datacenter NVMe SSD."},
    {.name = "source", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "Where the figures come from.",
     .example = "{how: vendor, where: \"Samsung, PM983\", when: 2018-01}",
     .inner = &kSourceTable},
    {.name = "disk", .kind = Kind::kMapping, .about = "The figures of a disk.",
     .fallback = "none", .example = "{write: 15us, sync: 30us}", .inner = &kDiskTable},
    {.name = "cpu", .kind = Kind::kMapping, .about = "The figures of a processor.",
     .fallback = "none", .example = "{cores: 16, per_operation: 9us}", .inner = &kCpuTable},
    {.name = "network", .kind = Kind::kMapping, .about = "The figures of a network.",
     .fallback = "none", .example = "{latency: 20us, bandwidth: 10Gbit/s}",
     .inner = &kNetworkTable},
    {.name = "prices", .kind = Kind::kMapping, .about = "The prices of a price list.",
     .fallback = "none",
     .example = "{currency: USD, list: [{charge: write-units, price: 1.25, per: million, "
                "where: AWS, when: 2026-11}]}",
     .inner = &kPriceListTable}};

}  // namespace

constexpr Table kCpuTable{.name = "cpu", .about = "A node's processor.", .fields = kCpuFields};
constexpr Table kDiskTable{
    .name = "disk",
    .about = "A node's disk. A batch of n items of b bytes takes n writes, b / bandwidth and one "
             "sync.",
    .fields = kDiskFields};
constexpr Table kNetworkTable{.name = "network", .about = "How the nodes are joined.",
                              .fields = kNetworkFields};
constexpr Table kProfileTable{
    .name = "profile",
    .about = "One piece of hardware, or a price list, with the source of its figures.",
    .fields = kProfileFields, .groups = kProfileGroups};
// clang-format on

}  // namespace scenarios
