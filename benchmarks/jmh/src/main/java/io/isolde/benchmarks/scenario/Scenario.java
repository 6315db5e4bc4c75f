package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A situation in which peers are compared: the state that is shared, what threads do to it, and how
 * to tell whether the answers are right.
 *
 * <p>Subclasses are JMH benchmarks. {@link io.isolde.benchmarks.Interleaved} sets their parameters
 * itself, and calls {@link #setUp}, {@link #worker}, {@link #isRight} and {@link #tearDown}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class Scenario {
  private static volatile @Nullable Scenario active;

  private final List<ThreadState> threads = new CopyOnWriteArrayList<>();

  /** Makes the shared state. */
  protected abstract void open();

  /** Stops what {@link #open} or {@link #worker} started. */
  protected void close() throws InterruptedException {}

  /** The peer that is measured. */
  public abstract Peer peer();

  /** The work of one more thread; {@code role} is 0 where there is one role only. */
  public abstract Worker worker(int number, int role);

  /**
   * Whether the shared state is what it should be after the operations so far. Called while no
   * worker is running.
   *
   * @param calls what all workers were asked to do, in total
   */
  public abstract boolean isRight(long calls);

  /**
   * Whether threads other than the workers do a part of the work, so that their CPU time counts.
   */
  public final boolean isSharedWork() {
    return handsOver() || peer() == Peer.ZIO;
  }

  /**
   * Whether every operation is handed over between threads, so that it matters even to one worker
   * how far apart the processors are.
   */
  public boolean handsOver() {
    return false;
  }

  /** Prepares a run. */
  @Setup(Level.Trial)
  public final void setUp() {
    open();
    active = this;
  }

  /** Ends a run. */
  @TearDown(Level.Trial)
  public final void tearDown() throws InterruptedException {
    close();
  }

  /** The scenario that is running in this JVM, or ran last. */
  static @Nullable Scenario active() {
    return active;
  }

  /**
   * Everything that was done since {@link #clearTallies}. May be called only while no worker is
   * running.
   */
  Tally total() {
    Tally total = new Tally();
    for (ThreadState thread : threads) {
      total.add(thread.tally);
    }
    return total;
  }

  void clearTallies() {
    for (ThreadState thread : threads) {
      thread.forget();
    }
  }

  private boolean isRight() {
    long calls = 0;
    for (ThreadState thread : threads) {
      calls += thread.callsBefore + thread.tally.calls;
    }
    return isRight(calls);
  }

  /** The state of one JMH thread: its tally and its worker. */
  @State(Scope.Thread)
  public static class ThreadState {
    private final Tally tally = new Tally();
    private @Nullable Worker worker;
    private @Nullable Scenario scenario;

    /** Calls before the tally was cleared. */
    private long callsBefore;

    /** Does one step. */
    final void step(Scenario inScenario, int role) throws InterruptedException {
      Worker present = worker;
      if (present == null) {
        present = join(inScenario, role);
      }
      tally.calls++;
      present.step(tally);
    }

    private Worker join(Scenario joined, int role) {
      synchronized (joined) {
        Worker made = joined.worker(joined.threads.size(), role);
        worker = made;
        scenario = joined;
        joined.threads.add(this);
        return made;
      }
    }

    private void forget() {
      callsBefore += tally.calls;
      tally.clear();
    }

    /** Checks the answers. JMH calls this when all threads have stopped. */
    @TearDown(Level.Iteration)
    public final void check() {
      if (scenario != null && !scenario.isRight()) {
        tally.wrong++;
      }
    }
  }
}
