package io.isolde.store.file;

import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.store.DurableStore;
import io.isolde.store.Recovery;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.backend.Kind;
import io.isolde.store.codec.Codec;
import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Output;
import io.isolde.store.encoding.Types;
import io.isolde.store.encoding.ValueReader;
import io.isolde.store.journal.Checkpoint;
import io.isolde.store.journal.DirectoryStorage;
import io.isolde.store.journal.Journal;
import io.isolde.store.journal.JournalScan;
import io.isolde.store.journal.Manifest;
import io.isolde.store.journal.Operation.Define;
import io.isolde.store.journal.Operation.Describe;
import io.isolde.store.journal.Operation.Put;
import io.isolde.store.journal.Operation.Shape;
import io.isolde.store.journal.Storage;
import io.isolde.store.stm.StmStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store whose state is in memory, and whose commits are in a journal. Thread-safe. */
final class FileStore extends StmStore implements DurableStore {
  /*
   * Idea. Memory is an stm: store. The changes of each transaction become one record of the journal,
   * appended when it is certain to commit and nobody can see it yet; and its thread waits for the
   * disk when everybody can. Opening reads the checkpoint and the journal behind it into places, one
   * per name, as bytes; opening a name makes values of them.
   *
   *   a new name, a new class   a record by itself, before those of transactions that use it
   *   a name found              the bytes are read, with the classes of whoever opens it
   *
   * A name that is not opened stays bytes, and goes into checkpoints as such: a store can be used by
   * a program that does not know all of its classes.
   */
  private static final System.Logger LOGGER = System.getLogger(FileStore.class.getName());

  /** What a store is made of: there before the store is. */
  private static final class Parts {
    final Closeable lock;
    final FileOptions options;
    final ConcurrentHashMap<String, Place> places = new ConcurrentHashMap<>();
    final Journal journal;
    final Types types;
    final Checkpointer checkpointer;
    final CommitLog log;
    final Recovery recovery;
    final AtomicInteger lastId;

    Parts(
        FileOptions options, Storage storage, Closeable lock, Manifest manifest, Image.Read read) {
      this.options = options;
      this.lock = lock;
      Image image = read.image();
      JournalScan scan = read.scan();
      long segmentBytes = options.segmentBytes();
      journal = new Journal(storage, manifest.store(), segmentBytes, scan.last(), scan.segments());
      types =
          new Types(
              codecs(),
              description -> journal.append(new Describe(description).toBytes()).settle());
      image.descriptions().forEach(types::restore);
      image.places().values().forEach(place -> places.put(place.definition().name(), place));
      lastId = new AtomicInteger(image.places().keySet().stream().reduce(0, Math::max));
      checkpointer =
          new Checkpointer(
              storage,
              journal,
              types,
              places.values(),
              manifest,
              options.checkpointBytes(),
              image.bytes());
      log = new CommitLog(options, journal, types, places, checkpointer::noteGrown);
      recovery = StoreFiles.recovery(image, scan);
    }
  }

  /** Those of applications, found as backends are. */
  private static List<Codec<?>> codecs() {
    List<Codec<?>> codecs = new ArrayList<>();
    ServiceLoader.load(Codec.class, Codec.class.getClassLoader()).forEach(codecs::add);
    return codecs;
  }

  private static final byte[] NO_KEY = {};

  private final Parts parts;
  private final ReentrantLock closing = new ReentrantLock();
  private boolean filesClosed;

  private FileStore(StoreUri uri, Parts parts) {
    super(uri, parts.log);
    this.parts = parts;
  }

  // ---- open ----

  static FileStore open(StoreUri uri, FileOptions options) {
    Path directory = options.directory();
    try {
      if (!options.readOnly()) {
        Files.createDirectories(directory);
      }
      DirectoryLock lock = DirectoryLock.take(directory, options.readOnly());
      return open(uri, options, new DirectoryStorage(directory, options.readOnly()), lock);
    } catch (IOException e) {
      throw new UncheckedIOException("store " + uri + " cannot be opened: " + e, e);
    }
  }

