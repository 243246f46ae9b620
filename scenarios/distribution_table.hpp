// How distributions are written, as field tables: of durations and of sizes alike.
//
//   80ms                                      {uniform: [1ms, 5ms]}
//   {exponential: 100us}                      {lognormal: {median: 200us, p99: 900us}}
//   {normal: {mean: 5ms, deviation: 1ms}}     {gamma: {shape: 2, mean: 1ms}}
//   {pareto: {shape: 1.5, low: 1ms, high: 1s}}
//   {mixture: [{weight: 0.99, is: 1ms}, {weight: 0.01, is: 50ms}]}
//   {histogram: [{low: 1ms, high: 2ms, count: 10}]}
//   {histogram: {file: fsync.csv, write_size: 8KiB}}
//   {exponential: 100us, bounds: [10us, 1ms]}
// Shape          a mapping with one form, and perhaps bounds
// Checked by     tests/scenarios/distribution_field_test.cpp
#pragma once

#include "scenarios/field_table.hpp"

namespace scenarios {

/// A distribution of durations, when it is not just a duration.
extern const Table kLatencyTable;

/// The same, or {piecewise: [{until: 5s, is: 1ms}, {is: 10ms}]}.
extern const Table kPiecewiseLatencyTable;

/// A distribution of sizes, when it is not just a size.
extern const Table kSizeDistributionTable;

}  // namespace scenarios
