package io.isolde.store.file.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.codec.CodecException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values are read as what was written: equal, of the declared class, and fit to be written again.
 * Values for which this is impossible are refused.
 */
@SuppressWarnings({"ArrayRecordComponent", "JdkObsolete"}) // what is stored is up to the program
class RoundTripTest {
  private static final long SEED = 20_261_130;
  private static final int VALUES = 300;
  private static final int DEPTH = 4;

  enum Colour {
    RED,
    GREEN {
      @Override
      int wavelength() {
        return 530;
      }
    };

    int wavelength() {
      return 700;
    }
  }

  sealed interface Shape permits Circle, Square, Group {}

  record Circle(double radius) implements Shape {}

  record Square(BigDecimal side, Colour colour) implements Shape {}

  record Group(List<Shape> shapes) implements Shape {}

  /** Anybody may implement it. */
  interface Animal {}

  record Dog(String name) implements Animal {}

  record Box<T>(T content) {}

  sealed interface Maybe<T> permits Some {}

  record Some<T>(T value) implements Maybe<T> {}

  /** Has a component of every class that is known to hold other values. */
  record Holders(
      List<Shape> list,
      Collection<Shape> collection,
      Iterable<Integer> iterable,
      ArrayList<Shape> arrayList,
      LinkedList<String> linkedList,
      Vector<String> vector,
      CopyOnWriteArrayList<Integer> copied,
      Deque<Integer> deque,
      SequencedCollection<Integer> sequencedCollection,
      Set<Shape> set,
      HashSet<Shape> hashSet,
      LinkedHashSet<Integer> linkedHashSet,
      SequencedSet<Integer> sequencedSet,
      SortedSet<String> sortedSet,
      NavigableSet<Integer> navigableSet,
      TreeSet<Integer> treeSet,
      ConcurrentSkipListSet<Integer> skipListSet,
      CopyOnWriteArraySet<Integer> copiedSet,
      EnumSet<Colour> enumSet,
      Map<String, Shape> map,
      HashMap<Shape, Integer> hashMap,
      LinkedHashMap<Integer, Integer> linkedHashMap,
      SequencedMap<Integer, Integer> sequencedMap,
      SortedMap<String, Integer> sortedMap,
      NavigableMap<String, Integer> navigableMap,
      TreeMap<Integer, Shape> treeMap,
      ConcurrentMap<Integer, Shape> concurrentMap,
      ConcurrentHashMap<Integer, Integer> concurrentHashMap,
      ConcurrentSkipListMap<Integer, Integer> skipListMap,
      EnumMap<Colour, Integer> enumMap,
      Optional<ArrayList<Integer>> optional,
      Box<ArrayList<Integer>> box,
      Maybe<TreeSet<Integer>> maybe,
      Map<String, ArrayList<LinkedList<Integer>>> nested,
      Animal animal,
      Object anything,
      byte[] bytes) {}

  record Node(int number, Node next) {}

  private final Types types = new Types(List.of(), description -> {});

  private Object written(Object value, Class<?> type) {
    ValueReader reader = types.reader(List.of(type));
    Output out = new Output();
    types.write(value, type, reader, out);
    return type.cast(reader.readAll(out.toBytes(), type));
  }

  /** Requires that a value is the same after being written and read twice. */
  private void requireSame(Object value, Class<?> type) {
    Object once = written(value, type);
    Object twice = written(once, type);

    assertThat(once).isEqualTo(value).isEqualTo(twice);
    assertThat(value).isEqualTo(once);
    assertThat(twice).hasSameClassAs(once);
    if (!Modifier.isAbstract(type.getModifiers())) {
      assertThat(once).hasSameClassAs(value);
    }
  }

  private void requireRefused(Object value, Class<?> type, String... reasons) {
    Output out = new Output();
    ValueReader reader = types.reader(List.of(type));
    assertThatThrownBy(() -> types.write(value, type, reader, out))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll(reasons);
  }

  // ---- values that hold no others ----

