package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Maps: what they add to {@code ConcurrentMap}, and what transactions do to them. */
interface MapContract extends ContractPart {
  /** The map of these laws. */
  default StoreMap<String, Integer> stock() {
    return store().map("stock", String.class, Integer.class);
  }

  // ---- compareAndSet ----

  @Test
  default void mapCompareAndSet_equalValue_replaces() {
    stock().put("pears", 1_000);

    assertThat(stock().compareAndSet("pears", 1_000, 2_000, false)).isTrue();
    assertThat(stock()).containsExactly(Map.entry("pears", 2_000));
  }

  @Test
  default void mapCompareAndSet_otherValue_changesNothing() {
    stock().put("pears", 1);

    assertThat(stock().compareAndSet("pears", 5, 2, true)).isFalse();
    assertThat(stock()).containsExactly(Map.entry("pears", 1));
  }

  @Test
  default void mapCompareAndSet_absent_putsOnlyIfToldTo() {
    assertThat(stock().compareAndSet("pears", 1, 2, false)).isFalse();
    assertThat(stock().isEmpty()).isTrue();

    assertThat(stock().compareAndSet("pears", 1, 2, true)).isTrue();
    assertThat(stock()).containsExactly(Map.entry("pears", 2));
  }

  @Test
  default void mapCompareAndSet_byManyThreads_succeedsOncePerValue() throws Exception {
    stock().put("pears", 0);

    Worker.runAll(
        4,
        index -> {
          for (int done = 0; done < 500; ) {
            int seen = stock().get("pears");
            done += stock().compareAndSet("pears", seen, seen + 1, false) ? 1 : 0;
          }
        });

    assertThat(stock().get("pears")).isEqualTo(2_000);
  }

  // ---- what is refused ----

  @Test
  default void map_null_isRefusedAndChangesNothing() {
    for (Runnable refused :
        new Runnable[] {
          () -> stock().put(null, 1),
          () -> stock().put("pears", null),
          () -> stock().get(null),
          () -> stock().remove(null),
          () -> assertThat(stock().containsKey(null)).isFalse(),
          () -> stock().compareAndSet("pears", null, 1, true),
          () -> stock().compareAndSet("pears", 1, null, true)
        }) {
      assertThatThrownBy(refused::run)
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("'stock'");
    }
    assertThat(stock().isEmpty()).isTrue();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes", "CollectionIncompatibleType"}) // mistakes under test
  default void map_otherType_isRefusedAndChangesNothing() {
    Map raw = stock();

    assertThatThrownBy(() -> raw.put(7, 1))
        .isInstanceOf(ClassCastException.class)
        .hasMessageContainingAll("key", "'stock'", "java.lang.String", "java.lang.Integer");
    assertThatThrownBy(() -> raw.put("pears", "many"))
        .isInstanceOf(ClassCastException.class)
        .hasMessageContainingAll("value", "'stock'", "java.lang.String", "java.lang.Integer");
    assertThatThrownBy(() -> raw.get(7)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> raw.merge("pears", "many", (a, b) -> a))
        .isInstanceOf(ClassCastException.class);
    assertThat(stock().isEmpty()).isTrue();
  }

  @Test
  default void map_ofAClosedStore_refusesWhateverItIsGiven() {
    StoreMap<String, Integer> stock = stock();
    NavigableMap<Integer, String> part =
        store().sortedMap("log", Integer.class, String.class).headMap(5);
    store().close();

    for (Runnable refused :
        new Runnable[] {
          () -> stock.get(null),
          () -> stock.put("pears", null),
          () -> stock.compareAndSet("pears", null, 1, true),
          () -> part.floorKey(null),
          () -> part.put(7, "out of range")
        }) {
      assertThatThrownBy(refused::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(store() + " is closed");
    }
  }

  // ---- equal keys ----

  /** Many keys share a hash code, and keys are looked up by equal keys of other classes. */
  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // a class of a generic type
  default void map_equalKeyOfAnotherClass_isTheSameKey() {
    StoreMap<List<Integer>, Integer> map =
        (StoreMap) store().map("of lists", List.class, Integer.class);
    for (int i = 0; i < 400; i++) {
      map.put(List.of(i / 20, 31 * (i % 20)), i);
    }
    for (int i = 0; i < 400; i++) {
      assertThat(map.get(new ArrayList<>(List.of(i / 20, 31 * (i % 20))))).isEqualTo(i);
      assertThat(map.put(Arrays.asList(i / 20, 31 * (i % 20)), i + 1)).isEqualTo(i);
    }
    assertThat(map.size()).isEqualTo(400);
    for (int i = 0; i < 400; i += 2) {
      assertThat(map.remove(Collections.unmodifiableList(Arrays.asList(i / 20, 31 * (i % 20)))))
          .isEqualTo(i + 1);
    }
    assertThat(map.size()).isEqualTo(200);
    assertThat(map.get(List.of(0, 0))).isNull();
  }

  /** Looking up a key that cannot be stored is like looking up an absent key. */
  @Test
  default void map_keyThatCannotBeStored_isAbsent() {
    String half = "half a pair: \uD800";

    assertThat(stock().get(half)).isNull();
    assertThat(stock().containsKey(half)).isFalse();
    assertThat(stock().remove(half)).isNull();
    assertThat(stock().replace(half, 1)).isNull();
  }

  // ---- transactions ----

  @Test
  default void map_transactionThrows_isAsBefore() {
    requires(Capability.ATOMIC_OVER_KEYS);
    stock().putAll(Map.of("pears", 1, "plums", 2));

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          changeInEveryWay();
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(stock()).containsOnly(Map.entry("pears", 1), Map.entry("plums", 2));
    assertThat(stock().size()).isEqualTo(2);
  }

  private void changeInEveryWay() {
    stock().put("pears", 10);
    stock().put("figs", 3);
    stock().remove("plums");
    stock().merge("figs", 4, Integer::sum);
    stock().entrySet().forEach(entry -> entry.setValue(0));
    Iterator<String> keys = stock().keySet().iterator();
    keys.next();
    keys.remove();
    stock().values().removeIf(value -> value == 0);
    stock().putAll(Map.of("dates", 1));
    stock().clear();
    stock().put("plums", 9);
  }

  @Test
  default void map_nestedBlockThrows_losesItsChangesOnly() {
    requires(Capability.ATOMIC_OVER_KEYS);

    store()
        .transact(
            () -> {
              stock().put("pears", 1);
              assertThatThrownBy(
                      () ->
                          store()
                              .transact(
                                  () -> {
                                    stock().put("pears", 2);
                                    stock().put("figs", 2);
                                    throw new IOException("planned");
                                  }))
                  .isInstanceOf(IOException.class);
              assertThat(stock()).containsExactly(Map.entry("pears", 1));
            });

    assertThat(stock()).containsExactly(Map.entry("pears", 1));
  }

  @Test
  default void putAll_oneValueRefused_changesNothing() {
    requires(Capability.ATOMIC_OVER_KEYS);
    Map<String, Integer> entries = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      entries.put("key " + i, i);
    }
    poison(entries);

    assertThatThrownBy(() -> stock().putAll(entries)).isInstanceOf(ClassCastException.class);

    assertThat(stock().isEmpty()).isTrue();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the mistake under test
  private static void poison(Map entries) {
    entries.put("key 25", "many");
  }

  @Test
  default void compute_functionThrows_changesNothing() {
    stock().put("pears", 1);

    assertThatThrownBy(
            () ->
                stock()
                    .compute(
                        "pears",
                        (key, before) -> {
                          throw new IllegalArgumentException("planned");
                        }))
        .hasMessage("planned");

    assertThat(stock()).containsExactly(Map.entry("pears", 1));
  }

  @Test
  default void merge_byManyThreads_losesNothing() throws Exception {
    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 500; i++) {
            stock().merge("key " + i % 5, 1, Integer::sum);
          }
        });

