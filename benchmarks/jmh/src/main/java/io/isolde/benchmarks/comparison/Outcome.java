package io.isolde.benchmarks.comparison;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.ping.Pings;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link Comparison} in the rounds with one label, as it is written to a file.
 * Immutable.
 *
 * @param name the comparison
 * @param peer whose row it is
 * @param label where the processors were in all its rounds
 * @param baseline what counts as 1
 * @param cpuRatio CPU time per operation, as a multiple of the baseline's, over rounds; without the
 *     picking, where that was measured; null if the processors were moved
 * @param throughputRatio operations per second, as a multiple of the baseline's, over rounds; null
 *     if the processors were moved
 * @param baselineSummary the baseline
 * @param subjectSummary the peer, in its first role
 * @param besideSummary the peer, in its other role
 * @param pickingSummary the picking
 * @param stateRight whether the peer's state was right at the end of all rounds, with whatever
 *     label
 * @param rounds the measured rounds
 */
public record Outcome(
    String name,
    String peer,
    Label label,
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

  public Outcome {
    label = Objects.requireNonNullElse(label, Label.NONE); // older files do not say
  }

  /**
   * One round.
   *
   * @param picking nothing but the picking
   * @param baseline the baseline
   * @param subject the peer, one entry for each role
   * @param baselinePings around the baseline; null without
   * @param subjectPings around the peer; null without
   */
  public record Round(
      @Nullable RoleSample picking,
      RoleSample baseline,
      List<RoleSample> subject,
      @Nullable Pings baselinePings,
      @Nullable Pings subjectPings) {
    /** Where the processors were in all of it. */
    public Label label() {
      return Pings.labelOf(baselinePings, subjectPings);
    }
  }

  /**
   * Of the outcomes of one comparison in several JVMs, those in the middle by CPU time, one for
   * each label; or the first with a wrong answer.
   */
  public static List<Outcome> middles(List<Outcome> forks) {
    return forks.stream()
        .collect(groupingBy(Outcome::label, TreeMap::new, toList()))
        .values()
        .stream()
        .map(Outcome::middle)
        .toList();
  }

  private static Outcome middle(List<Outcome> forks) {
    return forks.stream()
        .filter(outcome -> !outcome.isRight())
        .findFirst()
        .orElseGet(() -> forks.stream().sorted(BY_CPU).toList().get(forks.size() / 2));
  }

  /**
   * The least share of the operations that the slower thread did in a round; not a number if the
   * file does not say.
   */
  @JsonIgnore
  public double leastSlowerShare() {
    return rounds.stream()
        .mapToDouble(round -> round.subject().getFirst().slowerShare())
        .filter(share -> share > 0)
        .min()
        .orElse(Double.NaN);
  }

  /** Whether no answer was wrong. */
  @JsonIgnore
  public boolean isRight() {
    return stateRight
        && subjectSummary.wrong() == 0
        && (besideSummary == null || besideSummary.wrong() == 0);
  }
}
