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
import io.isolde.store.codec.Codec;
import io.isolde.store.file.base.BaseDirectory;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.base.CheckpointedMap;
import io.isolde.store.file.base.Coding;
import io.isolde.store.file.journal.Checkpoint;
import io.isolde.store.file.journal.Journal;
import io.isolde.store.file.journal.JournalEntry;
import io.isolde.store.file.journal.JournalScan;
import io.isolde.store.file.journal.Manifest;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.RedoOperation.Describe;
import io.isolde.store.file.record.RedoOperation.Put;
import io.isolde.store.file.record.RedoOperation.Shape;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.record.ValueReader;
import io.isolde.store.file.storage.DirectoryStorage;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.Uninterrupted;
import io.isolde.store.spi.Deadline;
import io.isolde.store.spi.Kind;
import io.isolde.store.stm.StmStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps its state in memory, and its commits in a journal. Its hashed maps may be
 * partly in memory, over bases. Thread-safe.
 */
final class FileStore extends StmStore implements DurableStore {
  /*
   * Idea. Memory is an stm: store. The changes of each transaction become one record of the
   * journal. The record is appended after the transaction has passed validation, and before anybody
   * can see its changes; if another participant then vetoes the commit, a second record revokes it.
   * The committing thread waits for the disk once everybody can see the changes. Opening the store
   * reads the checkpoint and the journal behind it into catalogue entries, one per name, as bytes.
   * Opening a name decodes them.
   *
   *   a new name, a new class   a record by itself, before those of transactions that use it
   *   a name that was found     its bytes are decoded, with the classes that it is opened with
   *
   *   a map over a base         its entries stay there, except for those that the journal changes
   *
   * A name that is not opened stays bytes, and goes into checkpoints as such. So a program can use
   * a store without knowing all of its classes.
   */
  private static final System.Logger LOGGER = System.getLogger(FileStore.class.getName());

  /** The parts of a store, which exist before the store does. */
  private static final class Parts {
    final Closeable lock;
    final FileOptions options;
    final Storage storage;
    final ConcurrentHashMap<String, CatalogEntry> places = new ConcurrentHashMap<>();
    final Journal journal;
    final Types types;
    final Checkpointer checkpointer;
    final CommitLog log;
    final Recovery recovery;
    final AtomicInteger lastId;
    final @Nullable BaseDirectory baseDirectory;

