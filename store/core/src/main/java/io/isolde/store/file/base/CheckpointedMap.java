package io.isolde.store.file.base;

import io.isolde.stm.Stm;
import io.isolde.store.file.base.Base.FullException;
import io.isolde.store.file.base.Bases.Plan;
import io.isolde.store.file.record.BaseFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A map over bases, and its generations: one serves, the other catches up. The map is thread-safe;
 * one thread at a time makes generations.
 */
public final class CheckpointedMap<K, V> implements Closeable {
  /*
   * A checkpoint makes the next generation, and lets it serve as soon as the checkpoint counts:
   *
   *   prepare   puts the contents of the overlay into the spare generation, or into a new, larger
   *             copy of the one that serves: next. It is forced
   *   install   next serves, and the overlay gives up what next has. When nobody can see the old
   *             generation any more, it gets the same changes, and is the spare one; otherwise it
   *             is dropped
   *   abandon   the checkpoint could not be made: next is deleted
   *
   * B1  The file that the last checkpoint names serves, or is still as it was when it did.
   * B2  The spare generation has the entries of the one that serves.
   * B3  Only files that this process has made are changed: a file that was found may bear the
   *     traces of readers that were killed.
   * B4  What a pinned snapshot may still see is neither changed nor closed, nor is what is being
   *     read: Generation.retire() and close() wait for those reads. A reader that has found the
   *     generation before, and comes later, is told to look again.
   * B5  A generation that does not serve any more is closed, whether its file can be deleted or
   *     not; and no file gets a name that another one had before (Bases.newName).
   */
  private static final int GIVEN_UP_AT_ONCE = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final BaseDirectory baseDirectory;
  private final int id;
  private final OverlayMap<K, V> entries;

  /** The base that the last checkpoint names. */
  private @Nullable BaseFile named;

  private @Nullable Generation spare;

  /**
   * Generations that do not serve, but that somebody may still see, or that a manifest may name.
   */
  private final List<Generation> dropped = new ArrayList<>();

  // ---- of the checkpoint being made ----

  private boolean isPrepared;
  private Map<K, Object> changes = Map.of();
  private @Nullable Generation next;

  /** The values that are too large for a base, and stay in the overlay. */
  private Map<K, Object> kept = Map.of();

  /**
   * Opens the map with a number.
   *
   * @param found its base; null if there is none
   * @param changes since; a value that is null was removed
   */
  public CheckpointedMap(
      BaseDirectory baseDirectory,
      int id,
      Coding<K, V> coding,
      @Nullable BaseFile found,
      Map<K, ? extends @Nullable Object> changes)
      throws IOException {
    Map<K, Object> overlay = HashMap.newHashMap(changes.size());
    changes.forEach(
        (key, value) -> overlay.put(key, Objects.requireNonNullElse(value, Removed.REMOVED)));
    Generation base = found == null ? Generation.empty() : baseDirectory.open(found);
    this.baseDirectory = baseDirectory;
    this.id = id;
    this.named = found;
    try {
      this.entries = new OverlayMap<>(coding, base, overlay);
    } catch (RuntimeException | Error e) {
      base.close();
      throw e;
    }
  }

  /** The map. */
  public OverlayMap<K, V> entries() {
    return entries;
  }

  // ---- prepare ----

  /** Makes the next generation from the present contents. To be called after {@link #leave}. */
  public void prepare(long checkpoint) throws IOException {
    changes = entries.changes();
    kept = new HashMap<>();
    next = changes.isEmpty() ? null : prepared(checkpoint);
    isPrepared = true;
  }

  private Generation prepared(long checkpoint) throws IOException {
    Generation ready = spare;
    spare = null;
    if (ready != null && isFilled(ready, checkpoint)) {
      return ready;
    }
    Generation serving = entries.serving();
    return baseDirectory.build(
        id,
        checkpoint,
        plan(serving.file(), changes),
        copy -> {
          serving.copyTo(copy);
          kept.clear();
          apply(copy, kept);
        });
  }

  /**
   * Applies the changes to the spare generation, and returns whether it has them all; if not,
   * deletes it.
   */
  private boolean isFilled(Generation ready, long checkpoint) throws IOException {
    boolean isFilled = false;
    try {
      if (ready.hasRoomFor(ready.file().entries() + changes.size())) {
        apply(ready, kept);
        ready.seal(baseDirectory.store(), checkpoint);
        isFilled = true;
      }
      return isFilled;
    } catch (FullException e) {
      return false;
    } finally {
      if (!isFilled) {
        baseDirectory.delete(ready);
      }
    }
  }

  private Plan plan(BaseFile serving, Map<K, Object> overlay) {
    BaseFile sum = serving;
    for (Map.Entry<K, Object> change : overlay.entrySet()) {
      if (!MapImage.isRemoval(change.getValue())) {
        byte[] key = entries.coding().bytes(change.getKey());
        sum = sum.plus(1, key, entries.coding().bytes(change.getValue()), 0);
      }
    }
    return Plan.of(sum);
  }

