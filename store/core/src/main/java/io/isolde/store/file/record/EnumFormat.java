package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The format of an enum: the index of the constant in its description. The constant is read by its
 * name. Immutable.
 */
final class EnumFormat implements Format {
  private final Class<?> type;
  private final Description description;

  /** The index of each described constant, by its name. */
  private final Map<String, Integer> places = new HashMap<>();

  /** The present constants of the enum, by their names. */
  private final Map<String, Object> constants = new HashMap<>();

  EnumFormat(Class<?> type, Description description) {
    this.type = type;
    this.description = description;
    for (String name : description.parts()) {
      places.put(name, places.size());
    }
    for (Object constant : type.getEnumConstants()) {
      constants.put(name(constant), constant);
    }
  }

  /** The names of the constants, in order. */
  static List<String> namesOf(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(EnumFormat::name).toList();
  }

  private static String name(Object constant) {
    return ((Enum<?>) constant).name();
  }

  @Override
  public int id() {
    return description.id();
  }

  @Override
  public void write(Object value, Output out, Types types) {
    Integer place = places.get(name(value));
    if (place == null) {
      throw missing(description.className(), name(value));
    }
    out.unsigned(place);
  }

  @Override
  public Object read(Input in, ValueReader values, Declared declared) {
    String name = nameAt(description, in.count());
    Object constant = constants.get(name);
    if (constant == null) {
      throw missing(type.getName(), name);
    }
    return constant;
  }

  /** The name of the constant at an index of a description. */
  static String nameAt(Description description, int place) {
    if (place >= description.parts().size()) {
      throw missing(description.className(), "number " + place);
    }
    return description.parts().get(place);
  }

  private static CodecException missing(String type, @Nullable String constant) {
    return new CodecException("enum " + type + " has no constant " + constant, null);
  }
}
