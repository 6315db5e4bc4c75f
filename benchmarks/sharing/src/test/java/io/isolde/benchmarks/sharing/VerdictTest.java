package io.isolde.benchmarks.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.sharing.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sentences say what was measured, whichever way it went. */
class VerdictTest {
  private static final Row BEST = Rows.right("stm:", 10_000);

  @Test
  void verdict_fastestRightStrategy_saysSo() {
    assertThat(of(BEST))
        .isEqualTo(
            "No money was lost or created, and no audit of 50 was wrong. Of the ways with right"
                + " books it was the fastest: 10,000 orders per second.");
  }

  @Test
  void verdict_slowerRightStrategy_saysHowMuch() {
    assertThat(of(Rows.row("lock:", Promise.ALWAYS, 2_000, 50_000, 0, 0, 0, 0, 0, 0)))
        .contains("No money was lost or created")
        .endsWith(
            "The fastest way with right books, stm:, did 5.0 times as much; one order in a thousand"
                + " took longer than 50 µs, there 1.0 µs; the longest took 500 µs, there 10 µs.");
  }

  @Test
  void verdict_hardlyADifference_isCalledNone() {
    assertThat(of(Rows.right("lock:", 9_800)))
        .endsWith("It did about as much as the fastest way with right books, stm:.");
  }

  @Test
  void verdict_moneyAstray_tellsBothDirections() {
    assertThat(of(Rows.row("plain", Promise.NONE, 50_000, 1_000, 0, 0, 49, 300, 4_000, 0)))
        .startsWith(
            "Threads undid each other's work: 300 was lost and 4,000 came from nowhere; 49 of 50"
                + " audits (98 %) found a wrong total.")
        .endsWith("It did 5.0 times as much as the fastest way with right books, stm:.");
    assertThat(of(Rows.row("plain", Promise.NONE, 50_000, 1_000, 0, 0, 0, 300, 0, 0)))
        .contains("work: 300 was lost; 0 of 50");
    assertThat(of(Rows.row("plain", Promise.NONE, 50_000, 1_000, 0, 0, 0, 0, 4_000, 0)))
        .contains("work: 4,000 came from nowhere; 0 of 50");
  }

  @Test
  void verdict_wrongAuditsAlone_saysWhereTheMoneyWas() {
    assertThat(of(Rows.row("cas", Promise.AT_REST, 20_000, 1_000, 12, 30, 10, 0, 0, 0)))
        .startsWith("In the end all money was there, but 10 of 50 audits (20 %) found")
        .contains("on its way between two accounts")
        .contains("12 payments had to be paid back")
        .contains("30 attempts met another one and had to be made again, 3.0 % of the orders");
  }

  @Test
  void verdict_auditsOverdue_areTold() {
    assertThat(of(Rows.withOverdueAudits(BEST, 1_234)))
        .contains("no audit of 50 was wrong. 1,234 more were due when a round ended. ");
  }

  @Test
  void verdict_carelessStrategyWithLuck_isNotPraised() {
    assertThat(of(Rows.row("plain", Promise.NONE, 20_000, 1_000, 0, 0, 0, 0, 0, 0)))
        .contains("no audit of 50 was wrong. This was luck: nothing prevents it.");
  }

  @Test
  void verdict_twoStepsAndNoAudit_isNoLuck() {
    Row unseen = Rows.row("cas", Promise.AT_REST, 90_000, 1_000, 0, 0, 0, 0, 0, 0);
    Row unaudited = Rows.withoutAudits(unseen);
    assertThat(of(unseen)).contains("This was luck");
    assertThat(of(unaudited)).contains("nobody audited meanwhile.").doesNotContain("luck");
    assertThat(of(unaudited)).contains("as much as the fastest way with right books, stm:");
  }

  @Test
  void verdict_twoStepsLoseMoney_breakTheirPromise() {
    Row lost = Rows.row("cas", Promise.AT_REST, 20_000, 1_000, 0, 0, 1, 5, 0, 0);
    assertThat(of(lost)).startsWith("Its promise is broken.");
    assertThat(Rows.results(lost).promisesKept()).isFalse();
  }

