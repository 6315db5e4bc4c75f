package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.collection.TTopic.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TTopicTest {
  private final TTopic<Integer> topic = new TTopic<>();

  private static List<Integer> drained(Subscriber<Integer> subscriber) {
    List<Integer> elements = new ArrayList<>();
    for (Integer next = subscriber.poll(); next != null; next = subscriber.poll()) {
      elements.add(next);
    }
    return elements;
  }

  @Test
  void subscribers_getWhatIsPublishedWhileTheyAreOpen() {
    topic.publish(0);
    Subscriber<Integer> a = topic.subscribe(10);
    Subscriber<Integer> b = topic.subscribe(10);
    topic.publish(1);
    topic.publish(2);
    a.close();
    topic.publish(3);
    assertThat(drained(a)).containsExactly(1, 2);
    assertThat(drained(b)).containsExactly(1, 2, 3);
    assertThat(topic).hasToString("TTopic[1 subscribers]");
    b.close();
    assertThat(topic.subscriberCount()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void publish_toASubscriberWithoutRoom_waits(Kind kind) {
    try (Subscriber<Integer> slow = topic.subscribe(1);
        Subscriber<Integer> fast = topic.subscribe(10);
        Threads threads = Threads.of(kind)) {
      topic.publish(1);
      assertThat(topic.tryPublish(2)).isFalse();
      assertThatThrownBy(() -> topic.publish(2, Duration.ofMillis(1)))
          .isInstanceOf(TransactionTimeoutException.class);
      assertThat(drained(fast)).containsExactly(1);
      Waits.start(threads, () -> topic.publish(2));
      assertThat(slow.take()).isEqualTo(1);
      threads.join();
      assertThat(slow.take()).isEqualTo(2);
      assertThat(fast.take()).isEqualTo(2);
      assertThat(topic.tryPublish(3)).isTrue();
      assertThat(slow.take()).isEqualTo(3);
      topic.publish(4, Duration.ofDays(1));
      assertThat(slow.take()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void take_withoutAnElement_waits(Kind kind) {
    try (Subscriber<Integer> bounded = topic.subscribe(1);
        Subscriber<Integer> latest = topic.subscribeToLatest();
        Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> assertThat(bounded.take()).isEqualTo(1));
      Waits.start(threads, () -> assertThat(latest.take(Duration.ofDays(1))).isEqualTo(1));
      topic.publish(1);
      threads.join();
    }
  }

  @Test
  void take_withATimeout_waitsNoLonger() {
    try (Subscriber<Integer> subscriber = topic.subscribe(1)) {
      assertThatThrownBy(() -> subscriber.take(Duration.ofMillis(1)))
          .isInstanceOf(TransactionTimeoutException.class);
      assertThatThrownBy(() -> atomic(() -> subscriber.take(Duration.ofDays(1))))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> atomic(() -> topic.publish(1, Duration.ofDays(1))))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void latest_thatWasNotTaken_isReplaced() {
    try (Subscriber<Integer> latest = topic.subscribeToLatest()) {
      topic.publish(1);
      topic.publish(2);
      assertThat(topic.tryPublish(3)).isTrue();
      assertThat(latest.take()).isEqualTo(3);
      assertThat(latest.poll()).isNull();
      topic.publish(4);
      assertThat(drained(latest)).containsExactly(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void close_ofASlowSubscriber_letsPublishersGoOn(Kind kind) {
    Subscriber<Integer> slow = topic.subscribe(1);
    topic.publish(1);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> topic.publish(2));
      slow.close();
      threads.join();
    }
    assertThat(drained(slow)).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void close_whileAnotherThreadTakes_endsTheWait(Kind kind) {
    Subscriber<Integer> subscriber = topic.subscribe(1);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(
          threads,
          () ->
              assertThatThrownBy(() -> subscriber.take())
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("closed"));
      subscriber.close();
      threads.join();
    }
    subscriber.close();
    assertThat(subscriber.poll()).isNull();
  }

  @Test
  void transactionThatFails_publishesSubscribesAndClosesNothing() {
    Subscriber<Integer> subscriber = topic.subscribe(1);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      topic.publish(1);
                      subscriber.close();
                      assertThat(topic.subscribe(1).poll()).isNull();
                      throw new IllegalStateException("rolls back");
                    }))
        .hasMessage("rolls back");
    assertThat(topic.subscriberCount()).isEqualTo(1);
    assertThat(subscriber.poll()).isNull();
    topic.publish(2);
    assertThat(subscriber.take()).isEqualTo(2);
    subscriber.close();
  }

  @Test
  void orElse_overTwoSubscribers_takesWhatIsThere() {
    TTopic<Integer> other = new TTopic<>();
    try (Subscriber<Integer> a = topic.subscribe(1);
        Subscriber<Integer> b = other.subscribe(1)) {
      other.publish(1);
      int taken = orElse(() -> a.take(), () -> b.take());
      assertThat(taken).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void interrupt_whileWaiting_endsTheWait(Kind kind) {
    try (Subscriber<Integer> subscriber = topic.subscribe(1);
        Threads threads = Threads.of(kind)) {
      Waits.start(
              threads,
              () ->
                  assertThatThrownBy(() -> subscriber.take())
                      .isInstanceOf(TransactionInterruptedException.class))
          .interrupt();
      threads.join();
      topic.publish(1);
      Waits.start(
              threads,
              () ->
                  assertThatThrownBy(() -> topic.publish(2))
                      .isInstanceOf(TransactionInterruptedException.class))
          .interrupt();
      threads.join();
      assertThat(drained(subscriber)).containsExactly(1);
    }
  }

  /**
   * The publisher waits for room that nobody will ever make, until the garbage collector finds out.
   */
  @Test
  void subscriber_thatIsForgotten_isClosed() {
    fillAndForget();
    try (Threads threads = Threads.platform()) {
      Thread publisher = Waits.start(threads, () -> topic.publish(2));
      Threads.until(
          () -> {
            System.gc();
            return !publisher.isAlive();
          });
      threads.join();
    }
    assertThat(topic.subscriberCount()).isZero();
  }

  private void fillAndForget() {
    Subscriber<Integer> forgotten = topic.subscribe(1);
    topic.publish(1);
    assertThat(forgotten).isNotNull();
  }

  @Test
  @SuppressWarnings("NullAway")
  void misuse_isRefused() {
    assertThatThrownBy(() -> topic.subscribe(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> topic.publish(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> topic.tryPublish(null)).isInstanceOf(NullPointerException.class);
    assertThat(topic.subscriberCount()).isZero();
  }

  /** All subscribers get the same elements in the same order, even through buffers of one. */
  @ParameterizedTest
  @EnumSource
  void subscribers_underContention_seeTheSameOrder(Kind kind) {
    int each = 500;
    try (Subscriber<Integer> a = topic.subscribe(1);
        Subscriber<Integer> b = topic.subscribe(7)) {
      List<List<Integer>> received = List.of(new ArrayList<>(), new ArrayList<>());
      Threads.together(
          kind,
          4,
          thread -> {
            if (thread < 2) {
              IntStream.range(0, each).forEach(i -> topic.publish(thread * each + i));
            } else {
              Subscriber<Integer> subscriber = thread == 2 ? a : b;
              for (int i = 0; i < 2 * each; i++) {
                received.get(thread - 2).add(subscriber.take());
              }
            }
          });
      assertThat(received.get(0)).hasSize(2 * each).isEqualTo(received.get(1));
    }
  }
}
