package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A transaction that is called so close to the end of the stack that the engine itself overflows
 * it, at any of its steps: it has happened or it has not, and thread and refs are as good as
 * before.
 */
class StackOverflowTest {
  private static final int STACK_BYTES = 256 * 1024;

  /** A transaction that adds 1 to both refs. */
  @FunctionalInterface
  interface Increase {
    void both(LongRef a, LongRef b);
  }

  private static Stream<Named<Increase>> increases() {
    return Stream.of(
        Named.of(
            "reads and writes",
            (a, b) ->
                atomic(
                    () -> {
                      a.set(a.get() + 1);
                      b.set(b.get() + 1);
                    })),
        Named.of(
            "additions",
            (a, b) ->
                atomic(
                    () -> {
                      a.add(1);
                      b.add(1);
                    })),
        Named.of(
            "with a hook",
            (a, b) ->
                atomic(
                    () -> {
                      a.add(1);
                      b.add(1);
                      Transaction.current().afterCommit(() -> {});
                    })),
        Named.of(
            "with nested blocks",
            (a, b) ->
                atomic(
                    () -> {
                      atomic(a::increment);
                      atomic(() -> snapshot(() -> a.get()));
                      atomic(b::increment);
                    })));
  }

  @ParameterizedTest
  @MethodSource("increases")
  void transaction_atTheEndOfTheStack_isAtomicAndLeavesTheThreadUsable(Increase increase)
      throws Exception {
    FutureTask<Void> task = new FutureTask<>(() -> tryAtEveryDepth(increase), null);
    Thread thread = new Thread(null, task, "small stack", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    task.get(60, TimeUnit.SECONDS);
  }

  private static void tryAtEveryDepth(Increase increase) {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    for (int i = 0; i < 100; i++) {
      increase.both(a, b); // what is loaded now does not need the stack later
    }
    int depth = 200;
    while (!overflows(() -> increase.both(a, b), depth, 0)) {
      assertUsable(a, b);
      depth += 10;
    }
    assertUsable(a, b);
    for (int plain = depth - 50; plain < depth; plain++) {
      for (int wide = 0; wide < 8; wide++) {
        overflows(() -> increase.both(a, b), plain, wide);
        assertUsable(a, b);
      }
    }
  }

  private static void assertUsable(LongRef a, LongRef b) {
    assertThat(Stm.inTransaction())
        .as("still inside a transaction, though outside of any")
        .isFalse();
    long seen = a.get();
    assertThat(b.get()).isEqualTo(seen);
    a.increment();
    atomic(b::increment);
    assertThat(snapshot(() -> a.get() + b.get())).isEqualTo(2 * seen + 2);
  }

  private static boolean overflows(Runnable action, int plain, int wide) {
    try {
      descend(action, plain, wide);
      return false;
    } catch (StackOverflowError e) {
      return true;
    }
  }

  /** Frames of two sizes, so that the rest of the stack takes many sizes. */
  private static void descend(Runnable action, int plain, int wide) {
    if (wide > 0) {
      descendWide(action, plain, wide - 1, 0);
    } else if (plain > 0) {
      descend(action, plain - 1, 0);
    } else {
      action.run();
    }
  }

  private static void descendWide(Runnable action, int plain, int wide, long unused) {
    if (unused == 0) {
      descend(action, plain, wide);
    }
  }
}
