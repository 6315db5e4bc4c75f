package io.isolde.benchmarks.rounds;

import io.isolde.benchmarks.JavaThreads;
import io.isolde.benchmarks.Scenario;
import io.isolde.benchmarks.Worker;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A {@link Scenario} with its threads. Loaded once for each leg. */
public final class ScenarioLeg implements Leg {
  private final Scenario scenario;
  private final List<RoundTask> tasks = new ArrayList<>();
  private final ExecutorService threads;
  private long calls;

  public ScenarioLeg(LegSpec spec) throws ReflectiveOperationException {
    String className = Scenario.class.getPackageName() + "." + spec.scenario();
    scenario =
        Class.forName(className, true, ScenarioLeg.class.getClassLoader())
            .asSubclass(Scenario.class)
            .getConstructor()
            .newInstance();
    for (Map.Entry<String, String> param : spec.params().entrySet()) {
      setParam(scenario.getClass().getField(param.getKey()), param.getValue());
    }
    scenario.setUp();
    CyclicBarrier start = new CyclicBarrier(spec.roles().size());
    for (int i = 0; i < spec.roles().size(); i++) {
      int role = spec.roles().get(i);
      Worker worker = scenario.worker(i, role);
      tasks.add(new RoundTask(worker, role, start));
    }
    threads =
        Executors.newFixedThreadPool(
            spec.roles().size(), Thread.ofPlatform().daemon().name(spec.peer() + "-", 0).factory());
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
  public List<Measured> run(long nanos) throws Exception {
    JavaThreads javaThreads = JavaThreads.start();
    List<Future<Measured>> running = new ArrayList<>();
    for (RoundTask task : tasks) {
      running.add(threads.submit(() -> task.run(nanos)));
    }
    Map<Integer, List<Measured>> byRole = new TreeMap<>();
    for (Future<Measured> thread : running) {
      Measured measured = thread.get();
      calls += measured.operations();
      byRole.computeIfAbsent(measured.role(), role -> new ArrayList<>()).add(measured);
    }
    long javaCpuNanos = javaThreads.cpuNanos();
    return byRole.values().stream()
        .map(Measured::sum)
        .map(sum -> sum.withJavaCpuNanos(javaCpuNanos))
        .toList();
  }

  @Override
  public boolean isRight() {
    return scenario.isRight(calls);
  }

  @Override
  public boolean isSharedWork() {
    return scenario.isSharedWork();
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
