package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.collection.TQueue;
import org.junit.jupiter.api.Test;

/** What a transaction can do with queues and a lock cannot. */
class QueueTest {
  @Test
  void transaction_overThreeQueues_takesFromOneAndPutsIntoAnother() throws InterruptedException {
    // @start region="move"
    TQueue<String> urgent = new TQueue<>();
    TQueue<String> normal = new TQueue<>();
    TQueue<String> assigned = new TQueue<>(10);

    normal.put("sweep");
    atomic(
        () -> { // waits until there is an order and room for it; nobody sees it in neither queue
          String order = orElse(() -> urgent.take(), () -> normal.take());
          assigned.put(order);
        });
    // @end

    assertThat(normal).isEmpty();
    assertThat(assigned).containsExactly("sweep");
  }
}
