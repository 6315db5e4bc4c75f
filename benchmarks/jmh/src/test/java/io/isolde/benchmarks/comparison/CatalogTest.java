package io.isolde.benchmarks.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.peer.Peer;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Comparisons run, and Isolde's answers in them are right. */
class CatalogTest {
  private static final long ROUND_NANOS = 5_000_000;
  private static final Set<Peer> OURS = Set.of(Peer.ISOLDE, Peer.STM_STORE, Peer.LOCK_STORE);

  /** The largest maps, which do the same as the others, take too long to make. */
  static Stream<Comparison> comparisons() {
    return Catalog.all().stream()
        .filter(comparison -> OURS.contains(comparison.peer()))
        .filter(comparison -> !comparison.name().contains("size=1000000"));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void ours_inEveryComparison_areRight(Comparison comparison) throws Exception {
    try (IsolatedVariant subject = VariantLoader.open(comparison.subject())) {
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
    try (IsolatedVariant baseline = VariantLoader.open(comparison.baseline())) {
      assertThat(baseline.run(ROUND_NANOS).getFirst().operations()).isPositive();
    }
  }
}
