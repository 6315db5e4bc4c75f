package io.isolde.stm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.stm.Deadline;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.engine.Waiter.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a wait ends, it leaves nothing behind. */
class WaitersTest {
  @BeforeEach
  void assertNobodyWaits() {
    Threads.until(() -> !Waiters.any());
  }

  @AfterEach
  void assertNobodyIsLeft() {
    assertThat(Waiters.any()).isFalse();
  }

  private static ReadSet readSet(Cell... cells) {
    ReadSet reads = new ReadSet();
    for (Cell cell : cells) {
      reads.add(cell, Word.freed(cell.wordAcquire()));
    }
    return reads;
  }

  @Test
  void awaitChange_ofWhatHasChangedAlready_returnsAtOnce() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    ReadSet reads = readSet(other, ref);
    ref.set(1);
    assertThat(new Waiter().awaitChange(reads, new Comparisons(), Deadline.NEVER))
        .isEqualTo(Outcome.CHANGED);
  }

  @Test
  void awaitChange_ofWhatIsBeingChanged_returnsAtOnce() {
    Cell cell = LongRef.of(0);
    ReadSet reads = readSet(cell);
    long word = cell.wordAcquire();
    assertThat(cell.tryLock(word)).isTrue();
    assertThat(new Waiter().awaitChange(reads, new Comparisons(), Deadline.NEVER))
        .isEqualTo(Outcome.CHANGED);
    cell.wordRelease(word);
  }

  @Test
  void awaitChange_atItsDeadline_timesOut() {
    assertThat(
            new Waiter()
                .awaitChange(
                    readSet(LongRef.of(0)), new Comparisons(), Deadline.after(Duration.ZERO)))
        .isEqualTo(Outcome.TIMED_OUT);
    assertThat(new Waiter().awaitDisowned(LongRef.of(0), Deadline.NEVER))
        .isEqualTo(Outcome.CHANGED);
  }

  @Test
  void awaitChange_interrupted_keepsTheStatus() {
    Threads.elsewhere(
        () -> {
          Thread.currentThread().interrupt();
          assertThat(
                  new Waiter()
                      .awaitChange(readSet(LongRef.of(0)), new Comparisons(), Deadline.NEVER))
              .isEqualTo(Outcome.INTERRUPTED);
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
  }

  /**
   * Changes of cells in the same stripe of the table as the awaited one must not wake its waiter.
   */
  @Test
  void wake_ofACellInTheSameStripe_wakesNobodyElse() {
    LongRef awaited = LongRef.of(0);
    Cell awaitedCell = awaited;
    List<LongRef> neighbours = new ArrayList<>();
    while (neighbours.size() < 20) {
      LongRef ref = LongRef.of(0);
      Cell cell = ref;
      if (cell.hash >>> 24 == awaitedCell.hash >>> 24) {
        neighbours.add(ref);
      }
    }
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      Thread waiter = threads.start(() -> awaited.await(x -> x == 1));
      Threads.until(() -> Stm.statistics().waits() > waits);
      Threads.untilParked(waiter);
      for (LongRef neighbour : neighbours) {
        neighbour.set(1);
        Waiters.wake(neighbour);
      }
      Threads.untilParked(waiter);
      assertThat(Stm.statistics().waits()).isEqualTo(waits + 1);
      awaited.set(1);
      threads.join();
    }
  }

  @Test
  void waits_thatEndInEveryWay_leaveNothing() {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      refs.add(LongRef.of(0));
    }
    try (Threads threads = Threads.platform()) {
      for (int round = 0; round < 20; round++) {
        long waits = Stm.statistics().waits();
        Thread woken = threads.start(() -> awaitSum(refs, null));
        Thread interrupted =
            threads.start(
                () ->
                    assertThatThrownBy(() -> awaitSum(refs, null))
                        .isInstanceOf(TransactionInterruptedException.class));
        threads.start(
            () ->
                assertThatThrownBy(() -> awaitSum(refs, Duration.ofMillis(1)))
                    .isInstanceOf(TransactionTimeoutException.class));
        Threads.until(() -> Stm.statistics().waits() >= waits + 3);
        Threads.untilParked(interrupted);
        interrupted.interrupt();
        Threads.until(() -> !interrupted.isAlive());
        Threads.until(() -> threads.alive() == 1);
        assertThat(Waiters.any()).isTrue();
        refs.get(round).set(1);
        threads.join();
        assertThat(woken.isAlive()).isFalse();
        assertThat(Waiters.any()).isFalse();
        refs.get(round).set(0);
      }
    }
  }

  private static void awaitSum(List<LongRef> refs, Duration timeout) {
    TransactionOptions options =
        timeout == null ? TransactionOptions.DEFAULT : TransactionOptions.timeout(timeout);
    Stm.atomic(
        options,
        () -> {
          long sum = 0;
          for (LongRef ref : refs) {
            sum += ref.get();
          }
          Stm.check(sum > 0);
        });
  }
}
