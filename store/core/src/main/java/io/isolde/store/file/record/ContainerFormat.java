package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The formats of the JDK values that hold other values, in the order in which these were written.
 * {@link Container} says which classes they are read as. The numbers are part of the file format.
 */
enum ContainerFormat implements Format {
  LIST(32, List.class) {
    @Override
    public void write(Object value, Output out, Types types) {
      writeAll((List<?>) value, out, types);
    }

    @Override
    public Object read(Input in, ValueReader values, Declared declared) {
      return Container.list(readAll(in, values, declared, new ArrayList<>()), declared);
    }
  },

  SET(33, Set.class) {
    @Override
    public void write(Object value, Output out, Types types) {
      if (out.isCanonical()) {
        writeInOrder((Set<?>) value, out, types::write);
      } else {
        writeAll((Set<?>) value, out, types);
      }
    }

    @Override
    public Object read(Input in, ValueReader values, Declared declared) {
      return Container.set(readAll(in, values, declared, new LinkedHashSet<>()), declared);
    }
  },

  MAP(34, Map.class) {
    @Override
    public void write(Object value, Output out, Types types) {
      Map<?, ?> map = (Map<?, ?>) value;
      if (out.isCanonical()) {
        writeInOrder(
            map.entrySet(),
            out,
            (entry, part) -> {
              types.write(entry.getKey(), part);
              types.write(entry.getValue(), part);
            });
        return;
      }
      int rest = map.size();
      out.unsigned(rest);
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        rest--;
        types.write(entry.getKey(), out);
        types.write(entry.getValue(), out);
      }
      requireAll(rest);
    }

    @Override
    @SuppressWarnings("NullAway") // containers may hold null
    public Object read(Input in, ValueReader values, Declared declared) {
      SequencedMap<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      for (int count = in.count(); count > 0; count--) {
        map.put(part(in, values, declared, 0), part(in, values, declared, 1));
      }
      return Container.map(map, declared);
    }
  },

  OPTIONAL(35, Optional.class) {
    @Override
    public void write(Object value, Output out, Types types) {
      types.write(((Optional<?>) value).orElse(null), out);
    }

    @Override
    public Object read(Input in, ValueReader values, Declared declared) {
      return Optional.ofNullable(part(in, values, declared, 0));
    }
  };

  private final int id;
  private final Class<?> type;

  ContainerFormat(int id, Class<?> type) {
    this.id = id;
    this.type = type;
  }

  @Override
  public int id() {
    return id;
  }

  /** The type that all values are instances of. */
  Class<?> type() {
    return type;
  }

  /**
   * Refuses a collection that would not be read back as the same.
   *
   * @throws CodecException if it has a comparator other than the natural order, or depends on more
   *     than equality, as an {@code IdentityHashMap} or a {@code WeakHashMap}
   */
  static void requirePlain(Object value) {
    boolean isOrdered =
        isOrdered(value instanceof SortedSet<?> set ? set.comparator() : null)
            || isOrdered(value instanceof SortedMap<?, ?> map ? map.comparator() : null);
    if (isOrdered) {
      throw refusal(value, "its comparator would be lost; copy it into a list or a linked one");
    }
    if (value instanceof IdentityHashMap || value instanceof WeakHashMap) {
      throw refusal(value, "what is in it depends on more than equality; copy it into a HashMap");
    }
  }

  private static boolean isOrdered(@Nullable Comparator<?> comparator) {
    return comparator != null && comparator != Comparator.naturalOrder();
  }

  private static CodecException refusal(Object value, String why) {
    return new CodecException(
        "a " + value.getClass().getName() + " cannot be stored: " + why, null);
  }

  private static void writeAll(Collection<?> elements, Output out, Types types) {
    int rest = elements.size();
    out.unsigned(rest);
    for (Object element : elements) {
      rest--;
      types.write(element, out);
    }
    requireAll(rest);
  }

  /** Writes elements in the order of their bytes, so that their own order does not matter. */
  private static <E> void writeInOrder(
      Collection<E> elements, Output out, BiConsumer<E, Output> writer) {
    List<byte[]> parts = new ArrayList<>();
    for (E element : elements) {
      Output part = out.part();
      writer.accept(element, part);
      parts.add(part.toBytes());
    }
    parts.sort(Arrays::compareUnsigned);
    out.unsigned(parts.size());
    parts.forEach(part -> out.write(part, 0, part.length));
  }

  private static void requireAll(int rest) {
    if (rest != 0) {
      throw new CodecException("a collection was changed while it was written", null);
    }
  }

  private static <C extends Collection<@Nullable Object>> C readAll(
      Input in, ValueReader values, Declared declared, C elements) {
    for (int count = in.count(); count > 0; count--) {
      elements.add(part(in, values, declared, 0));
    }
    return elements;
  }

  private static @Nullable Object part(Input in, ValueReader values, Declared declared, int place) {
    Declared part = declared.argument(place);
    return part.require(values.read(in, part));
  }
}
