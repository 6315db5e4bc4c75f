package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.stm.ConflictRecording;
import io.isolde.stm.LongRef;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The name of a collection, and the part of it, is in what is said about a conflict. */
class NamedCollectionTest {
  private static final TransactionOptions LOSER = TransactionOptions.named("loser");
  private static final TTopic<Integer> TICKS = TTopic.named("ticks");

  @SuppressWarnings("unused") // keeps the subscription
  private static final TTopic.Subscriber<Integer> SUBSCRIBER = TICKS.subscribe(9);

  /**
   * Two uses of a collection that conflict.
   *
   * @param label the label of the ref over which they do, as a regular expression
   * @param read what the transaction does that loses
   * @param change what another thread does in the middle of it
   */
  record Conflict(String label, Supplier<?> read, Runnable change) {
    /** Runs the transaction, which loses its first attempt. */
    void run(TransactionOptions options) {
      LongRef other = LongRef.of(0);
      atomic(
          options,
          () -> {
            Object unused = read.get();
            if (Transaction.current().attempt() == 1) {
              Threads.elsewhere(change::run);
            }
            other.set(1); // a transaction that only reads would always commit
          });
    }

    @Override
    public String toString() {
      return label;
    }
  }

  private static Stream<Conflict> conflicts() {
    TMap<String, Integer> map = TMap.named("accounts");
    TSet<String> set = TSet.named("members");
    TSortedMap<Integer, Integer> sortedMap = TSortedMap.named("bookings");
    TSortedSet<Integer> sortedSet = TSortedSet.named("days");
    TQueue<Integer> queue = TQueue.named("orders");
    TQueue<Integer> filled = TQueue.named("filled");
    TQueue<Integer> bounded = TQueue.named("room", 2);
    TDeque<Integer> deque = TDeque.named("steps");
    TPriorityQueue<Integer> priorityQueue = TPriorityQueue.named("tasks");
    TArray<Integer> array = TArray.named("prices", 5, 0);
    TArray<Integer> copied = TArray.named("copy", List.of(1, 2));
    filled.add(1);
    TTopic<Integer> toLatest = TTopic.named("state");
    TTopic.Subscriber<Integer> latest = toLatest.subscribeToLatest();
    TSemaphore semaphore = TSemaphore.named("permits", 1);
    TLatch latch = TLatch.named("starts", 1);
    TPromise<Integer> promise = TPromise.named("answer");
    return Stream.of(
        new Conflict("accounts\\[bucket \\d+]", () -> map.get("a"), () -> map.put("a", 1)),
        new Conflict("accounts\\[size]", () -> map.size(), () -> map.put("b", 1)),
        new Conflict("members\\[bucket \\d+]", () -> set.contains("a"), () -> set.add("a")),
        new Conflict("bookings\\[leaf \\w+]", () -> sortedMap.get(1), () -> sortedMap.put(1, 1)),
        new Conflict("bookings\\[size]", () -> sortedMap.size(), () -> sortedMap.put(2, 1)),
        new Conflict("days\\[leaf \\w+]", () -> sortedSet.contains(1), () -> sortedSet.add(1)),
        new Conflict("orders\\[back]", () -> queue.peek(), () -> queue.add(1)),
        new Conflict("filled\\[front]", () -> filled.peek(), () -> filled.poll()),
        new Conflict("room\\[back]", () -> bounded.peek(), () -> bounded.add(1)),
        new Conflict("steps\\[back]", () -> deque.peekLast(), () -> deque.addLast(1)),
        new Conflict("steps\\[front]", () -> deque.peekFirst(), () -> deque.addFirst(1)),
        new Conflict("tasks", () -> priorityQueue.peek(), () -> priorityQueue.add(1)),
        new Conflict("prices\\[3]", () -> array.get(3), () -> array.set(3, 1)),
        new Conflict("copy\\[1]", () -> copied.get(1), () -> copied.set(1, 1)),
        new Conflict("state\\[subscriber]", () -> latest.poll(), () -> toLatest.publish(1)),
        new Conflict("ticks\\[subscribers]", () -> TICKS.tryPublish(1), () -> TICKS.subscribe(9)),
        new Conflict(
            "ticks\\[subscriber]\\[back]", () -> TICKS.tryPublish(1), () -> TICKS.publish(2)),
        new Conflict("permits", () -> semaphore.availablePermits(), () -> semaphore.release()),
        new Conflict("starts", () -> latch.count(), () -> latch.countDown()),
        new Conflict("answer", () -> promise.isDone(), () -> promise.complete(1)));
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void conflict_overANamedCollection_isRecordedUnderItsName(Conflict conflict) {
    assertThat(recorded(conflict)).matches("'" + conflict.label + "'");
  }

  private static String recorded(Conflict conflict) {
    try (ConflictRecording recording = ConflictRecording.start()) {
      conflict.run(LOSER);
      return recording.entries().stream()
          .filter(entry -> entry.loser().equals("loser"))
          .map(ConflictRecording.Entry::ref)
          .findAny()
          .orElseThrow();
    }
  }

  @Test
  void transactionTimeoutException_afterAConflict_namesTheMap() {
    TMap<String, Integer> map = TMap.named("accounts", 1_000);
    Conflict conflict = new Conflict("", () -> map.get("a"), () -> map.put("a", 1));

    assertThatThrownBy(() -> conflict.run(TransactionOptions.timeout(Duration.ZERO)))
        .isInstanceOf(TransactionTimeoutException.class)
        .hasMessageContaining("'accounts[bucket ");
  }

  @Test
  void tooManyAttemptsException_namesTheMap() {
    TSortedMap<Integer, Integer> map = TSortedMap.named("bookings");
    Conflict conflict = new Conflict("", () -> map.firstEntry(), () -> map.put(1, 1));

    assertThatThrownBy(() -> conflict.run(LOSER.withLossesMax(1)))
        .isInstanceOf(TooManyAttemptsException.class)
        .hasMessageContaining("'bookings[leaf ");
  }

  @Test
  void labels_ofAMapThatHasGrown_differByBucket() {
    TMap<Integer, Integer> map = TMap.named("numbers");
    IntStream.range(0, 1_000).forEach(key -> map.put(key, 0));

    Stream<String> labels =
        IntStream.range(0, 10)
            .mapToObj(key -> new Conflict("", () -> map.get(key), () -> map.put(key, 1)))
            .map(NamedCollectionTest::recorded);

    assertThat(labels).doesNotHaveDuplicates().allMatch(l -> l.matches("'numbers\\[bucket \\d+]'"));
  }

  @Test
  void labels_ofASortedMapThatHasGrown_differByLeaf() {
    TSortedMap<Integer, Integer> map = TSortedMap.named("numbers");
    IntStream.range(0, 2_000).forEach(key -> map.put(key * 7 % 2_000, 0));

    Stream<String> labels =
        Stream.of(0, 500, 1_000, 1_500)
            .map(key -> new Conflict("", () -> map.get(key), () -> map.put(key, 1)))
            .map(NamedCollectionTest::recorded);

    assertThat(labels).doesNotHaveDuplicates().allMatch(l -> l.matches("'numbers\\[leaf \\w+]'"));
  }

  @Test
  void conflict_overAMapWithoutAName_isRecordedUnderTheIdentityOfTheRef() {
    TMap<String, Integer> map = new TMap<>();

    assertThat(recorded(new Conflict("", () -> map.get("a"), () -> map.put("a", 1))))
        .startsWith("BucketRef@");
  }

  @Test
  void name_thatIsNull_isRefused() {
    assertThatThrownBy(() -> TMap.named(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> TQueue.named(null)).isInstanceOf(NullPointerException.class);
  }
}
