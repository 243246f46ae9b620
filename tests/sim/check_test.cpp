// SIM_CHECK ends the program with the broken condition and its place; what holds costs nothing.
#include "sim/check.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

namespace {

struct Death {
  int signal = 0;  // 0: it lived
  std::string last_words;
};

// Runs `act` in a child process, so that this one survives.
template <class Act>
Death death_of(Act act) {
  int pipe_ends[2];
  REQUIRE(pipe(pipe_ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    dup2(pipe_ends[1], STDERR_FILENO);
    std::signal(SIGABRT, SIG_DFL);
    act();
    _exit(0);
  }
  close(pipe_ends[1]);
  Death death;
  char letters[256];
  for (ssize_t n = 0; (n = read(pipe_ends[0], letters, sizeof(letters))) > 0;) {
    death.last_words.append(letters, static_cast<std::size_t>(n));
  }
  close(pipe_ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) death.signal = WTERMSIG(status);
  return death;
}

}  // namespace

TEST_CASE("a condition that holds is evaluated once and says nothing") {
  int evaluated = 0;
  SIM_CHECK(++evaluated == 1);
  CHECK(evaluated == 1);
  const Death death = death_of([] { SIM_CHECK(2 > 1); });
  CHECK(death.signal == 0);
  CHECK(death.last_words == "");
}

TEST_CASE("a broken condition is printed with its place, and the program aborts") {
  const int line = __LINE__ + 1;
  const Death death = death_of([] { SIM_CHECK(1 > 2); });
  CHECK(death.signal == SIGABRT);
  CHECK(death.last_words == std::string(__FILE__) + ":" + std::to_string(line) +
                                ": this must hold and does not: 1 > 2\n"
                                "This is a mistake in durasim, not in your file.\n");
}
