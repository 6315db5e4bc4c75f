package io.isolde.benchmarks.harness.ping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pings before and after something. Immutable.
 *
 * @param beforeNanos how long a hand-over took before
 * @param afterNanos how long it took after
 */
public record Pings(double beforeNanos, double afterNanos) {
  /** These pings; null if one of them is not a number, as on a machine with one processor. */
  public static @Nullable Pings of(double beforeNanos, double afterNanos) {
    return Double.isNaN(beforeNanos + afterNanos) ? null : new Pings(beforeNanos, afterNanos);
  }

  /** Their label; it is written to raw results, and made anew from the pings when they are read. */
  @JsonProperty(access = Access.READ_ONLY)
  public Label label() {
    return Label.of(beforeNanos, afterNanos);
  }

  /** The label of something that has all these pings, of which some may be null. */
  public static Label labelOf(@Nullable Pings... all) {
    return Label.of(
        Stream.of(all)
            .filter(Objects::nonNull)
            .flatMapToDouble(pings -> DoubleStream.of(pings.beforeNanos, pings.afterNanos))
            .toArray());
  }
}
