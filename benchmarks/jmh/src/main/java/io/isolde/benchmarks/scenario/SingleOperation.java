package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Register;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does a ref cost where no transaction is needed?
 *
 * <pre>
 *   GET        ref.get()            AtomicReference.get()
 *   SET        ref.set(value)       AtomicReference.set(value)
 *   INCREMENT  ref.increment()      AtomicLong.incrementAndGet()
 * </pre>
 *
 * <p>Baseline: {@code java.util.concurrent.atomic}. Floor: plain fields. Reads must return what was
 * written, and the count must equal the number of calls.
 *
 * <p>Trap: a get takes less than a nanosecond, which is so little beside the loop around it that
 * the loop must be measured too: see the plain fields.
 *
 * <p>Run: {@code -Djmh.args="SingleOperation -p operation=GET"}.
 */
public class SingleOperation extends OneOrTwoThreads {
  private static final Object[] VALUES = {"a", "b"};

  /** What to do. */
  public enum Operation {
    /** Reads the object. */
    GET,
    /** Replaces the object. */
    SET,
    /** Adds one to the number. */
    INCREMENT
  }

  /** Who does it. */
  @Param({"ISOLDE", "ATOMICS", "PLAIN", "MULTIVERSE", "SCALA_STM", "CLOJURE", "ZIO"})
  public Peer peer = Peer.ISOLDE;

  /** What is done. */
  @Param public Operation operation = Operation.GET;

  /** Made by {@link #open}. */
  private Register register;

  @Override
  protected void open() {
    register = peer.create(Register.class, 1);
    register.set(VALUES[0]);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return switch (operation) {
      case GET -> new Getter(register);
      case SET -> new Setter(register);
      case INCREMENT -> new Incrementer(register);
    };
  }

  private record Getter(Register register) implements Worker {
    @Override
    public void step(Tally tally) {
      tally.attempts++;
      if (register.get() != VALUES[0]) {
        tally.wrong++;
      }
    }
  }

  private record Setter(Register register) implements Worker {
    @Override
    public void step(Tally tally) {
      tally.attempts++;
      register.set(VALUES[(int) (tally.attempts & 1)]);
    }
  }

  private record Incrementer(Register register) implements Worker {
    @Override
    public void step(Tally tally) {
      tally.attempts++;
      register.increment();
    }
  }

  @Override
  public boolean isRight(long calls) {
    Object present = register.get();
    return switch (operation) {
      case GET -> present == VALUES[0];
      case SET -> present == VALUES[0] || present == VALUES[1];
      case INCREMENT -> register.count() == calls;
    };
  }
}
