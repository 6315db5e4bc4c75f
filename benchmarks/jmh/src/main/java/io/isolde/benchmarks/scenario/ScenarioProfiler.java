package io.isolde.benchmarks.scenario;

import com.sun.management.OperatingSystemMXBean;
import io.isolde.benchmarks.harness.jvm.JavaThreads;
import io.isolde.benchmarks.peer.Tally;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Reports, in addition to the throughput: CPU time per operation, of all Java threads and of the
 * whole process (garbage collector, compiler and helper threads included); attempts per operation;
 * answers that were wrong; operations given up.
 */
public final class ScenarioProfiler implements InternalProfiler {
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private JavaThreads threads = JavaThreads.start();
  private long processBefore;

  @Override
  public String getDescription() {
    return "CPU time and attempts per operation, and wrong answers";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    Scenario scenario = Scenario.active();
    if (scenario != null) {
      scenario.clearTallies();
    }
    threads = JavaThreads.start();
    processBefore = system.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long operations = result.getMetadata().getAllOps();
    List<ScalarResult> results = new ArrayList<>();
    results.add(perOperation("cpu", threads.cpuNanos(), operations, "ns/op"));
    results.add(
        perOperation(
            "cpu.process", system.getProcessCpuTime() - processBefore, operations, "ns/op"));
    Scenario scenario = Scenario.active();
    if (scenario != null) {
      Tally total = scenario.total();
      results.add(perOperation("attempts", total.attempts, total.calls, "attempts/op"));
      results.add(sum("wrong", total.wrong));
      results.add(sum("gaveUp", total.gaveUp));
    }
    return results;
  }

  private static ScalarResult perOperation(String name, long total, long operations, String unit) {
    return new ScalarResult(name, (double) total / operations, unit, AggregationPolicy.AVG);
  }

  private static ScalarResult sum(String name, long count) {
    return new ScalarResult(name, (double) count, "#", AggregationPolicy.SUM);
  }
}