  /** Opens a store on a storage, and closes {@code lock} with it, or if it cannot be opened. */
  static FileStore open(StoreUri uri, FileOptions options, Storage storage, Closeable lock)
      throws IOException {
    try {
      Manifest manifest = manifest(options, storage);
      Image.Read read = Image.read(storage, manifest, options.progress());
      if (!options.readOnly()) {
        repair(storage, manifest, read.scan());
      }
      FileStore store = new FileStore(uri, new Parts(options, storage, lock, manifest, read));
      store.report();
      return store;
    } catch (Throwable t) {
      lock.close();
      throw t;
    }
  }

  private static Manifest manifest(FileOptions options, Storage storage) throws IOException {
    Manifest found = Manifest.read(storage);
    if (found != null) {
      return found;
    }
    requireNothingElse(options, storage);
    Manifest fresh = Manifest.fresh();
    fresh.write(storage);
    return fresh;
  }

  private static void requireNothingElse(FileOptions options, Storage storage) throws IOException {
    for (String name : storage.list()) {
      if (!name.equals(DirectoryLock.NAME) && !name.endsWith(Manifest.UNFINISHED)) {
        throw new StoreDamagedException(
            storage.describe(Manifest.NAME), 0, "it is missing, and there is " + name);
      }
    }
    if (options.readOnly()) {
      throw new IllegalArgumentException(
          "there is no store in " + options.directory() + " to be opened read-only");
    }
  }

  private static void repair(Storage storage, Manifest manifest, JournalScan scan)
      throws IOException {
    storage.force(); // of a process that was killed, names may not be durable
    scan.repair();
    Checkpoint.deleteOthers(storage, manifest.checkpoint());
    for (String name : storage.list()) {
      if (name.endsWith(Manifest.UNFINISHED)) {
        storage.delete(name);
      }
    }
  }

