package io.isolde.benchmarks.report;

import io.isolde.benchmarks.rounds.Outcome;
import io.isolde.benchmarks.rounds.RoundsFile.Failure;
import io.isolde.benchmarks.rounds.Summary;
import io.isolde.benchmarks.rounds.Summary.Quartiles;
import org.jspecify.annotations.Nullable;

/** Comparisons in interleaved rounds whose name starts with the subject. */
final class RoundsSection implements Section {
  @Override
  public String render(RawResults results, String subject) {
    Table table =
        new Table(
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
          Table.peer(outcome.peer()),
          Table.number(summary.cpuNanosPerOperation()),
          ratio(outcome.cpuRatio()),
          ratio(outcome.throughputRatio()),
          Table.number(summary.attemptsPerOperation()),
          Table.number(summary.bytesPerOperation()),
          beside(outcome.besideSummary()),
          answers(outcome));
    }
    for (Failure failure : results.failures(subject)) {
      table.row(
          failure.name(), Table.peer(failure.peer()), "", "", "", "", "", "", failure.reason());
    }
    return table.toString();
  }

  private static String ratio(@Nullable Quartiles ratio) {
    return ratio == null
        ? ""
        : Table.number(ratio.median())
            + " ("
            + Table.number(ratio.lower())
            + "–"
            + Table.number(ratio.upper())
            + ")";
  }

  private static String beside(@Nullable Summary beside) {
    return beside == null
        ? ""
        : Table.number(1e3 * beside.operationsPerMicrosecond())
            + "/ms, "
            + Table.number(beside.attemptsPerOperation())
            + " attempts"
            + (beside.gaveUp() == 0 ? "" : ", " + beside.gaveUp() + " given up");
  }

  private static String answers(Outcome outcome) {
    long gaveUp = outcome.subjectSummary().gaveUp();
    return (outcome.isRight() ? "right" : "**wrong**")
        + (gaveUp == 0 ? "" : ", " + gaveUp + " given up");
  }
}
