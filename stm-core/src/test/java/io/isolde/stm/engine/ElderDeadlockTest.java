package io.isolde.stm.engine;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An elder that waits for a lock of the program, whose holder waits for the elder: neither waits
 * for ever, and no law is broken.
 */
class ElderDeadlockTest {
  private static final int ELDEST = Elder.LOSSES_MAX + 1;

  private final LongRef hot = LongRef.of(0);
  private final LongRef x = LongRef.of(0);
  private final LongRef y = LongRef.of(0);
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger attempts = new AtomicInteger();
  private final Threads threads = Threads.platform();

  @AfterEach
  void assertNothingIsHeld() {
    threads.close();
    Elder.setPatience(Elder.PATIENCE_NANOS);
    for (Cell cell : List.<Cell>of(hot, x, y)) {
      assertThat(Word.isFree(cell.wordVolatile())).as(cell::describe).isTrue();
      assertThat(Elder.wants(cell)).isFalse();
    }
    assertThat(Elder.isDeposed()).isFalse();
  }

  /** Loses until it is the elder; then, and in every later attempt, runs {@code body}. */
  private void promoted(TransactionAction<RuntimeException> body) {
    atomic(
        () -> {
          attempts.set(Transaction.current().attempt());
          hot.get();
          if (attempts.get() < ELDEST) {
            Threads.elsewhere(hot::increment);
            hot.set(0);
          } else {
            body.run();
          }
        });
  }

  /** In the first attempt as the elder: lets another thread take the lock, and waits for it. */
  private void waitForLockOf(TransactionAction<RuntimeException> holder) {
    if (attempts.get() == ELDEST) {
      Thread thread = threads.start(() -> locked(holder));
      Threads.untilParkedOrEnded(thread);
      locked(() -> {});
    }
  }

  private void locked(TransactionAction<RuntimeException> action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void elder_thatWaitsForALockOfOneThatGivesWay_isDeposedAndCommitsLater() {
    promoted(
        () -> {
          waitForLockOf(() -> hot.set(5));
          x.set(hot.get());
        });
    threads.join();
    assertThat(attempts.get()).isGreaterThan(ELDEST);
    assertThat(x.get()).isEqualTo(5);
  }

  /** The holder of the lock keeps losing as well, and waits to become the elder. */
  @Test
  void elder_thatWaitsForALockOfOneThatWaitsForTheToken_letsItGoOn() {
    Elder.setPatience(20_000_000);
    LongRef other = LongRef.of(0);
    promoted(
        () -> {
          waitForLockOf(
              () ->
                  atomic(
                      () -> {
                        long seen = other.get();
                        if (Transaction.current().attempt() <= ELDEST) {
                          Threads.elsewhere(other::increment);
                        }
                        other.set(seen + 100);
                      }));
          x.set(1);
        });
    threads.join();
    assertThat(x.get()).isEqualTo(1);
    assertThat(other.get()).isEqualTo(ELDEST + 100);
  }

  @Test
  void elder_thatWasDeposed_seesNoStateThatNeverWas() {
    Elder.setPatience(20_000_000);
    List<Long> differences = new ArrayList<>();
    promoted(
        () -> {
          long seen = x.get();
          waitForLockOf(
              () ->
                  atomic(
                      () -> {
                        x.add(1);
                        y.add(1);
                      }));
          differences.add(y.get() - seen);
        });
    threads.join();
    assertThat(differences).containsExactly(0L);
  }

  @Test
  void elder_thatWasDeposedBeforeItsCommit_losesNoUpdateAndSkewsNothing() {
    Elder.setPatience(20_000_000);
    promoted(
        () -> {
          long seen = x.get();
          waitForLockOf(() -> atomic(() -> x.set(y.get() + 1)));
          if (seen == 0) {
            y.set(1);
          }
        });
    threads.join();
    assertThat(x.get() + y.get()).isEqualTo(1);
  }

  @Test
  void timeout_ofWhoGivesWay_works() {
    Elder.setPatience(Duration.ofHours(1).toNanos());
    TransactionOptions brief = TransactionOptions.timeout(Duration.ofMillis(20));
    promoted(
        () ->
            waitForLockOf(
                () ->
                    assertThatThrownBy(() -> atomic(brief, () -> hot.set(5)))
                        .isInstanceOf(TransactionTimeoutException.class)
                        .hasMessageContaining("gave way")));
    threads.join();
    assertThat(attempts).hasValue(ELDEST);
  }

  /** A slow elder gets twice the time each time, until the time suffices. */
  @Test
  void elder_thatIsSlow_commitsInTheEnd() {
    Elder.setPatience(1_000_000);
    threads.repeat(() -> atomic(() -> hot.set(hot.get() + 1)));
    long promotions = Stm.statistics().promotions();
    AtomicInteger asElder = new AtomicInteger();
    promoted(
        () -> {
          if (asElder.incrementAndGet() <= 3) {
            Threads.until(Elder::isDeposed);
          }
          x.set(hot.get());
        });
    threads.finish();
    assertThat(asElder.get()).isGreaterThan(3);
    assertThat(Stm.statistics().promotions()).isGreaterThan(promotions);
  }
}