  @Test
  void verdict_promiseBroken_saysSoFirst() {
    Row broken = Rows.row("multiverse:", Promise.ALWAYS, 20_000, 1_000, 0, 0, 1, 0, 0, 0);
    assertThat(of(broken))
        .startsWith("Its promise is broken. In the end all money was there, but 1 of 50 audits")
        .doesNotContain("on its way");
    assertThat(Rows.results(BEST, broken).promisesKept()).isFalse();
    assertThat(Rows.results(BEST).promisesKept()).isTrue();
  }

  @Test
  void verdict_carelessStrategyWentWrong_breaksNoPromise() {
    Row wrong = Rows.row("plain", Promise.NONE, 20_000, 1_000, 0, 0, 1, 5, 0, 0);
    assertThat(Rows.results(wrong).promisesKept()).isTrue();
  }

  @Test
  void verdict_threadsLeft_areTold() {
    assertThat(of(Rows.row("agent:", Promise.ALWAYS, 1_000, 1_000, 0, 0, 0, 0, 0, 1)))
        .endsWith("1 thread stayed behind when it was closed.");
  }

  @Test
  void verdict_noRightStrategy_comparesWithNone() {
    Row wrong = Rows.row("plain", Promise.NONE, 20_000, 1_000, 0, 0, 1, 5, 0, 0);
    assertThat(Verdict.among(List.of(wrong)).of(wrong)).doesNotContain("fastest");
  }

  @Test
  void throughput_severalRounds_isTheMedian() {
    assertThat(BEST.throughput()).isEqualTo(10_000);
  }

  /** The rounds of {@link Rows#right} did 1, 1, and 1/2 times the throughput. */
  @Test
  void verdict_ofLabelledRounds_comparesWithinALabel() {
    Row best = Rows.pinged(BEST, 33, 33, 180);
    Row other = Rows.pinged(Rows.right("lock:", 4_000), 33, 180, 180);
    Verdict verdict = Verdict.among(List.of(best, other));

    assertThat(verdict.of(other))
        .endsWith(
            "The fastest way with right books, stm:, did 2.5 times as much (near). The fastest way"
                + " with right books, stm:, did 1.7 times as much (far).");
  }

  @Test
  void verdict_withoutACommonLabel_formsNoRatio() {
    Row best = Rows.pinged(BEST, 33, 33, 33);
    Row other = Rows.pinged(Rows.right("lock:", 4_000), 50_000, 180, 180);

    assertThat(Verdict.among(List.of(best, other)).of(other))
        .endsWith(
            "The processors were moved too often to compare it with the fastest way with right"
                + " books, stm:.");
  }

  @Test
  void table_ofLabelledRounds_hasAColumnForEachLabel() {
    Row labelled = Rows.pinged(BEST, 33, 33, 180);

    assertThat(new ComparisonTable(Rows.results(labelled)).markdown())
        .contains("| threads left | near, orders/s | far | slower writer |")
        .contains("| 10,000 | 5,000 | 40 % |");
    assertThat(new ComparisonTable(Rows.results(BEST)).markdown()).doesNotContain("near");
  }

  @Test
  void table_alwaysForATerminal_hasALinePerStrategyAndASentenceEach() {
    String table = new ComparisonTable(Rows.results(BEST, Rows.right("lock:", 5_000))).text();
    assertThat(table.lines().findFirst().orElse("")).contains("orders/s", "p99.9", "threads left");
    assertThat(table)
        .containsPattern("(?m)^stm: +10,000 +100 ns +200 ns +1\\.0 µs +10 µs +0 .* 50 ");
    assertThat(table).contains("lock: (title of lock:): No money was lost");
    assertThat(table).contains("far: (far away): not available: no way to get there");
    assertThat(table.lines().skip(4)).allMatch(line -> line.length() <= 80);
  }

  private static String of(Row row) {
    return Verdict.among(List.of(BEST, row)).of(row);
  }
}
