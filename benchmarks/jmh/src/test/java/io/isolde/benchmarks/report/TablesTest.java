package io.isolde.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.comparison.Outcome;
import io.isolde.benchmarks.comparison.Summary;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  private static final String OURS =
      """
      { "name": "TwoRefTransfer refs=1000 threads=1", "peer": "ISOLDE", "baseline": "ORDERED_LOCKS TwoRefTransfer",
        "cpuRatio": { "lower": 1.3, "median": 1.4, "upper": 1.55 },
        "throughputRatio": { "lower": 0.6, "median": 0.7, "upper": 0.8 },
        "baselineSummary": { "cpuNanosPerOperation": 20 },
        "subjectSummary": { "cpuNanosPerOperation": 28, "attemptsPerOperation": 1, "bytesPerOperation": 96 },
        "stateRight": true,
        "rounds": [ { "baseline": [0, 1, 2, 3, 4, 5, 0, 0, 8], "subject": [ [0, 1, 2, 3, 4, 5, 0, 0, 8] ] } ] }
      """;

  private static final String WRONG =
      """
      { "name": "TwoRefTransfer refs=1000 threads=1", "peer": "MULTIVERSE", "baseline": "ORDERED_LOCKS TwoRefTransfer",
        "cpuRatio": { "lower": 4, "median": 4, "upper": 4 },
        "baselineSummary": { "cpuNanosPerOperation": 20 },
        "subjectSummary": { "cpuNanosPerOperation": 80, "wrong": 3 },
        "stateRight": true, "rounds": [] }
      """;

  private static final String HUNG =
      """
      { "name": "TwoRefTransfer refs=10", "peer": "SCALA_STM", "reason": "hung" }
      """;

  private static final String JMH =
      """
      [ { "benchmark": "io.isolde.benchmarks.HotCounter.twoThreads", "params": { "peer": "PLAIN", "way": "ADD" },
          "primaryMetric": { "score": 123.456, "scoreError": "NaN", "scoreUnit": "ops/us" },
          "secondaryMetrics": { "cpu": { "score": 4.5 }, "wrong": { "score": 2.0 } } } ]
      """;

  @TempDir Path directory;

  /** Writes the file of a run that began at that hour. */
  private void run(int hour, String outcomes, String failures) throws IOException {
    String name = "rounds-" + (24 - hour) + ".json"; // their order is not that of time
    Files.writeString(
        directory.resolve(name),
        """
        { "machine": { "time": "2026-11-22T%02d:00:00Z", "jdk": "25", "flags": [], "os": "Linux", "processors": 2 },
          "rounds": 1, "roundMillis": 50, "outcomes": [ %s ], "failures": [ %s ] }
        """
            .formatted(hour, outcomes, failures));
  }

  private String rewritten(String kind) throws IOException {
    run(5, OURS + "," + WRONG, HUNG);
    Files.writeString(directory.resolve("jmh.json"), JMH);
    String page = "before\n<!-- table: " + kind + " -->\nstale\n<!-- end of table -->\nafter\n";
    return Page.rewritten(page, Tables.of(directory));
  }

  @Test
  void rounds_areListed_withWrongAnswersAndFailuresSaid() throws IOException {
    assertThat(rewritten("rounds TwoRefTransfer"))
        .startsWith("before\n<!-- table: rounds TwoRefTransfer -->\n| scenario |")
        .endsWith("<!-- end of table -->\nafter\n")
        .doesNotContain("stale")
        .contains(
            "| **Isolde** | 28.0 | 1.40 (1.30–1.55) | 0.70 (0.60–0.80) | 1.00 | 96.0 |  | right |")
        .contains("| multiverse | 80.0 | 4.00 (4.00–4.00) |")
        .contains("**wrong**")
        .contains("| scala stm |  |  |  |  |  |  | hung |");
  }

  @Test
  void rounds_measuredAgain_areListedOnceAndNewest() throws IOException {
    run(6, OURS.replace("\"bytesPerOperation\": 96", "\"bytesPerOperation\": 64"), "");

    assertThat(rewritten("rounds TwoRefTransfer")).contains("| 64.0 |").doesNotContain("| 96.0 |");
  }

  private static String labelled(Label label, String throughput) {
    return OURS.replace("threads=1", "threads=2")
        .replace("\"peer\"", "\"label\": \"" + label + "\", \"peer\"")
        .replace("\"median\": 0.7", "\"median\": " + throughput)
        .replace("\"bytesPerOperation\": 96", "\"bytesPerOperation\": 96, \"slowerShare\": 0.45")
        .replace("0, 0, 8] ] }", "0, 0, 8, 0.37] ] }");
  }

  private void runLabelled() throws IOException {
    run(4, OURS.replace("threads=1", "threads=2"), ""); // of old, without a label
    String near = labelled(Label.NEAR, "0.8");
    String far = labelled(Label.FAR, "0.65");
    run(7, near + "," + far + "," + labelled(Label.MOVED, "9"), "");
  }

  @Test
  void rounds_ofSeveralThreads_areListedLabelByLabel() throws IOException {
    runLabelled();

    assertThat(rewritten("rounds TwoRefTransfer refs=1000 threads=2"))
        .contains("| answers | slower thread |")
        .contains(
            "| TwoRefTransfer refs=1000 threads=2, near | **Isolde** | 28.0 | 1.40 (1.30–1.55)"
                + " | 0.80 (0.60–0.80) | 1.00 | 96.0 |  | right | 0.45 (≥ 0.37) |")
        .contains("| TwoRefTransfer refs=1000 threads=2, far | **Isolde** |")
        .doesNotContain("moved", "threads=2 |");
  }

  @Test
  void targets_ofSeveralThreads_areJudgedLabelByLabel() throws IOException {
    runLabelled();

    assertThat(rewritten("targets engine"))
        .contains(
            "| TwoRefTransfer refs=1000 threads=2, near | ≥ 0.75 × ordered locks | 0.80 | met |")
        .contains(
            "| TwoRefTransfer refs=1000 threads=2, far | ≥ 0.70 × ordered locks | 0.65 |"
                + " **missed** |");
  }

  @Test
  void failure_whoseComparisonEndedLater_isNotListed() throws IOException {
    run(6, WRONG.replace("MULTIVERSE", "SCALA_STM").replace("refs=1000 threads=1", "refs=10"), "");

    assertThat(rewritten("rounds TwoRefTransfer"))
        .contains("| TwoRefTransfer refs=10 | scala stm | 80.0 |")
        .doesNotContain("hung");
  }

  @Test
  void failure_ofLaterRun_replacesTheOutcome() throws IOException {
    run(6, "", HUNG.replace("SCALA_STM", "MULTIVERSE").replace("refs=10", "refs=1000 threads=1"));

    assertThat(rewritten("rounds TwoRefTransfer"))
        .contains("| TwoRefTransfer refs=1000 threads=1 | multiverse |  |  |  |  |  |  | hung |")
        .doesNotContain("| multiverse | 80.0 |");
  }

  @Test
  void outcomeOfSeveralForks_isTheMiddleOneOrAWrongOne() {
    Outcome quick = outcome(1, true);
    Outcome middle = outcome(2, true);
    Outcome slow = outcome(3, true);
    Outcome wrong = outcome(4, false);

    assertThat(Outcome.middles(List.of(slow, quick, middle))).containsExactly(middle);
    assertThat(Outcome.middles(List.of(slow))).containsExactly(slow);
    assertThat(Outcome.middles(List.of(slow, wrong, quick))).containsExactly(wrong);
  }

  @Test
  void outcomesOfSeveralForks_haveAMiddleForEachLabel() {
    Outcome far = outcome(9, Label.FAR, true);
    Outcome near = outcome(2, Label.NEAR, true);
    Outcome quick = outcome(1, Label.NEAR, true);
    Outcome slow = outcome(3, Label.NEAR, true);

    assertThat(Outcome.middles(List.of(far, slow, near, quick))).containsExactly(near, far);
  }

  private static Outcome outcome(double cpuNanos, boolean right) {
    return outcome(cpuNanos, Label.NONE, right);
  }

  private static Outcome outcome(double cpuNanos, Label label, boolean right) {
    Summary summary = new Summary(cpuNanos, 1, 1, 0, 0, 0, 0.5);
    return new Outcome(
        "name", "ISOLDE", label, "base", null, null, summary, summary, null, null, right,
        List.of());
  }

  @Test
  void jmhResults_areListed_withWrongAnswersSaid() throws IOException {
    assertThat(rewritten("jmh HotCounter"))
        .contains("| twoThreads way=ADD | plain | 123 | ? | ops/us | 4.50 |  |  | **wrong** |");
  }

  @Test
  void targets_areJudged_andThoseNotMeasuredSaidToBe() throws IOException {
    assertThat(rewritten("targets"))
        .contains("| TwoRefTransfer refs=1000 threads=1 | ≤ 1.50 × ordered locks | 1.40 | met |")
        .contains("| TwoRefTransfer refs=1000 threads=1 | ≤ 0.35 × Multiverse | 0.35 | met |")
        .contains(
            "| TwoRefTransfer refs=1000 threads=1 | ≤ 0.50 bytes per transfer | 96.0 | **missed**"
                + " |")
        .contains("| a Ref | ≤ 40.5 bytes |  | not measured |");
  }

  @Test
  void targets_ofTheCollectionsAlone_leaveOutThoseOfTheEngine() throws IOException {
    assertThat(rewritten("targets collections"))
        .contains("| MapInserts threads=2 | ≤ 1.01 attempts per commit |  | not measured |")
        .contains("| QueueHandOff bound=BOUNDED | ≥ 0.50 × LinkedBlockingQueue |")
        .doesNotContain("TwoRefTransfer refs");
    assertThat(rewritten("targets engine"))
        .contains("TwoRefTransfer refs")
        .doesNotContain("MapInserts");
  }
}
