package io.isolde.store.file.base;

import io.isolde.store.file.base.Base.FullException;
import io.isolde.store.file.base.Bases.Plan;
import io.isolde.store.file.record.BaseFile;
import io.isolde.store.file.storage.Storage;
import java.io.IOException;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * The directory that holds the bases of a store. Thread-safe.
 *
 * @param store identifies the store
 * @param storage holds the files
 * @param bases makes and opens the bases
 * @param outdated the names of files that nobody needs, and that could not be deleted yet
 */
public record BaseDirectory(UUID store, Storage storage, Bases bases, Queue<String> outdated) {
  private static final System.Logger LOGGER = System.getLogger(BaseDirectory.class.getName());
  private static final int ROOM_FACTOR = 2;
  private static final int ROOM_FACTOR_MAX = 64;

  /** Makes a directory without outdated files. */
  public BaseDirectory(UUID store, Storage storage, Bases bases) {
    this(store, storage, bases, new ConcurrentLinkedQueue<>());
  }

  /** Opens a base for reading. */
  Generation open(BaseFile file) throws IOException {
    Base base = bases.open(file.name());
    try {
      return Generation.found(file, storage.describe(file.name()), base, store);
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /**
   * Reads a whole base, and verifies it against its description.
   *
   * @throws io.isolde.store.StoreDamagedException if it is damaged; what was visited is intact
   */
  public void read(BaseFile file, BiConsumer<byte[], byte[]> visitor) throws IOException {
    Generation found = open(file);
    try {
      found.verify(visitor);
    } finally {
      found.close();
    }
  }

  /** Puts entries into an empty base. */
  interface Filling {
    void fill(Generation target) throws FullException, IOException;
  }

  /** Makes and forces a new base of a map. If it was planned too small, makes a larger one. */
  Generation build(int map, long checkpoint, Plan plan, Filling filling) throws IOException {
    for (int factor = ROOM_FACTOR; ; factor *= 2) {
      Generation made = create(Bases.newName(map, checkpoint), plan.times(factor));
      boolean isBuilt = false;
      try {
        filling.fill(made);
        made.seal(store, checkpoint);
        isBuilt = true;
        return made;
      } catch (FullException e) {
        if (factor >= ROOM_FACTOR_MAX) {
          throw new IOException("there is no room in " + storage.describe(made.file().name()), e);
        }
      } finally {
        if (!isBuilt) {
          delete(made);
        }
      }
    }
  }

  private Generation create(String name, Plan plan) throws IOException {
    return Generation.made(name, storage.describe(name), bases.create(name, plan), plan.entries());
  }

  /**
   * Closes a generation that nobody else sees, and deletes its file: now, or as soon as {@link
   * #deleteOutdated} can. This does not fail, since the file does no harm meanwhile.
   */
  void delete(Generation generation) {
    try {
      generation.close();
    } catch (IOException | RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, generation + " was not closed in order", e);
    }
    outdated.add(generation.file().name());
    deleteOutdated();
  }

  /** Tries once more to delete what could not be deleted before. */
  public void deleteOutdated() {
    outdated.removeIf(this::isDeleted);
  }

  private boolean isDeleted(String name) {
    try {
      storage.delete(name);
      return true;
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, name + " cannot be deleted", e);
      return false;
    }
  }

  /** Copies a base of this directory into {@code target}. */
  public BaseFile copy(BaseFile file, BaseDirectory target, int map, long checkpoint)
      throws IOException {
    Generation source = open(file);
    try {
      Generation copy = target.build(map, checkpoint, Plan.of(file), source::copyTo);
      copy.close();
      return copy.file();
    } finally {
      source.close();
    }
  }
}
