package io.isolde.checks.history;

import java.util.List;

/**
 * The record of a run: every attempt that was made.
 *
 * @param origin how to make such a run again: its seed and settings
 */
public record History(String origin, List<AttemptRecord> attempts) {
  public History {
    attempts = List.copyOf(attempts);
  }

  long firstTime() {
    return attempts.stream().mapToLong(AttemptRecord::begin).min().orElse(0);
  }
}
