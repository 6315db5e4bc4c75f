package io.isolde.benchmarks.rounds;

import java.util.List;

/**
 * The file that {@link io.isolde.benchmarks.Interleaved} writes.
 *
 * @param machine where and when
 * @param rounds how many counted
 * @param roundMillis how long each side of one was
 * @param outcomes one for each comparison that ended
 * @param failures one for each comparison that did not
 */
public record RoundsFile(
    Machine machine, int rounds, long roundMillis, List<Outcome> outcomes, List<Failure> failures) {

  /**
   * A comparison that did not end.
   *
   * @param name the comparison
   * @param peer whose row it is
   * @param reason what happened instead
   */
  public record Failure(String name, String peer, String reason) {}
}
