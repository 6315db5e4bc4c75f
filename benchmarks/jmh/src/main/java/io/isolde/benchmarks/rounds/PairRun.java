package io.isolde.benchmarks.rounds;

import io.isolde.benchmarks.rounds.Outcome.Round;
import io.isolde.benchmarks.rounds.Summary.Quartiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs one comparison in this JVM. */
public final class PairRun implements AutoCloseable {
  private final Comparison comparison;
  private final @Nullable Leg picking;
  private final Leg baseline;
  private final Leg subject;

  private PairRun(Comparison comparison) throws ReflectiveOperationException {
    this.comparison = comparison;
    picking = comparison.picking() == null ? null : LegLoader.open(comparison.picking());
    baseline = LegLoader.open(comparison.baseline());
    subject = LegLoader.open(comparison.subject());
  }

  /**
   * Arguments: index in the catalog, rounds to warm up, rounds, milliseconds of a round, file to
   * write. Started by {@link ChildJvm}.
   */
  public static void main(String[] args) throws Exception {
    int warmups = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    long nanos = Long.parseLong(args[3]) * 1_000_000;
    Outcome outcome;
    try (PairRun run = new PairRun(Catalog.all().get(Integer.parseInt(args[0])))) {
      outcome = run.measure(warmups, rounds, nanos);
    }
    Json.MAPPER.writeValue(Path.of(args[4]).toFile(), outcome);
    System.exit(0); // peers leave threads behind
  }

  @Override
  public void close() {
    subject.close();
    baseline.close();
    if (picking != null) {
      picking.close();
    }
  }

  private Outcome measure(int warmups, int count, long nanos) throws Exception {
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < warmups + count; i++) {
      Round round = round(nanos, i % 2 == 0);
      if (i >= warmups) {
        rounds.add(round);
      }
    }
    return outcome(rounds);
  }

  /** The sides take turns at going first, so that a trend affects both alike. */
  private Round round(long nanos, boolean baselineFirst) throws Exception {
    Measured picked = picking == null ? null : picking.run(nanos / 4).getFirst();
    if (baselineFirst) {
      Measured base = baseline.run(nanos).getFirst();
      return new Round(picked, base, subject.run(nanos));
    }
    List<Measured> subjects = subject.run(nanos);
    return new Round(picked, baseline.run(nanos).getFirst(), subjects);
  }

  private Outcome outcome(List<Round> rounds) {
    boolean shared = baseline.isSharedWork() || subject.isSharedWork();
    return new Outcome(
        comparison.name(),
        comparison.peer().name(),
        comparison.baseline().describe(),
        Quartiles.of(rounds.stream().map(round -> cpuRatio(round, shared)).toList()),
        Quartiles.of(rounds.stream().map(PairRun::throughputRatio).toList()),
        Summary.of(rounds.stream().map(Round::baseline).toList(), shared),
        Summary.of(role(rounds, 0), shared),
        comparison.subject().roles().contains(1) ? Summary.of(role(rounds, 1), shared) : null,
        picking == null ? null : Summary.of(picked(rounds), false),
        subject.isRight(),
        rounds);
  }

  private static double cpuRatio(Round round, boolean shared) {
    Measured picked = round.picking();
    double picking = picked == null ? 0 : Summary.cpuPerOperation(picked, false);
    return (Summary.cpuPerOperation(round.subject().getFirst(), shared) - picking)
        / (Summary.cpuPerOperation(round.baseline(), shared) - picking);
  }

  private static double throughputRatio(Round round) {
    return Summary.throughput(round.subject().getFirst()) / Summary.throughput(round.baseline());
  }

  private static List<Measured> role(List<Round> rounds, int role) {
    return rounds.stream().map(round -> round.subject().get(role)).toList();
  }

  private static List<Measured> picked(List<Round> rounds) {
    return rounds.stream().map(Round::picking).filter(Objects::nonNull).toList();
  }
}
