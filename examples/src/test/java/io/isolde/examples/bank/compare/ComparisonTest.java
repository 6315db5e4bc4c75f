package io.isolde.examples.bank.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.compare.Schedule.Limit;
import io.isolde.examples.bank.way.Kind;
import io.isolde.examples.bank.way.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTest {

  static Stream<Kind> kinds() {
    return Kind.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void comparison_ofEachWay_carriesOutAllOrdersAndKeepsItsPromise(Kind kind)
      throws InterruptedException {
    Results results = compare(List.of(kind), TestLoad.of(3, 1), TestLoad.orders(2, 500));
    for (Row row : results.rows()) {
      assertThat(row.way()).isEqualTo(kind.name());
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
  void comparison_ofTwoStepWays_losesNothing() throws InterruptedException {
    Results results =
        compare(List.of(Kind.of("cas")), TestLoad.of(4, 1), TestLoad.orders(1, 20_000));
    Row row = results.rows().getFirst();
    assertThat(row.lost()).isZero();
    assertThat(row.created()).isZero();
    assertThat(row.paidBack()).isPositive();
  }

  @Test
  void comparison_wayNotAtHand_isReportedWithTheReason() throws InterruptedException {
    List<Kind> kinds = List.of(Kind.of("nowhere:"), Kind.of("lock:"));
    Results results = compare(kinds, TestLoad.of(1, 0), TestLoad.orders(1, 10));
    assertThat(results.rows()).extracting(Row::way).containsExactly("lock:");
    assertThat(results.missing()).extracting(Results.Missing::way).containsExactly("nowhere:");
    assertThat(results.missing().getFirst().reason()).contains("no backend", "nowhere:");
    assertThat(new ComparisonTable(results).text()).contains("not available: no backend");
  }

  @Test
  void comparison_wayThatFails_isLeftOutFromThenOnAndTheReasonTold() throws InterruptedException {
    AtomicInteger openings = new AtomicInteger();
    Kind failing = new Kind("failing", "fails", (opening, body) -> failingNow(openings));
    Results results =
        compare(List.of(failing, Kind.of("cas")), TestLoad.of(1, 0), TestLoad.orders(3, 10));
    assertThat(results.rows()).extracting(Row::way).containsExactly("cas");
    assertThat(results.missing().getFirst().reason()).isEqualTo("failed: out of order");
    assertThat(openings).hasValue(1);
  }

  private static Way failingNow(AtomicInteger openings) {
    openings.incrementAndGet();
    throw new IllegalStateException("out of order");
  }

  @Test
  void comparison_severalWays_takeTurnsAndChangeWhoBegins() throws InterruptedException {
    List<String> opened = new ArrayList<>();
    List<Kind> kinds = Stream.of("cas", "lock:", "stm:").map(name -> noted(name, opened)).toList();
    List<String> told = new ArrayList<>();
    new Comparison(kinds, TestLoad.of(1, 0), TestLoad.orders(2, 10), told::add).run();
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

  private static Kind noted(String name, List<String> opened) {
    Kind kind = Kind.of(name);
    return new Kind(
        name,
        kind.title(),
        (opening, body) -> {
          opened.add(name);
          return kind.open(opening, body);
        });
  }

  /** With real threads, not a script: how long it takes until they collide is a matter of luck. */
  @Test
  void unsynchronised_realThreads_loseOrCreateMoneySooner() throws InterruptedException {
    Load load = new Load(2, 0, 0, 0, 4, 1, 20_000, 0, 1);
    Schedule schedule = new Schedule(1, 0, new Limit(Long.MAX_VALUE, 50));
    Row row;
    do {
      row = compare(List.of(Kind.of("unsynchronised")), load, schedule).rows().getFirst();
    } while (row.isRight());
    assertThat(row.lost() + row.created() + row.inconsistentAudits()).isPositive();
    assertThat(row.keepsPromise()).isTrue();
  }

  /** With real threads, too. */
  @Test
  void twoSteps_realThreads_showWrongTotalsSooner() throws InterruptedException {
    Load load = new Load(2, 0, 0, 0, 4, 1, 0, 0, 1);
    Schedule schedule = new Schedule(1, 0, new Limit(Long.MAX_VALUE, 50));
    Row row;
    do {
      row = compare(List.of(Kind.of("cas")), load, schedule).rows().getFirst();
    } while (row.isRight());
    assertThat(row.inconsistentAudits()).isPositive();
    assertThat(row.lost() + row.created()).isZero();
  }

  private static Results compare(List<Kind> kinds, Load load, Schedule schedule)
      throws InterruptedException {
    return new Comparison(kinds, load, schedule, what -> {}).run();
  }
}
