#include "models/migration/write_ahead_log.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using models::migration::WriteAheadLog;
using models::migration::WriteAheadLogParams;
using namespace std::chrono_literals;

namespace {

std::string released(WriteAheadLog& log) {
  std::string sessions;
  while (const auto session = log.next_released()) sessions += fmt::format(" {}", *session);
  return sessions;
}

}  // namespace

TEST_CASE("who comes during a flush rides the next one, together") {
  WriteAheadLog log{WriteAheadLogParams{}};
  log.wait(0, log.append(100));
  REQUIRE(log.begin_flush() == sim::Bytes{8192});
  log.wait(1, log.append(100));
  log.wait(2, log.append(100));
  CHECK_FALSE(log.begin_flush().has_value());
  log.end_flush();
  CHECK(released(log) == " 0");
  REQUIRE(log.begin_flush().has_value());
  log.wait(3, log.append(100));
  log.end_flush();
  CHECK(released(log) == " 1 2");
  CHECK(log.waiting() == 1);
}

TEST_CASE("a flush writes whole pages from the one the last ended in") {
  WriteAheadLog log{WriteAheadLogParams{}};
  log.append(8000);
  CHECK(log.begin_flush() == sim::Bytes{8192});
  log.end_flush();
  log.append(400);
  CHECK_MESSAGE(log.inserted() == 8424, "the second page has a header of 24 bytes");
  CHECK(log.begin_flush() == sim::Bytes{2 * 8192});
  log.end_flush();
  CHECK_FALSE(log.begin_flush().has_value());
}

TEST_CASE("a checkpoint is due when the log has grown, or after the timeout") {
  WriteAheadLogParams params;
  params.max_size = {190'000};
  WriteAheadLog log{params};
  CHECK_FALSE_MESSAGE(log.checkpoint_due(sim::at(3600s)), "nothing was written");
  log.append(99'000);
  CHECK_FALSE(log.checkpoint_due(sim::at(299s)));
  CHECK(log.checkpoint_due(sim::at(300s)));
  log.append(1000);
  CHECK(log.checkpoint_due(sim::at(10s)));
  CHECK_MESSAGE(log.begin_checkpoint(sim::at(10s)) == 9s, "at the pace of the log");
  CHECK_FALSE(log.checkpoint_due(sim::at(11s)));
}

TEST_CASE("log is kept since the last complete checkpoint") {
  WriteAheadLogParams params;
  params.segment = {1'000'000};
  WriteAheadLog log{params};
  CHECK(log.space() == sim::Bytes{2'000'000});
  for (int i = 0; i < 50; ++i) log.append(100'000);
  CHECK(log.space() == sim::Bytes{7'000'000});
  log.begin_checkpoint(sim::at(1s));
  CHECK(log.space() == sim::Bytes{7'000'000});
  log.end_checkpoint();
  CHECK(log.space() == sim::Bytes{2'000'000});
}

TEST_CASE("a crash loses what was not flushed, and nothing else") {
  WriteAheadLog log{WriteAheadLogParams{}};
  log.append(5000);
  log.begin_flush();
  log.end_flush();
  const auto durable = log.flushed();
  log.wait(4, log.append(3000));
  log.begin_flush();
  log.crash();
  CHECK(log.inserted() == durable);
  CHECK(log.waiting() == 0);
  CHECK(log.since_checkpoint() == sim::Bytes{5000});
  CHECK_FALSE(log.flushing());
}

TEST_CASE("full buffers hold up who fills them, and the log writer does not wait for its round") {
  WriteAheadLogParams params;
  params.buffers = {10'000};
  params.writer_flush_after = {6'000};
  WriteAheadLog log{params};
  log.append(5'999);
  CHECK_FALSE(log.writer_due());
  log.append(1);
  CHECK(log.writer_due());
  CHECK_FALSE(log.overfull());
  log.append(5'000);
  CHECK(log.overfull());
  log.begin_flush();
  log.end_flush();
  CHECK_FALSE(log.overfull());
}
