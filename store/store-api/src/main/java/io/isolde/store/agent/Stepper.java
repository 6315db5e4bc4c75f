package io.isolde.store.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs agents on the thread that made it, one message at a time, when told to: what happens next is
 * up to the test.
 *
 * {@snippet file="io/isolde/store/examples/AgentManualTest.java" region="step"}
 *
 * <p>Where the stepping thread would wait for one of its agents, in {@code ask} or {@code close},
 * it steps until it need not.
 *
 * <p>Thread-confined, but that other threads may send messages to the agents.
 */
public final class Stepper implements Executor {
  private final Thread thread = Thread.currentThread();
  private final List<Runnable> ready = new ArrayList<>();
  private final @Nullable RandomGenerator random;

  /** Makes a stepper that takes the agents in the order in which they got something to do. */
  public Stepper() {
    this(null);
  }

  /**
   * Makes a stepper that takes the agents in random order.
   *
   * @param random decides who is next; with the same seed, and messages from one thread, the same
   *     happens again
   */
  public Stepper(@Nullable RandomGenerator random) {
    this.random = random;
  }

  /**
   * Called by agents that have got something to do.
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
   * @throws IllegalStateException on another thread than the one that made this
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
   * Steps until no agent has a message. If they go on telling each other, this does not end.
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
