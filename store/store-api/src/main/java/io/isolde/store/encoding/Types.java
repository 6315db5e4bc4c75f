package io.isolde.store.encoding;

import io.isolde.store.codec.Codec;
import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Description.Form;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of the classes of its values. Thread-safe.
 *
 * <p>Each value says by a number what it is. The numbers of JDK classes are fixed; another class
 * gets one when its first value is written, and a new one when it looks different from then.
 */
public final class Types {
  private final Map<Class<?>, Codec<?>> codecs = new HashMap<>();
  private final Consumer<Description> announce;
  private final ConcurrentHashMap<Class<?>, Format> written = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, Description> descriptions = new ConcurrentHashMap<>();

  /**
   * Knows the JDK and {@code codecs}.
   *
   * @param announce is told of each new class before the first value of it is written
   */
  public Types(Iterable<? extends Codec<?>> codecs, Consumer<Description> announce) {
    codecs.forEach(codec -> this.codecs.put(codec.type(), codec));
    this.announce = announce;
  }

  /** Takes note of a class that was announced before. */
  public void restore(Description description) {
    descriptions.put(description.id(), description);
  }

  /** All classes that were announced, in the order of their numbers. */
  public List<Description> descriptions() {
    Collection<Description> all = descriptions.values();
    return all.stream().sorted(Comparator.comparingInt(Description::id)).toList();
  }

  // ---- write ----

  /**
   * Writes a value, so that it says what it is.
   *
   * @throws CodecException if it is not known how to write it
   */
  public void write(@Nullable Object value, Output out) {
    if (value == null) {
      out.unsigned(0);
    } else {
      Format format = written.get(value.getClass());
      if (format == null) {
        format = formatOf(value);
      }
      out.unsigned(format.id());
      format.write(value, out, this);
    }
  }

  /**
   * Writes a value alone.
   *
   * @throws CodecException if it is not known how to write it
   */
  public byte[] toBytes(Object value) {
    Output out = new Output();
    write(value, out);
    return out.toBytes();
  }

  private Format formatOf(Object value) {
    Class<?> type = value.getClass();
    Format known = known(value);
    return known == null ? described(type) : first(type, known);
  }

  private Format first(Class<?> type, Format format) {
    Format before = written.putIfAbsent(type, format);
    return before == null ? format : before;
  }

  private @Nullable Format known(Object value) {
    if (codecs.containsKey(value.getClass()) || value instanceof Record) {
      return null;
    }
    for (JdkFormat<?> format : JdkFormat.ALL) {
      if (format.type().isInstance(value)) {
        return format;
      }
    }
    for (ContainerFormat format : ContainerFormat.values()) {
      if (format.type().isInstance(value)) {
        return format;
      }
    }
    return null;
  }

  private synchronized Format described(Class<?> valueClass) {
    Format before = written.get(valueClass);
    if (before != null) {
      return before;
    }
    Class<?> type = declared(valueClass);
    Description description = numbered(description(type));
    return first(valueClass, format(type, description));
  }

  /** An enum constant may be of a class of its own. */
  private static Class<?> declared(Class<?> valueClass) {
    Class<?> parent = valueClass.getSuperclass();
    return parent != null && parent.isEnum() ? parent : valueClass;
  }

  private Description description(Class<?> type) {
    if (codecs.containsKey(type)) {
      return new Description(0, Form.CODEC, type.getName(), List.of());
    } else if (type.isRecord()) {
      return new Description(0, Form.RECORD, type.getName(), RecordFormat.namesOf(type));
    } else if (type.isEnum()) {
      return new Description(0, Form.ENUM, type.getName(), EnumFormat.namesOf(type));
    }
    throw new CodecException(
        "a "
            + type.getName()
            + " cannot be stored: it is not a record, an enum, or a value class of the JDK; make it"
            + " one, or provide a Codec for it",
        null);
  }

  /** The description that there is already, or else a new one, which is announced. */
  private Description numbered(Description wanted) {
    for (Description description : descriptions.values()) {
      if (description.describesAs(wanted)) {
        return description;
      }
    }
    int id = descriptions.keySet().stream().reduce(Description.ID_MIN - 1, Math::max) + 1;
    Description made = new Description(id, wanted.form(), wanted.className(), wanted.parts());
    descriptions.put(id, made);
    try {
      announce.accept(made);
    } catch (Throwable t) {
      descriptions.remove(id);
      throw t;
    }
    return made;
  }

  private Format format(Class<?> type, Description description) {
    return switch (description.form()) {
      case RECORD -> new RecordFormat(type, description);
      case ENUM -> new EnumFormat(type, description);
      case CODEC -> new CodecFormat<>(codec(type), description);
    };
  }

  private Codec<?> codec(Class<?> type) {
    Codec<?> codec = codecs.get(type);
    if (codec == null) {
      throw new CodecException("there is no Codec for " + type.getName() + " any more", null);
    }
    return codec;
  }

  // ---- read ----

  /**
   * Reads values of classes that {@code loader} finds.
   *
   * @param loader null for that of the JDK alone
   */
  public ValueReader reader(@Nullable ClassLoader loader) {
    return new ValueReader(id -> format(id, loader)).skippingWith(plainReader());
  }

  /** Reads values of described classes as text. */
  public ValueReader plainReader() {
    return new ValueReader(
        id -> id < Description.ID_MIN ? builtIn(id) : new PlainFormat(description(id)));
  }

  private Format format(int id, @Nullable ClassLoader loader) {
    if (id < Description.ID_MIN) {
      return builtIn(id);
    }
    Description description = description(id);
    Class<?> type = load(description.className(), loader);
    boolean fits =
        switch (description.form()) {
          case RECORD -> type.isRecord();
          case ENUM -> type.isEnum();
          case CODEC -> true;
        };
    if (!fits) {
      throw new CodecException(
          type + " was stored as " + description.form() + ", and is none any more", null);
    }
    return format(type, description);
  }

  private static Class<?> load(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new CodecException("class " + name + ", of stored values, is not found", e);
    }
  }

  private Description description(int id) {
    Description description = descriptions.get(id);
    if (description == null) {
      throw new CodecException("a value has an unknown type: number " + id, null);
    }
    return description;
  }

  private static Format builtIn(int id) {
    for (Format format : JdkFormat.ALL) {
      if (format.id() == id) {
        return format;
      }
    }
    for (Format format : ContainerFormat.values()) {
      if (format.id() == id) {
        return format;
      }
    }
    throw new CodecException("a value has an unknown type: number " + id, null);
  }
}
