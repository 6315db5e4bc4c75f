package io.isolde.benchmarks.report;

import io.isolde.benchmarks.comparison.Failure;
import io.isolde.benchmarks.comparison.Outcome;
import io.isolde.benchmarks.comparison.Summary;
import io.isolde.benchmarks.harness.report.Figures;
import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.harness.report.Table;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import org.jspecify.annotations.Nullable;

/** Comparisons in interleaved rounds whose name starts with the subject. */
record RoundsSection(BenchmarkResults results) implements Section {
  @Override
  public String render(String subject) {
    Table table =
        Table.of(
            "scenario",
            "peer",
            "CPU ns/op",
            "CPU ÷ baseline",
            "throughput ÷ baseline",
            "attempts/op",
            "bytes/op",
            "beside",
            "answers");
    for (Outcome outcome : results.outcomes(subject)) {
      Summary summary = outcome.subjectSummary();
      table.row(
          outcome.name(),
          Tables.peer(outcome.peer()),
          Figures.number(summary.cpuNanosPerOperation()),
          ratio(outcome.cpuRatio()),
          ratio(outcome.throughputRatio()),
          Figures.number(summary.attemptsPerOperation()),
          Figures.number(summary.bytesPerOperation()),
          beside(outcome.besideSummary()),
          answers(outcome));
    }
    for (Failure failure : results.failures(subject)) {
      table.row(
          failure.name(), Tables.peer(failure.peer()), "", "", "", "", "", "", failure.reason());
    }
    return table.markdown();
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