  private void report() {
    if (parts.recovery.tornTail() != null) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0}: after a crash, the journal ended with {1} that nobody was told are durable; {2}",
          this,
          parts.recovery.tornTail(),
          parts.options.readOnly() ? "they are ignored" : "they were cut off");
    }
  }

  // ---- names ----

  @Override
  protected <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    Kind kind = Kind.map(keyType, valueType);
    Place found = found(name, Shape.MAP, kind);
    return found == null
        ? define(name, Shape.MAP, kind, map(name, keyType, valueType, Map.of()), null)
        : opened(found, () -> map(name, keyType, valueType, entries(found, keyType, valueType)));
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    Kind kind = Kind.sortedMap(keyType, valueType);
    Place found = found(name, Shape.SORTED_MAP, kind);
    return found == null
        ? define(name, Shape.SORTED_MAP, kind, sortedMap(name, keyType, valueType, Map.of()), null)
        : opened(
            found, () -> sortedMap(name, keyType, valueType, entries(found, keyType, valueType)));
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    Kind kind = Kind.ref(type);
    Place found = found(name, Shape.REF, kind);
    return found == null
        ? define(name, Shape.REF, kind, super.newRef(name, type, initial), initial)
        : opened(found, () -> super.newRef(name, type, value(found, type)));
  }

  @Override
  protected StoreCounter newCounter(String name) {
    Place found = found(name, Shape.COUNTER, Kind.counter());
    return found == null
        ? define(name, Shape.COUNTER, Kind.counter(), counter(name, 0), 0L)
        : opened(found, () -> counter(name, value(found, Long.class)));
  }

  /** What was stored under a name; null if the name is new. */
  private @Nullable Place found(String name, Shape shape, Kind kind) {
    Place found = parts.places.get(name);
    if (found != null) {
      Define definition = found.definition();
      if (definition.shape() != shape || !definition.types().equals(typesOf(kind))) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' cannot be opened as "
                + kind
                + ": it was stored as "
                + text(definition));
      }
    }
    return found;
  }

  private static List<String> typesOf(Kind kind) {
    return kind.types().stream().map(Class::getName).toList();
  }

  /** For example {@code a map of java.lang.String to java.lang.Long}. */
  static String text(Define definition) {
    String noun =
        switch (definition.shape()) {
          case COUNTER -> "a counter";
          case REF -> "a ref";
          case MAP -> "a map";
          case SORTED_MAP -> "a sorted map";
        };
    return definition.types().isEmpty()
        ? noun
        : noun + " of " + String.join(" to ", definition.types());
  }

  /** Makes a new name durable with the next commit; one thread at a time per name. */
  private <T> T define(String name, Shape shape, Kind kind, T thing, @Nullable Object initial) {
    parts.log.requireWritable();
    parts.journal.requireAccepting();
    Define definition = new Define(parts.lastId.incrementAndGet(), shape, name, typesOf(kind));
    Output record = new Output();
    definition.writeTo(record);
    if (initial != null) {
      new Put(definition.id(), NO_KEY, parts.types.toBytes(initial)).writeTo(record);
    }
    Journal.Entry entry = parts.journal.append(record.toBytes());
    Place place = new Place(definition);
    place.open(thing);
    parts.places.put(name, place);
    entry.settle();
    return thing;
  }

  /** Opens what was found under a name; one thread at a time per name. */
  private <T> T opened(Place found, Supplier<T> opening) {
    requireNoSnapshot(found);
    T thing = outside(opening);
    found.open(thing);
    return thing;
  }

  private void requireNoSnapshot(Place found) {
    Shape shape = found.definition().shape();
    boolean isMap = shape == Shape.MAP || shape == Shape.SORTED_MAP;
    if (isMap && Stm.inTransaction() && Transaction.current().isReadOnly()) {
      throw new IllegalStateException(
          "'"
              + found.definition().name()
              + "' must be opened before the snapshot: what was stored is read when it is opened");
    }
  }

  /** Runs {@code work} outside of the transaction that the calling thread may be inside of. */
  private static <T> T outside(Supplier<T> work) {
    if (!Stm.inTransaction()) {
      return work.get();
    }
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofVirtual().name("isolde opening").start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @SuppressWarnings("unchecked") // each was checked
  private <K, V> Map<K, V> entries(Place place, Class<K> keyType, Class<V> valueType) {
    if (place.recovered().isEmpty()) {
      return Map.of();
    }
    String name = place.definition().name();
    Class<?> applications = keyType.getClassLoader() == null ? valueType : keyType;
    Map<Object, Object> entries = place.entries(reader(applications));
    entries.forEach(
        (key, value) -> {
          cast(keyType, key, name);
          cast(valueType, value, name);
        });
    return (Map<K, V>) entries;
  }

  private <T> T value(Place place, Class<T> type) {
    return cast(type, place.value(reader(type)), place.definition().name());
  }

  private static <T> T cast(Class<T> type, Object value, String name) {
    if (!type.isInstance(value)) {
      throw new CodecException(
          "'" + name + "' holds a " + value.getClass().getName() + ", not a " + type.getName(),
          null);
    }
    return type.cast(value);
  }

  /** Finds classes as {@code type} does; JDK types alone say nothing of what is in them. */
  private ValueReader reader(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return parts.types.reader(
        loader == null ? Thread.currentThread().getContextClassLoader() : loader);
  }

  // ---- durability ----

  @Override
  public Recovery recovery() {
    return parts.recovery;
  }

  @Override
  public void force() {
    requireWritable();
    parts.journal.awaitForced(parts.journal.last());
  }

  @Override
  public void checkpoint() {
    requireOutside("cannot write a checkpoint");
    requireWritable();
    try {
      parts.checkpointer.run();
    } catch (IOException e) {
      throw new UncheckedIOException(this + " cannot write a checkpoint: " + e, e);
    }
  }

  private void requireUnclosed() {
    if (isClosed()) {
      throw closedException();
    }
  }

  private void requireWritable() {
    requireUnclosed();
    parts.log.requireWritable();
  }

  @Override
  public void backup(Path directory) {
    requireOutside("cannot be backed up");
    requireUnclosed();
    try {
      Files.createDirectories(directory);
      Storage target = new DirectoryStorage(directory, false);
      if (!target.list().isEmpty()) {
        throw new IllegalArgumentException(
            "a backup needs a new or empty directory, and in " + directory + " there are files");
      }
      parts.checkpointer.backup(target);
    } catch (IOException e) {
      throw new UncheckedIOException(this + " cannot be backed up to " + directory + ": " + e, e);
    }
  }

  @Override
  public long forces() {
    return parts.journal.forces();
  }

  @Override
  protected void shut() {
    super.shut();
    closing.lock();
    try {
      if (!filesClosed) {
        filesClosed = true;
        closeFiles();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(this + " was closed, but not in order: " + e, e);
    } finally {
      closing.unlock();
    }
  }

  private void closeFiles() throws IOException {
    try {
      if (!parts.options.readOnly()) {
        parts.checkpointer.close();
      }
    } finally {
      parts.lock.close();
    }
  }
}
