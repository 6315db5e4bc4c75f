package io.isolde.benchmarks.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.peer.Peer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every comparison runs, and Isolde's answers in it are right. */
class CatalogTest {
  private static final long ROUND_NANOS = 5_000_000;

  static Stream<Comparison> comparisons() {
    return Catalog.all().stream().filter(comparison -> comparison.peer() == Peer.ISOLDE);
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
