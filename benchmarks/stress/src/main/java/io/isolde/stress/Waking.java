package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A thread that waits in {@code retry} is woken by the commit that changes what it read.
 *
 * <p>Forbidden: waiter reads the old value, writer looks for waiters and finds none, waiter parks,
 * writer publishes: nobody ever wakes the waiter. Its time-out reveals that; nothing else takes
 * nearly as long.
 */
public final class Waking {
  private Waking() {}

  /**
   * The result is 1 for a waiter that was woken, or did not have to wait, and -1 for one that timed
   * out.
   */
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The waiter saw the change.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The wake-up was lost: the waiter timed out.")
  static final class Woken {}

  private static final TransactionOptions PATIENTLY =
      TransactionOptions.timeout(Duration.ofSeconds(1));

  private static int await(TransactionAction<RuntimeException> body) {
    try {
      atomic(PATIENTLY, body);
      return 1;
    } catch (TransactionTimeoutException e) {
      return -1;
    }
  }

  /** Woken by a single operation. */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class BySet {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void waiter(I_Result r) {
      r.r1 = await(() -> check(x.get() == 1));
    }

    @Actor
    public void writer() {
      x.set(1);
    }
  }

  /** Woken by a transaction. */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class ByAtomic {
    private final Ref<String> x = Ref.of("before");

    @Actor
    public void waiter(I_Result r) {
      r.r1 = await(() -> check(x.get().equals("after")));
    }

    @Actor
    public void writer() {
      atomic(() -> x.set("after"));
    }
  }

  /** Woken by additions, of which the first is not enough: the waiter waits twice. */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class ByAdditions {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void waiter(I_Result r) {
      r.r1 = await(() -> check(x.get() == 2));
    }

    @Actor
    public void writer() {
      x.increment();
      atomic(() -> x.add(1));
    }
  }

  /**
   * Woken although the value has meanwhile returned to the one that the waiter had read. The waiter
   * must note what it has seen before it checks whether that is current, or else the last change
   * may go unseen.
   */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class ByChangeThatComesBack {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void waiter(I_Result r) {
      r.r1 = await(() -> check(x.get() == 1));
    }

    @Actor
    public void writer() {
      x.set(1);
      x.set(0);
      x.set(1);
    }
  }

  /** Reads two refs, which change one after the other. */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class ByEitherOfTwo {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void waiter(I_Result r) {
      r.r1 = await(() -> check(x.get() + y.get() == 2));
    }

    @Actor
    public void writer() {
      y.set(1);
      x.set(1);
    }
  }

  /** Both alternatives wait; the ref that only the first has read changes. */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class ByReadOfFirstAlternative {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void waiter(I_Result r) {
      r.r1 = await(() -> orElse(() -> check(x.get() == 1), () -> check(y.get() == 1)));
    }

    @Actor
    public void writer() {
      x.set(1);
    }
  }

  /** Both alternatives wait; the ref that only the second has read changes. */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class ByReadOfSecondAlternative {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void waiter(I_Result r) {
      r.r1 = await(() -> orElse(() -> check(x.get() == 1), () -> check(y.get() == 1)));
    }

    @Actor
    public void writer() {
      atomic(() -> y.set(1));
    }
  }

  /** A snapshot that waits. */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class InSnapshot {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void waiter(I_Result r) {
      try {
        snapshot(PATIENTLY, () -> check(x.get() == 1));
        r.r1 = 1;
      } catch (TransactionTimeoutException e) {
        r.r1 = -1;
      }
    }

    @Actor
    public void writer() {
      x.set(1);
    }
  }

  /**
   * Woken by a transaction that lost an attempt or made another transaction lose one: waiter and
   * writer also write the same ref.
   */
  @JCStressTest
  @JCStressMeta(Woken.class)
  @State
  public static class BesideConflict {
    private final LongRef x = LongRef.of(0);
    private final LongRef hot = LongRef.of(0);

    @Actor
    public void waiter(I_Result r) {
      r.r1 =
          await(
              () -> {
                hot.set(hot.get() + 1);
                check(x.get() == 1);
              });
    }

    @Actor
    public void writer() {
      atomic(
          () -> {
            hot.set(hot.get() + 1);
            x.set(1);
          });
    }
  }

  /** Both change what both wait for: one of them wakes the other, or does not let it park. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both have met.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A wake-up was lost: one of them timed out.")
  @State
  public static class Meeting {
    private final LongRef arrived = LongRef.of(0);

    @Actor
    public void first(II_Result r) {
      arrived.add(1);
      r.r1 = await(() -> check(arrived.get() == 2));
    }

    @Actor
    public void second(II_Result r) {
      arrived.add(1);
      r.r2 = await(() -> check(arrived.get() == 2));
    }
  }

  /** Both wait for each other in turn: a lost wake-up on either side stops both. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Ping and pong arrived.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A wake-up was lost: one of them timed out.")
  @State
  public static class PingPong {
    private final LongRef ball = LongRef.of(0);

    @Actor
    public void ping(II_Result r) {
      ball.set(1);
      r.r1 = await(() -> check(ball.get() == 2));
    }

    @Actor
    public void pong(II_Result r) {
      r.r2 =
          await(
              () -> {
                check(ball.get() == 1);
                ball.set(2);
              });
    }
  }
}
