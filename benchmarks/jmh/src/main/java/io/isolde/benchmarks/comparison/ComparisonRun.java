package io.isolde.benchmarks.comparison;

import io.isolde.benchmarks.comparison.Outcome.Round;
import io.isolde.benchmarks.harness.jvm.ChildJvm;
import io.isolde.benchmarks.harness.raw.Json;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.harness.rounds.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs one comparison, in a JVM of its own. */
public final class ComparisonRun implements AutoCloseable {
  /** How long starting a JVM may take. */
  private static final Duration START_MAX = Duration.ofMinutes(1);

  /** How many times longer than asked for the rounds may take. */
  private static final long DELAY_MAX = 4;

  private final Comparison comparison;
  private final @Nullable IsolatedVariant picking;
  private final IsolatedVariant baseline;
  private final IsolatedVariant subject;

  private ComparisonRun(Comparison comparison) throws ReflectiveOperationException {
    this.comparison = comparison;
    picking = comparison.picking() == null ? null : VariantLoader.open(comparison.picking());
    baseline = VariantLoader.open(comparison.baseline());
    subject = VariantLoader.open(comparison.subject());
  }

  /**
   * The outcome of the comparison with this index in the catalog.
   *
   * @throws IOException if it failed or did not end in time
   */
  public static Outcome inChildJvm(int index, Rounds rounds)
      throws IOException, InterruptedException {
    long millis = 2L * (rounds.warmups() + rounds.count()) * rounds.millis();
    return ChildJvm.of(ComparisonRun.class)
        .within(START_MAX.plusMillis(DELAY_MAX * millis))
        .run(
            Outcome.class,
            String.valueOf(index),
            String.valueOf(rounds.warmups()),
            String.valueOf(rounds.count()),
            String.valueOf(rounds.millis()));
  }

  /**
   * Arguments: index in the catalog, rounds to warm up, rounds, milliseconds of a round, file to
   * write.
   */
  public static void main(String[] args) throws Exception {
    Rounds rounds =
        new Rounds(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
    try (ComparisonRun run = new ComparisonRun(Catalog.all().get(Integer.parseInt(args[0])))) {
      Json.write(Path.of(args[4]), run.measure(rounds));
    }
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

  private Outcome measure(Rounds rounds) throws Exception {
    List<Variant<List<RoleSample>>> variants = new ArrayList<>(List.of(baseline, subject));
    if (picking != null) {
      variants.add(nanos -> picking.run(nanos / 4));
    }
    List<List<List<RoleSample>>> samples = rounds.run(variants);
    return outcome(
        IntStream.range(0, rounds.count())
            .mapToObj(i -> round(samples.stream().map(one -> one.get(i)).toList()))
            .toList());
  }

  private static Round round(List<List<RoleSample>> samples) {
    RoleSample picked = samples.size() == 3 ? samples.get(2).getFirst() : null;
    return new Round(picked, samples.get(0).getFirst(), samples.get(1));
  }

  private Outcome outcome(List<Round> rounds) {
    boolean shared = baseline.isSharedWork() || subject.isSharedWork();
    List<RoleSample> baselines = rounds.stream().map(Round::baseline).toList();
    List<RoleSample> subjects = role(rounds, 0);
    return new Outcome(
        comparison.name(),
        comparison.peer().name(),
        comparison.baseline().describe(),
        Quartiles.of(rounds, round -> cpuRatio(round, shared)).orElse(null),
        Quartiles.ofRatios(subjects, baselines, Summary::throughput).orElse(null),
        Summary.of(baselines, shared),
        Summary.of(subjects, shared),
        comparison.subject().roles().contains(1) ? Summary.of(role(rounds, 1), shared) : null,
        picking == null ? null : Summary.of(picked(rounds), false),
        subject.isRight(),
        rounds);
  }

  private static double cpuRatio(Round round, boolean shared) {
    RoleSample picked = round.picking();
    double picking = picked == null ? 0 : Summary.cpuPerOperation(picked, false);
    return (Summary.cpuPerOperation(round.subject().getFirst(), shared) - picking)
        / (Summary.cpuPerOperation(round.baseline(), shared) - picking);
  }

  private static List<RoleSample> role(List<Round> rounds, int role) {
    return rounds.stream().map(round -> round.subject().get(role)).toList();
  }

  private static List<RoleSample> picked(List<Round> rounds) {
    return rounds.stream().map(Round::picking).filter(Objects::nonNull).toList();
  }
}
