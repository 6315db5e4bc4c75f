package io.isolde.stm.engine;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.inTransaction;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.stm.DoubleRef;
import io.isolde.stm.IntRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.collection.parts.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BriefTest {
  private static final int CELLS = 4;

  private final LongRef a = LongRef.of(1);
  private final LongRef b = LongRef.of(2);

  /** The first transaction of a thread is not brief. */
  @BeforeEach
  void beginFirst() {
    atomic(a::get);
  }

  private static boolean isBrief() {
    long id = Thread.currentThread().threadId();
    return Briefs.of(id).isOf(id);
  }

  // ---- what stays brief ----

  @Test
  void fewCells_readSetAndAddedTo_stayBrief() {
    Ref<String> text = Ref.of("x");
    IntRef count = IntRef.of(7);
    boolean brief =
        atomic(
            () -> {
              b.set(a.get() + b.get());
              text.set(text.get() + "y");
              count.add(1);
              count.add(2);
              return isBrief() && inTransaction();
            });
    assertThat(brief).isTrue();
    assertThat(b.get()).isEqualTo(3);
    assertThat(text.get()).isEqualTo("xy");
    assertThat(count.get()).isEqualTo(10);
    assertThat(inTransaction()).isFalse();
  }

  @Test
  void additionsOfEveryKind_areThoseOfTheirType() {
    IntRef i = IntRef.of(Integer.MAX_VALUE);
    DoubleRef d = DoubleRef.of(0.5);
    atomic(
        () -> {
          i.add(1);
          d.add(0.25);
          a.add(1);
          a.set(a.get() * 10); // an addition that is read is no longer brief
          assertThat(isBrief()).isFalse();
        });
    assertThat(i.get()).isEqualTo(Integer.MIN_VALUE);
    assertThat(d.get()).isEqualTo(0.75);
    assertThat(a.get()).isEqualTo(20);
  }

  @Test
  void exchange_staysBrief() {
    atomic(
        () -> {
          assertThat(a.compareAndSet(1, 5)).isTrue();
          assertThat(a.compareAndSet(1, 6)).isFalse();
          assertThat(b.getAndIncrement()).isEqualTo(2);
          assertThat(isBrief()).isTrue();
        });
    assertThat(a.get()).isEqualTo(5);
    assertThat(b.get()).isEqualTo(3);
  }

  @Test
  void addition_afterReadOrSet_isKnownAtOnce() {
    atomic(
        () -> {
          a.get();
          a.add(5);
          assertThat(a.get()).isEqualTo(6);
          b.set(10);
          b.add(5);
          assertThat(b.get()).isEqualTo(15);
          assertThat(isBrief()).isTrue();
        });
    assertThat(a.get() + b.get()).isEqualTo(21);
  }

  // ---- gates ----

  @Test
  void gateReadFirst_takesThePlaceOfNoCell() {
    Gate gate = Gate.named("gate", 7);
    LongRef[] refs = refs(CELLS);
    boolean brief =
        atomic(
            () -> {
              assertThat(gate.get()).isEqualTo(7);
              setAll(refs, gate.get());
              return isBrief();
            });
    assertThat(brief).isTrue();
    assertThat(sum(refs)).isEqualTo(7 * CELLS);
  }

  @Test
  void gateReadLater_isReadLikeAnyCell() {
    Gate gate = Gate.named("gate", 7);
    boolean brief =
        atomic(
            () -> {
              a.set(a.get() + gate.get());
              return isBrief();
            });
    assertThat(brief).isTrue();
    assertThat(a.get()).isEqualTo(8);
    assertThat(snapshot(gate::get) + gate.get()).isEqualTo(14);
  }

  @Test
  void gateChangedByTheTransaction_hasItsNewValue() {
    Gate gate = Gate.named("gate", 7);
    atomic(
        () -> {
          gate.set(gate.get() + 1);
          assertThat(gate.get()).isEqualTo(8);
          assertThat(gate.peek()).isEqualTo(8);
        });
    assertThat(gate.get()).isEqualTo(8);
  }

  @Test
  void secondGate_isReadLikeAnyCell() {
    Gate gate = Gate.named("gate", 7);
    Gate other = Gate.named("other gate", 8);
    List<Long> seen = new ArrayList<>();
    atomic(
        () -> {
          boolean isFirst = seen.isEmpty();
          seen.add(gate.get() + other.get());
          if (isFirst) {
            Threads.elsewhere(() -> other.set(80));
          }
          a.set(other.get());
        });
    assertThat(seen).containsExactly(15L, 87L);
    assertThat(a.get()).isEqualTo(80);
  }

  @Test
  void gateThatChanges_losesTheAttempt() {
    Gate gate = Gate.named("gate", 7);
    List<Long> seen = new ArrayList<>();
    atomic(
        () -> {
          boolean isFirst = seen.isEmpty();
          seen.add(gate.get());
          a.set(1);
          if (isFirst) {
            Threads.elsewhere(() -> gate.set(8));
          }
        });
    assertThat(seen).containsExactly(7L, 8L);
  }

  // ---- snapshots ----

  @Test
  void snapshotOfFewCells_staysBrief() {
    long sum = snapshot(() -> a.get() + b.get() + a.peek() + (isBrief() ? 100 : 0));
    assertThat(sum).isEqualTo(104);
    assertThat(inTransaction()).isFalse();
  }

  @Test
  void write_inABriefSnapshot_isRefused() {
    assertThatThrownBy(() -> snapshot(() -> a.set(a.get() + 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("snapshot");
    assertThatThrownBy(() -> snapshot(() -> a.add(1))).isInstanceOf(IllegalStateException.class);
    assertThat(a.get()).isEqualTo(1);
  }

  @Test
  void snapshotThatOutgrows_beforeAnyCommit_isNotRepeated() {
    LongRef[] refs = refs(CELLS + 2);
    AtomicInteger runs = new AtomicInteger();
    long sum =
        snapshot(
            () -> {
              runs.incrementAndGet();
              return sum(refs);
            });
    assertThat(sum).isEqualTo(CELLS + 2);
    assertThat(runs).hasValue(1);
  }

  @Test
  void snapshotThatOutgrows_afterACommit_readsOneState() {
    LongRef[] refs = refs(CELLS + 1);
    AtomicInteger runs = new AtomicInteger();
    long sum =
        snapshot(
            () -> {
              long seen = refs[0].get();
              if (runs.incrementAndGet() == 1) {
                Threads.elsewhere(() -> atomic(() -> setAll(refs, 10)));
              }
              for (int i = 1; i < refs.length; i++) {
                seen += refs[i].get();
              }
              return seen;
            });
    assertThat(sum).isEqualTo(10 * (CELLS + 1));
    assertThat(runs).hasValue(2);
  }

  @Test
  void snapshotsThatOutgrow_doNotKeepUpdatesFromBriefMode() {
    LongRef[] refs = refs(CELLS + 1);
    for (int i = 0; i < 10; i++) {
      snapshot(() -> sum(refs));
    }
    assertThat(atomic(BriefTest::isBrief)).isTrue();
  }

  private static LongRef[] refs(int count) {
    return Stream.generate(() -> LongRef.of(1)).limit(count).toArray(LongRef[]::new);
  }

  private static long sum(LongRef[] refs) {
    return Stream.of(refs).mapToLong(LongRef::get).sum();
  }

  private static void setAll(LongRef[] refs, long value) {
    Stream.of(refs).forEach(ref -> ref.set(value));
  }

  // ---- what is lost ----

  @Test
  void cellReadAgain_afterItHasChanged_losesTheAttempt() {
    Ref<String> text = Ref.of("old");
    List<String> seen = new ArrayList<>();
    atomic(
        () -> {
          boolean first = seen.isEmpty();
          seen.add(a.get() + text.get());
          if (first) {
            Threads.elsewhere(() -> text.set("new"));
          }
          seen.add(a.get() + text.get());
        });
    assertThat(seen).containsExactly("1old", "1new", "1new");
  }

  @Test
  void secondCell_readAfterTheFirstHasChanged_losesTheAttempt() {
    List<Long> seen = new ArrayList<>();
    long sum =
        atomic(
            () -> {
              seen.add(a.get());
              if (seen.size() == 1) {
                Threads.elsewhere(
                    () ->
                        atomic(
                            () -> {
                              a.set(10);
                              b.set(20);
                            }));
              }
              return a.get() + b.get();
            });
    assertThat(seen).containsExactly(1L, 10L);
    assertThat(sum).isEqualTo(30);
  }

  @Test
  void cellWritten_afterItHasChanged_losesTheAttempt() {
    AtomicInteger attempts = new AtomicInteger();
    atomic(
        () -> {
          long present = a.get();
          if (attempts.incrementAndGet() == 1) {
            Threads.elsewhere(() -> a.set(100));
          }
          a.set(present + 1);
        });
    assertThat(attempts).hasValue(2);
    assertThat(a.get()).isEqualTo(101);
  }

  // ---- comparing ----

  @Test
  void comparedAndAddedTo_staysBrief_andIgnoresOtherChanges() {
    a.set(10);
    List<Boolean> brief = new ArrayList<>();
    atomic(
        () -> {
          assertThat(a.isAtLeast(5)).isTrue();
          a.add(-5);
          b.add(5);
          if (brief.isEmpty()) {
            Threads.elsewhere(() -> a.add(-2));
          }
          brief.add(isBrief());
        });
    assertThat(brief).containsExactly(true);
    assertThat(a.get()).isEqualTo(3);
    assertThat(b.get()).isEqualTo(7);
  }

  @Test
  void answerThatFlipped_losesTheAttempt() {
    a.set(10);
    AtomicInteger attempts = new AtomicInteger();
    atomic(
        () -> {
          boolean enough = a.isAtLeast(5);
          if (attempts.incrementAndGet() == 1) {
            Threads.elsewhere(() -> a.add(-6));
          }
          a.add(enough ? -5 : 0);
        });
    assertThat(attempts).hasValue(2);
    assertThat(a.get()).isEqualTo(4);
  }

  @Test
  void answerOfACellThatIsNotWritten_spillsAndIsRenewed() {
    a.set(10);
    AtomicInteger attempts = new AtomicInteger();
    atomic(
        () -> {
          boolean enough = a.isAtLeast(5);
          if (attempts.incrementAndGet() == 1) {
            Threads.elsewhere(() -> a.add(-2));
          }
          b.add(enough ? 1 : 0);
        });
    assertThat(attempts).hasValue(1);
    assertThat(b.get()).isEqualTo(3);
  }

  @Test
  void answer_isKeptWhenTheTransactionSpills() {
    a.set(10);
    AtomicInteger attempts = new AtomicInteger();
    atomic(
        () -> {
          boolean enough = a.isAtLeast(5);
          Transaction.current();
          if (attempts.incrementAndGet() == 1) {
            Threads.elsewhere(() -> a.set(1));
          }
          b.add(enough ? 1 : 0);
        });
    assertThat(attempts).hasValue(2);
    assertThat(b.get()).isEqualTo(2);
  }

  @Test
  void comparedAndSet_isComparedAgain() {
    a.set(10);
    AtomicInteger attempts = new AtomicInteger();
    atomic(
        () -> {
          boolean enough = a.isAtLeast(5);
          if (attempts.incrementAndGet() == 1) {
            Threads.elsewhere(() -> a.set(1));
          }
          a.set(enough ? 100 : 200);
        });
    assertThat(attempts).hasValue(2);
    assertThat(a.get()).isEqualTo(200);
  }

  // ---- what spills ----

  @Test
  void moreCells_spillAndCommitTogether() {
    LongRef[] refs = new LongRef[CELLS + 3];
    for (int i = 0; i < refs.length; i++) {
      refs[i] = LongRef.of(i);
    }
    atomic(
        () -> {
          for (int i = 0; i < refs.length; i++) {
            refs[i].set(refs[i].get() + 100);
            assertThat(isBrief()).isEqualTo(i < CELLS);
          }
        });
    for (int i = 0; i < refs.length; i++) {
      assertThat(refs[i].get()).isEqualTo(100 + i);
    }
  }

  @Test
  void whatSpilled_isRolledBackAsAWhole() {
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      a.set(10);
                      Transaction.current().afterRollback(() -> b.add(5));
                      b.set(20);
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(a.get()).isEqualTo(1);
    assertThat(b.get()).isEqualTo(7);
  }

  @Test
  void nestedBlock_ofABriefTransaction_failsAlone() {
    atomic(
        () -> {
          a.set(10);
          assertThatThrownBy(
                  () ->
                      atomic(
                          () -> {
                            a.set(11);
                            b.set(21);
                            throw new IllegalStateException("on purpose");
                          }))
              .hasMessage("on purpose");
        });
    assertThat(a.get()).isEqualTo(10);
    assertThat(b.get()).isEqualTo(2);
  }

  @Test
  void failure_inABriefTransaction_changesNothing() {
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      a.set(b.get());
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(a.get()).isEqualTo(1);
    assertThat(inTransaction()).isFalse();
    assertThat(atomic(BriefTest::isBrief)).isTrue();
  }

  // ---- threads ----

  @Test
  void virtualThread_isBrief_andLeavesNothing() throws Exception {
    FutureTask<Long> task =
        new FutureTask<>(
            () -> {
              assertThat(atomic(() -> a.incrementAndGet() > 0 && isBrief())).isTrue();
              assertThat(isBrief()).isFalse();
              assertThat(Stm.snapshot(a::get)).isEqualTo(2);
              return Thread.currentThread().threadId();
            });
    Thread.ofVirtual().start(task);
    long id = task.get();
    Brief left = Briefs.of(id);
    assertThat(left.isOf(id) || left.isIdle(id)).isFalse();
    assertThat(Context.estimatedVirtual()).isZero();
  }

  /** Two living threads whose ids lead to the same slot: one of them is brief. */
  @Test
  void threadsOfOneSlot_bothWork() throws Exception {
    Thread kept = Thread.currentThread();
    boolean brief = callInSlotOf(kept, () -> twice() && atomic(BriefTest::isBrief));
    assertThat(brief).isFalse();
    assertThat(atomic(BriefTest::isBrief)).isTrue();
    assertThat(a.get()).isEqualTo(3);
  }

  /** The slot of a thread that has died is there for the next. */
  @Test
  void slotOfADeadThread_isKeptByTheNext() throws Exception {
    Thread dead = Thread.ofPlatform().start(this::twice);
    dead.join();
    boolean brief = callInSlotOf(dead, () -> twice() && atomic(BriefTest::isBrief));
    assertThat(brief).isTrue();
    assertThat(a.get()).isEqualTo(5);
  }

  private boolean twice() {
    atomic(() -> a.set(a.get() + 1));
    atomic(() -> a.set(a.get() + 1));
    return true;
  }

  /** Calls {@code body} in a thread whose id leads to the same slot as that of {@code other}. */
  private static <T> T callInSlotOf(Thread other, Callable<T> body) throws Exception {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread;
    do {
      thread = new Thread(task);
    } while ((thread.threadId() - other.threadId()) % Briefs.SLOTS != 0);
    thread.start();
    return task.get();
  }
}
