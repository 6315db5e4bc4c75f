package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.checks.Threads.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParticipantTest {
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private final class Recorder implements Participant {
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public void prepare() {
      calls.add(name + " prepare");
    }

    @Override
    public void committed() {
      assertThat(Stm.inTransaction()).isFalse();
      calls.add(name + " committed");
    }

    @Override
    public void abandoned() {
      calls.add(name + " abandoned");
    }
  }

  private static void enlist(Participant participant) {
    Transaction.current().enlist(participant);
  }

  @Test
  void commit_preparesAllThenTellsAllBeforeHooks() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          Transaction.current().afterCommit(() -> calls.add("hook"));
          enlist(new Recorder("a"));
          enlist(new Recorder("b"));
          ref.set(1);
        });

    assertThat(calls)
        .containsExactly("a prepare", "b prepare", "a committed", "b committed", "hook");
  }

  @Test
  void commit_withoutWrites_isTheSame() {
    atomic(() -> enlist(new Recorder("a")));

    assertThat(calls).containsExactly("a prepare", "a committed");
  }

  @Test
  void prepare_seesNothingPublished() throws Exception {
    LongRef ref = LongRef.of(0);
    List<Long> seen = new ArrayList<>();
    atomic(
        () -> {
          ref.set(1);
          enlist(() -> calls.add("prepare"));
          enlist(
              new Participant() {
                @Override
                public void prepare() {}

                @Override
                public void committed() {
                  seen.add(ref.get());
                }
              });
        });

    assertThat(seen).containsExactly(1L);
  }

  @Test
  void prepareThrows_vetoes_andOnlyThosePreparedAreAbandoned() {
    LongRef ref = LongRef.of(0);
    IllegalStateException veto = new IllegalStateException("disk full");

    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      Transaction.current().afterCommit(() -> calls.add("hook"));
                      Transaction.current().afterRollback(() -> calls.add("rolled back"));
                      ref.set(1);
                      enlist(new Recorder("a"));
                      enlist(
                          () -> {
                            throw veto;
                          });
                      enlist(new Recorder("c"));
                    }))
        .isSameAs(veto);

    assertThat(ref.get()).isZero();
    assertThat(calls).containsExactly("a prepare", "a abandoned", "rolled back");
    ref.set(2); // the lock was given back
    atomic(() -> Transaction.current().afterCommit(() -> calls.add("next hook")));
    assertThat(calls).endsWith("next hook");
  }

  @Test
  void lostAttempt_hearsNothing() throws Exception {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          long seen = ref.get();
          int attempt = Transaction.current().attempt();
          enlist(new Recorder("attempt " + attempt));
          if (attempt == 1) {
            Thread other = Thread.ofVirtual().start(() -> ref.set(5));
            other.join();
          }
          ref.set(seen + 1);
        });

    assertThat(ref.get()).isEqualTo(6);
    assertThat(calls).containsExactly("attempt 2 prepare", "attempt 2 committed");
  }

  @Test
  void nestedBlockRolledBack_itsParticipantIsForgotten() {
    atomic(
        () -> {
          enlist(new Recorder("outer"));
          try {
            atomic(
                () -> {
                  enlist(new Recorder("inner"));
                  throw new IllegalStateException("planned");
                });
          } catch (IllegalStateException e) {
            calls.add("caught");
          }
        });

    assertThat(calls).containsExactly("caught", "outer prepare", "outer committed");
  }

  @Test
  void committedThrows_reachesTheCallerAfterTheCommit() {
    LongRef ref = LongRef.of(0);
    IllegalStateException failure = new IllegalStateException("force failed");

    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.set(1);
                      Transaction.current().afterCommit(() -> calls.add("hook"));
                      enlist(
                          new Participant() {
                            @Override
                            public void prepare() {}

                            @Override
                            public void committed() {
                              throw failure;
                            }
                          });
                    }))
        .isInstanceOf(AfterCommitException.class)
        .hasCause(failure);

    assertThat(ref.get()).isEqualTo(1);
    assertThat(calls).containsExactly("hook");
  }

  @Test
  void committedBlocks_otherTransactionsAndTheirHooksGoOn() throws Exception {
    LongRef ref = LongRef.of(0);
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread first = Thread.ofVirtual().start(() -> atomic(() -> enlistWaiting(ref, waiting, goOn)));
    waiting.await();

    atomic(
        () -> {
          ref.add(1);
          enlist(new Recorder("second"));
        });

    assertThat(ref.get()).isEqualTo(2);
    assertThat(calls).containsExactly("second prepare", "second committed");
    goOn.countDown();
    first.join();
  }

  private static void enlistWaiting(LongRef ref, CountDownLatch waiting, CountDownLatch goOn) {
    ref.add(1);
    enlist(
        new Participant() {
          @Override
          public void prepare() {}

          @Override
          public void committed() {
            waiting.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
  }

  @Test
  void prepare_ofConflictingTransactions_isInTheOrderOfTheirEffects() throws Exception {
    LongRef ref = LongRef.of(0);
    List<Long> prepared = Collections.synchronizedList(new ArrayList<>());
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      for (int i = 0; i < 4; i++) {
        threads.start(() -> count(ref, prepared));
      }
      threads.finish();
    }

    assertThat(prepared).hasSize(2_000).isSorted().doesNotHaveDuplicates();
  }

  private static void count(LongRef ref, List<Long> prepared) {
    for (int i = 0; i < 500; i++) {
      atomic(
          () -> {
            long next = ref.get() + 1;
            ref.set(next);
            enlist(() -> prepared.add(next));
          });
    }
  }

  // ---- misuse ----

  private static final LongRef WRITTEN = LongRef.of(0);
  private static final LongRef OTHER = LongRef.of(0);

  private static Stream<Named<Task>> usesOfRefs() {
    return Stream.of(
        Named.of("get of what is locked", () -> WRITTEN.get()),
        Named.of("get of another", () -> OTHER.get()),
        Named.of("peek of what is locked", () -> WRITTEN.peek()),
        Named.of("set of what is locked", () -> WRITTEN.set(7)),
        Named.of("set of another", () -> OTHER.set(7)),
        Named.of("add", () -> OTHER.add(7)),
        Named.of("commute", () -> OTHER.commute(x -> 7)),
        Named.of("compareAndSet", () -> WRITTEN.compareAndSet(0, 7)),
        Named.of("validator", () -> WRITTEN.addValidator("any", x -> true).close()),
        Named.of("nested block", () -> atomic(() -> {})),
        Named.of("nested snapshot", () -> Stm.snapshot(() -> {})),
        Named.of("orElse", () -> Stm.orElse(() -> {}, () -> {})),
        Named.of("retry", Stm::retry),
        Named.of("hook", () -> Transaction.current().afterCommit(() -> {})),
        Named.of("further participant", () -> enlist(() -> {})));
  }

  @ParameterizedTest
  @MethodSource("usesOfRefs")
  void prepare_thatUsesRefs_isRefusedAndChangesNothing(Task use) {
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      WRITTEN.set(1);
                      enlist(new Recorder("a"));
                      enlist(() -> run(use));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("participant used a ref");

    assertThat(calls).containsExactly("a prepare", "a abandoned");
    assertNothingWasWritten();
  }

  @ParameterizedTest
  @MethodSource("usesOfRefs")
  void prepare_ofWhatWritesNothing_isRefusedAlike(Task use) {
    assertThatThrownBy(() -> atomic(() -> enlist(() -> run(use))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("participant used a ref");

    assertNothingWasWritten();
  }

  @ParameterizedTest
  @MethodSource("usesOfRefs")
  void abandoned_thatUsesRefs_changesNothingEither(Task use) {
    IllegalStateException veto = new IllegalStateException("veto");

    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      WRITTEN.set(1);
                      enlist(whenAbandoned(() -> run(use)));
                      enlist(
                          () -> {
                            throw veto;
                          });
                    }))
        .isSameAs(veto);

    assertThat(veto.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
    assertNothingWasWritten();
  }

  @Test
  void prepare_thatCatchesTheRefusal_commits() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          ref.set(1);
          enlist(() -> Threads.ignoringFailure(() -> ref.set(2)));
        });

    assertThat(ref.get()).isEqualTo(1);
  }

  private static void run(Task use) {
    try {
      use.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  private static void assertNothingWasWritten() {
    Threads.elsewhere(
        () -> {
          assertThat(atomic(() -> WRITTEN.get() + OTHER.get())).isZero();
          atomic(() -> WRITTEN.set(WRITTEN.get()));
          OTHER.set(0);
        });
  }

  private static Participant whenAbandoned(Runnable action) {
    return new Participant() {
      @Override
      public void prepare() {}

      @Override
      public void abandoned() {
        action.run();
      }
    };
  }

  @Test
  void abandonedThrows_theOthersAreToldNevertheless() {
    IllegalStateException veto = new IllegalStateException("veto");
    IllegalStateException first = new IllegalStateException("first");
    AssertionError second = new AssertionError("second");

    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      enlist(
                          whenAbandoned(
                              () -> {
                                throw first;
                              }));
                      enlist(new Recorder("b"));
                      enlist(
                          whenAbandoned(
                              () -> {
                                throw second;
                              }));
                      enlist(new Recorder("d"));
                      enlist(
                          () -> {
                            throw veto;
                          });
                    }))
        .isSameAs(veto);

    assertThat(veto).hasSuppressedException(first).hasSuppressedException(second);
    assertThat(calls).containsExactly("b prepare", "d prepare", "b abandoned", "d abandoned");
  }
}
