package io.isolde.benchmarks.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.peer.Peer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a comparison measures arrives from its JVM, label by label. */
class ComparisonRunTest {
  private static final int ROUNDS = 3;

  private static List<Outcome> outcomes(String name) throws Exception {
    List<Comparison> all = Catalog.all();
    int index =
        IntStream.range(0, all.size())
            .filter(i -> all.get(i).name().equals(name) && all.get(i).peer() == Peer.ISOLDE)
            .findFirst()
            .orElseThrow();
    return ComparisonRun.inChildJvm(index, new Rounds(0, ROUNDS, 2));
  }

  @Test
  void comparison_ofTwoThreads_isLabelledByItsPings() throws Exception {
    List<Outcome> outcomes = outcomes("TwoRefTransfer refs=10 threads=2");

    assertThat(outcomes.stream().mapToInt(outcome -> outcome.rounds().size()).sum())
        .isEqualTo(ROUNDS);
    boolean pings = Runtime.getRuntime().availableProcessors() > 1;
    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.label() != Label.NONE).isEqualTo(pings);
              assertThat(outcome.rounds())
                  .allSatisfy(round -> assertThat(round.label()).isEqualTo(outcome.label()));
              assertThat(outcome.throughputRatio() == null)
                  .isEqualTo(outcome.label() == Label.MOVED);
              assertThat(outcome.leastSlowerShare()).isBetween(0.0, 0.5).isPositive();
              assertThat(outcome.isRight()).isTrue();
            });
  }

  @Test
  void comparison_ofOneThread_hasNoLabel() throws Exception {
    assertThat(outcomes("TwoRefTransfer refs=10 threads=1"))
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.label()).isEqualTo(Label.NONE);
              assertThat(outcome.leastSlowerShare()).isEqualTo(1);
              assertThat(outcome.cpuRatio()).isNotNull();
            });
  }
}
