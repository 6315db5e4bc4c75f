package io.isolde.benchmarks;

import io.isolde.benchmarks.comparison.Catalog;
import io.isolde.benchmarks.comparison.Comparison;
import io.isolde.benchmarks.comparison.ComparisonRun;
import io.isolde.benchmarks.comparison.Failure;
import io.isolde.benchmarks.comparison.Outcome;
import io.isolde.benchmarks.comparison.OutcomesFile;
import io.isolde.benchmarks.comparison.Summary;
import io.isolde.benchmarks.harness.command.ResultOptions;
import io.isolde.benchmarks.harness.command.RoundOptions;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.peer.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures ratios that hold on a noisy machine: for each comparison of the {@link Catalog}, runs
 * the baseline and a peer in turn, in short rounds, in one JVM, and prints the cost of the peer as
 * a multiple of the baseline: the median over the rounds, and the quartiles around it. Rounds of
 * several threads are labelled by how far apart the processors are; there is a ratio for each
 * label.
 *
 * <p>{@code mvn -q -pl benchmarks/jmh -am compile exec:exec
 * -Djmh.main=io.isolde.benchmarks.Interleaved -Djmh.args="--out docs/benchmarks/raw/rounds.json"}
 */
@Command(name = "Interleaved", mixinStandardHelpOptions = true, sortOptions = false)
public final class Interleaved implements Callable<Integer> {
  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final RoundOptions rounds = new RoundOptions(new Rounds(20, 40, 50));

  @Option(
      names = "--compare",
      defaultValue = ".*",
      description = "Only comparisons whose name contains a match of this expression.")
  private Pattern compare = Pattern.compile(".*");

  @Option(
      names = "--peers",
      split = ",",
      description = "Only these peers: ${COMPLETION-CANDIDATES}.")
  private Set<Peer> peers = Set.of(Peer.values());

  @Option(
      names = "--forks",
      defaultValue = "1",
      description =
          "JVMs that each comparison runs in, because compilers decide differently from run to run;"
              + " the outcome of the middle one counts, or a wrong answer (${DEFAULT-VALUE}).")
  private int forks;

  private Interleaved() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Interleaved()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  /** A peer that hangs or answers wrongly is a result, not a failure of this program. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Comparison> catalog = Catalog.all();
    List<Outcome> outcomes = new ArrayList<>();
    Machine machine = ComparisonRun.machine();
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < catalog.size(); i++) {
      Comparison comparison = catalog.get(i);
      if (compare.matcher(comparison.name()).find() && peers.contains(comparison.peer())) {
        try {
          List<Outcome> labelled = middlesOfForks(i);
          outcomes.addAll(labelled);
          labelled.forEach(Interleaved::print);
        } catch (IOException e) {
          failures.add(new Failure(comparison.name(), comparison.peer().name(), e.getMessage()));
          System.out.printf(
              "%-45s %-14s %s%n", comparison.name(), comparison.peer(), e.getMessage());
        }
      }
    }
    Rounds used = rounds.rounds();
    results.write(new OutcomesFile(machine, used.count(), used.millis(), outcomes, failures));
    return 0;
  }

  private List<Outcome> middlesOfForks(int index) throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (int fork = 0; fork < forks; fork++) {
      outcomes.addAll(ComparisonRun.inChildJvm(index, rounds.rounds()));
    }
    return Outcome.middles(outcomes);
  }

  private static void print(Outcome outcome) {
    Summary subject = outcome.subjectSummary();
    System.out.printf(
        Locale.ROOT,
        "%-45s %-14s cpu %s  throughput %s  %8.1f ns/op  %.3f attempts  %6.1f B/op%s%s%s%n",
        outcome.name() + outcome.label().suffix(),
        outcome.peer(),
        ratio(outcome.cpuRatio()),
        ratio(outcome.throughputRatio()),
        subject.cpuNanosPerOperation(),
        subject.attemptsPerOperation(),
        subject.bytesPerOperation(),
        labelled(outcome),
        beside(outcome.besideSummary()),
        (subject.gaveUp() == 0 ? "" : "  " + subject.gaveUp() + " given up")
            + (outcome.isRight() ? "" : "  WRONG"));
  }

  private static String labelled(Outcome outcome) {
    double share = outcome.subjectSummary().slowerShare();
    return outcome.label() == Label.NONE
        ? ""
        : String.format(Locale.ROOT, "  %d rounds", outcome.rounds().size())
            + (share == 1 ? "" : String.format(Locale.ROOT, ", slower thread %.2f", share));
  }

  private static String ratio(@Nullable Quartiles ratio) {
    return ratio == null
        ? "-"
        : String.format(
            Locale.ROOT, "%6.2f [%.2f, %.2f]", ratio.median(), ratio.lower(), ratio.upper());
  }

  private static String beside(@Nullable Summary beside) {
    return beside == null
        ? ""
        : String.format(
            Locale.ROOT,
            "  beside: %.1f ops/ms, %.3f attempts, %d gave up",
            1e3 * beside.operationsPerMicrosecond(),
            beside.attemptsPerOperation(),
            beside.gaveUp());
  }
}
