// Field tables of a script's steps: operations of an application, and the out-of-band commands.
#include "models/durability/reply_status.hpp"
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kCommandAnswers[] = {"ok", "fail"};

constexpr Field kAt{.name = "at", .kind = Kind::kDuration, .need = Need::kRequired,
                    .about = "When the node is reached.", .example = "5ms"};
constexpr Field kOperationAnswer{.name = "answer", .kind = Kind::kChoice,
                                 .about = "What must be answered.", .fallback = "anything",
                                 .example = "not_found",
                                 .choices = models::durability::kReplyNames};
constexpr Field kCommandAnswer{.name = "answer", .kind = Kind::kChoice,
                               .about = "What must be answered.", .fallback = "ok",
                               .example = "fail", .choices = kCommandAnswers};

constexpr Field kKey{.name = "key", .kind = Kind::kText, .need = Need::kRequired,
                     .about = "The key.", .example = "invoice-17"};
constexpr Field kBucket{.name = "bucket", .kind = Kind::kIdentifier,
                        .about = "The key's bucket.", .fallback = "the first",
                        .example = "default"};
constexpr Field kVbucket{.name = "vbucket", .kind = Kind::kCount,
                         .about = "The key's vBucket, against the map.",
                         .fallback = "by the key's CRC-32", .example = "14"};
constexpr Field kCas{.name = "cas", .kind = Kind::kCount,
                     .about = "Only if the key has this CAS.", .fallback = "any",
                     .example = "1", .least = 1};

constexpr Field kDurability{.name = "durability", .kind = Kind::kOneOf,
                            .about = "What the server waits for before it answers, or the client "
                                     "that sends it and what it then polls for.",
                            .fallback = "nothing is waited for", .example = "majority",
                            .alternatives = kDurabilityForms};

