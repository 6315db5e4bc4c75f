package io.isolde.store.file;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.journal.Checkpoint;
import io.isolde.store.file.journal.JournalScan;
import io.isolde.store.file.journal.Manifest;
import io.isolde.store.file.journal.RecordVisitor;
import io.isolde.store.file.record.BaseFile;
import io.isolde.store.file.record.Description;
import io.isolde.store.file.record.RedoOperation;
import io.isolde.store.file.record.RedoOperation.Based;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.RedoOperation.Describe;
import io.isolde.store.file.record.RedoOperation.Incarnation;
import io.isolde.store.file.record.RedoOperation.Put;
import io.isolde.store.file.record.RedoOperation.Remove;
import io.isolde.store.file.record.RedoOperation.Revoke;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the files of a store: the checkpoint that the manifest names, and the journal
 * behind it.
 */
final class Image {
  private static final long PROGRESS_BYTES = 1 << 20;

  private final Storage storage;
  private final Manifest manifest;
  private final RecoveryProgress progress;

  /** In ascending order of their numbers: if two define the same name, the later one counts. */
  private final Map<Integer, CatalogEntry> entries = new TreeMap<>();

  private final Map<Integer, Description> descriptions = new TreeMap<>();

  /**
   * The records of the journal that are known to be revoked; {@code revoked} collects those that
   * this reading finds to be.
   */
  private final Set<Long> ignored;

  private final Set<Long> revoked = new HashSet<>();

  /** Of each incarnation the number of its first record, and its own. */
  private final SortedMap<Long, Long> incarnations = new TreeMap<>();

  private long checkpointRecords;
  private long bytes;
  private long bytesTotal;
  private long bytesTold;

  private Image(Storage storage, Manifest manifest, RecoveryProgress progress, Set<Long> ignored) {
    this.ignored = ignored;
    this.storage = storage;
    this.manifest = manifest;
    this.progress = progress;
  }

  /** The image and how its journal ends. */
  record Read(Image image, JournalScan scan) {}

  /**
   * Reads the files, without changing them. Reads them a second time if some records, which are
   * rare, revoke earlier ones.
   *
   * @throws StoreDamagedException if a file is damaged
   */
  static Read read(Storage storage, Manifest manifest, RecoveryProgress progress)
      throws IOException {
    Image image = new Image(storage, manifest, progress, Set.of());
    JournalScan scan = image.readAll();
    if (image.revoked.isEmpty()) {
      return new Read(image, scan);
    }
    Image withoutThem = new Image(storage, manifest, progress, image.revoked);
    return new Read(withoutThem, withoutThem.readAll());
  }

  private JournalScan readAll() throws IOException {
    bytesTotal = JournalScan.bytes(storage, manifest);
    for (String name : storage.list()) {
      bytesTotal += isCheckpoint(name) ? sizeOf(name) : 0;
    }
    if (manifest.checkpoint() > 0) {
      Checkpoint.read(
          storage,
          manifest,
          (file, offset, number, payload) -> {
            checkpointRecords++;
            apply(file, offset, payload);
          });
    }
    JournalScan scan =
        JournalScan.run(
            storage,
            manifest,
            (file, offset, sequence, payload) -> {
              if (ignored.contains(sequence)) {
                RedoOperation.forEach(payload, this::applyIfIgnored);
              } else {
                apply(file, offset, payload);
              }
            });
    Checkpoint.requireNoneNewer(storage, manifest, scan, RedoOperation::hasValues);
    return scan;
  }

  private boolean isCheckpoint(String name) {
    return name.equals(Checkpoint.name(manifest.checkpoint()));
  }

  private long sizeOf(String name) throws IOException {
    try (StorageFile file = storage.open(name)) {
      return file.size();
    }
  }

  private void apply(String file, long offset, byte[] payload) {
    try {
      RedoOperation.forEach(payload, this::apply);
    } catch (CodecException e) {
      throw new StoreDamagedException(file, offset, "the record makes no sense: " + e.getMessage());
    }
    bytes += payload.length;
    if (bytes - bytesTold > PROGRESS_BYTES) {
      bytesTold = bytes;
      progress.recovered(bytes, Math.max(bytes, bytesTotal));
    }
  }

