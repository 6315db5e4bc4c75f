package io.isolde.benchmarks.comparison;

import io.isolde.benchmarks.harness.jvm.JavaThreads;
import io.isolde.benchmarks.scenario.Scenario;
import io.isolde.benchmarks.scenario.Worker;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A {@link Scenario} with its threads. Its class is loaded anew for each variant. */
public final class ScenarioVariant implements IsolatedVariant {
  private final Scenario scenario;
  private final boolean virtual;
  private final List<RoundTask> tasks = new ArrayList<>();
  private final ExecutorService threads;
  private long calls;

  public ScenarioVariant(Configuration configuration) throws ReflectiveOperationException {
    virtual = configuration.virtual();
    String className = Scenario.class.getPackageName() + "." + configuration.scenario();
    scenario =
        Class.forName(className, true, ScenarioVariant.class.getClassLoader())
            .asSubclass(Scenario.class)
            .getConstructor()
            .newInstance();
    for (Map.Entry<String, String> param : configuration.params().entrySet()) {
      setParam(scenario.getClass().getField(param.getKey()), param.getValue());
    }
    scenario.setUp();
    CyclicBarrier start = new CyclicBarrier(configuration.roles().size());
    for (int i = 0; i < configuration.roles().size(); i++) {
      int role = configuration.roles().get(i);
      Worker worker = scenario.worker(i, role);
      tasks.add(new RoundTask(worker, role, start));
    }
    threads =
        Executors.newFixedThreadPool(
            configuration.roles().size(),
            virtual
                ? Thread.ofVirtual().factory()
                : Thread.ofPlatform().daemon().name(configuration.peer() + "-", 0).factory());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the field's own type
  private void setParam(Field field, String value) throws IllegalAccessException {
    Class<?> type = field.getType();
    Object converted =
        type == int.class
            ? (Object) Integer.valueOf(value)
            : Enum.valueOf((Class<? extends Enum>) type, value);
    field.set(scenario, converted);
  }

  @Override
  public List<RoleSample> run(long nanos) throws Exception {
    JavaThreads javaThreads = JavaThreads.start();
    List<Future<RoleSample>> running = new ArrayList<>();
    for (RoundTask task : tasks) {
      running.add(threads.submit(() -> task.run(nanos)));
    }
    Map<Integer, List<RoleSample>> byRole = new TreeMap<>();
    for (Future<RoleSample> thread : running) {
      RoleSample measured = thread.get();
      calls += measured.operations();
      byRole.computeIfAbsent(measured.role(), role -> new ArrayList<>()).add(measured);
    }
    long javaCpuNanos = javaThreads.cpuNanos();
    return byRole.values().stream()
        .map(RoleSample::sum)
        .map(sum -> sum.withJavaCpuNanos(javaCpuNanos))
        .toList();
  }

  @Override
  public boolean isRight() {
    return scenario.isRight(calls);
  }

  @Override
  public boolean isMultiThreaded() {
    return tasks.size() > 1 || scenario.handsOver();
  }

  /** What virtual threads take is the CPU time of their carriers. */
  @Override
  public boolean isSharedWork() {
    return virtual || scenario.isSharedWork();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      scenario.tearDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
