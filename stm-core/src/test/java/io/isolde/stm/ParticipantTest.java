package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.Threads.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

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
}
