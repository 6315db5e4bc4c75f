package io.isolde.store.file;

import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Input;
import io.isolde.store.encoding.Output;
import io.isolde.store.encoding.Types;
import io.isolde.store.encoding.ValueReader;
import io.isolde.store.journal.Operation.Define;
import io.isolde.store.journal.Operation.Shape;
import io.isolde.store.overlay.BaseFile;
import io.isolde.store.overlay.BasedMap;
import io.isolde.store.overlay.Coding;
import io.isolde.store.overlay.Home;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A name, and what the files said of it until it is opened. Thread-safe once recovery is over;
 * until then owner-only.
 */
final class Place {
  /*
   * Idea. Until the application opens the name, and with it says which classes its keys and values
   * have, the entries stay bytes. The same key may be there in several spellings, if its class has
   * changed; so the last operations of all spellings are kept, in order, removals too, and applied in
   * that order when the name is opened.
   *
   * Opening is a transaction: a snapshot that began before still finds the bytes, for it does not find
   * what was made of them. What it cannot find has not changed yet.
   */
  /** From this number on, values may hold others of described classes, or are of such a class. */
  private static final int COMPOUND_ID_MIN = 32;

  /** That of numbers which are not equal and yet neither is larger, as 1.0 and 1.00. */
  private static final int BIG_DECIMAL_ID = 11;

  private final Define definition;

  /**
   * By key, the last value, or null if it was removed; in the order of operations. Null if the name
   * is open.
   */
  private final Ref<@Nullable SequencedMap<Spelling, byte @Nullable []>> recovered;

  /** Where the entries are that were not recovered; null if there are no others. */
  private volatile @Nullable BaseFile base;

  /** What was opened over bases, if so. */
  private volatile @Nullable BasedMap<?, ?> basedMap;

  private volatile Class<?> keyType = Object.class;
  private volatile Class<?> valueType = Object.class;
  private volatile @Nullable ValueReader reader;

  /** What was opened under the name. */
  private volatile @Nullable Object opened;

  /** Of a name that was found. */
  Place(Define definition) {
    this(definition, new LinkedHashMap<>());
  }

  private Place(Define definition, @Nullable SequencedMap<Spelling, byte @Nullable []> recovered) {
    this.definition = definition;
    this.recovered = Ref.of(recovered);
  }

  /** Of a new name, which is about to be opened. */
  static Place ofNew(Define definition) {
    return new Place(definition, null);
  }

  /** Whether its values have keys. */
  boolean isMap() {
    return definition.shape() == Shape.MAP || definition.shape() == Shape.SORTED_MAP;
  }

  Define definition() {
    return definition;
  }

  // ---- recovery ----

  /** Notes where the entries are; what is put and removed from now on is put over it. */
  void base(BaseFile newBase) {
    base = newBase;
  }

  @Nullable BaseFile base() {
    return base;
  }

  void put(byte[] key, byte[] value) {
    recovered().putLast(new Spelling(key), value);
  }

  void remove(byte[] key) {
    Spelling spelling = new Spelling(key);
    recovered().remove(spelling);
    if (base != null || hasSeveralSpellings(key)) {
      recovered().putLast(spelling, null);
    }
  }

  /** Those of the JDK that hold no others have one, unless they are only sorted as the same. */
  private boolean hasSeveralSpellings(byte[] key) {
    long id = key.length > 0 ? new Input(key).unsigned() : 0;
    return id >= COMPOUND_ID_MIN
        || (id == BIG_DECIMAL_ID && definition.shape() == Shape.SORTED_MAP);
  }

  /** What was recovered, as bytes; empty if the name is open. */
  SequencedMap<Spelling, byte @Nullable []> recovered() {
    SequencedMap<Spelling, byte @Nullable []> found = recovered.get();
    return found == null ? new LinkedHashMap<>() : found;
  }

  // ---- opening ----

  /** Notes as what the name is opened, and how that is read. */
  void declare(List<? extends Class<?>> types, ValueReader newReader) {
    keyType = types.isEmpty() ? Long.class : types.get(0);
    valueType = types.isEmpty() ? Long.class : types.get(types.size() - 1);
    reader = newReader;
  }

  /**
   * Writes a key.
   *
   * @throws CodecException if it would not be read as the same
   */
  void writeKey(Types types, Object key, Output out) {
    writeNamed(() -> types.writeKey(key, keyType, requireReader(), out));
  }