  private void apply(Generation target, Map<K, Object> large) throws FullException {
    for (Map.Entry<K, Object> change : changes.entrySet()) {
      put(target, change.getKey(), change.getValue(), large);
    }
  }

  /**
   * Applies a change to a generation. A value that is too large is put into {@code large} instead.
   */
  private void put(Generation target, K key, Object value, Map<K, Object> large)
      throws FullException {
    byte[] keyBytes = entries.coding().bytes(key);
    byte[] valueBytes = MapImage.isRemoval(value) ? null : entries.coding().bytes(value);
    if (valueBytes != null && target.accepts(keyBytes, valueBytes)) {
      target.put(keyBytes, valueBytes);
    } else {
      target.remove(keyBytes);
      if (valueBytes != null) {
        large.put(key, value);
      }
    }
  }

  /** The contents of the map for a checkpoint. To be called in its snapshot. */
  public MapImage copy() {
    if (!isPrepared) {
      return new MapImage(named, entries.changes()); // it was opened after the checkpoint began
    }
    return new MapImage(next == null ? named : next.file(), kept);
  }

  /** Writes the map into a base of another store. To be called in a snapshot. */
  public MapImage copyTo(BaseDirectory target, long checkpoint) throws IOException {
    Map<K, Object> large = new HashMap<>();
    Generation copy =
        target.build(
            id,
            checkpoint,
            plan(entries.serving().file(), entries.changes()),
            made -> {
              large.clear();
              for (Map.Entry<K, V> entry : entries.entrySet()) {
                put(made, entry.getKey(), entry.getValue(), large);
              }
            });
    copy.close();
    return new MapImage(copy.file(), large);
  }

  // ---- install, abandon ----

  /** Lets the prepared generation serve, since the checkpoint counts. */
  public void install() {
    Generation installed = next;
    if (isPrepared && installed != null) {
      Generation old = entries.serving();
      installed.serve();
      Stm.atomic(() -> entries.serve(installed));
      next = null;
      named = installed.file();
      if (old.hasFile()) {
        dropped.add(old);
      }
      giveUp();
      reuse(old);
    }
    forget();
  }

  private void forget() {
    isPrepared = false;
    changes = Map.of();
    kept = Map.of();
  }

  private void giveUp() {
    List<Map.Entry<K, Object>> some = new ArrayList<>();
    for (Map.Entry<K, Object> change : changes.entrySet()) {
      if (!kept.containsKey(change.getKey())) {
        some.add(change);
      }
      if (some.size() == GIVEN_UP_AT_ONCE) {
        entries.giveUp(some);
        some.clear();
      }
    }
    entries.giveUp(some);
  }

  private void reuse(Generation old) {
    if (!dropped.isEmpty() && isUnseen()) {
      if (old.hasRoomFor(entries.serving().file().entries()) && old.retire()) {
        dropped.remove(old);
        spare = caughtUp(old.again());
      }
      deleteDropped();
    }
  }

  /**
   * Applies the changes to an old generation, so that it has what the serving one has. If that
   * fails, deletes it, and returns null.
   */
  private @Nullable Generation caughtUp(Generation old) {
    boolean isAlike = false;
    try {
      Map<K, Object> large = new HashMap<>();
      apply(old, large);
      isAlike = kept.keySet().containsAll(large.keySet());
      return isAlike ? old : null;
    } catch (FullException | RuntimeException e) {
      return null; // the next one is built anew
    } finally {
      if (!isAlike) {
        baseDirectory.delete(old);
      }
    }
  }

  /** Whether no pinned snapshot can see what served before. */
  private static boolean isUnseen() {
    try {
      return Stm.awaitPinnedSnapshots(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void deleteDropped() {
    for (Generation generation : List.copyOf(dropped)) {
      if (generation.retire()) {
        dropped.remove(generation);
        baseDirectory.delete(generation);
      }
    }
  }

  /** Deletes what was prepared, since the checkpoint does not count. */
  public void abandon() {
    Generation abandoned = next;
    next = null;
    forget();
    if (abandoned != null) {
      baseDirectory.delete(abandoned);
    }
  }

  /** Forgets what was prepared, but keeps it: it is not known whether the checkpoint counts. */
  public void leave() {
    if (next != null) {
      dropped.add(next);
    }
    next = null;
    forget();
  }

  /**
   * Waits for the reads under way, and closes all generations, even if closing one of them fails.
   */
  @Override
  public void close() throws IOException {
    leave();
    List<Generation> all = new ArrayList<>(dropped);
    all.add(entries.serving());
    if (spare != null) {
      all.add(spare);
    }
    Closing.all(all);
  }
}
