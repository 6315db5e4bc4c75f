package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.raw.Machine;

/** A sentence about where, when and under which load a comparison was made. */
final class Conditions {

  private Conditions() {}

  static String of(Results results) {
    Load load = results.load();
    Machine machine = results.machine();
    return """
    %,d accounts, %d of them hot (%d %% of the orders), %d frozen; %s, %s%s; \
    %s of computing and %s of waiting in a transfer; %d rounds of %s. Measured %s on %d processors, %s, %s.
    """
        .formatted(
            load.accounts(),
            load.hot(),
            load.hotPercent(),
            load.frozen(),
            Figures.counted(load.writers(), "writer"),
            Figures.counted(load.auditors(), "auditor"),
            pace(load, " with %s audits per second each"),
            Figures.time(load.bodyNanos()),
            Figures.time(1000 * load.thinkMicros()),
            results.schedule().rounds(),
            length(results.schedule().limit()),
            machine.time(),
            machine.processors(),
            machine.system(),
            machine.jdk());
  }

  /** The text with the rate of the auditors in it; empty when they audit without pause. */
  static String pace(Load load, String text) {
    return load.auditors() == 0 || load.auditsPerSecond() == 0
        ? ""
        : text.formatted(Figures.grouped(load.auditsPerSecond()));
  }

  private static String length(Schedule.Limit limit) {
    return limit.millis() == Long.MAX_VALUE
        ? limit.orders() + " orders"
        : Figures.time(1_000_000 * limit.millis());
  }
}
