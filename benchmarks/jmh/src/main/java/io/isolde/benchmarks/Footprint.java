package io.isolde.benchmarks;

import io.isolde.benchmarks.footprint.FootprintFile;
import io.isolde.benchmarks.footprint.Footprints;
import io.isolde.benchmarks.footprint.Footprints.Entry;
import io.isolde.benchmarks.harness.command.ResultOptions;
import io.isolde.benchmarks.harness.raw.Machine;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: how many bytes does a ref take, or an entry of a map, or an agent, and how many does a
 * virtual thread retain after it has run a transaction?
 *
 * <p>Makes many, collects the garbage, and divides the heap that remains in use by their number.
 * Baseline for the maps: the JDK's, with the same keys and values. Baseline for the threads: the
 * same threads, parked in the same place, without the transaction.
 *
 * <p>Trap: what a library keeps in thread-locals does not show with a few threads; it takes many
 * threads that are alive at once.
 *
 * <p>{@code mvn -q -pl benchmarks/jmh -am compile exec:exec
 * -Djmh.main=io.isolde.benchmarks.Footprint -Djmh.args="--out docs/benchmarks/raw/footprint.json"}
 */
@Command(name = "Footprint", mixinStandardHelpOptions = true, sortOptions = false)
public final class Footprint implements Callable<Integer> {
  @Mixin private final ResultOptions results = new ResultOptions();

  @Option(
      names = "--refs",
      defaultValue = "1000000",
      description = "How many refs, agents, and entries of each map (${DEFAULT-VALUE}).")
  private int refs;

  @Option(
      names = "--threads",
      defaultValue = "100000",
      description = "How many virtual threads (${DEFAULT-VALUE}).")
  private int threads;

  private Footprint() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Footprint()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Entry> entries = new Footprints(refs, threads).all();
    for (Entry entry : entries) {
      System.out.printf(Locale.ROOT, "%-40s %8.1f bytes%n", entry.name(), entry.bytes());
    }
    results.write(new FootprintFile(Machine.present(), refs, threads, entries));
    return 0;
  }
}
