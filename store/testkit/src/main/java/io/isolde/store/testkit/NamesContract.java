package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Names: unique, typed, opened for good. */
interface NamesContract extends ContractPart {
  @Test
  default void ref_opened_knowsWhatItIs() {
    StoreRef<String> ref = store().ref("city", String.class, "Oslo");

    assertThat(ref.name()).isEqualTo("city");
    assertThat(ref.type()).isEqualTo(String.class);
    assertThat(ref.store()).isSameAs(store());
    assertThat(ref).hasToString("ref 'city' of java.lang.String in " + store());
  }

  @Test
  default void counter_opened_knowsWhatItIs() {
    var counter = store().counter("hits");

    assertThat(counter.name()).isEqualTo("hits");
    assertThat(counter.store()).isSameAs(store());
    assertThat(counter).hasToString("counter 'hits' in " + store());
  }

  @Test
  default void ref_openedAgain_isTheSameAndKeepsItsValue() {
    StoreRef<String> ref = store().ref("city", String.class, "Oslo");
    ref.set("Rome");

    assertThat(store().ref("city", String.class, "Oslo")).isSameAs(ref);
    assertThat(ref.get()).isEqualTo("Rome");
  }

  @Test
  default void map_opened_knowsWhatItIs() {
    StoreMap<String, Integer> map = store().map("stock", String.class, Integer.class);

    assertThat(map.name()).isEqualTo("stock");
    assertThat(map.keyType()).isEqualTo(String.class);
    assertThat(map.valueType()).isEqualTo(Integer.class);
    assertThat(map.store()).isSameAs(store());
    assertThat(store().map("stock", String.class, Integer.class)).isSameAs(map);
  }

  @Test
  default void sortedMap_opened_knowsWhatItIs() {
    StoreSortedMap<String, Integer> map = store().sortedMap("log", String.class, Integer.class);

    assertThat(map.name()).isEqualTo("log");
    assertThat(map.keyType()).isEqualTo(String.class);
    assertThat(map.valueType()).isEqualTo(Integer.class);
    assertThat(map.store()).isSameAs(store());
    assertThat(map.comparator()).isNull();
    assertThat(store().sortedMap("log", String.class, Integer.class)).isSameAs(map);
  }

  @Test
  default void map_openedAsSomethingElse_failsNamingBoth() {
    store().map("stock", String.class, Integer.class);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().map("stock", String.class, Long.class))
        .withMessage(
            "'stock' cannot be opened as a map of java.lang.String to java.lang.Long: it was opened"
                + " as a map of java.lang.String to java.lang.Integer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().sortedMap("stock", String.class, Integer.class))
        .withMessageContainingAll("a sorted map of java.lang.String", "as a map of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().counter("stock"))
        .withMessageContainingAll("a counter", "a map of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().map("sizes", int.class, Integer.class))
        .withMessageContainingAll("'sizes'", "int", "primitive");
  }

  @Test
  default void counter_openedAgain_isTheSame() {
    assertThat(store().counter("hits")).isSameAs(store().counter("hits"));
  }

  @Test
  default void ref_openedWithAnotherType_failsNamingBoth() {
    store().ref("city", String.class, "Oslo");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().ref("city", Integer.class, 1))
        .withMessageContainingAll("'city'", "java.lang.String", "java.lang.Integer");
  }

  @Test
  default void ref_openedAsCounter_failsNamingBoth() {
    store().ref("city", String.class, "Oslo");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().counter("city"))
        .withMessageContainingAll("'city'", "a ref of java.lang.String", "a counter");
  }

  @Test
  default void counter_openedAsRef_failsNamingBoth() {
    store().counter("hits");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().ref("hits", Long.class, 0L))
        .withMessageContainingAll("'hits'", "a ref of java.lang.Long", "a counter");
  }

  @Test
  default void name_blank_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> store().ref("", String.class, "Oslo"));
    assertThatIllegalArgumentException().isThrownBy(() -> store().counter(" "));
  }

  @Test
  default void name_withControlCharacterOrHalfOfPair_isRefused() {
    for (String odd : List.of("\u0000", "\n", "\u001b", "\u0085", "\ud800", "\udc00\ud800")) {
      String name = "a" + odd;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store().ref(name, String.class, "Oslo"))
          .withMessageContaining("U+%04X", (int) odd.charAt(0));
      assertThatIllegalArgumentException().isThrownBy(() -> store().counter(name));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store().map(name, String.class, String.class));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store().sortedMap(name, String.class, String.class));
    }
  }

  @Test
  default void name_long_isRefusedBeyondItsLimit() {
    assertThat(store().counter("x".repeat(1000)).addAndGet(1)).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().counter("x".repeat(1001)))
        .withMessage("a name must have at most 1000 characters, but has 1001");
  }

  @Test
  default void name_ofAnyOtherCharacters_isTaken() {
    for (String name : List.of("Zoë's", "銀行", "\ud83d\udcb0", "../a", "a/b:c?d", ".", "'x'")) {
      store().map(name, String.class, String.class).put("key", name);
      assertThat(store().map(name, String.class, String.class)).containsEntry("key", name);
    }
  }

  @Test
  default void ref_primitiveType_isRefusedAndNothingOpened() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().ref("size", int.class, 1))
        .withMessageContainingAll("'size'", "int");

    assertThat(store().ref("size", Integer.class, 2).get()).isEqualTo(2);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // the mistake under test
  default void ref_initialOfAnotherType_isRefusedAndNothingOpened() {
    assertThatThrownBy(() -> store().ref("city", (Class) String.class, 1))
        .isInstanceOf(ClassCastException.class)
        .hasMessageContainingAll("'city'", "java.lang.String", "java.lang.Integer");

    assertThat(store().ref("city", Integer.class, 2).get()).isEqualTo(2);
  }

  @Test
  default void ref_initialNull_isRefused() {
    assertThatThrownBy(() -> store().ref("city", String.class, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("'city'");
  }

  @Test
  default void name_openedByManyThreads_isOneRef() throws Exception {
    Set<StoreRef<Integer>> opened = ConcurrentHashMap.newKeySet();

    Worker.runAll(8, index -> opened.add(store().ref("leader", Integer.class, index)));

    assertThat(opened).hasSize(1);
  }

  @Test
  default void name_openedInTransactionThatFails_staysOpen() {
    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          store().ref("city", String.class, "Oslo").set("Rome");
                          throw new IllegalArgumentException("planned");
                        }))
        .hasMessage("planned");

    assertThat(store().ref("city", String.class, "Paris").get()).isEqualTo("Oslo");
  }

  @Test
  default void name_openedInTransaction_isVisibleToOthersBeforeItCommits() throws Exception {
    store()
        .transact(
            () -> {
              StoreRef<String> ref = store().ref("city", String.class, "Oslo");
              assertThat(Worker.start(() -> store().ref("city", String.class, "Rome")).result())
                  .isSameAs(ref);
            });
  }
}
