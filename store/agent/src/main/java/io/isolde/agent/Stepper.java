package io.isolde.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs agents on the thread that made it, one message at a time and on demand, so that a test
 * controls the interleaving.
 *
 * {@snippet file="io/isolde/store/examples/AgentManualTest.java" region="step"}
 *
 * <p>Where the stepping thread would wait for one of its agents, as in {@code ask} or {@code
 * close}, it steps until it need not wait.
 *
 * <p>Thread-confined, except that other threads may send messages to the agents.
 */
public final class Stepper implements Executor {
  private final Thread thread = Thread.currentThread();
  private final List<Runnable> ready = new ArrayList<>();
  private final @Nullable RandomGenerator random;

  /** Makes a stepper that runs the agents in the order in which they got something to do. */
  public Stepper() {
    this(null);
  }

  /**
   * Makes a stepper that runs the agents in random order.
   *
   * @param random chooses the next agent; with the same seed, and messages from one thread, the
   *     interleaving is the same
   */
  public Stepper(@Nullable RandomGenerator random) {
    this.random = random;
  }

  /**
   * Called by agents that have something to do.
   *
   * @param duty handles one message
   */
  @Override
  public void execute(Runnable duty) {
    synchronized (ready) {
      ready.add(duty);
    }
  }

  /**
   * Makes one agent handle one message.
   *
   * @return false if none has any
   * @throws IllegalStateException on any other thread than the one that made this stepper
   */
  public boolean step() {
    if (!isOfThisThread()) {
      throw new IllegalStateException("a stepper of " + thread + " was used by another thread");
    }
    Runnable duty = next();
    if (duty != null) {
      duty.run();
    }
    return duty != null;
  }

  private @Nullable Runnable next() {
    synchronized (ready) {
      return ready.isEmpty()
          ? null
          : ready.remove(random == null ? 0 : random.nextInt(ready.size()));
    }
  }

  /**
   * Steps until no agent has a message. If agents keep telling each other, this does not end.
   *
   * @return how many steps there were
   * @throws IllegalStateException as {@link #step}
   */
  public int stepAll() {
    int steps = 0;
    while (step()) {
      steps++;
    }
    return steps;
  }

  boolean isOfThisThread() {
    return Thread.currentThread() == thread;
  }

  /** Steps until {@code done}. */
  void stepUntil(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      if (!step()) {
        throw new IllegalStateException(
            "the stepping thread waits for an agent, and no agent has anything to do");
      }
    }
  }
}