  /**
   * Writes a value.
   *
   * @throws CodecException if it would not be read as the same
   */
  void writeValue(Types types, Object value, Output out) {
    writeNamed(() -> types.write(value, valueType, requireReader(), out));
  }

  private void writeNamed(Runnable writing) {
    try {
      writing.run();
    } catch (CodecException e) {
      throw new CodecException("'" + definition.name() + "': " + e.getMessage(), e);
    }
  }

  private ValueReader requireReader() {
    return Objects.requireNonNull(reader, definition.name());
  }

  /** The entries, read: of a sorted map, keys are the same if they are in the same place. */
  Map<Object, Object> entries() {
    Map<Object, Object> entries =
        definition.shape() == Shape.SORTED_MAP
            ? new TreeMap<>()
            : LinkedHashMap.newLinkedHashMap(recovered().size());
    forEachRecovered(
        (key, value) -> {
          Object readKey = requireReader().readAll(key, keyType);
          Coding.cast(keyType, readKey, definition.name());
          if (value == null) {
            entries.remove(readKey);
          } else {
            entries.put(readKey, readValue(value));
          }
        });
    return entries;
  }

  /** Takes a key and its value, or null if it was removed. */
  private interface EntryVisitor {
    void visit(byte[] key, byte @Nullable [] value);
  }

  /** Whatever comes of reading an entry, it is told which one it was. */
  private void forEachRecovered(EntryVisitor visitor) {
    recovered()
        .forEach(
            (key, value) -> {
              try {
                visitor.visit(key.bytes(), value);
              } catch (RuntimeException e) {
                throw new UnreadableException(key.bytes(), value, e);
              }
            });
  }

  private Object readValue(byte[] value) {
    Object read = requireReader().readAll(value, valueType);
    return Coding.cast(valueType, read, definition.name());
  }

  /** The last operations, read: by key, the value, or null if it was removed. */
  <K, V> Map<K, @Nullable V> changes(Coding<K, V> coding) {
    Map<K, @Nullable V> changes = LinkedHashMap.newLinkedHashMap(recovered().size());
    forEachRecovered(
        (key, value) -> changes.put(coding.key(key), value == null ? null : coding.value(value)));
    return changes;
  }

  /** The value of a ref or counter, read. */
  Object value() {
    AtomicReference<@Nullable Object> read = new AtomicReference<>();
    forEachRecovered((key, value) -> read.set(value == null ? null : readValue(value)));
    Object found = read.get();
    if (found == null) {
      throw new CodecException("'" + definition.name() + "' has no value", null);
    }
    return found;
  }

  /** Tells all entries, as text: for example {@code alice = Account[balance=100]}. */
  void tell(ValueReader plain, @Nullable Home home, Consumer<String> listener) throws IOException {
    BaseFile found = base;
    if (found != null) {
      requireHome(home)
          .read(
              found,
              (key, value) -> {
                if (!recovered().containsKey(new Spelling(key))) {
                  listener.accept(text(plain, key, value));
                }
              });
    }
    forEachRecovered(
        (key, value) -> {
          if (value != null) {
            listener.accept(text(plain, key, value));
          }
        });
  }

  private Home requireHome(@Nullable Home home) {
    if (home == null) {
      throw new IllegalArgumentException(
          "the entries of '"
              + definition.name()
              + "' are in "
              + base
              + ": use io.isolde.store.chronicle.ChronicleFiles");
    }
    return home;
  }

  private static String text(ValueReader plain, byte[] key, byte[] value) {
    String name = key.length > 0 ? plain.readAll(key) + " = " : "";
    return name + plain.readAll(value);
  }

  /** Notes that what will be opened is over bases. */
  void openBased(BasedMap<?, ?> map) {
    basedMap = map;
  }

  /** What was opened over bases; null if that is not so, or not yet. */
  @Nullable BasedMap<?, ?> basedMap() {
    return isOpen() ? basedMap : null;
  }

  /** Notes what was opened; to be called outside of transactions, unless the name is new. */
  void open(Object thing) {
    opened = thing;
    if (!isOpen()) {
      Stm.atomic(() -> recovered.set(null));
    }
  }

  private boolean isOpen() {
    return recovered.get() == null;
  }

  /** What was opened; null if nothing was yet. */
  @Nullable Object opened() {
    return isOpen() ? opened : null;
  }
}
