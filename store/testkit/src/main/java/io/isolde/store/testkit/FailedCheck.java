package io.isolde.store.testkit;

import io.isolde.store.Store;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A condition that a transaction waits for. It tells the test when a body has found it not to hold:
 * from then on no commit that makes it hold may be missed, wherever the thread is on its way to its
 * wait. Thread-safe.
 */
final class FailedCheck {
  private final CountDownLatch failed = new CountDownLatch(1);

  /** Waits, in a body, until the condition holds. */
  void check(Store store, boolean condition) {
    if (!condition) {
      failed.countDown();
    }
    store.check(condition);
  }

  /**
   * Waits until a body that {@code worker} runs has found the condition not to hold, and then until
   * the thread probably waits.
   */
  void await(Worker<?> worker, Duration latency) {
    Patience.until(
        () -> failed.getCount() == 0 || worker.hasEnded(), () -> "a condition found not to hold");
    worker.awaitStalled(latency);
  }
}
