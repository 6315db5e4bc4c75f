package io.isolde.benchmarks.comparison;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.isolde.benchmarks.comparison.Outcome.Round;
import io.isolde.benchmarks.harness.jvm.ChildJvm;
import io.isolde.benchmarks.harness.ping.CacheLinePing;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.ping.Pings;
import io.isolde.benchmarks.harness.raw.Json;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.harness.rounds.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs one comparison, in a JVM of its own. */
public final class ComparisonRun implements AutoCloseable {
  /** How long starting a JVM may take. */
  private static final Duration START_MAX = Duration.ofMinutes(1);

  /** How many times longer than asked for the rounds may take. */
  private static final long DELAY_MAX = 4;

  private static final ChildJvm JVM = ChildJvm.of(ComparisonRun.class);

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

  /** Where comparisons run: this machine, now, and the flags of their JVMs. */
  public static Machine machine() {
    return JVM.machine();
  }

  /**
   * The outcomes of the comparison with this index in the catalog, one for each label.
   *
   * @throws IOException if it failed or did not end in time
   */
  public static List<Outcome> inChildJvm(int index, Rounds rounds)
      throws IOException, InterruptedException {
    long millis = 2L * (rounds.warmups() + rounds.count()) * rounds.millis();
    return List.of(
        JVM.within(START_MAX.plusMillis(DELAY_MAX * millis))
            .run(
                Outcome[].class,
                String.valueOf(index),
                String.valueOf(rounds.warmups()),
                String.valueOf(rounds.count()),
                String.valueOf(rounds.millis())));
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

  private List<Outcome> measure(Rounds rounds) throws Exception {
    boolean pinged = baseline.isMultiThreaded() || subject.isMultiThreaded();
    List<Variant<Turn>> variants = new ArrayList<>();
    variants.add(pinged ? pinged(baseline) : nanos -> new Turn(null, baseline.run(nanos)));
    variants.add(pinged ? pinged(subject) : nanos -> new Turn(null, subject.run(nanos)));
    if (picking != null) {
      variants.add(nanos -> new Turn(null, picking.run(nanos / 4)));
    }
    List<List<Turn>> turns = rounds.run(variants);
    return outcomes(
        IntStream.range(0, rounds.count())
            .mapToObj(i -> round(turns.stream().map(one -> one.get(i)).toList()))
            .toList());
  }

  /**
   * What a variant did in a round.
   *
   * @param pings around it; null without
   * @param roles one sample for each
   */
  private record Turn(@Nullable Pings pings, List<RoleSample> roles) {}

  private static Variant<Turn> pinged(IsolatedVariant variant) {
    return nanos -> {
      double before = CacheLinePing.nanos();
      List<RoleSample> roles = variant.run(nanos);
      return new Turn(Pings.of(before, CacheLinePing.nanos()), roles);
    };
  }

  private static Round round(List<Turn> turns) {
    return new Round(
        turns.size() == 3 ? turns.get(2).roles.getFirst() : null,
        turns.get(0).roles.getFirst(),
        turns.get(1).roles,
        turns.get(0).pings,
        turns.get(1).pings);
  }

  private List<Outcome> outcomes(List<Round> rounds) {
    boolean right =
        subject.isRight()
            && rounds.stream()
                .flatMap(round -> round.subject().stream())
                .allMatch(role -> role.wrong() == 0);
    return rounds.stream()
        .collect(groupingBy(Round::label, TreeMap::new, toList()))
        .entrySet()
        .stream()
        .map(labelled -> outcome(labelled.getKey(), labelled.getValue(), right))
        .toList();
  }

  private Outcome outcome(Label label, List<Round> rounds, boolean right) {
    boolean shared = baseline.isSharedWork() || subject.isSharedWork();
    List<Round> comparable = label.isComparable() ? rounds : List.of();
    List<RoleSample> baselines = rounds.stream().map(Round::baseline).toList();
    List<RoleSample> subjects = role(rounds, 0);
    return new Outcome(
        comparison.name(),
        comparison.peer().name(),
        label,
        comparison.baseline().describe(),
        Quartiles.of(comparable, round -> cpuRatio(round, shared)).orElse(null),
        Quartiles.of(comparable, ComparisonRun::throughputRatio).orElse(null),
        Summary.of(baselines, shared),
        Summary.of(subjects, shared),
        comparison.subject().roles().contains(1) ? Summary.of(role(rounds, 1), shared) : null,
        picking == null ? null : Summary.of(picked(rounds), false),
        right,
        rounds);
  }

  private static double throughputRatio(Round round) {
    return Summary.throughput(round.subject().getFirst()) / Summary.throughput(round.baseline());
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
