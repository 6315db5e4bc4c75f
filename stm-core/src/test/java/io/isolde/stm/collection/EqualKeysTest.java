package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.collection.EqualKeys;
import java.io.IOException;
import java.io.InputStream;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A key is found by {@code equals}, whatever its class and however it compares, even among many
 * keys with the same hash code.
 */
class EqualKeysTest {
  private static final int MANY = 60;

  // ---- equal keys of different classes ----

  @Test
  void lists_ofOtherClassesThanThoseThatWerePut_areFound() {
    Map<List<Integer>, Integer> map = new TMap<>();
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 100; j++) {
        map.put(List.of(i, j), 100 * i + j);
      }
    }
    Map<List<Integer>, Integer> copy = ((TMap<List<Integer>, Integer>) map).snapshotOf();
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 100; j++) {
        assertThat(map.get(Arrays.asList(i, j))).isEqualTo(100 * i + j);
        assertThat(copy.get(new ArrayList<>(List.of(i, j)))).isEqualTo(100 * i + j);
      }
    }
  }

  @Test
  void entries_ofOtherClassesThanThoseThatWerePut_replaceThem() {
    Map<Map.Entry<Integer, Integer>, String> map = new TMap<>();
    for (int i = 0; i < 32; i++) {
      for (int j = 0; j < 32; j++) {
        map.put(Map.entry(i, j), "first");
      }
    }
    assertThat(map.get(new SimpleEntry<>(3, 4))).isEqualTo("first");
    for (int i = 0; i < 32; i++) {
      for (int j = 0; j < 32; j++) {
        assertThat(map.put(new SimpleEntry<>(i, j), "second")).isEqualTo("first");
      }
    }
    assertThat(map).hasSize(32 * 32).containsValue("second").doesNotContainValue("first");
    map.keySet().removeIf(key -> map.remove(new SimpleEntry<>(key)) == null);
    assertThat(map).isEmpty();
  }

  @Test
  void set_ofListsOfSeveralClasses_hasNoTwoThatAreEqual() {
    Set<List<Integer>> set = new TSet<>();
    Set<List<Integer>> model = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      List<Integer> list = Lists.ofSomeClass(i, i % 20, 31 * (i % 7) - i % 11);
      assertThat(set.add(list)).isEqualTo(model.add(list));
    }
    assertThat(set).isEqualTo(model).hasSize(model.size());
  }

  /** Lists of the same elements, of several classes. */
  private static final class Lists {
    static List<Integer> ofSomeClass(int choice, int first, int second) {
      List<Integer> list = List.of(first, second);
      return switch (choice % 4) {
        case 0 -> list;
        case 1 -> new ArrayList<>(list);
        case 2 -> Collections.unmodifiableList(new ArrayList<>(list));
        default -> Arrays.asList(first, second);
      };
    }
  }

  // ---- keys that are comparable, and not only with each other ----

  private static Object numbered(int look, int number) {
    return EqualKeys.numbered(look, number, 7);
  }

  @Test
  void comparableKeys_ofSeveralClasses_areFoundByEachOther() {
    Map<Object, Integer> map = new TMap<>();
    for (int i = 0; i < MANY; i++) {
      map.put(numbered(i, i), i);
    }
    for (int i = 0; i < 3 * MANY; i++) {
      assertThat(map.get(numbered(i / MANY, i % MANY))).isEqualTo(i % MANY);
      assertThat(map.put(numbered(i / MANY, i % MANY), i % MANY)).isEqualTo(i % MANY);
      assertThat(map.get(numbered(i, MANY + i))).isNull();
    }
    assertThat(map).hasSize(MANY);
    for (int i = 0; i < MANY; i++) {
      assertThat(map.remove(numbered(i + 1, i))).isEqualTo(i);
    }
    assertThat(map).isEmpty();
  }

  /** As {@code BigDecimal} does: 1.0 and 1.00 compare as the same, and are not equal. */
  private record Scaled(int number, int scale) implements Comparable<Scaled> {
    @Override
    public int compareTo(Scaled other) {
      return Integer.compare(number, other.number);
    }

    @Override
    public int hashCode() {
      return 7;
    }
  }

  @Test
  void comparableKeys_thatCompareAsTheSameButAreNotEqual_areTwo() {
    Map<Scaled, Integer> map = new TMap<>();
    for (int i = 0; i < MANY; i++) {
      map.put(new Scaled(i / 3, i % 3), i);
    }
    assertThat(map).hasSize(MANY);
    for (int i = 0; i < MANY; i++) {
      assertThat(map.get(new Scaled(i / 3, i % 3))).isEqualTo(i);
      assertThat(map.get(new Scaled(i / 3, 3))).isNull();
      assertThat(map.remove(new Scaled(i / 3, i % 3))).isEqualTo(i);
    }
    assertThat(map).isEmpty();
  }

  // ---- keys that cannot be compared after all ----

  /** Compares its content, which may be null or of a class that is not comparable. */
  @SuppressWarnings("NullAway") // throws NullPointerException on purpose
  private record Wrapped(Object content) implements Comparable<Wrapped> {
    @Override
    @SuppressWarnings("unchecked") // throws ClassCastException on purpose
    public int compareTo(Wrapped other) {
      return ((Comparable<Object>) content).compareTo(other.content);
    }

    @Override
    public int hashCode() {
      return 7;
    }

    static Wrapped of(int i) {
      return new Wrapped(i % 5 == 0 ? String.valueOf(i) : i % 11 == 0 ? null : i);
    }
  }

  @Test
  void comparableKeys_whoseComparisonFails_areFound() {
    Map<Wrapped, Integer> map = new TMap<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < MANY; i++) {
        map.put(Wrapped.of(i), i);
      }
      for (int i = 1; i < MANY; i++) {
        assertThat(map.get(Wrapped.of(i))).isEqualTo(i % 5 != 0 && i % 11 == 0 ? 44 : i);
        assertThat(map.get(Wrapped.of(MANY + 2))).isNull();
      }
      for (int i = MANY - 1; i >= 0; i -= 2) {
        map.remove(Wrapped.of(i));
        assertThat(map).doesNotContainKey(Wrapped.of(i));
      }
    }
  }

  /**
   * Keys that were put while comparisons worked are where the comparisons say, and must be found
   * when comparisons fail.
   */
  private static final class Moody implements Comparable<Moody> {
    private static boolean failing;
    private final int number;

    Moody(int number) {
      this.number = number;
    }

    @Override
    public int compareTo(Moody other) {
      if (failing) {
        throw new ClassCastException("no comparison");
      }
      return Integer.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Moody moody && moody.number == number;
    }

    @Override
    public int hashCode() {
      return 7;
    }
  }

  @Test
  void comparableKeys_whoseComparisonBeginsToFail_areFoundWhereTheyWerePut() {
    Map<Moody, Integer> map = new TMap<>();
    for (int i = 0; i < MANY; i++) {
      map.put(new Moody(i), i);
    }
    Moody.failing = true;
    for (int i = 0; i < 2 * MANY; i++) {
      assertThat(map.put(new Moody(i), i)).isEqualTo(i < MANY ? i : null);
    }
    for (int i = 0; i < 2 * MANY; i += 3) {
      assertThat(map.remove(new Moody(i))).isEqualTo(i);
    }
    assertThat(map).hasSize(2 * MANY * 2 / 3);
    for (int i = 0; i < 2 * MANY; i++) {
      assertThat(map.get(new Moody(i))).isEqualTo(i % 3 == 0 ? null : i);
    }
  }

  // ---- classes of the same name ----

  /** Defines its own copy of a class. */
  private static final class CopyingLoader extends ClassLoader {
    private final String name;

    CopyingLoader(Class<?> copied) {
      super(copied.getClassLoader());
      this.name = copied.getName();
    }

    @Override
    protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
      return wanted.equals(name) && findLoadedClass(name) == null
          ? define()
          : super.loadClass(wanted, resolve);
    }

    private Class<?> define() throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = Objects.requireNonNull(in).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /**
   * Equal to keys with the same name, whichever loader loaded their class; comparable only to its
   * own class.
   */
  public static final class Copied implements Comparable<Copied> {
    private final String number;

    public Copied(String number) {
      this.number = number;
    }

    @Override
    public int compareTo(Copied other) {
      return number.compareTo(other.number);
    }

    @Override
    public boolean equals(Object other) {
      return other.toString().equals(toString());
    }

    @Override
    public int hashCode() {
      return 7;
    }

    @Override
    public String toString() {
      return "copied " + number;
    }
  }

  @Test
  void keys_ofTwoClassesOfTheSameName_areFoundByEachOther() throws Exception {
    Class<?> copy = new CopyingLoader(Copied.class).loadClass(Copied.class.getName());
    assertThat(copy).isNotSameAs(Copied.class);
    Map<Object, Integer> map = new TMap<>();
    for (int i = 0; i < MANY; i++) {
      map.put(i % 2 == 0 ? new Copied("" + i) : made(copy, i), i);
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(map.get(new Copied("" + i))).isEqualTo(i);
      assertThat(map.get(made(copy, i))).isEqualTo(i);
    }
  }

  private static Object made(Class<?> type, int number) throws Exception {
    return type.getConstructor(String.class).newInstance("" + number);
  }

  // ---- what it costs, and what it keeps ----

  @Test
  void absentComparableKeys_ofOneClass_areMissedInLogarithmicTime() {
    AtomicInteger questions = new AtomicInteger();
    record Counting(int number, AtomicInteger questions) implements Comparable<Counting> {
      @Override
      public int hashCode() {
        return 7;
      }

      @Override
      public boolean equals(Object other) {
        questions.incrementAndGet();
        return other instanceof Counting counting && counting.number == number;
      }

      @Override
      public int compareTo(Counting other) {
        questions.incrementAndGet();
        return Integer.compare(number, other.number);
      }
    }
    Map<Counting, Integer> map = new TMap<>();
    int all = 2_000;
    for (int i = 0; i < all; i++) {
      map.put(new Counting(2 * i, questions), i);
    }
    questions.set(0);
    for (int i = 0; i < all; i++) {
      assertThat(map.get(new Counting(2 * i + 1, questions))).isNull();
    }
    assertThat(questions.get()).isLessThan(60 * all);
  }

  /** Only exceptions that show that keys cannot be compared are handled; others propagate. */
  @Test
  void comparisonThatThrowsSomethingElse_changesNothing() {
    record Broken(int number) implements Comparable<Broken> {
      @Override
      public int hashCode() {
        return 7;
      }

      @Override
      public int compareTo(Broken other) {
        throw new IllegalStateException("broken");
      }
    }
    Map<Broken, Integer> map = new TMap<>();
    for (int i = 0; i < 8; i++) {
      map.put(new Broken(i), i);
    }
    atomic(
        () ->
            assertThatThrownBy(() -> map.put(new Broken(8), 8))
                .isInstanceOf(IllegalStateException.class));
    assertThat(map).hasSize(8);
  }
}
