package io.isolde.benchmarks.report;

import io.isolde.benchmarks.comparison.Failure;
import io.isolde.benchmarks.comparison.Outcome;
import io.isolde.benchmarks.comparison.Summary;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.report.Figures;
import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.harness.report.Table;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Comparisons in interleaved rounds whose name starts with the subject, label by label. */
record RoundsSection(BenchmarkResults results) implements Section {
  private static final List<String> HEADINGS =
      List.of(
          "scenario",
          "peer",
          "CPU ns/op",
          "CPU ÷ baseline",
          "throughput ÷ baseline",
          "attempts/op",
          "bytes/op",
          "beside",
          "answers");

  /** There is a column for the slower thread where something is labelled. */
  @Override
  public String render(String subject) {
    List<Outcome> outcomes = results.outcomes(subject);
    boolean labelled = outcomes.stream().anyMatch(outcome -> outcome.label() != Label.NONE);
    Table table = Table.of(cells(HEADINGS, labelled, "slower thread"));
    for (Outcome outcome : outcomes) {
      table.row(cells(cells(outcome), labelled, slowerThread(outcome)));
    }
    for (Failure failure : results.failures(subject)) {
      List<String> cells =
          List.of(
              failure.name(),
              Tables.peer(failure.peer()),
              "",
              "",
              "",
              "",
              "",
              "",
              failure.reason());
      table.row(cells(cells, labelled, ""));
    }
    return table.markdown();
  }

  private static String[] cells(List<String> cells, boolean more, String last) {
    return Stream.concat(cells.stream(), more ? Stream.of(last) : Stream.of())
        .toArray(String[]::new);
  }

  private static List<String> cells(Outcome outcome) {
    Summary summary = outcome.subjectSummary();
    return List.of(
        outcome.name() + outcome.label().suffix(),
        Tables.peer(outcome.peer()),
        Figures.number(summary.cpuNanosPerOperation()),
        ratio(outcome.cpuRatio()),
        ratio(outcome.throughputRatio()),
        Figures.number(summary.attemptsPerOperation()),
        Figures.number(summary.bytesPerOperation()),
        beside(outcome.besideSummary()),
        answers(outcome));
  }

  /** Its share of the operations: in the middle of the rounds, and at least. */
  private static String slowerThread(Outcome outcome) {
    double share = outcome.subjectSummary().slowerShare();
    return share == 0 || share == 1
        ? ""
        : Figures.number(share) + " (≥ " + Figures.number(outcome.leastSlowerShare()) + ")";
  }

  private static String ratio(@Nullable Quartiles ratio) {
    return ratio == null ? "" : Figures.range(ratio);
  }

  private static String beside(@Nullable Summary beside) {
    return beside == null
        ? ""
        : Figures.number(1e3 * beside.operationsPerMicrosecond())
            + "/ms, "
            + Figures.number(beside.attemptsPerOperation())
            + " attempts"
            + (beside.gaveUp() == 0 ? "" : ", " + beside.gaveUp() + " given up");
  }

  private static String answers(Outcome outcome) {
    long gaveUp = outcome.subjectSummary().gaveUp();
    return Figures.checked(outcome.isRight()) + (gaveUp == 0 ? "" : ", " + gaveUp + " given up");
  }
}