  static Stream<Object> extremes() {
    LocalDateTime gap = LocalDateTime.of(2026, 10, 25, 2, 30);
    return Stream.of(
        YearMonth.of(10_000, 1),
        YearMonth.of(Year.MAX_VALUE, 12),
        YearMonth.of(Year.MIN_VALUE, 1),
        YearMonth.of(-5, 3),
        YearMonth.of(0, 3),
        Year.of(Year.MAX_VALUE),
        Year.of(Year.MIN_VALUE),
        Year.of(5),
        Year.of(0),
        Year.of(-44),
        Year.of(12_026),
        LocalDate.MIN,
        LocalDateTime.MAX,
        LocalTime.MIDNIGHT,
        Instant.MAX,
        Duration.ofSeconds(Long.MIN_VALUE),
        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
        Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE),
        Period.ZERO,
        OffsetDateTime.MIN,
        OffsetDateTime.MAX,
        ZonedDateTime.of(LocalDateTime.MAX, ZoneOffset.MIN),
        ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.MAX),
        ZonedDateTime.of(LocalDateTime.MAX, ZoneId.of("Europe/Berlin")),
        ZonedDateTime.of(LocalDateTime.of(1800, 1, 1, 0, 0), ZoneId.of("Europe/Berlin")),
        ZonedDateTime.ofLocal(gap, ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(1)),
        ZonedDateTime.ofLocal(gap, ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(2)),
        ZonedDateTime.of(gap, ZoneId.of("UTC+01:00")),
        ZonedDateTime.of(gap, ZoneId.of("GMT")),
        ZonedDateTime.of(gap, ZoneId.of("GMT0")),
        ZonedDateTime.of(gap, ZoneId.of("UTC")),
        ZonedDateTime.of(gap, ZoneId.of("UT-18:00")),
        ZonedDateTime.of(gap, ZoneId.of("Etc/GMT+12")),
        ZonedDateTime.of(gap, ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
        ZoneId.of("GMT+1"),
        ZoneOffset.ofTotalSeconds(-1),
        new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE),
        new BigDecimal(BigInteger.ZERO, Integer.MAX_VALUE),
        BigInteger.ZERO,
        BigInteger.valueOf(-128),
        Float.MIN_VALUE,
        -0.0f,
        Float.NaN,
        Double.NEGATIVE_INFINITY,
        Character.MAX_VALUE,
        '\uD800',
        "\uFFFD\uFFFF\u0000",
        Byte.MIN_VALUE,
        Short.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void extreme_writtenAndReadTwice_isTheSame(Object value) {
    requireSame(value, value.getClass());
    requireSame(new Box<>(List.of(value)), Box.class);
  }

  @Test
  void everyZone_writtenAndReadTwice_isTheSame() {
    for (String id : ZoneId.getAvailableZoneIds()) {
      requireSame(ZoneId.of(id), ZoneId.class);
      requireSame(
          ZonedDateTime.of(LocalDateTime.of(2026, 11, 30, 5, 0), ZoneId.of(id)), Object.class);
    }
  }

  // ---- generated values ----

