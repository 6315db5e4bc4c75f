package io.isolde.benchmarks.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.peer.Peer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Comparisons run, and Isolde's answers in them are right. */
class CatalogTest {
  private static final long ROUND_NANOS = 5_000_000;

  /** The largest maps, which do the same as the others, take too long to make. */
  static Stream<Comparison> comparisons() {
    return Catalog.all().stream()
        .filter(comparison -> comparison.peer() == Peer.ISOLDE)
        .filter(comparison -> !comparison.name().contains("size=1000000"));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void isolde_inEveryComparison_isRight(Comparison comparison) throws Exception {
    try (Leg subject = LegLoader.open(comparison.subject())) {
      assertThat(subject.run(ROUND_NANOS))
          .allSatisfy(
              measured -> {
                assertThat(measured.operations()).isPositive();
                assertThat(measured.wrong()).isZero();
              });
      assertThat(subject.isRight()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void baseline_ofEveryComparison_runs(Comparison comparison) throws Exception {
    try (Leg baseline = LegLoader.open(comparison.baseline())) {
      assertThat(baseline.run(ROUND_NANOS).getFirst().operations()).isPositive();
    }
  }
}
