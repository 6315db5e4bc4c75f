package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A class that lists, sets or maps are read as: the first of them that fits the declared type. An
 * interface that an unmodifiable view implements is read as such a view; other interfaces, such as
 * {@code Deque} and {@code ConcurrentMap}, are read as a modifiable collection. A class of the
 * lists below is read as that class. Immutable.
 *
 * @param type the class, or an interface that it implements
 * @param maker turns what was read, to which nobody else refers, into an instance
 */
record Container<C>(Class<?> type, BiFunction<C, Declared, Object> maker) {
  @SuppressWarnings("JdkObsolete") // the declared class is made
  private static final List<Container<List<Object>>> LISTS =
      List.of(
          of(List.class, Collections::unmodifiableList),
          of(ArrayList.class, list -> list),
          of(LinkedList.class, LinkedList::new),
          of(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new),
          of(Vector.class, Vector::new));

  private static final List<Container<SequencedSet<Object>>> SETS =
      List.of(
          of(Set.class, Collections::unmodifiableSet),
          of(SequencedSet.class, Collections::unmodifiableSequencedSet),
          of(NavigableSet.class, set -> Collections.unmodifiableNavigableSet(new TreeSet<>(set))),
          of(HashSet.class, HashSet::new),
          of(LinkedHashSet.class, set -> set),
          of(TreeSet.class, set -> new TreeSet<>(set)),
          new Container<>(EnumSet.class, Container::enumSet),
          of(ConcurrentSkipListSet.class, set -> new ConcurrentSkipListSet<>(set)),
          of(CopyOnWriteArraySet.class, CopyOnWriteArraySet::new));

  private static final List<Container<SequencedMap<Object, Object>>> MAPS =
      List.of(
          of(Map.class, Collections::unmodifiableMap),
          of(SequencedMap.class, Collections::unmodifiableSequencedMap),
          of(NavigableMap.class, map -> Collections.unmodifiableNavigableMap(new TreeMap<>(map))),
          of(HashMap.class, HashMap::new),
          of(LinkedHashMap.class, map -> map),
          of(TreeMap.class, TreeMap::new),
          new Container<>(EnumMap.class, Container::enumMap),
          of(ConcurrentHashMap.class, ConcurrentHashMap::new),
          of(ConcurrentSkipListMap.class, ConcurrentSkipListMap::new));

  private static <C> Container<C> of(Class<?> type, Function<C, Object> maker) {
    return new Container<>(type, (read, declared) -> maker.apply(read));
  }

  static Object list(List<Object> read, Declared declared) {
    return make(LISTS, read, declared);
  }

  static Object set(SequencedSet<Object> read, Declared declared) {
    return make(SETS, read, declared);
  }

  static Object map(SequencedMap<Object, Object> read, Declared declared) {
    return make(MAPS, read, declared);
  }

  private static <C> Object make(List<Container<C>> containers, C read, Declared declared) {
    for (Container<C> container : containers) {
      if (declared.type().isAssignableFrom(container.type)) {
        return container.maker.apply(read, declared);
      }
    }
    throw new CodecException(
        "a " + declared.type().getName() + " cannot be read: declare an interface instead", null);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the enum is declared, or there are elements
  private static Object enumSet(SequencedSet<Object> read, Declared declared) {
    Class<?> constants = declared.argument(0).type();
    if (constants.isEnum()) {
      EnumSet made = EnumSet.noneOf((Class) constants);
      made.addAll(read);
      return made;
    }
    requireSome(read.isEmpty(), declared);
    return EnumSet.copyOf((Collection) read);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the enum is declared, or there are keys
  private static Object enumMap(SequencedMap<Object, Object> read, Declared declared) {
    Class<?> constants = declared.argument(0).type();
    if (constants.isEnum()) {
      EnumMap made = new EnumMap((Class) constants);
      made.putAll(read);
      return made;
    }
    requireSome(read.isEmpty(), declared);
    return new EnumMap((Map) read);
  }

  private static void requireSome(boolean isEmpty, Declared declared) {
    if (isEmpty) {
      throw new CodecException(
          "an empty "
              + declared.type().getName()
              + " cannot be read where it is not declared of which enum: declare an interface",
          null);
    }
  }
}
