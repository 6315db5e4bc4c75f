package io.isolde.stm.engine;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.checks.Threads;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionLocal;
import io.isolde.stm.TransactionOptions;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After a transaction, the engine holds on to nothing that the transaction touched: neither refs
 * nor values, functions or hooks.
 */
class MemoryTest {
  /** Uses the given object in a transaction, on this thread, and keeps no reference to it. */
  interface Use extends Consumer<Object> {}

  private static Stream<Named<Use>> uses() {
    LongRef ref = LongRef.of(0);
    return Stream.of(
        Named.of("a ref that was read", o -> atomic(() -> Ref.of(o).get())),
        Named.of("a ref that was written", o -> atomic(() -> Ref.of(o).set("other"))),
        Named.of("a value that was written over", o -> writeOver(o)),
        Named.of(
            "a value that was rolled back",
            o -> Threads.ignoringFailure(() -> atomic(() -> setAndFail(o)))),
        Named.of(
            "a value of a block that was rolled back",
            o -> atomic(() -> Threads.ignoringFailure(() -> atomic(() -> setAndFail(o))))),
        Named.of("a value of a branch", o -> orElse(() -> setAndRetry(o), () -> ref.get())),
        Named.of(
            "a commute function", o -> atomic(() -> Ref.of("").commute(x -> x + o.hashCode()))),
        Named.of(
            "a commute function that was applied early",
            o ->
                atomic(
                    () -> {
                      Ref<String> made = Ref.of("");
                      made.commute(x -> x + o.hashCode());
                      made.get();
                    })),
        Named.of(
            "a commute function that was overwritten",
            o ->
                atomic(
                    () -> {
                      LongRef made = LongRef.of(0);
                      made.commute(x -> x + o.hashCode());
                      made.set(1);
                    })),
        Named.of(
            "a commute function in a block that was rolled back",
            o ->
                atomic(
                    () -> {
                      LongRef made = LongRef.of(0);
                      made.add(1);
                      Threads.ignoringFailure(
                          () ->
                              atomic(
                                  () -> {
                                    made.commute(x -> x + o.hashCode());
                                    throw new IllegalStateException();
                                  }));
                    })),
        Named.of(
            "a hook",
            o -> atomic(() -> Transaction.current().afterCommit(() -> ref.set(o.hashCode())))),
        Named.of(
            "a transaction-local value",
            o -> atomic(() -> TransactionLocal.withInitial(() -> o).get())),
        Named.of("the result", o -> atomic(() -> o)),
        Named.of("a snapshot's ref", o -> snapshot(() -> Ref.of(o).get())),
        Named.of("a validated and watched ref", o -> validateAndWatch(o)),
        Named.of("a ref that an attempt was lost over", o -> lose(Ref.of(o))),
        Named.of("a ref that was waited for", o -> waitFor(Ref.of(o))),
        Named.of("many refs", o -> writeMany(o)));
  }

  private static void writeOver(Object o) {
    Ref<Object> made = Ref.of(o);
    long pin = Snapshots.pin();
    made.set(1);
    Snapshots.unpin(pin);
  }

  private static void setAndFail(Object o) {
    Ref.of(new Object()).set(o);
    throw new IllegalStateException("rolls back");
  }

  private static long setAndRetry(Object o) {
    Ref.of(new Object()).set(o);
    throw Stm.retry();
  }

  private static void validateAndWatch(Object o) {
    Ref<Object> made = Ref.of(o);
    made.addValidator("any", x -> x != null);
    made.watch((before, after) -> {});
    made.set(o.getClass());
    made.commute(x -> o);
  }

  private static void lose(Ref<Object> made) {
    atomic(
        () -> {
          Object seen = made.get();
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> made.set(seen));
          }
          made.set(seen);
        });
  }

  private static void waitFor(Ref<Object> made) {
    Threads.ignoringFailure(
        () -> atomic(TransactionOptions.timeout(Duration.ZERO), () -> check(made.get() == null)));
  }

  private static void writeMany(Object o) {
    atomic(
        () -> {
          for (int i = 0; i < 30; i++) {
            Ref<Object> made = Ref.of(null);
            made.get();
            made.set(o);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("uses")
  void transaction_whenItIsOver_holdsNothing(Use use) {
    Threads.elsewhere(
        () -> {
          WeakReference<Object> used = use(use);
          Threads.until(() -> isCollected(used));
        });
  }

  private static WeakReference<Object> use(Use use) {
    Object o = new Object();
    use.accept(o);
    return new WeakReference<>(o);
  }

  private static boolean isCollected(WeakReference<Object> reference) {
    if (reference.refersTo(null)) {
      return true;
    }
    System.gc();
    return reference.refersTo(null);
  }
}
