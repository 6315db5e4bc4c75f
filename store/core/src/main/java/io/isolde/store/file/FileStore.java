package io.isolde.store.file;

import io.isolde.stm.Deadline;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.collection.TMap;
import io.isolde.stm.collection.TSortedMap;
import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Recovery;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.file.Positions.Position;
import io.isolde.store.file.base.BaseDirectory;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.base.CheckpointedMap;
import io.isolde.store.file.base.Coding;
import io.isolde.store.file.journal.Journal;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.storage.DirectoryStorage;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.spi.Backlog;
import io.isolde.store.spi.Kind;
import io.isolde.store.stm.StmStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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
   * reads the checkpoint and the journal behind it into the catalogue: one entry per name, as
   * bytes, until the name is opened. A name that is not opened goes into checkpoints as bytes. The
   * entries of a map over a base stay there, except for those that the journal changes.
   */

  /** The parts of a store, which exist before the store does. */
  record Parts(
      Closeable lock,
      FileOptions options,
      Journal journal,
      Types types,
      Catalog catalog,
      Checkpointer checkpointer,
      @Nullable BaseDirectory baseDirectory,
      CommitLog log,
      Recovery recovery) {}

  private final Parts parts;
  private final ReentrantLock closing = new ReentrantLock();
  private boolean filesClosed;

  /** Makes an open store. */
  FileStore(StoreUri uri, Parts parts) {
    super(uri, parts.log);
    this.parts = parts;
  }

  // ---- transactions ----

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(
      Durability durability, TransactionOptions options, TransactionBody<T, X> body) throws X {
    Objects.requireNonNull(durability, "durability");
    return Stm.inTransaction()
        ? Stm.atomic(() -> transactInside(durability, options, body))
        : transact(options, () -> begin(durability, body));
  }

  private <T extends @Nullable Object, X extends Throwable> T begin(
      Durability durability, TransactionBody<T, X> body) throws X {
    parts.log.requests().begin(durability);
    return body.run();
  }

  private <T extends @Nullable Object, X extends Throwable> T transactInside(
      Durability durability, TransactionOptions options, TransactionBody<T, X> body) throws X {
    T result = parts.log.requests().inside(durability, hasChanges(), () -> transact(options, body));
    takeAgain();
    return result;
  }

  @Override
  protected void endBody() {
    if (parts.log.requests().endBody()) {
      takeAgain();
    }
  }

  // ---- names ----

  @Override
  protected <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    Kind kind = Kind.map(keyType, valueType);
    BaseDirectory directory = parts.baseDirectory;
    return directory != null && Coding.isKeyType(keyType)
        ? parts.catalog.open(
            name, kind, entry -> mapOverBase(directory, name, keyType, valueType, entry))
        : parts.catalog.open(
            name,
            kind,
            entry -> map(entry, keyType, valueType, filled(TMap.named(name), entries(entry))));
  }

  private <K, V> StoreMap<K, V> mapOverBase(
      BaseDirectory directory,
      String name,
      Class<K> keyType,
      Class<V> valueType,
      CatalogEntry entry) {
    Coding<K, V> coding = new Coding<>(name, keyType, valueType, parts.types, entry.reader());
    int id = entry.definition().id();
    try {
      CheckpointedMap<K, V> map =
          new CheckpointedMap<>(directory, id, coding, entry.base(), entry.changes(coding));
      entry.openCheckpointed(map);
      return map(entry, keyType, valueType, map.entries());
    } catch (IOException e) {
      throw new UncheckedIOException("'" + name + "' cannot be opened: " + e, e);
    }
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return parts.catalog.open(
        name,
        Kind.sortedMap(keyType, valueType),
        entry ->
            sortedMap(entry, keyType, valueType, filled(TSortedMap.named(name), entries(entry))));
  }

  private static <K, V, M extends Map<K, V>> M filled(M map, Map<K, V> entries) {
    map.putAll(entries);
    return map;
  }

  @SuppressWarnings("unchecked") // each was checked
  private static <K, V> Map<K, V> entries(CatalogEntry entry) {
    return (Map<K, V>) entry.entries();
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return parts.catalog.open(
        name, Kind.ref(type), initial, entry -> ref(entry, type, value(entry, initial)));
  }

  @SuppressWarnings("unchecked") // what was found was checked, and a ref checks the initial value
  private static <T> T value(CatalogEntry entry, T initial) {
    return (T) entry.valueOr(initial);
  }

  @Override
  protected StoreCounter newCounter(String name) {
    return parts.catalog.open(name, Kind.counter(), 0L, entry -> counter(entry, value(entry, 0L)));
  }

  // ---- changes ----

  @Override
  protected Supplier<Backlog> backlog(String after) {
    Position position = parts.log.positions().parse(after);
    return () ->
        new JournalBacklog(
            parts.journal,
            parts.catalog,
            parts.log.positions(),
            position,
            StmStore::betweenCommits);
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
    Duration notNegative = timeout.isNegative() ? Duration.ZERO : timeout;
    return parts.journal.awaitForced(parts.journal.last(), Deadline.after(notNegative));
  }

  @Override
  public long forces() {
    return parts.journal.forces();
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
    parts.options.requireWritable();
  }

  // ---- backup ----

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

  // ---- close ----

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
