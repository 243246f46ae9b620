#include "scenarios/distribution_table.hpp"

namespace scenarios {
namespace {

// One set of tables for each kind of quantity; only the examples differ.
struct TimeWords {
  static constexpr Kind kQuantity = Kind::kDuration;
  static constexpr Kind kRange = Kind::kDurationRange;
  static constexpr Kind kDistribution = Kind::kLatency;
  static constexpr std::string_view kSmall = "1ms";
  static constexpr std::string_view kLarge = "9ms";
  static constexpr std::string_view kBoth = "[1ms, 9ms]";
  static constexpr std::string_view kMixture =
      "[{weight: 0.99, is: 1ms}, {weight: 0.01, is: {exponential: 50ms}}]";
  static constexpr std::string_view kBuckets =
      "[{low: 1ms, high: 2ms, count: 10}, {low: 2ms, high: 4ms, count: 3}]";
};
struct SizeWords {
  static constexpr Kind kQuantity = Kind::kSize;
  static constexpr Kind kRange = Kind::kSizeRange;
  static constexpr Kind kDistribution = Kind::kSizeDistribution;
  static constexpr std::string_view kSmall = "1KiB";
  static constexpr std::string_view kLarge = "9KiB";
  static constexpr std::string_view kBoth = "[1KiB, 9KiB]";
  static constexpr std::string_view kMixture =
      "[{weight: 0.99, is: 1KiB}, {weight: 0.01, is: {exponential: 1MiB}}]";
  static constexpr std::string_view kBuckets =
      "[{low: 1KiB, high: 2KiB, count: 10}, {low: 2KiB, high: 4KiB, count: 3}]";
};

template <class W>
constexpr Field kNormalFields[] = {{.name = "mean",
                                    .kind = W::kQuantity,
                                    .need = Need::kRequired,
                                    .about = "The middle of the bell.",
                                    .example = W::kSmall},
                                   {.name = "deviation",
                                    .kind = W::kQuantity,
                                    .need = Need::kRequired,
                                    .about = "The standard deviation before cutting.",
                                    .example = W::kSmall,
                                    .least = 1},
                                   {.name = "low",
                                    .kind = W::kQuantity,
                                    .about = "Nothing below this.",
                                    .fallback = "0",
                                    .example = W::kSmall},
                                   {.name = "high",
                                    .kind = W::kQuantity,
                                    .about = "Nothing above this.",
                                    .fallback = "no limit",
                                    .example = W::kLarge}};

template <class W>
constexpr Field kLognormalFields[] = {{.name = "median",
                                       .kind = W::kQuantity,
                                       .need = Need::kRequired,
                                       .about = "Half of all draws are below.",
                                       .example = W::kSmall,
                                       .least = 1},
                                      {.name = "p99",
                                       .kind = W::kQuantity,
                                       .need = Need::kRequired,
                                       .about = "99 of 100 draws are below.",
                                       .example = W::kLarge,
                                       .least = 1}};

template <class W>
constexpr Field kGammaFields[] = {{.name = "shape",
                                   .kind = Kind::kNumber,
                                   .need = Need::kRequired,
                                   .about = "1 is exponential; more is narrower.",
                                   .example = "2"},
                                  {.name = "mean",
                                   .kind = W::kQuantity,
                                   .need = Need::kRequired,
                                   .about = "The mean.",
                                   .example = W::kSmall,
                                   .least = 1}};

template <class W>
constexpr Field kParetoFields[] = {{.name = "shape",
                                    .kind = Kind::kNumber,
                                    .need = Need::kRequired,
                                    .about = "The tail falls with this power; less is heavier.",
                                    .example = "1.5"},
                                   {.name = "low",
                                    .kind = W::kQuantity,
                                    .need = Need::kRequired,
                                    .about = "The smallest draw.",
                                    .example = W::kSmall,
                                    .least = 1},
                                   {.name = "high",
                                    .kind = W::kQuantity,
                                    .need = Need::kRequired,
                                    .about = "The largest draw.",
                                    .example = W::kLarge,
                                    .least = 1}};

template <class W>
constexpr Field kPartFields[] = {{.name = "weight",
                                  .kind = Kind::kNumber,
                                  .need = Need::kRequired,
                                  .about = "The part's share; the sum need not be 1.",
                                  .example = "0.99"},
                                 {.name = "is",
                                  .kind = W::kDistribution,
                                  .need = Need::kRequired,
                                  .about = "What the part gives.",
                                  .example = W::kSmall}};

template <class W>
constexpr Field kBucketFields[] = {{.name = "low",
                                    .kind = W::kQuantity,
                                    .need = Need::kRequired,
                                    .about = "Where the bucket starts.",
                                    .example = W::kSmall},
                                   {.name = "high",
                                    .kind = W::kQuantity,
                                    .need = Need::kRequired,
                                    .about = "Where it ends; the first value no longer in it.",
                                    .example = W::kLarge},
                                   {.name = "count",
                                    .kind = Kind::kCount,
                                    .need = Need::kRequired,
                                    .about = "How many observations fell in it.",
                                    .example = "10"}};

constexpr std::string_view kOperations[] = {"read", "write", "trim", "sync"};

constexpr Field kHistogramFileFields[] = {
    {.name = "file",
     .kind = Kind::kText,
     .need = Need::kRequired,
     .about = "A .csv of bucket counts or a .json of fio (json+), beside this file.",
     .example = "fsync.csv"},
    {.name = "write_size",
     .kind = Kind::kSize,
     .about = "Of a .csv: the rows with these write_bytes.",
     .fallback = "the only one",
     .example = "8KiB"},
    {.name = "job",
     .kind = Kind::kText,
     .about = "Of fio: the name of the job.",
     .fallback = "the only one",
     .example = "randread"},
    {.name = "operation",
     .kind = Kind::kChoice,
     .about = "Of fio: the kind of I/O.",
     .fallback = "the only one with samples",
     .example = "sync",
     .choices = kOperations},
    {.name = "section",
     .kind = Kind::kText,
     .about = "Of a .json of named histograms: the name of one.",
     .fallback = "the only one",
     .example = "tcp_rtt_64B"}};
constexpr Table kHistogramFile{.name = "histogram file",
                               .about = "Counts of measured latencies in a file.",
                               .fields = kHistogramFileFields};

constexpr Table kNormalTime{
    .name = "normal", .about = "A bell, cut at its limits.", .fields = kNormalFields<TimeWords>};
constexpr Table kNormalSize{.name = "normal size",
                            .about = "A bell, cut at its limits.",
                            .fields = kNormalFields<SizeWords>};
constexpr Table kLognormalTime{.name = "lognormal",
                               .about = "A bell on a logarithmic scale.",
                               .fields = kLognormalFields<TimeWords>};
constexpr Table kLognormalSize{.name = "lognormal size",
                               .about = "A bell on a logarithmic scale.",
                               .fields = kLognormalFields<SizeWords>};
constexpr Table kGammaTime{
    .name = "gamma", .about = "A sum of exponential times.", .fields = kGammaFields<TimeWords>};
constexpr Table kGammaSize{.name = "gamma size",
                           .about = "A sum of exponential sizes.",
                           .fields = kGammaFields<SizeWords>};
constexpr Table kParetoTime{.name = "pareto",
                            .about = "A heavy tail between two limits.",
                            .fields = kParetoFields<TimeWords>};
constexpr Table kParetoSize{.name = "pareto size",
                            .about = "A heavy tail between two limits.",
                            .fields = kParetoFields<SizeWords>};
constexpr Table kPartTime{
    .name = "part", .about = "One part of a mixture.", .fields = kPartFields<TimeWords>};
constexpr Table kPartSize{
    .name = "size part", .about = "One part of a mixture.", .fields = kPartFields<SizeWords>};
constexpr Table kBucketTime{
    .name = "bucket", .about = "One bucket of a histogram.", .fields = kBucketFields<TimeWords>};
constexpr Table kBucketSize{.name = "size bucket",
                            .about = "One bucket of a histogram.",
                            .fields = kBucketFields<SizeWords>};

constexpr Field kHistogramAlternatives[] = {{.name = "buckets",
                                             .kind = Kind::kList,
                                             .about = "The buckets, in rising order.",
                                             .example = TimeWords::kBuckets,
                                             .inner = &kBucketTime},
                                            {.name = "file",
                                             .kind = Kind::kMapping,
                                             .about = "A file that has them.",
                                             .example = "{file: fsync.csv}",
                                             .inner = &kHistogramFile}};

template <class W>
constexpr Field kUniform{.name = "uniform",
                         .kind = W::kRange,
                         .about = "Any value between the two, all alike.",
                         .example = W::kBoth};
template <class W>
constexpr Field kExponential{.name = "exponential",
                             .kind = W::kQuantity,
                             .about = "Memoryless, with this mean.",
                             .example = W::kSmall,
                             .least = 1};
template <class W>
constexpr Field kBounds{.name = "bounds",
                        .kind = W::kRange,
                        .about = "The distribution, given that it falls between the two.",
                        .fallback = "none",
                        .example = W::kBoth};

constexpr Field kNormalTimeField{.name = "normal",
                                 .kind = Kind::kMapping,
                                 .about = "A bell, cut at its limits.",
                                 .example = "{mean: 5ms, deviation: 1ms}",
                                 .inner = &kNormalTime};
constexpr Field kLognormalTimeField{.name = "lognormal",
                                    .kind = Kind::kMapping,
                                    .about = "A bell on a logarithmic scale.",
                                    .example = "{median: 200us, p99: 900us}",
                                    .inner = &kLognormalTime};
constexpr Field kGammaTimeField{.name = "gamma",
                                .kind = Kind::kMapping,
                                .about = "A sum of exponential times.",
                                .example = "{shape: 2, mean: 1ms}",
                                .inner = &kGammaTime};
constexpr Field kParetoTimeField{.name = "pareto",
                                 .kind = Kind::kMapping,
                                 .about = "A heavy tail between two limits.",
                                 .example = "{shape: 1.5, low: 1ms, high: 1s}",
                                 .inner = &kParetoTime};
constexpr Field kMixtureTimeField{.name = "mixture",
                                  .kind = Kind::kList,
                                  .about = "One of the parts, by weight.",
                                  .example = TimeWords::kMixture,
                                  .inner = &kPartTime};
constexpr Field kHistogramTimeField{.name = "histogram",
                                    .kind = Kind::kOneOf,
                                    .about = "What was counted.",
                                    .example = TimeWords::kBuckets,
                                    .alternatives = kHistogramAlternatives};

constexpr Field kLatencyFields[] = {
    kUniform<TimeWords>, kExponential<TimeWords>, kNormalTimeField,
    kLognormalTimeField, kGammaTimeField,         kParetoTimeField,
    kMixtureTimeField,   kHistogramTimeField,     kBounds<TimeWords>};

constexpr Field kPieceFields[] = {
    {.name = "until",
     .kind = Kind::kDuration,
     .about = "When the next piece begins; every piece but the last has it.",
     .fallback = "the end of the run",
     .example = "5s",
     .least = 1},
    {.name = "is",
     .kind = Kind::kLatency,
     .need = Need::kRequired,
     .about = "The latency until then.",
     .example = "1ms"}};
constexpr Table kPiece{
    .name = "piece", .about = "A latency that holds for some time.", .fields = kPieceFields};

constexpr Field kPiecewiseFields[] = {
    kUniform<TimeWords>,
    kExponential<TimeWords>,
    kNormalTimeField,
    kLognormalTimeField,
    kGammaTimeField,
    kParetoTimeField,
    kMixtureTimeField,
    kHistogramTimeField,
    {.name = "piecewise",
     .kind = Kind::kList,
     .about = "Latencies that follow one another.",
     .example = "[{until: 5s, is: 1ms}, {until: 8s, is: 10ms}, {is: 1ms}]",
     .inner = &kPiece},
    kBounds<TimeWords>};

constexpr Field kSizeFields[] = {kUniform<SizeWords>,
                                 kExponential<SizeWords>,
                                 {.name = "normal",
                                  .kind = Kind::kMapping,
                                  .about = "A bell, cut at its limits.",
                                  .example = "{mean: 5KiB, deviation: 1KiB}",
                                  .inner = &kNormalSize},
                                 {.name = "lognormal",
                                  .kind = Kind::kMapping,
                                  .about = "A bell on a logarithmic scale.",
                                  .example = "{median: 200B, p99: 900B}",
                                  .inner = &kLognormalSize},
                                 {.name = "gamma",
                                  .kind = Kind::kMapping,
                                  .about = "A sum of exponential sizes.",
                                  .example = "{shape: 2, mean: 1KiB}",
                                  .inner = &kGammaSize},
                                 {.name = "pareto",
                                  .kind = Kind::kMapping,
                                  .about = "A heavy tail between two limits.",
                                  .example = "{shape: 1.5, low: 1KiB, high: 1MiB}",
                                  .inner = &kParetoSize},
                                 {.name = "mixture",
                                  .kind = Kind::kList,
                                  .about = "One of the parts, by weight.",
                                  .example = SizeWords::kMixture,
                                  .inner = &kPartSize},
                                 {.name = "histogram",
                                  .kind = Kind::kList,
                                  .about = "What was counted, in rising order.",
                                  .example = SizeWords::kBuckets,
                                  .inner = &kBucketSize},
                                 kBounds<SizeWords>};

constexpr std::string_view kForms[] = {"uniform", "exponential", "normal",  "lognormal",
                                       "gamma",   "pareto",      "mixture", "histogram"};
constexpr std::string_view kPiecewiseForms[] = {"uniform",   "exponential", "normal",
                                                "lognormal", "gamma",       "pareto",
                                                "mixture",   "histogram",   "piecewise"};
constexpr std::string_view kPiecewiseOrBounds[] = {"piecewise", "bounds"};
constexpr Group kOneForm[] = {{Rule::kExactlyOne, kForms}};
constexpr Group kOnePiecewiseForm[] = {{Rule::kExactlyOne, kPiecewiseForms},
                                       {Rule::kAtMostOne, kPiecewiseOrBounds}};

}  // namespace

constexpr Table kLatencyTable{.name = "latency",
                              .about = "A duration, or a distribution of durations in one form.",
                              .fields = kLatencyFields,
                              .groups = kOneForm};
constexpr Table kPiecewiseLatencyTable{.name = "latency over time",
                                       .about = "A latency, or several that follow one another.",
                                       .fields = kPiecewiseFields,
                                       .groups = kOnePiecewiseForm};
constexpr Table kSizeDistributionTable{.name = "size distribution",
                                       .about = "A size, or a distribution of sizes in one form.",
                                       .fields = kSizeFields,
                                       .groups = kOneForm};

}  // namespace scenarios
