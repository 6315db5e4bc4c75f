package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.sharing.Schedule.Limit;

/** Small loads. */
final class TestLoad {

  private TestLoad() {}

  /** A few accounts, two of them frozen. */
  static Load of(int writers, int auditors) {
    return new Load(20, 2, 30, 2, writers, auditors, 0, 0, 0, 1);
  }

  /** A schedule of so many rounds, each with so many orders. */
  static Schedule orders(int rounds, long orders) {
    return new Schedule(rounds, 10, new Limit(orders, Long.MAX_VALUE));
  }
}
