package io.isolde.store.encoding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of the JDK that hold others: they are read as lists, sets and maps that cannot be
 * changed, in the order in which they were written. The numbers are a part of the file format.
 */
enum ContainerFormat implements Format {
  LIST(32, List.class) {
    @Override
    public void write(Object value, Output out, Types types) {
      writeAll((List<?>) value, out, types);
    }

    @Override
    public Object read(Input in, ValueReader values) {
      return Collections.unmodifiableList(readAll(in, values, new ArrayList<>()));
    }
  },

  SET(33, Set.class) {
    @Override
    public void write(Object value, Output out, Types types) {
      writeAll((Set<?>) value, out, types);
    }

    @Override
    public Object read(Input in, ValueReader values) {
      return Collections.unmodifiableSet(readAll(in, values, new LinkedHashSet<>()));
    }
  },

  MAP(34, Map.class) {
    @Override
    public void write(Object value, Output out, Types types) {
      Map<?, ?> map = (Map<?, ?>) value;
      out.unsigned(map.size());
      map.forEach(
          (key, part) -> {
            types.write(key, out);
            types.write(part, out);
          });
    }

    @Override
    public Object read(Input in, ValueReader values) {
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      for (int count = in.count(); count > 0; count--) {
        map.put(values.read(in), values.read(in));
      }
      return Collections.unmodifiableMap(map);
    }
  },

  OPTIONAL(35, Optional.class) {
    @Override
    public void write(Object value, Output out, Types types) {
      types.write(((Optional<?>) value).orElse(null), out);
    }

    @Override
    public Object read(Input in, ValueReader values) {
      return Optional.ofNullable(values.read(in));
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

  /** What the values are instances of. */
  Class<?> type() {
    return type;
  }

  private static void writeAll(Collection<?> elements, Output out, Types types) {
    out.unsigned(elements.size());
    elements.forEach(element -> types.write(element, out));
  }

  private static <C extends Collection<@Nullable Object>> C readAll(
      Input in, ValueReader values, C elements) {
    for (int count = in.count(); count > 0; count--) {
      elements.add(values.read(in));
    }
    return elements;
  }
}
