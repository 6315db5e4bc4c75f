package io.isolde.store.file;

import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.store.Change;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.base.BaseDirectory;
import io.isolde.store.file.base.CheckpointedMap;
import io.isolde.store.file.base.Coding;
import io.isolde.store.file.record.BaseFile;
import io.isolde.store.file.record.Input;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.RedoOperation.Shape;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.record.ValueReader;
import io.isolde.store.stm.ChangeTarget;
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
 * A name in the store, and what recovery found under it, kept as bytes until the name is opened.
 * Thread-safe once recovery is over; until then owner-only.
 */
final class CatalogEntry implements ChangeTarget {
  /*
   * Idea. The entries stay bytes until the application opens the name, and so declares the classes
   * of its keys and values. The same key may occur in several encodings, if its class has changed.
   * So the last operation on each encoding is kept, removals included, in order. All of them are
   * applied in that order when the name is opened.
   *
   * Opening is a transaction. A snapshot that began earlier still finds the bytes, since it cannot
   * see the object made from them. As of that snapshot, the object has not changed yet.
   */
  /** Values of types from this number on may hold values of described classes, or are of one. */
  private static final int COMPOUND_ID_MIN = 32;

  /** The number of {@code BigDecimal}: 1.0 and 1.00 are not equal, but compare as equal. */
  private static final int BIG_DECIMAL_ID = 11;

  private final Define definition;

  /**
   * For each key, the last value, or null if it was removed; in the order of the operations. The
   * ref holds null if the name is open.
   */
  private final Ref<@Nullable SequencedMap<EncodedKey, byte @Nullable []>> recovered;

  /** The base that holds the entries which were not recovered; null if there is none. */
  private volatile @Nullable BaseFile base;

  /** The map over bases that was opened under the name; null if it is something else. */
  private volatile @Nullable CheckpointedMap<?, ?> checkpointedMap;

  private volatile Class<?> keyType = Object.class;
  private volatile Class<?> valueType = Object.class;
  private volatile @Nullable ValueReader reader;

  /** The object that was opened under the name. */
  private volatile @Nullable Object opened;

  /** Makes the entry of a name that recovery found. */
  CatalogEntry(Define definition) {
    this(definition, new LinkedHashMap<>());
  }

  private CatalogEntry(
      Define definition, @Nullable SequencedMap<EncodedKey, byte @Nullable []> recovered) {
    this.definition = definition;
    this.recovered = Ref.of(recovered);
  }

  /** Makes the entry of a new name, which is about to be opened. */
  static CatalogEntry ofNew(Define definition) {
    return new CatalogEntry(definition, null);
  }

  /** Whether its values have keys. */
  boolean isMap() {
    return definition.shape() == Shape.MAP || definition.shape() == Shape.SORTED_MAP;
  }

  Define definition() {
    return definition;
  }

  @Override
  public String name() {
    return definition.name();
  }

  // ---- recovery ----

  /** Sets the base; later puts and removals override it. */
  void base(BaseFile newBase) {
    base = newBase;
  }

  @Nullable BaseFile base() {
    return base;
  }

  void put(byte[] key, byte[] value) {
    recovered().putLast(new EncodedKey(key), value);
  }

  void remove(byte[] key) {
    EncodedKey encoded = new EncodedKey(key);
    recovered().remove(encoded);
    if (base != null || hasSeveralEncodings(key)) {
      recovered().putLast(encoded, null);
    }
  }

  /**
   * Whether the same key may have another encoding. A JDK value that holds no others has only one,
   * except for keys of a sorted map that merely compare as equal.
   */
  private boolean hasSeveralEncodings(byte[] key) {
    long id = key.length > 0 ? new Input(key).unsigned() : 0;
    return id >= COMPOUND_ID_MIN
        || (id == BIG_DECIMAL_ID && definition.shape() == Shape.SORTED_MAP);
  }

  /** The recovered operations, as bytes; empty if the name is open. */
  SequencedMap<EncodedKey, byte @Nullable []> recovered() {
    SequencedMap<EncodedKey, byte @Nullable []> found = recovered.get();
    return found == null ? new LinkedHashMap<>() : found;
  }

  // ---- opening ----

  /** Sets the classes that the name is opened with, and the reader of its values. */
  void declare(List<? extends Class<?>> types, ValueReader newReader) {
    keyType = types.isEmpty() ? Long.class : types.get(0);
    valueType = types.isEmpty() ? Long.class : types.get(types.size() - 1);
    reader = newReader;
  }

  /**
   * Writes a key.
   *
   * @throws CodecException if it would not be read back as the same key
   */
  void writeKey(Types types, Object key, Output out) {
    try {
      types.writeKey(key, keyType, reader(), out);
    } catch (CodecException e) {
      throw named(e);
    }
  }

