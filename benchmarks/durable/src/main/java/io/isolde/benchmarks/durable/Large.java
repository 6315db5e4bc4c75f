package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.LargeFile.Reopened;
import io.isolde.benchmarks.durable.LargeFile.Task;
import io.isolde.benchmarks.durable.LargeFile.Worked;
import io.isolde.benchmarks.harness.command.ResultOptions;
import io.isolde.benchmarks.harness.command.RoundOptions;
import io.isolde.benchmarks.harness.jvm.ChildJvm;
import io.isolde.benchmarks.harness.raw.Json;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.report.SeriesTable;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.harness.rounds.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: what does a store cost that is several times as large as the heap?
 *
 * <pre>
 *   JVM 1: load ─▶ look up ─▶ transfer ─▶ sum up ─▶ checkpoint ─▶ close
 *   JVM 2: open ─▶ look up ─▶ sum up
 * </pre>
 *
 * <p>Baseline: Chronicle Map alone, in the same JVM; its lookups take turns with those of the
 * store.
 *
 * <p>Trap: a measurement in the JVM of this command would have the heap and the flags of that JVM,
 * not those that it reports. So both JVMs are started with their own.
 */
@Command(
    name = "large",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "More data than the heap can hold, in chronicle:.")
final class Large implements Callable<Integer> {
  /** The name of our store in results. */
  static final String STORE = "chronicle:";

  /** The name of the baseline in results. */
  static final String PLAIN = "plain Chronicle Map";

  /** The flags that Chronicle Map needs, and those that keep it quiet. */
  private static final List<String> CHRONICLE =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
          "-Dchronicle.analytics.disable=true",
          "-Dchronicle.announcer.disable=true");

  @Mixin private final RoundOptions rounds = new RoundOptions(new Rounds(5, 15, 500));
  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final StoreOptions stores = new StoreOptions();

  @Option(
      names = "--accounts",
      defaultValue = "5000000",
      description = "How many accounts there are (${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--value-bytes",
      defaultValue = "200",
      description = "How many bytes an account takes, at least 8 (${DEFAULT-VALUE}).")
  private int valueBytes;

  @Option(
      names = "--heap",
      defaultValue = "256m",
      description = "The heap of the JVMs that measure, as after -Xmx (${DEFAULT-VALUE}).")
  private String heap;

  @Override
  public Integer call() throws Exception {
    Machine machine = jvm(LargeWork.class).machine();
    try (ScratchDirectory scratch = stores.scratch()) {
      Task task = task(scratch);
      Path file = scratch.resolve("task.json");
      Json.write(file, task);
      Worked worked = measured(LargeWork.class, file, Worked.class);
      Reopened reopened = measured(LargeReopening.class, file, Reopened.class);
      publish(
          new LargeFile(
              machine,
              results.arguments(),
              accounts,
              valueBytes,
              rounds.rounds(),
              worked,
              reopened));
    }
    return 0;
  }

  private Task task(ScratchDirectory scratch) {
    String directory = scratch.resolve("accounts").toString();
    String uri = STORE + directory + "?mode=async";
    String plainFile = scratch.resolve("plain").toString();
    return new Task(uri, directory, plainFile, accounts, valueBytes, rounds.rounds());
  }

  private <T> T measured(Class<?> program, Path task, Class<T> type) throws Exception {
    return jvm(program).run(type, task.toString());
  }

  private ChildJvm jvm(Class<?> program) {
    List<String> flags = new ArrayList<>(CHRONICLE);
    flags.add("-Xmx" + heap);
    return ChildJvm.of(program).withFlags(flags);
  }

  private void publish(LargeFile file) throws IOException {
    List<Series> series = new ArrayList<>(file.worked().gets());
    series.add(file.worked().transfers());
    System.out.print(SeriesTable.text(series));
    System.out.printf(
        "loaded in %.2f s, reopened in %.2f s%n",
        file.worked().loadNanos() / 1e9, file.reopened().firstGetNanos() / 1e9);
    results.write(file);
  }
}
