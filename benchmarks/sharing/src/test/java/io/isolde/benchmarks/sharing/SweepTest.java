package io.isolde.benchmarks.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {

  @Test
  void sweep_severalLoads_hasALineEachInOrderAndColumnsForWhatDiffers() {
    String table =
        new Sweep(List.of(results(5_000, 40), results(0, 90_000), results(900, 70))).markdown();
    assertThat(table)
        .isEqualTo(
            """
            In all lines: processors 2, accounts 20, writers 2, auditors 1, waiting 0 ns.

            | computing | lock: | stm: |
            | ---: | ---: | ---: |
            | 0 ns | **90,000** · 1.0 µs | 80 · 1.0 µs |
            | 900 ns | 70 · 1.0 µs | **80** · 1.0 µs |
            | 5.0 µs | 40 · 1.0 µs | **80** · 1.0 µs |
            """);
  }

  @Test
  void sweep_strategyMissingInOneOfThem_leavesItsCellEmpty() {
    Results whole = results(0, 100);
    Results part =
        new Results(
            whole.machine(),
            load(7),
            whole.schedule(),
            whole.rows().subList(1, 2),
            whole.missing());
    assertThat(new Sweep(List.of(whole, part)).markdown())
        .contains("| 7 ns |  | **80** · 1.0 µs |");
  }

  @Test
  void sweep_auditorsAtARate_saysWhich() {
    Results paced =
        new Results(
            results(0, 1).machine(),
            new Load(20, 2, 30, 2, 2, 1, 100, 0, 0, 1),
            results(0, 1).schedule(),
            results(0, 1).rows(),
            List.of());
    assertThat(new Sweep(List.of(paced, results(0, 100))).markdown())
        .contains("| auditors |", "| 1 |", "| 1 at 100/s |");
  }

  private static Results results(int bodyNanos, double ofLock) {
    Results results = Rows.results(Rows.right("lock:", ofLock), Rows.right("stm:", 80));
    return new Results(
        results.machine(), load(bodyNanos), results.schedule(), results.rows(), results.missing());
  }

  private static Load load(int bodyNanos) {
    return new Load(20, 2, 30, 2, 2, 1, 0, bodyNanos, 0, 1);
  }
}
