package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.examples.sharing.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts into words what a row shows, on the basis of the measurements alone.
 *
 * <p>Immutable.
 *
 * @param best the fastest of the rows that promise right books and had them
 */
record Verdict(Optional<Row> best) {
  /** The ratio from which a latency is worth mentioning. */
  private static final double REMARKABLE = 3;

  /** The fraction of a throughput from which a difference counts as one. */
  private static final double NOTEWORTHY = 0.05;

  static Verdict among(List<Row> rows) {
    return new Verdict(
        rows.stream().filter(Row::isReliable).max(Comparator.comparingDouble(Row::throughput)));
  }

  /** The sentences about that row. */
  String of(Row row) {
    List<String> sentences = new ArrayList<>();
    sentences.add(row.keepsPromise() ? "" : "Its promise is broken.");
    sentences.add(books(row));
    sentences.add(overdueAudits(row));
    sentences.add(paidBack(row));
    sentences.add(conflicts(row));
    sentences.add(speed(row));
    sentences.add(threads(row));
    sentences.removeIf(String::isEmpty);
    return String.join(" ", sentences);
  }

  private static String books(Row row) {
    if (row.lost() > 0 || row.created() > 0) {
      return "Threads undid each other's work: %s; %s."
          .formatted(movedAstray(row), wrongAudits(row));
    }
    if (row.inconsistentAudits() > 0) {
      return "In the end all money was there, but %s%s."
          .formatted(wrongAudits(row), explanation(row));
    }
    return right(row);
  }

  /** Where the missing money was; a strategy that promises right books has no excuse. */
  private static String explanation(Row row) {
    return row.promise() == Promise.ALWAYS
        ? ""
        : ": they missed what was on its way between two accounts";
  }

  private static String movedAstray(Row row) {
    String lost = row.lost() > 0 ? Figures.grouped(row.lost()) + " was lost" : "";
    String created = row.created() > 0 ? Figures.grouped(row.created()) + " came from nowhere" : "";
    return lost + (lost.isEmpty() || created.isEmpty() ? "" : " and ") + created;
  }

  private static String wrongAudits(Row row) {
    return row.audits() == 0
        ? "nobody audited meanwhile"
        : "%s of %s (%s) found a wrong total"
            .formatted(
                Figures.grouped(row.inconsistentAudits()),
                Figures.counted(row.audits(), "audit"),
                Figures.percent(row.inconsistentAudits(), row.audits()));
  }

  private static String right(Row row) {
    String seen =
        row.audits() == 0
            ? "No money was lost or created; nobody audited meanwhile"
            : "No money was lost or created, and no audit of %s was wrong"
                .formatted(Figures.grouped(row.audits()));
    return seen + (isLuck(row) ? ". This was luck: nothing prevents it." : ".");
  }

  /** Whether more was right than the strategy promises. */
  private static boolean isLuck(Row row) {
    return switch (row.promise()) {
      case NONE -> true;
      case AT_REST -> row.audits() > 0;
      case ALWAYS -> false;
    };
  }

  private static String overdueAudits(Row row) {
    return row.overdueAudits() == 0
        ? ""
        : Figures.grouped(row.overdueAudits()) + " more were due when a round ended.";
  }

  private static String paidBack(Row row) {
    return row.paidBack() == 0
        ? ""
        : Figures.counted(row.paidBack(), "payment")
            + " had to be paid back, because the payee refused what the payer had given away"
            + " already.";
  }

  private static String conflicts(Row row) {
    return row.conflicts() == 0
        ? ""
        : "%s met another one and had to be made again, %s of the orders."
            .formatted(
                Figures.counted(row.conflicts(), "attempt"),
                Figures.percent(row.conflicts(), row.orders()));
  }

  private String speed(Row row) {
    return best.map(fastest -> fastest == row ? fastest(row) : beside(row, fastest)).orElse("");
  }

  private static String fastest(Row row) {
    return "Of the ways with right books it was the fastest: %s orders per second."
        .formatted(Figures.perSecond(row.throughput()));
  }

  private static String beside(Row row, Row best) {
    return compared(row, best) + slowest(row, best) + ".";
  }

  /** Ratios are formed within a label only. */
  private static String compared(Row row, Row best) {
    String ratios =
        row.labels().stream()
            .filter(best.labels()::contains)
            .map(
                label ->
                    compared(row.throughput(label) / best.throughput(label), best) + suffix(label))
            .collect(Collectors.joining(". "));
    return ratios.isEmpty()
        ? "The processors were moved too often to compare it with the " + nameOf(best)
        : ratios;
  }

  private static String suffix(Label label) {
    return label == Label.NONE ? "" : label.suffix().replace(", ", " (") + ")";
  }

  private static String compared(double ratio, Row best) {
    String fastest = nameOf(best);
    if (Math.abs(ratio - 1) < NOTEWORTHY) {
      return "It did about as much as the " + fastest;
    }
    return ratio > 1
        ? "It did %s as much as the %s".formatted(Figures.times(ratio), fastest)
        : "The %s, did %s as much".formatted(fastest, Figures.times(1 / ratio));
  }

  private static String nameOf(Row best) {
    return "fastest way with right books, " + best.strategy();
  }

  private static String slowest(Row row, Row best) {
    return remark(
            "one order in a thousand took longer than %s, there %s",
            row.latency().p999(), best.latency().p999())
        + remark("the longest took %s, there %s", row.latency().max(), best.latency().max());
  }

  private static String remark(String text, long here, long there) {
    return here < REMARKABLE * there
        ? ""
        : "; " + text.formatted(Figures.time(here), Figures.time(there));
  }

  private static String threads(Row row) {
    return row.threadsLeft() == 0
        ? ""
        : Figures.counted(row.threadsLeft(), "thread") + " stayed behind when it was closed.";
  }
}
