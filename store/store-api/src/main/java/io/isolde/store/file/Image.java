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
import io.isolde.store.journal.Storage;
import io.isolde.store.journal.StorageFile;
import io.isolde.store.overlay.BaseFile;
import io.isolde.store.overlay.Bases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the files of a store say: the last complete checkpoint, and the journal behind it. */
final class Image {
  private static final long PROGRESS_BYTES = 1 << 20;

  private final Storage storage;
  private final Manifest manifest;
  private final RecoveryProgress progress;

  /** In ascending order: of two that define the same name, the later counts. */
  private final Map<Integer, Place> places = new TreeMap<>();

  private final List<Description> descriptions = new ArrayList<>();

  /** Records of the journal that do not count, as far as is known; and those found to be so. */
  private final Set<Long> ignored;

  private final Set<Long> revoked = new HashSet<>();

  /** Says how far the file was read that is being read. */
  private String reading = "";

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
      reading = Checkpoint.name(manifest.checkpoint());
      Checkpoint.read(
          storage,
          manifest,
          (number, payload) -> {
            checkpointRecords++;
            apply(number, payload);
          });
    }
    reading = "the journal";
    return JournalScan.run(
        storage,
        manifest,
        (sequence, payload) -> {
          if (!ignored.contains(sequence)) {
            apply(sequence, payload);
          }
        });
  }

  private boolean isCheckpoint(String name) {
    return name.equals(Checkpoint.name(manifest.checkpoint()));
  }

  private long sizeOf(String name) throws IOException {
    try (StorageFile file = storage.open(name)) {
      return file.size();
    }
  }

  private void apply(long number, byte[] payload) {
    operations(number, payload).forEach(operation -> apply(number, operation));
    bytes += payload.length;
    if (bytes - bytesTold > PROGRESS_BYTES) {
      bytesTold = bytes;
      progress.recovered(bytes, Math.max(bytes, bytesTotal));
    }
  }

  private List<Operation> operations(long number, byte[] payload) {
    try {
      return Operation.all(payload);
    } catch (CodecException e) {
      throw damaged(number, String.valueOf(e.getMessage()));
    }
  }

  private StoreDamagedException damaged(long number, String why) {
    return new StoreDamagedException(reading, 0, "record " + number + " makes no sense: " + why);
  }

  private void apply(long number, Operation operation) {
    switch (operation) {
      case Define define -> places.putIfAbsent(define.id(), new Place(define));
      case Describe describe -> descriptions.add(describe.type());
      case Put put -> place(number, put.id()).put(put.key(), put.value());
      case Remove remove -> place(number, remove.id()).remove(remove.key());
      case Based based -> place(number, based.id()).base(requireInside(number, based.base()));
      case Revoke revoke -> revoked.add(revoke.sequence());
    }
  }

  /** A file names others of its directory only. */
  private BaseFile requireInside(long number, BaseFile base) {
    if (!Bases.isName(base.name())) {
      throw damaged(number, "'" + base.name() + "' is not the name of a base");
    }
    return base;
  }

  private Place place(long number, int id) {
    Place place = places.get(id);
    if (place == null) {
      throw damaged(number, "it refers to name " + id + ", and there is none");
    }
    return place;
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
  List<Description> descriptions() {
    return descriptions;
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
