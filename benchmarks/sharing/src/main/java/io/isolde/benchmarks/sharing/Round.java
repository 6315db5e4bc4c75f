package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.ping.CacheLinePing;
import io.isolde.benchmarks.harness.ping.Pings;
import io.isolde.examples.sharing.SharingStrategy;
import io.isolde.examples.sharing.StrategyFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One round of one strategy: writers and auditors at work together, on fresh accounts.
 *
 * <p>Thread-confined, for use once.
 */
final class Round {
  /*
   * All threads are platform threads, which the operating system may preempt at any moment, even
   * between reading a balance and writing it.
   *
   *   start ──▶ writers: one order after the other ──▶ the limit ──▶ a last audit, at rest
   *   start ──▶ auditors: one audit after the other, or at a rate ──▶ the writers have ended
   *
   * Anything that a thread throws ends the round. If a thread does not end in time, the threads are
   * interrupted, and the round has failed.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The work of a thread. */
  @FunctionalInterface
  private interface Task {
    void run() throws InterruptedException;
  }

  private final StrategyFactory factory;
  private final Load load;
  private final Orders orders;
  private final Schedule.Limit limit;
  private final CountDownLatch start = new CountDownLatch(1);
  private final CountDownLatch ended;
  private final CountDownLatch written = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Auditor> auditors = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  Round(StrategyFactory factory, Load load, Orders orders, Schedule.Limit limit) {
    this.factory = factory;
    this.load = load;
    this.orders = orders;
    this.limit = limit;
    ended = new CountDownLatch(load.writers());
  }

  /**
   * Runs the round.
   *
   * @throws IllegalArgumentException when there is no such strategy
   * @throws IllegalStateException when a thread failed, or did not end in time
   */
  RoundResult run() throws InterruptedException {
    ThreadWatch watch = ThreadWatch.begin();
    RoundResult result = isMultiThreaded() ? pinged() : workAndClose();
    return result.withThreadsLeft(watch.left(ThreadWatch.GRACE_MILLIS));
  }

  private boolean isMultiThreaded() {
    return load.writers() + load.auditors() > 1;
  }

  private RoundResult pinged() throws InterruptedException {
    double before = CacheLinePing.nanos();
    RoundResult result = workAndClose();
    return result.between(Pings.of(before, CacheLinePing.nanos()));
  }

  private RoundResult workAndClose() throws InterruptedException {
    try (SharingStrategy strategy = factory.open(load.opening(), load.body())) {
      return result(strategy, work(strategy));
    } finally {
      stopped = true;
      written.countDown();
      start.countDown();
    }
  }

  private double work(SharingStrategy strategy) throws InterruptedException {
    prepare(strategy);
    long begin = System.nanoTime();
    start.countDown();
    awaitWriters();
    double seconds = (System.nanoTime() - begin) / 1e9;
    written.countDown();
    joinAll();
    rethrowFailure();
    return seconds;
  }

  private void prepare(SharingStrategy strategy) {
    for (int i = 0; i < load.writers(); i++) {
      Writer writer = new Writer(strategy, orders, i, load.writers(), limit.orders());
      writers.add(writer);
      startThread("writer-" + i, () -> write(writer));
    }
    for (int i = 0; i < load.auditors(); i++) {
      Auditor auditor = new Auditor(strategy, load);
      auditors.add(auditor);
      startThread("auditor-" + i, () -> auditor.work(written));
    }
  }

  private void write(Writer writer) {
    try {
      writer.work(() -> stopped);
    } finally {
      ended.countDown();
    }
  }

  private void startThread(String name, Task task) {
    threads.add(Thread.ofPlatform().name(name).start(() -> guard(task)));
  }

  private void guard(Task task) {
    try {
      start.await();
      task.run();
    } catch (InterruptedException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      stopped = true;
    }
  }

  private void awaitWriters() throws InterruptedException {
    boolean early = ended.await(limit.millis(), TimeUnit.MILLISECONDS);
    stopped = true;
    if (!early && !ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      threads.forEach(Thread::interrupt);
      throw stuck("a writer");
    }
  }

  private void joinAll() throws InterruptedException {
    for (Thread thread : threads) {
      if (!thread.join(PATIENCE)) {
        threads.forEach(Thread::interrupt);
        throw stuck(thread.getName());
      }
    }
  }

  private IllegalStateException stuck(String who) {
    return new IllegalStateException(
        who + " did not come back within " + PATIENCE.toSeconds() + " s");
  }

  private void rethrowFailure() {
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a thread failed: " + thrown, thrown);
    }
  }

  private RoundResult result(SharingStrategy strategy, double seconds) {
    Histogram latencies = new Histogram(Writer.DIGITS);
    writers.forEach(writer -> latencies.add(writer.latencies()));
    return new RoundResult(
        strategy.promise(),
        seconds,
        writers.stream().map(Writer::tally).reduce(Writer.Tally.NOTHING, Writer.Tally::plus),
        auditors.stream().mapToLong(Auditor::audits).sum(),
        auditors.stream().mapToLong(Auditor::inconsistent).sum(),
        auditors.stream().mapToLong(Auditor::overdue).sum(),
        strategy.audit() - load.total(),
        0,
        latencies,
        slowerShare(latencies),
        null);
  }

  private double slowerShare(Histogram latencies) {
    long slowest =
        writers.stream().mapToLong(writer -> writer.latencies().getTotalCount()).min().orElse(0);
    return (double) slowest / Math.max(1, latencies.getTotalCount());
  }
}
