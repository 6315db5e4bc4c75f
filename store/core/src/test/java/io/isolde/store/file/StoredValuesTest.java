package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Store;
import io.isolde.store.StoreUri;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values that were acknowledged are there when the store is opened again; values for which this is
 * impossible are refused.
 */
@SuppressWarnings("JdkObsolete") // what is stored is up to the program
class StoredValuesTest {
  record Basket(ArrayList<String> things, SortedMap<String, Integer> prices) {}

  record Coin(String face) {}

  record ByNumber(int number, String note) implements Comparable<ByNumber> {
    @Override
    public int compareTo(ByNumber other) {
      return Integer.compare(number, other.number);
    }
  }

  private final SimulatedDisk disk = new SimulatedDisk();

  private FileStore open(Class<?>... classes) throws IOException {
    FileOptions options =
        FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 12).withClasses(classes);
    return StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
  }

  static Stream<Arguments> kept() {
    return Stream.of(
        Arguments.of(YearMonth.class, YearMonth.of(10_000, 1)),
        Arguments.of(Year.class, Year.of(5)),
        Arguments.of(ArrayList.class, new ArrayList<>(List.of(1))),
        Arguments.of(LinkedList.class, new LinkedList<>(List.of(1))),
        Arguments.of(Deque.class, new LinkedList<>(List.of(1))),
        Arguments.of(HashMap.class, new HashMap<>(Map.of(1, 2))),
        Arguments.of(TreeMap.class, new TreeMap<>(Map.of(1, 2))),
        Arguments.of(SortedMap.class, new TreeMap<>(Map.of(1, 2))),
        Arguments.of(SequencedMap.class, new TreeMap<>(Map.of(1, 2))),
        Arguments.of(EnumSet.class, EnumSet.of(TimeUnit.DAYS)),
        Arguments.of(Object.class, new TreeSet<>(Set.of("a"))),
        Arguments.of(
            Basket.class,
            new Basket(new ArrayList<>(List.of("a")), new TreeMap<>(Map.of("a", 1)))));
  }

  @ParameterizedTest
  @MethodSource("kept")
  <T> void value_acknowledged_isTheSameAfterOpeningTwice(Class<T> type, T value)
      throws IOException {
    try (FileStore store = open()) {
      store.ref("ref", type, value);
      store.map("map", String.class, type).put("key", value);
    }
    try (FileStore store = open()) {
      T read = store.map("map", String.class, type).get("key");
      assertThat(read).isEqualTo(value).isEqualTo(store.ref("ref", type, value).get());
      store.map("map", String.class, type).put("again", read);
      store.checkpoint();
    }
    try (Store store = open()) {
      assertThat(store.map("map", String.class, type)).containsEntry("again", value);
    }
  }

  static Stream<Arguments> refused() {
    IdentityHashMap<Object, Object> byIdentity = new IdentityHashMap<>();
    byIdentity.put(new String("a"), 1);
    byIdentity.put(new String("a"), 2);
    TreeSet<String> caseless = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    caseless.add("a");
    List<Object> deep = List.of();
    for (int i = 0; i < 50_000; i++) {
      deep = List.of(deep);
    }
    return Stream.of(
        Arguments.of(Map.class, byIdentity, "IdentityHashMap"),
        Arguments.of(Set.class, caseless, "comparator"),
        Arguments.of(List.class, deep, "deep"),
        Arguments.of(List.class, List.of(new Coin("heads")), "not declared"),
        Arguments.of(Object.class, new Thread(), "Codec"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  <T> void value_thatWouldNotBeTheSame_changesNothing(Class<T> type, T value, String reason)
      throws IOException {
    try (FileStore store = open()) {
      assertThatThrownBy(() -> store.map("map", String.class, type).put("key", value))
          .isInstanceOf(CodecException.class)
          .hasMessageContainingAll("'map'", reason);
      assertThatThrownBy(() -> store.ref("ref", type, value))
          .isInstanceOf(CodecException.class)
          .hasMessageContainingAll("'ref'", reason);
      assertThat(store.map("map", String.class, type).keySet()).isEmpty();
    }
    try (Store store = open()) {
      assertThat(store.map("map", String.class, type).keySet()).isEmpty();
    }
  }

  @Test
  void recordThatOptionsDeclare_isTheSameAfterOpening() throws IOException {
    try (Store store = open(Coin.class)) {
      store.map("map", String.class, List.class).put("key", List.of(new Coin("heads")));
    }
    try (Store store = open(Coin.class)) {
      Object read = store.map("map", String.class, List.class).get("key");
      assertThat(read).isEqualTo(List.of(new Coin("heads")));
    }
    try (Store store = open()) {
      assertThatThrownBy(() -> store.map("map", String.class, List.class))
          .isInstanceOf(CodecException.class)
          .hasMessageContainingAll("journal", "byte", "'map'", "Coin", "withClasses");
    }
  }

  @Test
  void keyFoundByIdentity_isRefused() throws IOException {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.map("map", byte[].class, String.class).put(new byte[1], ""))
          .isInstanceOf(CodecException.class)
          .hasMessageContainingAll("'map'", "[B");
    }
  }

  @Test
  void keysEqualAcrossClasses_areOneKeyAfterOpening() throws IOException {
    try (Store store = open()) {
      Map<List<?>, String> map = lists(store);
      map.put(new ArrayList<>(List.of(1, 2)), "first");
      map.put(new ArrayList<>(List.of(3, 4)), "second");
      map.put(List.of(1, 2), "third");
      map.remove(new LinkedList<>(List.of(3, 4)));
    }
    try (Store store = open()) {
      assertThat(lists(store)).hasSize(1);
      assertThat(lists(store).get(Arrays.asList(1, 2))).isEqualTo("third");
      assertThat(lists(store).remove(new LinkedList<>(List.of(1, 2)))).isEqualTo("third");
    }
    try (Store store = open()) {
      assertThat(lists(store)).isEmpty();
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // a class has no parameters
  private static Map<List<?>, String> lists(Store store) {
    return (Map) store.map("lists", List.class, String.class);
  }

  @Test
  void setsAsKeys_inAnotherOrder_areOneKeyAfterOpening() throws IOException {
    List<String> elements = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
    Set<String> forward = new LinkedHashSet<>(elements);
    Collections.reverse(elements);
    Set<String> backward = new LinkedHashSet<>(elements);
    try (Store store = open()) {
      store.map("sets", Set.class, String.class).put(forward, "forward");
    }
    try (Store store = open()) {
      assertThat(store.map("sets", Set.class, String.class).put(backward, "backward"))
          .isEqualTo("forward");
    }
    try (Store store = open()) {
      Map<?, String> map = store.map("sets", Set.class, String.class);
      assertThat(map).hasSize(1);
      assertThat(map.get(forward)).isEqualTo("backward");
    }
  }

  @Test
  void sortedKeysThatCompareAsTheSame_areOneKeyAfterOpening() throws IOException {
    try (Store store = open()) {
      Map<BigDecimal, String> numbers = numbers(store);
      numbers.put(new BigDecimal("1.0"), "first");
      numbers.put(new BigDecimal("1.00"), "second");
      numbers.put(new BigDecimal("2.0"), "removed");
      numbers.remove(new BigDecimal("2"));
      Map<ByNumber, String> records = records(store);
      records.put(new ByNumber(1, "a"), "first");
      records.put(new ByNumber(1, "b"), "second");
      records.put(new ByNumber(2, "a"), "removed");
      records.remove(new ByNumber(2, "b"));
    }
    try (Store store = open()) {
      assertThat(numbers(store).values()).containsExactly("second");
      assertThat(records(store).values()).containsExactly("second");
    }
  }

  private static Map<BigDecimal, String> numbers(Store store) {
    return store.sortedMap("numbers", BigDecimal.class, String.class);
  }

  private static Map<ByNumber, String> records(Store store) {
    return store.sortedMap("records", ByNumber.class, String.class);
  }
}
