package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.LongRef;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.collection.TMap;
import io.isolde.stm.collection.TQueue;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of docs/collections.md that no other test has. */
class CollectionsManualTest {
  private final TQueue<String> urgent = new TQueue<>();
  private final TQueue<String> normal = new TQueue<>();

  // @start region="timeout"
  String nextWithin(Duration timeout) throws InterruptedException {
    return atomic(
        TransactionOptions.timeout(timeout),
        () -> orElse(() -> urgent.take(), () -> normal.take()));
  }

  // @end

  @Test
  void waiting_forOneOfTwoQueues_endsWithTheTimeOfTheTransaction() throws InterruptedException {
    assertThatThrownBy(() -> nextWithin(Duration.ofNanos(1)))
        .isInstanceOf(TransactionTimeoutException.class);
    normal.put("sweep");
    urgent.put("fire");
    assertThat(nextWithin(Duration.ofDays(1))).isEqualTo("fire");
    assertThat(nextWithin(Duration.ofDays(1))).isEqualTo("sweep");
  }

  @Test
  void refsInAMap_countUp() {
    // @start region="counts"
    TMap<String, LongRef> visits = new TMap<>();

    atomic(() -> visits.computeIfAbsent("/index", page -> LongRef.of(0)).add(1));
    // @end
    assertThat(visits.get("/index").get()).isEqualTo(1);
  }

  private static long sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }

  @Test
  void snapshot_ofTwoMaps_andACopyOfOne_stayAsTheyAre() {
    TMap<String, Integer> stock = new TMap<>(Map.of("apples", 3, "pears", 5));
    TMap<String, Integer> orders = new TMap<>(Map.of("apples", 2));
    // @start region="snapshot"
    long fruit = snapshot(() -> sum(stock) + sum(orders)); // none is missed on its way
    Map<String, Integer> yesterday = stock.snapshotOf(); // stays as it is
    // @end
    stock.clear();
    assertThat(fruit).isEqualTo(10);
    assertThat(yesterday).containsOnly(Map.entry("apples", 3), Map.entry("pears", 5));
  }

  @Test
  void names_areInMessages() {
    // @start region="names"
    TMap<String, Integer> stock = TMap.named("stock");
    TQueue<String> orders = TQueue.named("orders", 100);
    // @end
    assertThatThrownBy(() -> snapshot(() -> stock.put("apples", 3)))
        .hasMessageContaining("'stock[bucket ");
    assertThatThrownBy(() -> snapshot(() -> orders.add("apples")))
        .hasMessageContaining("'orders[back]'");
  }
}