constexpr std::string_view kValueOrSize[] = {"value", "size"};
constexpr Group kStoreGroups[] = {{Rule::kAtMostOne, kValueOrSize}};
constexpr Field kStoreFields[] = {
    kKey,
    {.name = "value", .kind = Kind::kText, .about = "What is stored.", .fallback = "empty",
     .example = "paid"},
    {.name = "size", .kind = Kind::kSize, .about = "How much is stored, without saying what.",
     .fallback = "the value's length", .example = "4KiB", .most = 4'000'000'000},
    {.name = "expires", .kind = Kind::kDuration,
     .about = "Its time to live, in whole seconds of its master's clock: afterwards it counts as "
              "deleted.",
     .fallback = "never", .example = "10s"},
    kBucket,
    kVbucket,
    kCas,
    kDurability};
constexpr Table kStoreTable{.name = "store", .about = "A store of one key.",
                            .fields = kStoreFields, .groups = kStoreGroups};
constexpr Field kDeleteFields[] = {kKey, kBucket, kVbucket, kCas, kDurability};
constexpr Table kDeleteTable{.name = "delete", .about = "A delete of one key.",
                             .fields = kDeleteFields};
constexpr Field kAskFields[] = {kKey, kBucket, kVbucket};
constexpr Table kAskTable{.name = "key", .about = "A key, and where it is.",
                          .fields = kAskFields};

constexpr Field kKeyAlone{.name = "key", .kind = Kind::kText, .about = "Just the key.",
                          .example = "invoice-17"};
constexpr Field kDeleteForms[] = {
    kKeyAlone,
    {.name = "delete", .kind = Kind::kMapping, .about = "The key, and on which condition.",
     .example = "{key: invoice-17, cas: 1}", .inner = &kDeleteTable}};
constexpr Field kAskForms[] = {
    kKeyAlone,
    {.name = "key", .kind = Kind::kMapping, .about = "The key, and where it is.",
     .example = "{key: invoice-17, bucket: small}", .inner = &kAskTable}};

constexpr Field kReplicaElement{.name = "replica", .kind = Kind::kInteger,
                                .about = "A replica's index.", .example = "0"};
constexpr Field kReplicaForms[] = {
    {.name = "OnReplicas", .kind = Kind::kInteger,
     .about = "So many of them, the first in map order; less than 0: all.", .example = "1"},
    {.name = "OnReplicas", .kind = Kind::kList, .about = "These of them, counted from 0.",
     .example = "[0, 1]", .element = &kReplicaElement}};

// The documentation's parameters, spelt as there.
constexpr Field kCommandKey{.name = "Key", .kind = Kind::kText, .need = Need::kRequired,
                            .about = "The key to operate on.", .example = "invoice-17"};
constexpr Field kOnMaster{.name = "OnMaster", .kind = Kind::kBoolean, .need = Need::kRequired,
                          .about = "Whether the master is affected.", .example = "true"};
constexpr Field kOnReplicas{.name = "OnReplicas", .kind = Kind::kOneOf, .need = Need::kRequired,
                            .about = "Which replicas are affected: a number, or a list.",
                            .example = "[0]", .alternatives = kReplicaForms};
constexpr Field kCommandCas{.name = "CAS", .kind = Kind::kCount,
                            .about = "The CAS of the stored copy; 0 is as if it were left out.",
                            .fallback = "the item's own", .example = "42"};
constexpr Field kCommandValue{.name = "Value", .kind = Kind::kText,
                              .about = "The value, where no cached item is copied.",
                              .fallback = "empty", .example = "paid"};
constexpr Field kCommandBucket{.name = "Bucket", .kind = Kind::kIdentifier,
                               .about = "The bucket the key resides on.",
                               .fallback = "default", .example = "default"};
constexpr Field kCommandVbucket{.name = "vBucket", .kind = Kind::kInteger,
                                .about = "The key's vBucket, against the map.",
                                .fallback = "by the key's CRC-32", .example = "14"};

constexpr Field kPutFields[] = {kCommandKey,   kOnMaster,      kOnReplicas,    kCommandCas,
                                kCommandValue, kCommandBucket, kCommandVbucket};
constexpr Table kPutTable{.name = "put command",
                          .about = "Parameters of persist, cache and endure.",
                          .fields = kPutFields};
constexpr Field kTakeFields[] = {kCommandKey, kOnMaster, kOnReplicas, kCommandBucket,
                                 kCommandVbucket};
constexpr Table kTakeTable{.name = "take command",
                           .about = "Parameters of unpersist, uncache and purge.",
                           .fields = kTakeFields};
constexpr Field kKeyinfoFields[] = {kCommandKey, kCommandBucket, kCommandVbucket};
constexpr Table kKeyinfoTable{.name = "keyinfo command", .about = "Parameters of keyinfo.",
                              .fields = kKeyinfoFields};

constexpr Field operation(std::string_view name, std::string_view about,
                          std::span<const Field> forms) {
  return {.name = name, .kind = Kind::kOneOf, .need = Need::kRequired, .about = about,
          .example = "invoice-17", .alternatives = forms};
}

constexpr Field command(std::string_view name, std::string_view about, const Table& table) {
  const bool asks = &table == &kKeyinfoTable;
  return {.name = name, .kind = Kind::kMapping, .need = Need::kRequired, .about = about,
          .example = asks ? "{Key: invoice-17}" : "{Key: k, OnMaster: true, OnReplicas: [0]}",
          .inner = &table};
}

constexpr Field kStoreStep[] = {
    {.name = "store", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "A key is stored on its master.", .example = "{key: invoice-17, value: paid}",
     .inner = &kStoreTable},
    kAt,
    kOperationAnswer};
constexpr Field kDeleteStep[] = {operation("delete", "A key is deleted.", kDeleteForms), kAt,
                                 kOperationAnswer};
constexpr Field kGetStep[] = {operation("get", "A key is read from its master.", kAskForms), kAt,
                              kOperationAnswer};
constexpr Field kObserveStep[] = {
    operation("observe", "Every node of the key is asked OBSERVE.", kAskForms), kAt};
constexpr Field kObserveSeqnoStep[] = {
    operation("observe_seqno", "Every node of the key is asked OBSERVE_SEQNO.", kAskForms), kAt};
constexpr Field kPersistStep[] = {command("persist", "Puts the item on disks.", kPutTable), kAt,
                                  kCommandAnswer};
constexpr Field kUnpersistStep[] = {command("unpersist", "Takes the item off disks.", kTakeTable),
                                    kAt, kCommandAnswer};
constexpr Field kCacheStep[] = {command("cache", "Puts the item into caches.", kPutTable), kAt,
                                kCommandAnswer};
constexpr Field kUncacheStep[] = {command("uncache", "Takes the item out of caches.", kTakeTable),
                                  kAt, kCommandAnswer};
constexpr Field kEndureStep[] = {
    command("endure", "Puts the item into caches and on disks.", kPutTable), kAt, kCommandAnswer};
constexpr Field kPurgeStep[] = {
    command("purge", "Takes the item out of caches and off disks.", kTakeTable), kAt,
    kCommandAnswer};
constexpr Field kKeyinfoStep[] = {
    command("keyinfo", "Reports both stores of every node.", kKeyinfoTable), kAt, kCommandAnswer};

constexpr Field kWatchStep[] = {
    {.name = "watch", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "A client begins to wait for durability.",
     .example = "{client: libcouchbase-2, key: k, persist_to: 1}", .inner = &kWatchTable},
    kAt};

constexpr std::string_view kStepAbout = "A step of the script.";
constexpr Table kStore{.name = "store step", .about = kStepAbout, .fields = kStoreStep};
constexpr Table kDelete{.name = "delete step", .about = kStepAbout, .fields = kDeleteStep};
constexpr Table kGet{.name = "get step", .about = kStepAbout, .fields = kGetStep};
constexpr Table kObserve{.name = "observe step", .about = kStepAbout, .fields = kObserveStep};
constexpr Table kObserveSeqno{.name = "observe_seqno step", .about = kStepAbout,
                              .fields = kObserveSeqnoStep};
constexpr Table kPersist{.name = "persist step", .about = kStepAbout, .fields = kPersistStep};
constexpr Table kUnpersist{.name = "unpersist step", .about = kStepAbout,
                           .fields = kUnpersistStep};
constexpr Table kCache{.name = "cache step", .about = kStepAbout, .fields = kCacheStep};
constexpr Table kUncache{.name = "uncache step", .about = kStepAbout, .fields = kUncacheStep};
constexpr Table kEndure{.name = "endure step", .about = kStepAbout, .fields = kEndureStep};
constexpr Table kPurge{.name = "purge step", .about = kStepAbout, .fields = kPurgeStep};
constexpr Table kKeyinfo{.name = "keyinfo step", .about = kStepAbout, .fields = kKeyinfoStep};

constexpr Table kWatch{.name = "watch step", .about = kStepAbout, .fields = kWatchStep};

constexpr Field form(const Table& table, std::string_view example) {
  return {.name = "step", .kind = Kind::kMapping, .about = "A step.", .example = example,
          .inner = &table};
}

constexpr std::string_view kTakeExample =
    "{at: 5ms, unpersist: {Key: k, OnMaster: true, OnReplicas: [0]}}";
constexpr Field kStepForms[] = {
    form(kStore, "{at: 0ms, store: {key: invoice-17, value: paid}}"),
    form(kDelete, "{at: 5ms, delete: invoice-17}"),
    form(kGet, "{at: 5ms, get: invoice-17}"),
    form(kObserve, "{at: 5ms, observe: invoice-17}"),
    form(kObserveSeqno, "{at: 5ms, observe_seqno: invoice-17}"),
    form(kPersist, "{at: 5ms, persist: {Key: k, OnMaster: true, OnReplicas: 0}}"),
    form(kUnpersist, kTakeExample),
    form(kCache, "{at: 5ms, cache: {Key: k, OnMaster: false, OnReplicas: 1}}"),
    form(kUncache, "{at: 5ms, uncache: {Key: k, OnMaster: true, OnReplicas: [0]}}"),
    form(kEndure, "{at: 5ms, endure: {Key: k, OnMaster: true, OnReplicas: 2}}"),
    form(kPurge, "{at: 5ms, purge: {Key: k, OnMaster: true, OnReplicas: -1}}"),
    form(kKeyinfo, "{at: 5ms, keyinfo: {Key: k}}"),
    form(kWatch, "{at: 6ms, watch: {client: libcouchbase-2, key: k, persist_to: 1}}"),
    form(kCrashStep, "{at: 5ms, crash: node1}"),
    form(kRestartStep, "{at: 2s, restart: node1}"),
    form(kFailoverStep, "{at: 2s, failover: node1}"),
    form(kRebalanceStep, "{at: 9s, rebalance: [node0, node1]}"),
    form(kTimeTravelStep, "{at: 5s, time_travel: 1h}")};

}  // namespace

constexpr Field kStepElement{.name = "step", .kind = Kind::kOneOf,
                             .about = "An operation or a command, and when.",
                             .example = "{at: 0ms, store: {key: invoice-17, value: paid}}",
                             .alternatives = kStepForms};
// clang-format on

}  // namespace scenarios
