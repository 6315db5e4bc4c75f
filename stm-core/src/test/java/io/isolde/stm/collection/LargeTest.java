package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.TransactionAction;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Collections of many elements, filled, read through and emptied: nothing recurses over the
 * elements.
 */
class LargeTest {
  private static final int MANY = 50_000;
  private static final int VERY_MANY = 1_000_000;

  /** A key whose hash is the same for all keys, so that all of them share a bucket. */
  private record Colliding(int number) implements Comparable<Colliding> {
    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public int compareTo(Colliding other) {
      return Integer.compare(number, other.number);
    }
  }

  private static Stream<Named<Supplier<Collection<Object>>>> collections() {
    return Stream.of(
        Named.of("TQueue", TQueue::new),
        Named.of("TDeque", TDeque::new),
        Named.of("TPriorityQueue", TPriorityQueue::new),
        Named.of("TSet", TSet::new),
        Named.of("TSortedSet", TSortedSet::new));
  }

  @ParameterizedTest
  @MethodSource("collections")
  void collection_ofManyElements_doesAsOneOfFew(Supplier<Collection<Object>> maker) {
    use(maker, integers(MANY));
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("collections")
  void collection_ofVeryManyElements_doesAsOneOfFew(Supplier<Collection<Object>> maker) {
    use(maker, integers(VERY_MANY));
  }

  @ParameterizedTest
  @MethodSource("collections")
  void collection_ofManyCollidingElements_doesAsOneOfFew(Supplier<Collection<Object>> maker) {
    use(maker, IntStream.range(0, MANY / 2).<Object>mapToObj(Colliding::new).toList());
  }

  private static List<Object> integers(int count) {
    return IntStream.range(0, count).<Object>mapToObj(i -> i).toList();
  }

  private static void use(Supplier<Collection<Object>> maker, List<Object> elements) {
    useOnce(maker.get(), elements, TransactionAction::run);
    useOnce(maker.get(), elements, action -> atomic(action));
  }

  private interface TransactionRunner {
    void run(TransactionAction<RuntimeException> action);
  }

  private static void useOnce(
      Collection<Object> collection, List<Object> elements, TransactionRunner runner) {
    runner.run(() -> collection.addAll(elements));
    assertThat(collection).hasSize(elements.size());
    assertThat(snapshot(() -> collection.stream().distinct().count())).isEqualTo(elements.size());
    assertThat(collection.toString()).isNotEmpty();
    runner.run(() -> collection.removeIf(element -> element.hashCode() % 2 == 0));
    runner.run(collection::clear);
    assertThat(collection).isEmpty();
  }
}
