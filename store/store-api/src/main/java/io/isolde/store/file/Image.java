package io.isolde.store.file;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Description;
import io.isolde.store.journal.Checkpoint;
import io.isolde.store.journal.JournalScan;
import io.isolde.store.journal.Manifest;
import io.isolde.store.journal.Operation;
import io.isolde.store.journal.Operation.Based;
import io.isolde.store.journal.Operation.Define;
import io.isolde.store.journal.Operation.Describe;
import io.isolde.store.journal.Operation.Put;
import io.isolde.store.journal.Operation.Remove;
import io.isolde.store.journal.Operation.Revoke;
import io.isolde.store.journal.RecordVisitor;
import io.isolde.store.journal.Storage;
import io.isolde.store.journal.StorageFile;
import io.isolde.store.overlay.BaseFile;
import io.isolde.store.overlay.Bases;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the files of a store say: the last complete checkpoint, and the journal behind it. */
final class Image {
  private static final long PROGRESS_BYTES = 1 << 20;

  private final Storage storage;
  private final Manifest manifest;
  private final RecoveryProgress progress;

  /** In ascending order: of two that define the same name, the later counts. */
  private final Map<Integer, Place> places = new TreeMap<>();

  private final Map<Integer, Description> descriptions = new TreeMap<>();

  /** Records of the journal that do not count, as far as is known; and those found to be so. */
  private final Set<Long> ignored;

  private final Set<Long> revoked = new HashSet<>();

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
   * Reads the files, and changes none; once more if it finds records, which are rare, that say of
   * others before them that they do not count.
   *
   * @throws StoreDamagedException if one is damaged
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
    for (String name : storage.list()) {
      bytesTotal += name.endsWith(".log") || isCheckpoint(name) ? sizeOf(name) : 0;
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
              if (!ignored.contains(sequence)) {
                apply(file, offset, payload);
              }
            });
    Checkpoint.requireNoneNewer(storage, manifest, scan);
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
      Operation.forEach(payload, this::apply);
    } catch (CodecException e) {
      throw new StoreDamagedException(file, offset, "the record makes no sense: " + e.getMessage());
    }
    bytes += payload.length;
    if (bytes - bytesTold > PROGRESS_BYTES) {
      bytesTold = bytes;
      progress.recovered(bytes, Math.max(bytes, bytesTotal));
    }
  }

  private void apply(Operation operation) {
    switch (operation) {
      case Define define -> {
        Place known = places.putIfAbsent(define.id(), new Place(define));
        requireTheSame(known == null || known.definition().equals(define), "name", define.id());
      }
      case Describe(Description type) -> {
        Description known = descriptions.putIfAbsent(type.id(), type);
        requireTheSame(known == null || known.equals(type), "class", type.id());
      }
      case Put put -> place(put.id(), put.key()).put(put.key(), put.value());
      case Remove remove -> place(remove.id(), remove.key()).remove(remove.key());
      case Based based -> place(based.id()).base(requireInside(based.base()));
      case Revoke revoke -> revoked.add(revoke.sequence());
    }
  }

  /** A file names others of its directory only. */
  private static BaseFile requireInside(BaseFile base) {
    if (!Bases.isName(base.name())) {
      throw new CodecException("'" + base.name() + "' is not the name of a base", null);
    }
    return base;
  }

  private static void requireTheSame(boolean isTheSame, String what, int id) {
    if (!isTheSame) {
      throw new CodecException(what + " " + id + " is another before", null);
    }
  }

  private Place place(int id) {
    Place place = places.get(id);
    if (place == null) {
      throw new CodecException("it refers to name " + id + ", and there is none", null);
    }
    return place;
  }

  /** Of maps, values have keys; of refs and counters, they have none. */
  private Place place(int id, byte[] key) {
    Place place = place(id);
    if (place.isMap() != key.length > 0) {
      throw new CodecException("name " + id + " has a key too many or none", null);
    }
    return place;
  }

  /** Where a value is in the files: the last one of that name and key. */
  record Location(String file, long offset) {}

  /** Finds a value; null if it is not there any more, or the files cannot be read. */
  static @Nullable Location find(Storage storage, int id, byte[] key) {
    AtomicReference<@Nullable Location> found = new AtomicReference<>();
    RecordVisitor visitor =
        (file, offset, sequence, payload) ->
            Operation.forEach(
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
      return null; // of a store that is in use
    }
    return found.get();
  }

  /** The names, by their numbers. */
  Map<Integer, Place> places() {
    return places;
  }

  /** The files that the places have bases in. */
  Set<String> bases() {
    Set<String> bases = new HashSet<>();
    for (Place place : places.values()) {
      BaseFile base = place.base();
      if (base != null) {
        bases.add(base.name());
      }
    }
    return bases;
  }

  /** The classes of values. */
  Collection<Description> descriptions() {
    return descriptions.values();
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