  private static Object scalar(Random random) {
    return switch (random.nextInt(22)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> (short) random.nextInt();
      case 3 -> (byte) random.nextInt();
      case 4 -> random.nextBoolean();
      case 5 -> Float.intBitsToFloat(random.nextInt());
      case 6 -> Double.longBitsToDouble(random.nextLong());
      case 7 -> (char) random.nextInt();
      case 8 -> text(random);
      case 9 -> new BigInteger(random.nextInt(200), random).negate();
      case 10 -> new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt());
      case 11 -> new UUID(random.nextLong(), random.nextLong());
      case 12 -> Instant.ofEpochSecond(random.nextLong() >> 9, random.nextInt(1_000_000_000));
      case 13 -> date(random);
      case 14 -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
      case 15 -> LocalDateTime.of(date(random), LocalTime.ofSecondOfDay(random.nextInt(86_400)));
      case 16 -> Duration.ofSeconds(random.nextLong(), random.nextInt(1_000_000_000));
      case 17 -> Period.of(random.nextInt(), random.nextInt(), random.nextInt());
      case 18 -> YearMonth.from(date(random));
      case 19 -> Year.from(date(random));
      case 20 -> date(random).atTime(1, 2, random.nextInt(60)).atOffset(offset(random));
      default -> date(random).atTime(1, 2).atZone(zone(random));
    };
  }

  private static LocalDate date(Random random) {
    return LocalDate.ofEpochDay(random.nextLong() >> (25 + random.nextInt(30)));
  }

  private static ZoneOffset offset(Random random) {
    return ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801));
  }

  private static ZoneId zone(Random random) {
    List<String> ids = List.of("Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata");
    return random.nextBoolean() ? offset(random) : ZoneId.of(ids.get(random.nextInt(ids.size())));
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(9), 0, Character.MAX_CODE_POINT + 1)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Object any(Random random, int depth) {
    int choice = depth == 0 ? 0 : random.nextInt(8);
    return switch (choice) {
      case 3 -> many(random, depth);
      case 4 -> new LinkedHashSet<>(many(random, depth));
      case 5 -> map(random, depth);
      case 6 -> Optional.of(any(random, depth - 1));
      case 7 -> Colour.values()[random.nextInt(2)];
      default -> scalar(random);
    };
  }

  private static List<Object> many(Random random, int depth) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(i -> any(random, depth - 1)).toList();
  }

  private static Map<Object, Object> map(Random random, int depth) {
    Map<Object, Object> map = new HashMap<>();
    many(random, depth).forEach(key -> map.put(key, any(random, depth - 1)));
    return map;
  }

  private static Shape shape(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 2 : 3)) {
      case 0 -> new Circle(random.nextDouble());
      case 1 -> new Square(BigDecimal.valueOf(random.nextLong(), 2), Colour.GREEN);
      default -> new Group(Stream.generate(() -> shape(random, depth - 1)).limit(2).toList());
    };
  }

  @Test
  void generatedValue_writtenAndReadTwice_isTheSame() {
    Random random = new Random(SEED);
    for (int i = 0; i < VALUES * 10; i++) {
      Object value = any(random, DEPTH);
      requireSame(value, Object.class, Colour.class);
    }
  }

  /** The same for a name that is opened with two classes, as maps are. */
  private void requireSame(Object value, Class<?> type, Class<?> other) {
    ValueReader reader = types.reader(List.of(type, other));
    Output out = new Output();
    types.write(value, type, reader, out);
    Object once = reader.readAll(out.toBytes(), type);
    Output again = new Output();
    types.write(once, type, reader, again);

    assertThat(once).isEqualTo(value).isEqualTo(reader.readAll(again.toBytes(), type));
  }

  @Test
  void generatedShape_writtenAndReadTwice_isTheSame() {
    Random random = new Random(SEED);
    for (int i = 0; i < VALUES; i++) {
      requireSame(shape(random, DEPTH), Shape.class);
    }
  }

  private static Holders holders(Random random) {
    List<Shape> shapes = Stream.generate(() -> shape(random, 1)).limit(random.nextInt(4)).toList();
    List<Integer> numbers = random.ints(random.nextInt(5), 0, 9).boxed().toList();
    List<String> texts = numbers.stream().map(String::valueOf).toList();
    Map<Integer, Integer> map = new LinkedHashMap<>();
    numbers.forEach(number -> map.put(number, -number));
    Map<String, Integer> byText = new LinkedHashMap<>();
    texts.forEach(text -> byText.put(text, text.length()));
    Map<String, Shape> shapesByText = new LinkedHashMap<>();
    Map<Integer, Shape> shapesByNumber = new LinkedHashMap<>();
    Map<Shape, Integer> numbersByShape = new HashMap<>();
    for (Shape shape : shapes) {
      shapesByText.put("shape " + shapesByText.size(), shape);
      shapesByNumber.put(shapesByNumber.size(), shape);
      numbersByShape.put(shape, numbersByShape.size());
    }
    EnumMap<Colour, Integer> byColour = new EnumMap<>(Colour.class);
    EnumSet<Colour> colours = EnumSet.noneOf(Colour.class);
    if (random.nextBoolean()) {
      byColour.put(Colour.GREEN, 1);
      colours.add(Colour.GREEN);
    }
    return new Holders(
        new ArrayList<>(shapes),
        random.nextBoolean() ? shapes : new LinkedHashSet<>(shapes),
        new LinkedList<>(numbers),
        new ArrayList<>(shapes),
        new LinkedList<>(texts),
        new Vector<>(texts),
        new CopyOnWriteArrayList<>(numbers),
        new LinkedList<>(numbers),
        random.nextBoolean() ? numbers : new LinkedHashSet<>(numbers),
        new HashSet<>(shapes),
        new HashSet<>(shapes),
        new LinkedHashSet<>(numbers),
        new LinkedHashSet<>(numbers),
        new TreeSet<>(texts),
        new ConcurrentSkipListSet<>(numbers),
        new TreeSet<>(numbers),
        new ConcurrentSkipListSet<>(numbers),
        new CopyOnWriteArraySet<>(numbers),
        colours,
        shapesByText,
        new HashMap<>(numbersByShape),
        new LinkedHashMap<>(map),
        new LinkedHashMap<>(map),
        new TreeMap<>(byText),
        new ConcurrentSkipListMap<>(byText),
        new TreeMap<>(shapesByNumber),
        new ConcurrentHashMap<>(shapesByNumber),
        new ConcurrentHashMap<>(map),
        new ConcurrentSkipListMap<>(map),
        byColour,
        Optional.of(new ArrayList<>(numbers)),
        new Box<>(new ArrayList<>(numbers)),
        new Some<>(new TreeSet<>(numbers)),
        Map.of("lists", new ArrayList<>(List.of(new LinkedList<>(numbers)))),
        new Dog("Rex"),
        numbers,
        new byte[random.nextInt(3)]);
  }

  @Test
  void components_thatHoldOthers_areOfTheClassesDeclared() throws ReflectiveOperationException {
    Random random = new Random(SEED);
    for (int i = 0; i < VALUES; i++) {
      Holders value = holders(random);
      requireSameComponents(value, (Holders) written(written(value, Holders.class), Holders.class));
    }
  }

  private static void requireSameComponents(Holders value, Holders read)
      throws ReflectiveOperationException {
    for (RecordComponent component : Holders.class.getRecordComponents()) {
      Object before = component.getAccessor().invoke(value);
      Object after = component.getAccessor().invoke(read);
      assertThat(after).as(component.getName()).isEqualTo(before);
      if (!component.getType().isInterface() && !component.getType().equals(Object.class)) {
        assertThat(after).as(component.getName()).hasSameClassAs(before);
      }
    }
    assertThat(read.box.content).isExactlyInstanceOf(ArrayList.class);
    assertThat(read.optional.orElseThrow()).isExactlyInstanceOf(ArrayList.class);
    assertThat(((Some<?>) read.maybe).value).isExactlyInstanceOf(TreeSet.class);
    assertThat(read.nested.get("lists").get(0)).isExactlyInstanceOf(LinkedList.class);
  }

  @Test
  void listThatIsDeclaredAsInterface_read_cannotBeChanged() {
    List<?> read = (List<?>) written(new ArrayList<>(List.of(1)), List.class);

    assertThatThrownBy(() -> read.remove(0)).isInstanceOf(UnsupportedOperationException.class);
  }

  // ---- refused ----

  static final class OwnList extends ArrayList<Integer> {}

  static final class OwnNumber extends BigInteger {
    OwnNumber() {
      super("7");
    }
  }

  @Test
  void sortedWithComparator_isRefused() {
    TreeSet<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    TreeMap<Integer, Integer> map = new TreeMap<>(Collections.reverseOrder());

    requireRefused(set, Set.class, "java.util.TreeSet", "comparator");
    requireRefused(map, TreeMap.class, "java.util.TreeMap", "comparator");
    requireRefused(new Box<>(set), Box.class, "java.util.TreeSet", "comparator");
    requireRefused(new TreeMap<>(Map.of(1, 1)).descendingMap(), Map.class, "comparator");
    requireSame(new TreeSet<>(Comparator.<Integer>naturalOrder()), Set.class);
  }

  @Test
  void mapByIdentity_isRefused() {
    IdentityHashMap<String, Integer> map = new IdentityHashMap<>();
    map.put(new String("key"), 1);
    map.put(new String("key"), 2);
    Set<String> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.add(new String("key"));
    set.add(new String("key"));

    requireRefused(map, Map.class, "java.util.IdentityHashMap", "equality");
    requireRefused(new WeakHashMap<>(map), Map.class, "java.util.WeakHashMap");
    requireRefused(set, Set.class, "SetFromMap");
  }

  @Test
  void classThatCannotBeMade_isRefused() {
    requireRefused(new OwnList(), OwnList.class, "OwnList", "declare an interface");
    requireRefused(new OwnNumber(), OwnNumber.class, "OwnNumber");
    requireRefused(EnumSet.noneOf(Colour.class), EnumSet.class, "empty", "EnumSet");
    requireRefused(new Box<>(Arrays.asList(1, new Thread())), Box.class, "java.lang.Thread");
    requireSame(new OwnList(), List.class);
    assertThat(written(new OwnNumber(), BigInteger.class)).isEqualTo(BigInteger.valueOf(7));
  }

  @Test
  void classThatIsNotDeclared_isRefused() {
    requireRefused(new Dog("Rex"), Object.class, "Dog", "not declared");
    requireRefused(List.of(new Dog("Rex")), List.class, "Dog", "not declared");
    requireRefused(new Box<>(new Dog("Rex")), Box.class, "Dog", "not declared");
    requireSame(new Dog("Rex"), Animal.class);
  }

  record Kennel(List<Dog> dogs) {}

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void elementOfAnotherClass_isRefused() {
    requireRefused(new Kennel((List) List.of(1)), Kennel.class, "java.lang.Integer", "Dog");
  }

  record Positive(int number) {
    static boolean reading;

    Positive {
      if (reading) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  record Growing(int number) {
    Growing {
      number++;
    }
  }

  record Sorting(List<Integer> numbers) {
    Sorting {
      Collections.sort(numbers);
    }
  }

  @Test
  void recordThatWouldNotBeMadeAgain_isRefused() {
    Positive positive = new Positive(1);
    Positive.reading = true;

    requireRefused(positive, Positive.class, "Positive", "not positive");
    requireRefused(new Growing(1), Growing.class, "Growing", "another");
    requireRefused(new Sorting(new ArrayList<>(List.of(2, 1))), Sorting.class, "Sorting");
  }

  private static Object nested(int depth) {
    List<Object> list = List.of();
    for (int i = 1; i < depth; i++) {
      list = List.of(list);
    }
    return list;
  }

  @Test
  void valuesInsideOfEachOther_areKeptAsDeepAsIsAllowed() {
    Node node = null;
    for (int i = 0; i < Nesting.DEPTH_MAX - 1; i++) {
      node = new Node(i, node);
    }

    requireSame(nested(Nesting.DEPTH_MAX), List.class);
    requireSame(node, Node.class);
  }

  @Test
  void valuesInsideOfEachOther_tooDeep_areRefused() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);

    requireRefused(nested(Nesting.DEPTH_MAX + 1), List.class, "deep");
    requireRefused(nested(50_000), List.class, "deep");
    requireRefused(itself, ArrayList.class, "deep");
  }

  @Test
  void bytesOfValuesInsideOfEachOther_tooDeep_areRefused() {
    byte[] bytes = new byte[2_000_000];
    for (int i = 0; i < bytes.length; i += 2) {
      bytes[i] = 32;
      bytes[i + 1] = 1;
    }

    assertThatThrownBy(() -> types.reader(List.of(List.class)).readAll(bytes, List.class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> types.plainReader().readAll(bytes)).isInstanceOf(CodecException.class);
  }

  // ---- keys ----

  record ArrayKey(byte[] bytes) {}

  private void writeKey(Object key, Class<?> type) {
    types.writeKey(key, type, types.reader(List.of(type)), new Output());
  }

  @Test
  void keyThatIsFoundByIdentity_isRefused() {
    for (Object key : List.of(new byte[1], new ArrayKey(new byte[1]), List.of(new byte[1]))) {
      assertThatThrownBy(() -> writeKey(key, key instanceof List ? List.class : key.getClass()))
          .isInstanceOf(CodecException.class);
    }
  }

  @Test
  void keyThatIsFoundByEquality_isKept() {
    writeKey(List.of(1, 2), List.class);
    writeKey(Arrays.asList(1, null), List.class);
    writeKey(new HashSet<>(List.of("a", "b")), Set.class);
    writeKey(new ArrayList<>(List.of(1)), ArrayList.class);
    writeKey(new Dog("Rex"), Dog.class);
    writeKey(Colour.GREEN, Colour.class);
    writeKey(new BigDecimal("1.00"), BigDecimal.class);
  }
}
