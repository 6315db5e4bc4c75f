package io.isolde.store.file;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreUri;
import io.isolde.store.file.base.BaseDirectory;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.journal.Checkpoint;
import io.isolde.store.file.journal.Journal;
import io.isolde.store.file.journal.JournalScan;
import io.isolde.store.file.journal.Manifest;
import io.isolde.store.file.record.RedoOperation.Describe;
import io.isolde.store.file.record.RedoOperation.Incarnation;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.storage.DirectoryStorage;
import io.isolde.store.file.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens stores: takes the directory, reads its files, repairs what a crash has left, and puts the
 * store together. Immutable.
 */
final class StoreOpener {
  /*
   * Steps. Damage is found before any file but the lock is changed:
   *
   *   lock ──▶ manifest ──▶ image: checkpoint and journal ──▶ repair ──▶ store
   *
   * A new store begins with a manifest. A store that is opened to be read is not repaired.
   */
  private static final System.Logger LOGGER = System.getLogger(StoreOpener.class.getName());

  private final StoreUri uri;
  private final FileOptions options;
  private final Storage storage;
  private final @Nullable Bases bases;

  private StoreOpener(StoreUri uri, FileOptions options, Storage storage, @Nullable Bases bases) {
    this.uri = uri;
    this.options = options;
    this.storage = storage;
    this.bases = bases;
  }

  // ---- the directory ----

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
      return new StoreOpener(uri, options, storage, bases).open(lock);
    } catch (Throwable t) {
      lock.close();
      throw t;
    }
  }

  // ---- the files ----

  private FileStore open(Closeable lock) throws IOException {
    Manifest manifest = manifest();
    Image.Read read = Image.read(storage, manifest, options.progress());
    requireBases(read.image());
    if (!options.readOnly()) {
      repair(manifest, read);
    }
    FileStore store = new FileStore(uri, parts(lock, manifest, read));
    report(store);
    return store;
  }

  private Manifest manifest() throws IOException {
    Manifest found = Manifest.read(storage);
    if (found != null) {
      return found;
    }
    requireNothingElse();
    Manifest fresh = Manifest.fresh();
    fresh.write(storage);
    return fresh;
  }

  private void requireNothingElse() throws IOException {
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

  private void requireBases(Image image) {
    if (bases == null && !image.bases().isEmpty()) {
      throw new IllegalArgumentException(
          "the store in "
              + options.directory()
              + " has maps that are not in memory: open it as 'chronicle:"
              + options.directory()
              + "'");
    }
  }

  private void repair(Manifest manifest, Image.Read read) throws IOException {
    storage.force(); // a process that was killed may have left names that are not durable
    Checkpoint.deleteOthers(storage, manifest.checkpoint()); // while the journal is beside it
    read.scan().repair();
    Set<String> named = read.image().bases();
    for (String name : storage.list()) {
      if (name.endsWith(Manifest.UNFINISHED) || (Bases.isName(name) && !named.contains(name))) {
        storage.delete(name);
      }
    }
  }

  private void report(FileStore store) {
    String tornTail = store.recovery().tornTail();
    if (tornTail != null) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0}: after a crash, the journal ended with {1} that nobody was told are durable; {2}",
          store,
          tornTail,
          options.readOnly() ? "they are ignored" : "they were cut off");
    }
  }

  // ---- the store ----

  private FileStore.Parts parts(Closeable lock, Manifest manifest, Image.Read read) {
    Image image = read.image();
    List<Incarnation> present = incarnation(read.scan());
    Positions positions = new Positions(manifest.store(), image.incarnations(), present);
    Journal journal =
        new Journal(
            storage, manifest.store(), options.segmentBytes(), read.scan(), beginning(present));
    Types types = types(journal, image);
    Catalog catalog = new Catalog(options, storage, journal, types, image.entries().values());
    BaseDirectory baseDirectory =
        bases == null ? null : new BaseDirectory(manifest.store(), storage, bases);
    Checkpointer checkpointer =
        new Checkpointer(
            storage,
            journal,
            types,
            catalog.entries(),
            positions,
            manifest,
            options,
            image.bytes(),
            baseDirectory);
    return new FileStore.Parts(
        lock,
        options,
        journal,
        types,
        catalog,
        checkpointer,
        baseDirectory,
        new CommitLog(options, journal, types, positions, checkpointer::noteGrown),
        StoreFiles.recovery(image, read.scan()));
  }

  /** The incarnation of what this opening appends; none if it can append nothing. */
  private List<Incarnation> incarnation(JournalScan scan) {
    return options.readOnly()
        ? List.of()
        : List.of(new Incarnation(scan.last() + 1, UUID.randomUUID().getMostSignificantBits()));
  }

  private static byte[] beginning(List<Incarnation> present) {
    return present.isEmpty() ? new byte[0] : present.get(0).toBytes();
  }

  private static Types types(Journal journal, Image image) {
    Types types =
        new Types(
            Types.installedCodecs(),
            description -> journal.append(new Describe(description).toBytes()).markVisible());
    image.descriptions().forEach(types::restore);
    return types;
  }
}
