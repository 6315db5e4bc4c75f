package io.isolde.benchmarks.comparison;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link Comparison}, as it is written to a file. Immutable.
 *
 * @param name the comparison
 * @param peer whose row it is
 * @param baseline what counts as 1
 * @param cpuRatio CPU time per operation, as a multiple of the baseline's, over rounds; without the
 *     picking, where that was measured
 * @param throughputRatio operations per second, as a multiple of the baseline's, over rounds
 * @param baselineSummary the baseline
 * @param subjectSummary the peer, in its first role
 * @param besideSummary the peer, in its other role
 * @param pickingSummary the picking
 * @param stateRight whether the peer's state was right at the end
 * @param rounds the measured rounds
 */
public record Outcome(
    String name,
    String peer,
    String baseline,
    @Nullable Quartiles cpuRatio,
    @Nullable Quartiles throughputRatio,
    Summary baselineSummary,
    Summary subjectSummary,
    @Nullable Summary besideSummary,
    @Nullable Summary pickingSummary,
    boolean stateRight,
    List<Round> rounds)
    implements Ending {

  private static final Comparator<Outcome> BY_CPU =
      Comparator.comparingDouble(outcome -> outcome.subjectSummary().cpuNanosPerOperation());

  /**
   * One round.
   *
   * @param picking nothing but the picking
   * @param baseline the baseline
   * @param subject the peer, one entry for each role
   */
  public record Round(
      @Nullable RoleSample picking, RoleSample baseline, List<RoleSample> subject) {}

  /**
   * Of the outcomes of one comparison in several JVMs, the one in the middle by CPU time; or the
   * first with a wrong answer.
   */
  public static Outcome middle(List<Outcome> forks) {
    return forks.stream()
        .filter(outcome -> !outcome.isRight())
        .findFirst()
        .orElseGet(() -> forks.stream().sorted(BY_CPU).toList().get(forks.size() / 2));
  }

  /** Whether no answer was wrong. */
  @JsonIgnore
  public boolean isRight() {
    return stateRight
        && subjectSummary.wrong() == 0
        && (besideSummary == null || besideSummary.wrong() == 0);
  }
}
