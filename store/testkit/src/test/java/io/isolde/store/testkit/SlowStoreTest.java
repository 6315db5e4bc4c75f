package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Laws with timeouts hold for stores that take their time, and still find those that block. */
class SlowStoreTest {
  private static final Duration OPERATION = Duration.ofMillis(20);

  /** A store whose snapshots take a while, as those of a server do. */
  private static class Slow extends FaultyStore {
    Slow(Store right) {
      super(right);
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.SNAPSHOTS_NEVER_BLOCK, Capability.RETRY);
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T snapshot(
        TransactionOptions options, TransactionBody<T, X> body) throws X {
      LockSupport.parkNanos(OPERATION.toNanos());
      if (options.timeout().compareTo(OPERATION) < 0) {
        throw new TransactionTimeoutException("planned", options.timeout(), 1, "was slow", null);
      }
      return right.snapshot(options, body);
    }
  }

  /** The laws about timeouts, for a store of a latency. */
  private record Timeouts(Store store, Duration latency) implements TimeoutContract {}

  @SuppressWarnings("JUnitMethodInvoked") // of a law, for a store of its own
  @Test
  void slowSnapshots_ofStoreThatSaysSo_keepTheLaw() throws Exception {
    try (Store store = new Slow(Store.open("stm:"))) {
      new Timeouts(store, Duration.ofSeconds(10))
          .timeout_besideOpenTransaction_passesOnlyWhereThatMustBeWaitedFor();
    }
  }

  @Test
  void slowSnapshots_ofStoreThatSaysItIsInMemory_areCaught() {
    try (Store store = new Slow(Store.open("stm:"))) {
      Timeouts timeouts = new Timeouts(store, Duration.ZERO);
      assertThatThrownBy(timeouts::timeout_besideOpenTransaction_passesOnlyWhereThatMustBeWaitedFor)
          .isInstanceOf(TransactionTimeoutException.class);
    }
  }

  @Test
  void snapshotsThatBlock_ofSlowStore_areCaught() {
    try (Store store = new Slow(Store.open("lock:"))) {
      Timeouts timeouts = new Timeouts(store, Duration.ofMillis(100));
      assertThatThrownBy(timeouts::timeout_besideOpenTransaction_passesOnlyWhereThatMustBeWaitedFor)
          .isInstanceOf(TransactionTimeoutException.class);
    }
  }

  /** A thread that waits where no stack shows it, as in a server, holds a law up only so long. */
  @Test
  void wait_thatNoStackShows_endsAfterTheLatency() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Worker<Boolean> worker = Worker.start(() -> end.await(60, TimeUnit.SECONDS));

    worker.awaitStalled(Duration.ofMillis(1));
    end.countDown();
    worker.awaitStalled(Patience.limit());

    assertThat(worker.hasEnded()).isTrue();
  }
}
