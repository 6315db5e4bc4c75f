package io.isolde.examples.bank.cli;

import io.isolde.benchmarks.sharing.Comparison;
import io.isolde.benchmarks.sharing.ComparisonChart;
import io.isolde.benchmarks.sharing.ComparisonTable;
import io.isolde.benchmarks.sharing.Results;
import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.sharing.SharingStrategies;
import io.isolde.examples.sharing.StrategyFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that compares ways of sharing accounts between threads. */
@Command(
    name = "compare",
    sortOptions = false,
    description = {
      "Carries out the same orders in several ways of sharing accounts between threads, and tells"
          + " how fast each was and whether the books stayed right.",
      "",
      "The ways take turns, round by round, with fresh accounts in each. Some of them are wrong,"
          + " and are here to show it."
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = Bank.EXIT_CODES,
    exitCodeList = {
      "0:Every way has kept what it promises.",
      "1:A way that promises right books has not kept them.",
      Bank.EXIT_USAGE,
      Bank.EXIT_OUTPUT
    })
final class CompareCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--ways",
      paramLabel = "WAY",
      split = ",",
      defaultValue = "unsynchronised,cas,agents:,agent:,lock:,multiverse:,stm:",
      description =
          "The ways to compare, with commas between them: unsynchronised, cas, and URIs of stores"
              + " (default: ${DEFAULT-VALUE}).")
  private List<String> ways = List.of();

  @Mixin private final LoadOptions load = new LoadOptions();
  @Mixin private final ScheduleOptions schedule = new ScheduleOptions();

  @Option(names = "--chart", paramLabel = "FILE.png", description = "Where a chart goes.")
  private @Nullable Path chart;

  @Option(
      names = "--raw",
      paramLabel = "FILE.json",
      description = "Where the raw results go, as JSON.")
  private @Nullable Path raw;

  @Mixin private final ProgressOption progress = new ProgressOption();

  @Override
  public Integer call() throws InterruptedException {
    Comparison comparison =
        new Comparison(strategies(), load.load(), schedule.schedule(), this::tell);
    OutputFile.requireTwo(chart, raw);
    try (OutputFile chartFile = prepared(chart);
        OutputFile rawFile = prepared(raw)) {
      Results results = comparison.run();
      print(results);
      if (chartFile != null) {
        chartFile.write(new ComparisonChart(results).png());
      }
      if (rawFile != null) {
        rawFile.write(results::write);
      }
      return results.promisesKept() ? ExitCode.OK : ExitCode.INCONSISTENT;
    }
  }

  private List<StrategyFactory> strategies() {
    Set<String> names = new HashSet<>();
    for (String way : ways) {
      if (!names.add(way)) {
        throw BankException.usage("--ways names '" + way + "' twice");
      }
    }
    try {
      return ways.stream().map(SharingStrategies::named).toList();
    } catch (IllegalArgumentException e) {
      throw BankException.usage("--ways: " + e.getMessage());
    }
  }

  private static @Nullable OutputFile prepared(@Nullable Path path) {
    return path == null ? null : OutputFile.prepare(path);
  }

  private void tell(String what) {
    if (progress.isShown()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(what);
      err.flush();
    }
  }

  private void print(Results results) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(new ComparisonTable(results).text());
    out.flush();
  }
}