  /** Applies what a record that was revoked says of the records behind it. */
  private void applyIfIgnored(RedoOperation operation) {
    if (operation instanceof Incarnation) {
      apply(operation);
    }
  }

  private void apply(RedoOperation operation) {
    switch (operation) {
      case Define define -> {
        CatalogEntry known = entries.putIfAbsent(define.id(), new CatalogEntry(define));
        requireTheSame(known == null || known.definition().equals(define), "name", define.id());
      }
      case Describe(Description type) -> {
        Description known = descriptions.putIfAbsent(type.id(), type);
        requireTheSame(known == null || known.equals(type), "class", type.id());
      }
      case Put put -> entry(put.id(), put.key()).put(put.key(), put.value());
      case Remove remove -> entry(remove.id(), remove.key()).remove(remove.key());
      case Based based -> entry(based.id()).base(requireInside(based.base()));
      case Revoke revoke -> revoked.add(revoke.sequence());
      case Incarnation incarnation -> {
        Long known = incarnations.putIfAbsent(incarnation.first(), incarnation.id());
        requireTheSame(
            known == null || known == incarnation.id(), "incarnation", incarnation.first());
      }
    }
  }

  /** Refuses a name that is not that of a base in the directory itself. */
  private static BaseFile requireInside(BaseFile base) {
    if (!Bases.isName(base.name())) {
      throw new CodecException("'" + base.name() + "' is not the name of a base", null);
    }
    return base;
  }

  private static void requireTheSame(boolean isTheSame, String what, long id) {
    if (!isTheSame) {
      throw new CodecException(what + " " + id + " is another before", null);
    }
  }

  private CatalogEntry entry(int id) {
    CatalogEntry entry = entries.get(id);
    if (entry == null) {
      throw new CodecException("it refers to name " + id + ", and there is none", null);
    }
    return entry;
  }

  /**
   * The entry with a number, if the key fits it: values of maps have keys; those of refs and
   * counters have none.
   */
  private CatalogEntry entry(int id, byte[] key) {
    CatalogEntry entry = entry(id);
    if (entry.isMap() != key.length > 0) {
      throw new CodecException("name " + id + " has a key too many or none", null);
    }
    return entry;
  }

  /** The position of a value in the files: the last one of its name and key. */
  record Location(String file, long offset) {}

  /** Finds a value; null if it is no longer there, or the files cannot be read. */
  static @Nullable Location find(Storage storage, int id, byte[] key) {
    AtomicReference<@Nullable Location> found = new AtomicReference<>();
    RecordVisitor visitor =
        (file, offset, sequence, payload) ->
            RedoOperation.forEach(
                payload,
                operation -> {
                  if (operation instanceof Put put
                      && put.id() == id
                      && Arrays.equals(put.key(), key)) {
                    found.set(new Location(file, offset));
                  }
                });
    try {
      Manifest manifest = Objects.requireNonNull(Manifest.read(storage));
      if (manifest.checkpoint() > 0) {
        Checkpoint.read(storage, manifest, visitor);
      }
      JournalScan.run(storage, manifest, visitor);
    } catch (IOException | StoreDamagedException e) {
      return null; // possible if the store is in use
    }
    return found.get();
  }

  /** The entries of the names, by number. */
  Map<Integer, CatalogEntry> entries() {
    return entries;
  }

  /** The names of the files of bases. */
  Set<String> bases() {
    Set<String> bases = new HashSet<>();
    for (CatalogEntry entry : entries.values()) {
      BaseFile base = entry.base();
      if (base != null) {
        bases.add(base.name());
      }
    }
    return bases;
  }

  /** The descriptions of the classes of values. */
  Collection<Description> descriptions() {
    return descriptions.values();
  }

  /** Of each incarnation of the store the number of its first record, and its own. */
  SortedMap<Long, Long> incarnations() {
    return incarnations;
  }

  /** How many records the checkpoint had. */
  long checkpointRecords() {
    return checkpointRecords;
  }

  /** How many bytes of records were read. */
  long bytes() {
    return bytes;
  }
}
