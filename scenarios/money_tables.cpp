// Field tables of money: prices, lists of them as profiles, and what a scenario pays with.
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kCharges[] = {
    "database-nodes", "migrator-nodes",   "idle-servers",     "table-storage",   "store-storage",
    "dump-storage",   "snapshot-storage", "write-units",      "read-units",      "write-capacity",
    "read-capacity",  "extra-operations", "extra-throughput", "egress",          "downtime",
    "disk-operations"};
constexpr std::string_view kPriceUnits[] = {
    "hour", "gigabyte-month", "million", "million-reads", "per-second-month",
    "megabyte-second-month", "gigabyte"};
constexpr Field kPriceFields[] = {
    {.name = "charge", .kind = Kind::kChoice, .need = Need::kRequired, .about = "What is paid for.",
     .example = "write-units", .choices = kCharges},
    {.name = "price", .kind = Kind::kNumber, .need = Need::kRequired,
     .about = "In the currency, to nine decimals.", .example = "1.25"},
    {.name = "per", .kind = Kind::kChoice, .need = Need::kRequired, .about = "For one of what.",
     .example = "million", .choices = kPriceUnits},
    {.name = "included", .kind = Kind::kCount,
     .about = "So many cost nothing: operations a second that storage includes.", .fallback = "0",
     .example = "3000"},
    {.name = "step", .kind = Kind::kDuration, .about = "Time is billed in whole ones of these.",
     .fallback = "1s", .example = "1h", .least = 1'000'000'000},
    {.name = "least", .kind = Kind::kDuration, .about = "The least time that is billed.",
     .fallback = "0s", .example = "10min"},
    {.name = "where", .kind = Kind::kText, .need = Need::kRequired, .about = "Who says so.",
     .example = "AWS, DynamoDB on-demand pricing, us-east-1"},
    {.name = "when", .kind = Kind::kText, .need = Need::kRequired,
     .about = "When it was read there.", .example = "2026-11"}};
constexpr Table kPriceTable{.name = "price", .about = "A price, and who says so.",
                            .fields = kPriceFields};
constexpr Field kPriceListFields[] = {
    {.name = "currency", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "Of all prices.", .example = "USD"},
    {.name = "list", .kind = Kind::kList, .need = Need::kRequired, .about = "The prices.",
     .example = "[{charge: write-units, price: 1.25, per: million, where: AWS, when: 2026-11}]",
     .inner = &kPriceTable}};
constexpr std::string_view kWherePrices[] = {"profile", "prices"};
constexpr Group kMoneyGroups[] = {{Rule::kAtLeastOne, kWherePrices}};
constexpr Field kMoneyFields[] = {
    {.name = "profile", .kind = Kind::kIdentifier,
     .about = "A price list to start from; prices below stand instead of its own.",
     .fallback = "none", .example = "prices-aws"},
    {.name = "currency", .kind = Kind::kIdentifier, .about = "Of all prices.",
     .fallback = "the profile's, else USD", .example = "EUR"},
    {.name = "prices", .kind = Kind::kList, .about = "What has no price is told as unpriced.",
     .fallback = "the profile's",
     .example = "[{charge: write-units, price: 1.25, per: million, where: AWS, when: 2026-11}]",
     .inner = &kPriceTable},
    {.name = "retention", .kind = Kind::kDuration,
     .about = "How long old tables, the new store and the backup are paid for afterwards.",
     .fallback = "0s",
     .example = "30d"},
    {.name = "rehearsals", .kind = Kind::kCount, .about = "Tries on a copy before.",
     .fallback = "0", .example = "1", .most = 1000},
    {.name = "databases", .kind = Kind::kCount,
     .about = "Database machines that are paid: 2 with a standby.", .fallback = "1",
     .example = "2", .least = 1, .most = 1000}};

}  // namespace

constexpr Table kPriceListTable{.name = "price list", .about = "Prices in one currency.",
                                .fields = kPriceListFields};
constexpr Table kMoneyTable{.name = "money", .about = "What it all is paid with.",
                            .fields = kMoneyFields, .groups = kMoneyGroups};
// clang-format on

}  // namespace scenarios
