package io.isolde.store.file.record;

import io.isolde.store.codec.Codec;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.record.Description.Form;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the values of a store, and their formats. Thread-safe.
 *
 * <p>Each value begins with a number that says what it is. The numbers of JDK classes are fixed.
 * Any other class gets a number when its first value is written, and a new one if it has changed
 * since then.
 */
public final class Types {
  /** Final classes of the JDK whose values are always read back as the same. */
  private static final Set<Class<?>> EXACT =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Character.class,
          UUID.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          Duration.class);

  private final RoundTrip values = new RoundTrip.OfValues(this);
  private final Map<Class<?>, Codec<?>> codecs = new HashMap<>();
  private final Consumer<Description> announce;
  private final @Nullable TypeTable table;
  private final ConcurrentHashMap<Class<?>, Format> written = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, Description> descriptions = new ConcurrentHashMap<>();

  /**
   * Makes an instance that knows the JDK and {@code codecs}.
   *
   * @param announce is told of each new class before the first value of it is written
   */
  public Types(Iterable<? extends Codec<?>> codecs, Consumer<Description> announce) {
    this(codecs, announce, null);
  }

  /**
   * Makes an instance that knows the JDK and {@code codecs}.
   *
   * @param table gives and finds the numbers of classes
   */
  public Types(Iterable<? extends Codec<?>> codecs, TypeTable table) {
    this(codecs, description -> {}, table);
  }

  private Types(
      Iterable<? extends Codec<?>> codecs,
      Consumer<Description> announce,
      @Nullable TypeTable table) {
    codecs.forEach(codec -> this.codecs.put(codec.type(), codec));
    this.announce = announce;
    this.table = table;
  }

  /** The codecs of the application, found by the service loader, as backends are. */
  public static List<Codec<?>> installedCodecs() {
    List<Codec<?>> codecs = new ArrayList<>();
    ServiceLoader.load(Codec.class, Codec.class.getClassLoader()).forEach(codecs::add);
    return codecs;
  }

  /** Restores a class that was announced before. */
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
   * Writes a value, preceded by a number that says what it is.
   *
   * @throws CodecException if it is not known how to write it
   */
  public void write(@Nullable Object value, Output out) {
    if (value == null) {
      out.unsigned(0);
    } else {
      int unused = writePresent(value, out);
    }
  }

  /** Writes a value that is not null; returns the number of its format. */
  private int writePresent(Object value, Output out) {
    Format format = written.get(value.getClass());
    if (format == null) {
      format = formatOf(value);
    }
    if (format instanceof ContainerFormat) {
      ContainerFormat.requirePlain(value);
    }
    out.unsigned(format.id());
    out.note(format.id());
    out.enter();
    format.write(value, out, this);
    out.leave();
    return format.id();
  }

  /** Writes a number as the value that it is, without a codec of the application. */
  public static void writeLong(long value, Output out) {
    out.unsigned(JdkFormat.LONG_ID);
    out.signed(value);
  }

  /** Whether a value is of a class whose values are always read back as the same. */
  static boolean isExact(Object value) {
    return EXACT.contains(value.getClass());
  }

  /**
   * Writes a value, if {@code reader} reads it back as the same.
   *
   * @param type its declared class
   * @throws CodecException if not, or if it is not known how to write it
   */
  public void write(Object value, Class<?> type, ValueReader reader, Output out) {
    write(value, out, type, reader, values);
  }

  /** Writes a key, if {@code reader} reads it back as an equal key with the same hash code. */
  public void writeKey(Object key, Class<?> type, ValueReader reader, Output out) {
    write(key, out, type, reader, RoundTrip.OF_KEYS);
  }

  private void write(
      Object value, Output out, Class<?> type, ValueReader reader, RoundTrip roundTrip) {
    int start = out.length();
    try {
      int id = writePresent(value, out);
      if (!isExact(value)) {
        reader.requireSame(value, id, type, out, start, roundTrip);
      }
    } catch (StackOverflowError e) {
      throw new CodecException(
          "a " + value.getClass().getName() + " cannot be stored: there is too little stack", e);
    }
  }

  /** Whether the class of a value is described. */
  boolean isOfProgram(Object value) {
    Format format = written.get(value.getClass());
    return format != null && format.id() >= Description.ID_MIN;
  }

  /** The components of a record; none of any other value. */
  List<@Nullable Object> components(Object value) {
    return written.get(value.getClass()) instanceof RecordFormat format
        ? format.components(value)
        : List.of();
  }

  /**
   * The bytes of a value alone.
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

  /** The class that declares the values: an enum constant may be of a class of its own. */
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

  /** The existing description that says the same, or else a new one, which is announced. */
  private Description numbered(Description wanted) {
    for (Description description : descriptions.values()) {
      if (description.describesAs(wanted)) {
        return description;
      }
    }
    return table == null ? announced(wanted) : restored(table.number(wanted));
  }

  private Description restored(Description description) {
    restore(description);
    return description;
  }

  private Description announced(Description wanted) {
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
      case CODEC -> new CodecFormat<>(codec(type.getName()), description);
    };
  }

  private Codec<?> codec(String className) {
    for (Codec<?> codec : codecs.values()) {
      if (codec.type().getName().equals(className)) {
        return codec;
      }
    }
    throw new CodecException("there is no Codec for " + className + " any more", null);
  }

  // ---- read ----

  /**
   * Makes a reader of values under a name that was opened with these classes. It reads values of
   * these classes, and of those that they mention.
   */
  public ValueReader reader(List<? extends Class<?>> declared) {
    Vocabulary vocabulary = Vocabulary.of(declared);
    return new ValueReader(id -> format(id, vocabulary)).skippingWith(plainReader());
  }

  /** Makes a reader that reads values of described classes as text. */
  public ValueReader plainReader() {
    return new ValueReader(
        id -> id < Description.ID_MIN ? builtIn(id) : new PlainFormat(description(id)));
  }

  private Format format(int id, Vocabulary vocabulary) {
    if (id < Description.ID_MIN) {
      return builtIn(id);
    }
    Description description = description(id);
    return description.form() == Form.CODEC
        ? new CodecFormat<>(codec(description.className()), description)
        : format(found(description, vocabulary), description);
  }

  private static Class<?> found(Description description, Vocabulary vocabulary) {
    Class<?> type = vocabulary.find(description.className());
    boolean fits = description.form() == Form.RECORD ? type.isRecord() : type.isEnum();
    if (!fits) {
      throw new CodecException(
          type + " was stored as " + description.form() + ", and is none any more", null);
    }
    return type;
  }

  private Description description(int id) {
    Description description = descriptions.get(id);
    if (description == null && table != null) {
      Description found = table.find(id);
      description = found == null ? null : restored(found);
    }
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