    Parts(
        FileOptions options,
        Storage storage,
        @Nullable Bases bases,
        Closeable lock,
        Manifest manifest,
        Image.Read read) {
      this.options = options;
      this.storage = storage;
      this.lock = lock;
      Image image = read.image();
      JournalScan scan = read.scan();
      baseDirectory = bases == null ? null : new BaseDirectory(manifest.store(), storage, bases);
      long segmentBytes = options.segmentBytes();
      journal = new Journal(storage, manifest.store(), segmentBytes, scan);
      types =
          new Types(
              codecs(),
              description -> journal.append(new Describe(description).toBytes()).markVisible());
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
              image.bytes(),
              baseDirectory);
      log = new CommitLog(options, journal, types, places, checkpointer::noteGrown);
      recovery = StoreFiles.recovery(image, scan);
    }
  }

  /** The codecs of the application, found by the service loader, as backends are. */
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

  /** Opens a store whose hashed maps are over bases, unless {@code bases} is null. */
  static FileStore open(StoreUri uri, FileOptions options, @Nullable Bases bases) {
    Path directory = options.directory();
    try {
      if (!options.readOnly()) {
        Files.createDirectories(directory);
      }
      return openLocked(uri, options, directory.toRealPath(), bases);
    } catch (IOException e) {
      throw new UncheckedIOException("store " + uri + " cannot be opened: " + e, e);
    } catch (ReadOnlyFileSystemException e) {
      IOException reason = new IOException(directory + " is in a read-only file system", e);
      throw new UncheckedIOException("store " + uri + " cannot be opened: " + reason, reason);
    }
  }

  /** Opens the directory as it is, wherever links to it may lead later. */
  private static FileStore openLocked(
      StoreUri uri, FileOptions options, Path directory, @Nullable Bases bases) throws IOException {
    Bases there = bases == null ? null : bases.in(directory);
    if (options.readOnly()) {
      Storage storage = DirectoryStorage.readOnly(directory);
      return open(uri, options, storage, there, toRead(directory, bases));
    }
    DirectoryLock lock = DirectoryLock.take(directory);
    return open(uri, options, DirectoryStorage.owned(directory, lock), there, lock);
  }

  /**
   * Takes the lock to read: exclusively if there are bases, since several processes cannot open
   * them, not even to read.
   */
  static Closeable toRead(Path directory, @Nullable Bases bases) throws IOException {
    return bases == null ? DirectoryLock.takeToRead(directory) : DirectoryLock.take(directory);
  }

  /** Opens a store without bases on a storage. */
  static FileStore open(StoreUri uri, FileOptions options, Storage storage, Closeable lock)
      throws IOException {
    return open(uri, options, storage, null, lock);
  }

  /** Opens a store on a storage. Closes {@code lock} with the store, or if it cannot be opened. */
  static FileStore open(
      StoreUri uri, FileOptions options, Storage storage, @Nullable Bases bases, Closeable lock)
      throws IOException {
    try {
      Manifest manifest = manifest(options, storage);
      Image.Read read = Image.read(storage, manifest, options.progress());
      requireBases(bases, options, read.image());
      if (!options.readOnly()) {
        repair(storage, manifest, read);
      }
      FileStore store =
          new FileStore(uri, new Parts(options, storage, bases, lock, manifest, read));
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

  private static void requireBases(@Nullable Bases bases, FileOptions options, Image image) {
    if (bases == null && !image.bases().isEmpty()) {
      throw new IllegalArgumentException(
          "the store in "
              + options.directory()
              + " has maps that are not in memory: open it as 'chronicle:"
              + options.directory()
              + "'");
    }
  }

  private static void repair(Storage storage, Manifest manifest, Image.Read read)
      throws IOException {
    storage.force(); // a process that was killed may have left names that are not durable
    Checkpoint.deleteOthers(storage, manifest.checkpoint()); // while the journal is beside it
    read.scan().repair();
    Set<String> bases = read.image().bases();
    for (String name : storage.list()) {
      if (name.endsWith(Manifest.UNFINISHED) || (Bases.isName(name) && !bases.contains(name))) {
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
    CatalogEntry found = found(name, Shape.MAP, kind);
    BaseDirectory baseDirectory = parts.baseDirectory;
    if (baseDirectory != null && Coding.isKeyType(keyType)) {
      return newCheckpointedMap(baseDirectory, name, keyType, valueType, found);
    }
    return found == null
        ? define(name, Shape.MAP, kind, map(name, keyType, valueType, Map.of()), null)
        : opened(found, () -> map(name, keyType, valueType, entries(found)));
  }

  private <K, V> StoreMap<K, V> newCheckpointedMap(
      BaseDirectory baseDirectory,
      String name,
      Class<K> keyType,
      Class<V> valueType,
      @Nullable CatalogEntry found) {
    Coding<K, V> coding =
        new Coding<>(name, keyType, valueType, parts.types, reader(Kind.map(keyType, valueType)));
    if (found != null) {
      return opened(found, () -> map(coding, checkpointed(baseDirectory, found, coding)));
    }
    CatalogEntry place = newPlace(name, Shape.MAP, Kind.map(keyType, valueType));
    return define(place, map(coding, checkpointed(baseDirectory, place, coding)), null);
  }

  private <K, V> StoreMap<K, V> map(Coding<K, V> coding, CheckpointedMap<K, V> map) {
    return storeMap(coding.name(), coding.keyType(), coding.valueType(), map.entries());
  }

  private <K, V> CheckpointedMap<K, V> checkpointed(
      BaseDirectory baseDirectory, CatalogEntry place, Coding<K, V> coding) {
    try {
      CheckpointedMap<K, V> map =
          new CheckpointedMap<>(
              baseDirectory, place.definition().id(), coding, place.base(), place.changes(coding));
      place.openBased(map);
      return map;
    } catch (IOException e) {
      throw new UncheckedIOException("'" + coding.name() + "' cannot be opened: " + e, e);
    }
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    Kind kind = Kind.sortedMap(keyType, valueType);
    CatalogEntry found = found(name, Shape.SORTED_MAP, kind);
    return found == null
        ? define(name, Shape.SORTED_MAP, kind, sortedMap(name, keyType, valueType, Map.of()), null)
        : opened(found, () -> sortedMap(name, keyType, valueType, entries(found)));
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    Kind kind = Kind.ref(type);
    CatalogEntry found = found(name, Shape.REF, kind);
    return found == null
        ? define(name, Shape.REF, kind, super.newRef(name, type, initial), initial)
        : opened(found, () -> super.newRef(name, type, type.cast(found.value())));
  }

  @Override
  protected StoreCounter newCounter(String name) {
    CatalogEntry found = found(name, Shape.COUNTER, Kind.counter());
    return found == null
        ? define(name, Shape.COUNTER, Kind.counter(), counter(name, 0), 0L)
        : opened(found, () -> counter(name, (Long) found.value()));
  }

  /** The entry that was found under a name; null if the name is new. */
  private @Nullable CatalogEntry found(String name, Shape shape, Kind kind) {
    CatalogEntry found = parts.places.get(name);
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
      declared(found, kind);
    }
    return found;
  }

  private static List<String> typesOf(Kind kind) {
    return kind.types().stream().map(Class::getName).toList();
  }

  /** A definition as text: for example {@code a map of java.lang.String to java.lang.Long}. */
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

  /** Defines a new name, which is durable with the next commit. One thread at a time per name. */
  private <T> T define(String name, Shape shape, Kind kind, T thing, @Nullable Object initial) {
    return define(newPlace(name, shape, kind), thing, initial);
  }

  private CatalogEntry newPlace(String name, Shape shape, Kind kind) {
    parts.log.requireWritable();
    parts.journal.requireAccepting();
    int id = parts.lastId.incrementAndGet();
    return declared(CatalogEntry.ofNew(new Define(id, shape, name, typesOf(kind))), kind);
  }

  private CatalogEntry declared(CatalogEntry place, Kind kind) {
    place.declare(kind.types(), reader(kind));
    return place;
  }

  private ValueReader reader(Kind kind) {
    List<Class<?>> declared = new ArrayList<>(kind.types());
    declared.addAll(parts.options.classes());
    return parts.types.reader(declared);
  }

  private <T> T define(CatalogEntry place, T thing, @Nullable Object initial) {
    Define definition = place.definition();
    Output record = new Output();
    definition.writeTo(record);
    if (initial != null) {
      new Put(definition.id(), NO_KEY, bytes(place, initial)).writeTo(record);
    }
    JournalEntry entry = parts.journal.append(record.toBytes());
    place.open(thing);
    parts.places.put(definition.name(), place);
    entry.markVisible();
    return thing;
  }

  private byte[] bytes(CatalogEntry place, Object value) {
    Output out = new Output();
    place.writeValue(parts.types, value, out);
    return out.toBytes();
  }

  /** Opens a name that was found. One thread at a time per name. */
  private <T> T opened(CatalogEntry found, Supplier<T> opening) {
    requireNoSnapshot(found);
    return outside(
        () -> {
          T thing = read(found.definition(), opening);
          found.open(thing);
          return thing;
        });
  }

  private <T> T read(Define name, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (UnreadableException e) {
      throw e.in(parts.storage, name, parts.types.plainReader());
    }
  }

  private void requireNoSnapshot(CatalogEntry found) {
    if (found.isMap() && Stm.inTransaction() && Transaction.current().isReadOnly()) {
      throw new IllegalStateException(
          "'"
              + found.definition().name()
              + "' must be opened before the snapshot: what was stored is read when it is opened");
    }
  }

  /** Runs {@code work} outside any transaction of the calling thread. */
  private static <T> T outside(Supplier<T> work) {
    if (!Stm.inTransaction()) {
      return work.get();
    }
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofVirtual().name("isolde opening").start(task);
    return Uninterrupted.get(task);
  }

  @SuppressWarnings("unchecked") // each was checked
  private static <K, V> Map<K, V> entries(CatalogEntry place) {
    return (Map<K, V>) place.entries();
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
  public boolean force(Duration timeout) throws InterruptedException {
    requireWritable();
    return parts.journal.awaitForced(parts.journal.last(), Deadline.after(timeout));
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
      BaseDirectory baseDirectory = parts.baseDirectory;
      try (DirectoryLock lock = DirectoryLock.take(directory)) {
        backup(
            DirectoryStorage.owned(directory, lock),
            baseDirectory == null ? null : baseDirectory.bases().in(directory));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(this + " cannot be backed up to " + directory + ": " + e, e);
    }
  }

  /** Backs up a store without bases to a storage. */
  void backup(Storage target) throws IOException {
    backup(target, null);
  }

  /** Backs the store up to a storage, with {@code bases} there. */
  void backup(Storage target, @Nullable Bases bases) throws IOException {
    for (String name : target.list()) {
      if (!name.equals(DirectoryLock.NAME)) {
        throw new IllegalArgumentException(
            "a backup needs a new or empty directory, and there is " + target.describe(name));
      }
    }
    parts.checkpointer.backup(target, bases);
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
      } else {
        parts.checkpointer.closeMaps();
      }
    } finally {
      parts.lock.close();
    }
  }
}