    assertThat(stock().values()).containsOnly(400).hasSize(5);
  }

  // ---- many keys at one instant ----

  @Test
  default void iteration_besideMoves_showsOneInstant() throws Exception {
    requires(Capability.ATOMIC_OVER_KEYS);
    stock().put("a", 1);
    Set<Integer> sizesSeen = ConcurrentHashMap.newKeySet();

    Worker.runAll(
        2,
        index -> {
          for (int i = 0; i < 300; i++) {
            if (index == 0) {
              move();
            } else {
              sizesSeen.add(new HashMap<>(stock()).size());
              sizesSeen.add(stock().keySet().toArray().length);
            }
          }
        });

    assertThat(sizesSeen).containsExactly(1);
  }

  /** Moves the only entry to the other key. */
  private void move() {
    store()
        .transact(
            () -> {
              String from = stock().containsKey("a") ? "a" : "b";
              int value = stock().remove(from);
              Worker.letOthersRun();
              stock().put(from.equals("a") ? "b" : "a", value);
            });
  }

  @Test
  default void clear_besidePutAll_happensBeforeOrAfterIt() throws Exception {
    requires(Capability.ATOMIC_OVER_KEYS);
    Map<String, Integer> entries = Map.of("a", 1, "b", 2, "c", 3, "d", 4);
    Set<Integer> sizesSeen = ConcurrentHashMap.newKeySet();

    Worker.runAll(
        3,
        index -> {
          for (int i = 0; i < 200; i++) {
            switch (index) {
              case 0 -> stock().putAll(entries);
              case 1 -> stock().clear();
              default -> sizesSeen.add(stock().size());
            }
          }
        });

    assertThat(sizesSeen).isSubsetOf(0, 4);
  }

  @Test
  default void equals_ofAnotherMap_comparesContents() {
    stock().put("pears", 1);
    StoreMap<String, Integer> same = store().map("same", String.class, Integer.class);
    same.putAll(stock());

    assertThat(same).isEqualTo(stock()).isEqualTo(Map.of("pears", 1));
    assertThat(same).hasSameHashCodeAs(Map.of("pears", 1)).hasToString("{pears=1}");
  }

  @Test
  default void replaceAll_withNull_isRefusedAndRemovesNothing() {
    stock().put("pears", 1);

    assertThatThrownBy(() -> stock().replaceAll((key, value) -> null))
        .isInstanceOf(NullPointerException.class);

    assertThat(stock()).containsExactly(Map.entry("pears", 1));
  }

  @Test
  default void map_inSnapshot_refusesChanges() {
    stock().put("pears", 1);

    for (Runnable refused :
        new Runnable[] {
          () -> stock().put("pears", 2),
          () -> stock().remove("pears"),
          () -> stock().compareAndSet("pears", 1, 2, false)
        }) {
      assertThatThrownBy(() -> store().snapshot(refused::run))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("snapshot");
    }
    assertThatThrownBy(() -> store().snapshot(() -> stock().clear()))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stock()).containsExactly(Map.entry("pears", 1));
  }
}
