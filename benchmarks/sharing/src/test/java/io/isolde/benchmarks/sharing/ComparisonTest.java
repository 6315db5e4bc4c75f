package io.isolde.benchmarks.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.sharing.Schedule.Limit;
import io.isolde.examples.sharing.SharingStrategies;
import io.isolde.examples.sharing.SharingStrategy;
import io.isolde.examples.sharing.StrategyFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTest {

  static Stream<StrategyFactory> strategies() {
    return SharingStrategies.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strategies")
  void comparison_ofEachStrategy_carriesOutAllOrdersAndKeepsItsPromise(StrategyFactory strategy)
      throws InterruptedException {
    Results results = compare(List.of(strategy), TestLoad.of(3, 1), TestLoad.orders(2, 500));
    for (Row row : results.rows()) {
      assertThat(row.strategy()).isEqualTo(strategy.name());
      assertThat(row.orders()).isEqualTo(1000);
      assertThat(row.ordersPerSecond()).hasSize(2).allMatch(rate -> rate > 0);
      assertThat(row.audits()).isGreaterThanOrEqualTo(2);
      assertThat(row.latency().p50()).isBetween(1L, row.latency().p99());
      assertThat(row.latency().p999()).isBetween(row.latency().p99(), row.latency().max());
      assertThat(row.threadsLeft()).isZero();
    }
    assertThat(results.rows().size() + results.missing().size()).isEqualTo(1);
    assertThat(results.promisesKept()).isTrue();
  }

  @Test
  void comparison_ofTwoStepStrategies_losesNothing() throws InterruptedException {
    Results results =
        compare(
            List.of(SharingStrategies.named("cas")), TestLoad.of(4, 1), TestLoad.orders(1, 20_000));
    Row row = results.rows().getFirst();
    assertThat(row.lost()).isZero();
    assertThat(row.created()).isZero();
    assertThat(row.paidBack()).isPositive();
  }

  @Test
  void comparison_strategyNotAtHand_isReportedWithTheReason() throws InterruptedException {
    List<StrategyFactory> strategies =
        List.of(SharingStrategies.named("nowhere:"), SharingStrategies.named("lock:"));
    Results results = compare(strategies, TestLoad.of(1, 0), TestLoad.orders(1, 10));
    assertThat(results.rows()).extracting(Row::strategy).containsExactly("lock:");
    assertThat(results.missing()).extracting(Results.Missing::strategy).containsExactly("nowhere:");
    assertThat(results.missing().getFirst().reason()).contains("no backend", "nowhere:");
    assertThat(new ComparisonTable(results).text()).contains("not available: no backend");
  }

  @Test
  void comparison_strategyThatFails_isLeftOutFromThenOnAndTheReasonTold()
      throws InterruptedException {
    AtomicInteger openings = new AtomicInteger();
    StrategyFactory failing =
        new StrategyFactory("failing", "fails", (opening, body) -> failingNow(openings));
    Results results =
        compare(
            List.of(failing, SharingStrategies.named("cas")),
            TestLoad.of(1, 0),
            TestLoad.orders(3, 10));
    assertThat(results.rows()).extracting(Row::strategy).containsExactly("cas");
    assertThat(results.missing().getFirst().reason()).isEqualTo("failed: out of order");
    assertThat(openings).hasValue(1);
  }

  private static SharingStrategy failingNow(AtomicInteger openings) {
    openings.incrementAndGet();
    throw new IllegalStateException("out of order");
  }

  @Test
  void comparison_severalStrategies_takeTurnsAndChangeWhoBegins() throws InterruptedException {
    List<String> opened = new ArrayList<>();
    List<StrategyFactory> strategies =
        Stream.of("cas", "lock:", "stm:").map(name -> noted(name, opened)).toList();
    List<String> told = new ArrayList<>();
    new Comparison(strategies, TestLoad.of(1, 0), TestLoad.orders(2, 10), told::add).run();
    assertThat(opened)
        .containsExactly("cas", "lock:", "stm:", "cas", "lock:", "stm:", "lock:", "stm:", "cas");
    assertThat(told)
        .containsExactly(
            "warming up cas",
            "warming up lock:",
            "warming up stm:",
            "round 1 of 2",
            "round 2 of 2");
  }

  private static StrategyFactory noted(String name, List<String> opened) {
    StrategyFactory strategy = SharingStrategies.named(name);
    return new StrategyFactory(
        name,
        strategy.title(),
        (opening, body) -> {
          opened.add(name);
          return strategy.open(opening, body);
        });
  }

  /** With real threads, not a script: how long it takes until they collide is a matter of luck. */
  @Test
  void unsynchronised_realThreads_loseOrCreateMoneySooner() throws InterruptedException {
    Load load = new Load(2, 0, 0, 0, 4, 1, 0, 20_000, 0, 1);
    Schedule schedule = new Schedule(1, 0, new Limit(Long.MAX_VALUE, 50));
    Row row;
    do {
      row =
          compare(List.of(SharingStrategies.named("unsynchronised")), load, schedule)
              .rows()
              .getFirst();
    } while (row.isRight());
    assertThat(row.lost() + row.created() + row.inconsistentAudits()).isPositive();
    assertThat(row.keepsPromise()).isTrue();
  }

  /** With real threads, too. */
  @Test
  void twoSteps_realThreads_showWrongTotalsSooner() throws InterruptedException {
    Load load = new Load(2, 0, 0, 0, 4, 1, 0, 0, 0, 1);
    Schedule schedule = new Schedule(1, 0, new Limit(Long.MAX_VALUE, 50));
    Row row;
    do {
      row = compare(List.of(SharingStrategies.named("cas")), load, schedule).rows().getFirst();
    } while (row.isRight());
    assertThat(row.inconsistentAudits()).isPositive();
    assertThat(row.lost() + row.created()).isZero();
  }

  private static Results compare(List<StrategyFactory> strategies, Load load, Schedule schedule)
      throws InterruptedException {
    return new Comparison(strategies, load, schedule, what -> {}).run();
  }
}
