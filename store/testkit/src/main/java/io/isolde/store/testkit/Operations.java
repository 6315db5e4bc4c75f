package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.TransactionOptions;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** All operations that read or write, on one name of each kind, for laws about all of them. */
record Operations(
    Store store,
    StoreRef<String> city,
    StoreCounter hits,
    StoreMap<String, Integer> stock,
    StoreSortedMap<Integer, String> log) {
  /** Opens the names, or finds them. */
  static Operations on(Store store) {
    return new Operations(
        store,
        store.ref("city", String.class, "Oslo"),
        store.counter("hits"),
        store.map("stock", String.class, Integer.class),
        store.sortedMap("log", Integer.class, String.class));
  }

  /** All operations. None throws by itself. */
  List<ThrowingCallable> all() {
    List<ThrowingCallable> all = new ArrayList<>(withTimeouts());
    all.addAll(withLimits());
    all.addAll(joining());
    return all;
  }

  /** The operations that join a transaction. */
  List<ThrowingCallable> joining() {
    List<ThrowingCallable> all = new ArrayList<>(ofStore());
    all.addAll(withNames());
    all.addAll(ofRef());
    all.addAll(ofCounter());
    all.addAll(ofMap());
    all.addAll(ofSortedMap());
    return all;
  }

  private List<ThrowingCallable> ofStore() {
    return List.of(
        () -> store.transact(() -> {}),
        () -> store.transact(() -> 1),
        () -> store.snapshot(() -> {}),
        () -> store.snapshot(() -> 1),
        () -> store.orElse(() -> {}, () -> {}),
        () -> store.orElse(() -> 1, () -> 2));
  }

  /** The operations with a timeout, which is not allowed inside a transaction. */
  List<ThrowingCallable> withTimeouts() {
    return with(TransactionOptions.timeout(Duration.ofMinutes(1)));
  }

  /** The operations with a limit of lost attempts, which is not allowed inside a transaction. */
  List<ThrowingCallable> withLimits() {
    return with(TransactionOptions.DEFAULT.withLossesMax(100));
  }

  /** The operations with a name, which has no effect inside a transaction. */
  private List<ThrowingCallable> withNames() {
    return with(TransactionOptions.named("nested"));
  }

  private List<ThrowingCallable> with(TransactionOptions options) {
    return List.of(
        () -> store.transact(options, () -> {}),
        () -> store.transact(options, () -> 1),
        () -> store.snapshot(options, () -> {}),
        () -> store.snapshot(options, () -> 1));
  }

  private List<ThrowingCallable> ofRef() {
    return List.of(
        city::get,
        () -> city.set("changed"),
        () -> city.getAndSet("changed"),
        () -> city.compareAndSet("Oslo", "changed"),
        () -> city.getAndUpdate(before -> "changed"),
        () -> city.updateAndGet(before -> "changed"));
  }

  private List<ThrowingCallable> ofCounter() {
    return List.of(
        hits::get,
        () -> hits.set(9),
        () -> hits.add(9),
        hits::increment,
        hits::decrement,
        () -> hits.getAndAdd(9),
        () -> hits.addAndGet(9));
  }

  private List<ThrowingCallable> ofMap() {
    return List.of(
        () -> stock.get("pears"),
        () -> stock.getOrDefault("pears", 1),
        () -> stock.containsKey("pears"),
        () -> stock.containsValue(1),
        stock::size,
        stock::isEmpty,
        () -> stock.put("pears", 9),
        () -> stock.putIfAbsent("pears", 9),
        () -> stock.remove("pears"),
        () -> stock.remove("pears", 9),
        () -> stock.replace("pears", 9),
        () -> stock.replace("pears", 1, 9),
        () -> stock.compareAndSet("pears", 1, 9, true),
        () -> stock.compute("pears", (key, before) -> 9),
        () -> stock.computeIfAbsent("pears", key -> 9),
        () -> stock.computeIfPresent("pears", (key, before) -> 9),
        () -> stock.merge("pears", 9, Integer::sum),
        () -> stock.putAll(Map.of("pears", 9)),
        () -> stock.replaceAll((key, before) -> 9),
        stock::clear,
        () -> stock.forEach((key, value) -> {}),
        () -> stock.keySet().iterator(),
        () -> stock.values().remove(9),
        () -> stock.entrySet().removeIf(entry -> true));
  }

  private List<ThrowingCallable> ofSortedMap() {
    return List.of(
        () -> log.get(1),
        () -> log.put(1, "changed"),
        () -> log.remove(1),
        log::size,
        log::isEmpty,
        log::clear,
        log::firstEntry,
        log::lastEntry,
        () -> log.lowerKey(1),
        () -> log.floorEntry(1),
        () -> log.ceilingKey(1),
        () -> log.higherEntry(1),
        log::pollFirstEntry,
        log::pollLastEntry,
        () -> log.subMap(1, 5).put(2, "changed"),
        () -> log.descendingMap().firstEntry(),
        () -> log.headMap(1).size(),
        () -> log.tailMap(1).clear(),
        () -> log.navigableKeySet().iterator());
  }

  /** Asserts that none of the operations has had an effect. */
  void assertNothingHasChanged() {
    assertThat(city.get()).isEqualTo("Oslo");
    assertThat(hits.get()).isZero();
    assertThat(stock.size()).isZero();
    assertThat(log.size()).isZero();
  }
}