  /**
   * Writes a value.
   *
   * @throws CodecException if it would not be read back as the same value
   */
  void writeValue(Types types, Object value, Output out) {
    try {
      types.write(value, valueType, reader(), out);
    } catch (CodecException e) {
      throw named(e);
    }
  }

  private CodecException named(CodecException e) {
    return new CodecException("'" + name() + "': " + e.getMessage(), e);
  }

  /**
   * What subscribers get of a change that is in the journal: a key with its value, or with null if
   * it was removed.
   *
   * @throws IllegalStateException if the name was not opened
   * @throws CodecException if the change cannot be read
   */
  Change toChange(byte[] key, byte @Nullable [] value) {
    if (reader == null) {
      throw new IllegalStateException(
          "the changes of '"
              + name()
              + "' cannot be read before it is opened, as "
              + definition.kind()
              + ": open it, and resume behind the last commit that was seen");
    }
    try {
      return new Change(
          name(), isMap() ? readKey(key) : null, value == null ? null : readValue(value));
    } catch (CodecException e) {
      throw named(e);
    }
  }

  private Object readKey(byte[] key) {
    return Coding.cast(keyType, reader().readAll(key, keyType), name());
  }

  /** The reader of its values. */
  ValueReader reader() {
    return Objects.requireNonNull(reader, name());
  }

  /** Decodes the entries. In a sorted map, keys are the same if they compare as equal. */
  Map<Object, Object> entries() {
    Map<Object, Object> entries =
        definition.shape() == Shape.SORTED_MAP
            ? new TreeMap<>()
            : LinkedHashMap.newLinkedHashMap(recovered().size());
    forEachRecovered(
        (key, value) -> {
          Object readKey = readKey(key);
          if (value == null) {
            entries.remove(readKey);
          } else {
            entries.put(readKey, readValue(value));
          }
        });
    return entries;
  }

  /** Visits a key with its value, or with null if it was removed. */
  private interface EntryVisitor {
    void visit(byte[] key, byte @Nullable [] value);
  }

  /** Visits the recovered operations. If the visitor throws, says which entry caused it. */
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
    Object read = reader().readAll(value, valueType);
    return Coding.cast(valueType, read, name());
  }

  /** Decodes the last operations: each key with its value, or with null if it was removed. */
  <K, V> Map<K, @Nullable V> changes(Coding<K, V> coding) {
    Map<K, @Nullable V> changes = LinkedHashMap.newLinkedHashMap(recovered().size());
    forEachRecovered(
        (key, value) -> changes.put(coding.key(key), value == null ? null : coding.value(value)));
    return changes;
  }

  /** Decodes the value of a ref or counter; {@code initial} if the name is new. */
  Object valueOr(Object initial) {
    return isOpen() ? initial : value();
  }

  private Object value() {
    AtomicReference<@Nullable Object> read = new AtomicReference<>();
    forEachRecovered((key, value) -> read.set(value == null ? null : readValue(value)));
    Object found = read.get();
    if (found == null) {
      throw new CodecException("'" + name() + "' has no value", null);
    }
    return found;
  }

  /**
   * Passes all entries to {@code listener} as text: for example {@code alice =
   * Account[balance=100]}.
   */
  void tell(ValueReader plain, @Nullable BaseDirectory baseDirectory, Consumer<String> listener)
      throws IOException {
    BaseFile found = base;
    if (found != null) {
      requireBaseDirectory(baseDirectory)
          .read(
              found,
              (key, value) -> {
                if (!recovered().containsKey(new EncodedKey(key))) {
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

  private BaseDirectory requireBaseDirectory(@Nullable BaseDirectory baseDirectory) {
    if (baseDirectory == null) {
      throw new IllegalArgumentException(
          "the entries of '"
              + name()
              + "' are in "
              + base
              + ": use io.isolde.store.chronicle.ChronicleFiles");
    }
    return baseDirectory;
  }

  private static String text(ValueReader plain, byte[] key, byte[] value) {
    String name = key.length > 0 ? plain.readAll(key) + " = " : "";
    return name + plain.readAll(value);
  }

  /** Sets the map over bases that is about to be opened. */
  void openCheckpointed(CheckpointedMap<?, ?> map) {
    checkpointedMap = map;
  }

  /** The map over bases that was opened; null if there is none, or none yet. */
  @Nullable CheckpointedMap<?, ?> checkpointedMap() {
    return isOpen() ? checkpointedMap : null;
  }

  /** Sets the object that was opened. To be called outside transactions, unless the name is new. */
  void open(Object thing) {
    opened = thing;
    if (!isOpen()) {
      Stm.atomic(() -> recovered.set(null));
    }
  }

  private boolean isOpen() {
    return recovered.get() == null;
  }

  /** The object that was opened; null if there is none yet. */
  @Nullable Object opened() {
    return isOpen() ? opened : null;
  }
}
