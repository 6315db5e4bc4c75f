package io.isolde.stm.history;

/** Seeds of random runs: new ones each time, unless {@code isolde.history.seed} is set. */
final class Seeds {
  private Seeds() {}

  static long first() {
    return Long.getLong("isolde.history.seed", System.nanoTime());
  }
}
