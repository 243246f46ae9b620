// The table of OBSERVE's answers, every row on both dialects.
#include "models/durability/observe.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using models::durability::Copy;
using models::durability::Dialect;
using models::durability::ObserveStatus;
using models::durability::Presence;

namespace {

Copy copy(Presence presence, std::uint64_t cas) {
  Copy made;
  made.set_presence(presence);
  made.cas = cas;
  return made;
}

const Copy kAbsent{};
Copy item(std::uint64_t cas) { return copy(Presence::kItem, cas); }
Copy tombstone(std::uint64_t cas) { return copy(Presence::kTombstone, cas); }

// "real / mock", each "status CAS".
std::string answers(const Copy& cache, const Copy& disk) {
  std::string text;
  for (const Dialect dialect : {Dialect::kReal, Dialect::kMock}) {
    const auto answer = models::durability::observe(cache, disk, dialect);
    text += fmt::format("{}{} {}", text.empty() ? "" : " / ",
                        models::durability::name_of(answer.status), answer.cas);
  }
  return text;
}

}  // namespace

TEST_CASE("a key that is nowhere is not found") {
  CHECK(answers(kAbsent, kAbsent) == "not_found 0 / not_found 0");
}

TEST_CASE("a key on disk alone is logically deleted, and its CAS is not told") {
  CHECK(answers(kAbsent, item(7)) == "logically_deleted 0 / logically_deleted 0");
}

TEST_CASE("a tombstone on disk alone is forgotten by the real server, never by the mock") {
  CHECK(answers(kAbsent, tombstone(7)) == "not_found 0 / logically_deleted 0");
}

TEST_CASE("a cached key is persisted only if the disk has the same CAS") {
  CHECK(answers(item(7), kAbsent) == "found 7 / found 7");
  CHECK(answers(item(7), item(6)) == "found 7 / found 7");
  CHECK(answers(item(7), item(7)) == "persisted 7 / persisted 7");
  CHECK(answers(item(7), tombstone(7)) == "found 7 / found 7");
}

TEST_CASE("a cached CAS of 0 is a CAS like any other") {
  CHECK(answers(item(0), kAbsent) == "found 0 / found 0");
  CHECK(answers(item(0), item(0)) == "persisted 0 / persisted 0");
}

TEST_CASE("a delete in memory tells the tombstone's CAS until the disk has it") {
  CHECK(answers(tombstone(8), kAbsent) == "logically_deleted 8 / logically_deleted 8");
  CHECK(answers(tombstone(8), item(7)) == "logically_deleted 8 / logically_deleted 8");
  CHECK(answers(tombstone(8), tombstone(7)) == "logically_deleted 8 / logically_deleted 8");
  CHECK(answers(tombstone(8), tombstone(8)) == "not_found 0 / not_found 0");
}

TEST_CASE("statuses are the documentation's bytes and the scenario language's words") {
  const auto name = [](int byte) {
    return models::durability::name_of(static_cast<ObserveStatus>(byte));
  };
  CHECK(name(0x00) == "found");
  CHECK(name(0x01) == "persisted");
  CHECK(name(0x07) == "not_my_vbucket");
  CHECK(name(0x80) == "not_found");
  CHECK(name(0x81) == "logically_deleted");
}
