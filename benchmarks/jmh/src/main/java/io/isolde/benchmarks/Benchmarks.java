package io.isolde.benchmarks;

import io.isolde.benchmarks.harness.jvm.Collector;
import io.isolde.benchmarks.scenario.ScenarioProfiler;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.Main;

/**
 * Runs JMH with the profilers that every result here is reported with.
 *
 * <p>{@code mvn -q -pl benchmarks/jmh -am compile exec:exec -Djmh.args="TwoRefTransfer -rf json
 * -rff docs/benchmarks/raw/two-ref-transfer.json"}; any option of JMH may follow. For latency
 * percentiles, {@code -bm sample}.
 */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(args));
    arguments.addAll(List.of("-prof", "gc", "-prof", ScenarioProfiler.class.getName()));
    arguments.addAll(collector(args));
    Main.main(arguments.toArray(String[]::new));
  }

  /** The flag that chooses a collector, for JMH to pass to its forks; none if one is chosen. */
  static List<String> collector(String... args) {
    List<String> present = new ArrayList<>(List.of(args));
    present.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    List<String> chosen = Collector.chosen(present);
    return chosen.equals(present) ? List.of() : List.of("-jvmArgsPrepend", chosen.getLast());
  }
}
