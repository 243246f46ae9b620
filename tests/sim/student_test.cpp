#include "sim/student.hpp"

#include <doctest/doctest.h>

#include <boost/math/distributions/students_t.hpp>

using doctest::Approx;

TEST_CASE("Student's quantiles are those of the printed table") {
  CHECK(sim::student_quantile(0.975, 1) == Approx(12.7062047).epsilon(1e-8));
  CHECK(sim::student_quantile(0.975, 2) == Approx(4.30265273).epsilon(1e-8));
  CHECK(sim::student_quantile(0.975, 10) == Approx(2.22813885).epsilon(1e-8));
  CHECK(sim::student_quantile(0.975, 63) == Approx(1.99834054).epsilon(1e-8));
  CHECK(sim::student_quantile(0.5, 7) == Approx(0).epsilon(1e-12));
  CHECK(sim::student_quantile(0.025, 10) == -sim::student_quantile(0.975, 10));
}

TEST_CASE("Student's distribution agrees with Boost.Math's") {
  for (std::uint64_t degrees = 1; degrees <= 200; ++degrees) {
    const boost::math::students_t boosts(static_cast<double>(degrees));
    for (double t = 0; t < 20; t += 0.7) {
      CAPTURE(degrees);
      CHECK(sim::student_cdf(t, degrees) == Approx(cdf(boosts, t)).epsilon(1e-12));
    }
  }
  for (std::uint64_t degrees = 1; degrees < 100'000; degrees += 1 + degrees / 3) {
    const boost::math::students_t boosts(static_cast<double>(degrees));
    for (const double p : {0.0005, 0.025, 0.4, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9995}) {
      CAPTURE(degrees);
      CHECK(sim::student_quantile(p, degrees) == Approx(quantile(boosts, p)).epsilon(1e-9));
    }
  }
}
