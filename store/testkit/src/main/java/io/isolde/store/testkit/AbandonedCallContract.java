package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.StoreCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Calls that are abandoned midway because the caller times out, is interrupted, or dies: they take
 * no effect, nobody else gets their replies, and no thread stays behind.
 */
interface AbandonedCallContract extends ContractPart {
  /** The result of a caller that gets no reply. */
  String ABANDONED = "abandoned";

  @Test
  default void abandonedCalls_doNothingAndDisturbNobody() throws Exception {
    StoreCounter applied = store().counter("applied");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Worker<Boolean> holder = Worker.start(() -> hold(applied, held, release));
    held.await();

    List<Worker<String>> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      callers.add(caller("caller " + i, i % 2 == 0 ? Duration.ofMillis(1) : Duration.ofMinutes(1)));
    }
    for (int i = 1; i < 20; i += 2) {
      callers.get(i).awaitStalled(latency());
      callers.get(i).interrupt();
    }
    long replies = 0;
    for (int i = 0; i < 20; i++) {
      replies += callers.get(i).result().equals(ABANDONED) ? 0 : 1;
    }
    release.countDown();
    holder.result();

    assertThat(applied.get()).isEqualTo(replies);
    assertLaterCallersGetTheirReplies();
    callers.forEach(Worker::awaitEnd);
  }

  /** Holds the turn until released, so that every caller that needs the turn waits. */
  private boolean hold(StoreCounter applied, CountDownLatch held, CountDownLatch release)
      throws InterruptedException {
    return store()
        .transact(
            () -> {
              applied.get();
              held.countDown();
              return release.await(60, TimeUnit.SECONDS);
            });
  }

  /** Starts a caller whose result is its name, or {@link #ABANDONED}. */
  private Worker<String> caller(String name, Duration timeout) {
    return Worker.start(
        () -> {
          try {
            String reply = store().transact(TransactionOptions.timeout(timeout), () -> apply(name));
            assertThat(reply).isEqualTo(name);
            return reply;
          } catch (TransactionTimeoutException | TransactionInterruptedException e) {
            return ABANDONED;
          } catch (AfterCommitException e) { // of a durable store: committed nevertheless
            assertThat(e).hasCauseInstanceOf(DurabilityTimeoutException.class);
            return name;
          }
        });
  }

  private String apply(String name) {
    store().counter("applied").increment();
    return name;
  }

  private void assertLaterCallersGetTheirReplies() throws Exception {
    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 50; i++) {
            String own = index + "/" + i;
            assertThat(store().<String, RuntimeException>transact(() -> apply(own))).isEqualTo(own);
          }
        });
  }

  @Test
  default void callersThatDie_doNothingAndDisturbNobody() throws Exception {
    StoreCounter applied = store().counter("applied");

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 20; i++) {
            Error planned = new StackOverflowError("planned");
            assertThatThrownBy(() -> store().transact(() -> applyAndThrow(planned)))
                .isSameAs(planned);
          }
        });

    assertThat(applied.get()).isZero();
    assertLaterCallersGetTheirReplies();
    assertThat(applied.get()).isEqualTo(200);
  }

  private void applyAndThrow(Error planned) {
    apply("nobody");
    throw planned;
  }
}
