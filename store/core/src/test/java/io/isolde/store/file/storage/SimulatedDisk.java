package io.isolde.store.file.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that remembers what was forced. The power can fail at any step, and then {@link
 * #crashed} is one of the disks that may be found afterwards. Thread-safe.
 *
 * <p>The model. Of the writes to a file since its last force, a crash keeps none, all, a prefix, or
 * any other subset; a sector of one of them may be lost or torn. Of the changes of names since the
 * last force of the directory, it keeps a prefix.
 */
public final class SimulatedDisk implements Storage {
  private static final int SECTOR_BYTES = 512;

  /** The power has failed. */
  public static final class PowerCut extends IOException {
    PowerCut() {
      super("no power");
    }
  }

  /** A write, or a truncation if {@code bytes} is null, that may be lost. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Change(long position, byte @Nullable [] bytes) {
    byte[] applyTo(byte[] contents) {
      if (bytes == null) {
        return Arrays.copyOf(contents, (int) position);
      }
      int end = (int) position + bytes.length;
      byte[] result = Arrays.copyOf(contents, Math.max(contents.length, end));
      System.arraycopy(bytes, 0, result, (int) position, bytes.length);
      return result;
    }
  }

  private static final class Inode {
    byte[] contents = {};
    byte[] durable = {};
    List<Change> unforced = new ArrayList<>();
    boolean hasLost;

    void change(Change change) {
      contents = change.applyTo(contents);
      unforced.add(change);
    }

    void force() {
      if (hasLost) {
        unforced.forEach(change -> durable = change.applyTo(durable));
      } else {
        durable = contents;
      }
      unforced = new ArrayList<>();
    }

    /** Behaves like the kernel: unforced data can still be read, but later forces ignore it. */
    void failForce() {
      hasLost = true;
      unforced = new ArrayList<>();
    }
  }

  private Map<String, Inode> names = new TreeMap<>();
  private final List<Map<String, Inode>> unforcedNames = new ArrayList<>();
  private Map<String, Inode> durableNames = new TreeMap<>();
  private int steps;
  private int cutAt = Integer.MAX_VALUE;
  private Predicate<String> unforceable = name -> false;
  private LongUnaryOperator truncation = size -> size;
  private int failingAt = Integer.MAX_VALUE;
  private @Nullable IOException failure;
  private int shortWrites;
  private boolean forcesHang;
  private boolean hasThreads;
  private @Nullable String failingForce;
  private Predicate<String> uncreatable = name -> false;
  private Predicate<String> undeletable = name -> false;

  /** Makes an empty disk. */
  public SimulatedDisk() {}

  // ---- the power, and faults ----

  /** Cuts the power at the given step from now, counted from 1. */
  public synchronized void cutAfter(int moreSteps) {
    cutAt = steps + moreSteps;
  }

  /** The number of steps so far: writes, truncations, forces, changes of names. */
  public synchronized int steps() {
    return steps;
  }

  /** Restores the power, and ends failures, without any loss: as for a process that was killed. */
  public synchronized void powerOn() {
    cutAt = Integer.MAX_VALUE;
    failingAt = Integer.MAX_VALUE;
    failure = null;
  }

  /** Makes every step after the next {@code count} fail, until the power is back. */
  public synchronized void failAfter(int count, IOException reason) {
    failingAt = steps + count;
    failure = reason;
  }

  /** Makes the next force of a file whose name contains {@code name} fail, once. */
  public synchronized void failForceOf(String name) {
    failingForce = name;
  }

  /** Makes forces do nothing. */
  public void lieAboutForce() {
    lieAboutForce(name -> true);
  }

  /** Makes forces of some files do nothing; the name of the directory is empty. */
  public synchronized void lieAboutForce(Predicate<String> names) {
    unforceable = names;
  }

  /** Makes truncations do nothing. */
  public void ignoreTruncation() {
    cutElsewhere(size -> Long.MAX_VALUE);
  }

  /** Makes truncations cut files at the sizes that {@code places} returns. */
  public synchronized void cutElsewhere(LongUnaryOperator places) {
    truncation = places;
  }

  /** Makes the creation of some files fail. */
  public synchronized void refuseToCreate(Predicate<String> names) {
    uncreatable = names;
  }

  /** Makes the deletion of some files fail. */
  public synchronized void refuseToDelete(Predicate<String> names) {
    undeletable = names;
  }

  /** Makes forces of files hang, or return again. */
  public synchronized void hangForces(boolean hang) {
    forcesHang = hang;
    notifyAll();
  }

  private void awaitForces() {
    boolean interrupted = false;
    while (forcesHang) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs background work on threads, in no fixed order. */
  public synchronized void useThreads() {
    hasThreads = true;
  }

  /** Limits each write to {@code bytes} bytes. */
  public synchronized void writeShort(int bytes) {
    shortWrites = bytes;
  }

  /**
   * Counts a step. Returns false if the power fails in this step; throws if it has failed before.
   */
  private boolean step() throws IOException {
    steps++;
    if (steps > failingAt && failure != null) {
      throw failure;
    }
    if (steps > cutAt) {
      throw new PowerCut();
    }
    return steps < cutAt;
  }

  private void requirePower() throws IOException {
    if (steps >= cutAt) {
      throw new PowerCut();
    }
  }

  // ---- after a crash ----

  /** A random one of the disks that the crash may leave; everything on it is durable. */
  public synchronized SimulatedDisk crashed(Random random) {
    SimulatedDisk disk = new SimulatedDisk();
    disk.unforceable = unforceable;
    disk.truncation = truncation;
    List<Map<String, Inode>> states = new ArrayList<>(unforcedNames);
    states.add(0, durableNames);
    Map<String, Inode> kept = states.get(anyOf(random, states.size()));
    for (Map.Entry<String, Inode> name : kept.entrySet()) {
      Inode inode = new Inode();
      inode.contents = contentsAfterCrash(name.getValue(), random);
      inode.force();
      disk.names.put(name.getKey(), inode);
    }
    disk.durableNames = new TreeMap<>(disk.names);
    return disk;
  }

  /** A random number below {@code count}, which is often the lowest or the highest. */
  private static int anyOf(Random random, int count) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> count - 1;
      default -> random.nextInt(count);
    };
  }

  private static byte[] contentsAfterCrash(Inode inode, Random random) {
    List<Change> changes = inode.unforced;
    int mode = random.nextInt(3);
    int kept = anyOf(random, changes.size() + 1);
    byte[] contents = inode.durable;
    for (int i = 0; i < changes.size(); i++) {
      boolean keep = mode == 0 ? random.nextBoolean() : i < kept;
      boolean damage = mode == 2 && i == kept - 1;
      Change change = changes.get(i);
      if (keep) {
        contents = (damage ? damaged(change, contents, random) : change).applyTo(contents);
      }
    }
    return contents;
  }

  /** The write with a sector, or everything from some byte on, as it was before. */
  private static Change damaged(Change change, byte[] before, Random random) {
    byte[] bytes = change.bytes();
    if (bytes == null || bytes.length == 0) {
      return change;
    }
    byte[] damaged = bytes.clone();
    int start = random.nextInt(bytes.length);
    int end = random.nextBoolean() ? bytes.length : Math.min(bytes.length, start + SECTOR_BYTES);
    for (int i = start; i < end; i++) {
      int place = (int) change.position() + i;
      damaged[i] = place < before.length ? before[place] : 0;
    }
    return new Change(change.position(), damaged);
  }

  // ---- bytes, for tests that damage files ----

  /** The contents of a file. */
  public synchronized byte[] bytes(String name) {
    return existing(name).contents.clone();
  }

  /** Replaces the contents of a file, durably. */
  public synchronized void setBytes(String name, byte[] bytes) {
    Inode inode = names.computeIfAbsent(name, absent -> new Inode());
    inode.contents = bytes.clone();
    inode.force();
    durableNames.put(name, inode);
  }

  /** A disk with the same files, all of them durable. */
  public synchronized SimulatedDisk copy() {
    SimulatedDisk disk = new SimulatedDisk();
    names.forEach((name, inode) -> disk.setBytes(name, inode.contents));
    return disk;
  }

  private Inode existing(String name) {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new UncheckedIOException(new FileNotFoundException(name));
    }
    return inode;
  }

  // ---- names ----

  private interface NameChange {
    void applyTo(Map<String, Inode> names);
  }

  private void change(NameChange change) throws IOException {
    boolean survives = step();
    names = new TreeMap<>(names);
    change.applyTo(names);
    unforcedNames.add(names);
    if (!survives) {
      throw new PowerCut();
    }
  }

  @Override
  public synchronized List<String> list() throws IOException {
    requirePower();
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized StorageFile create(String name) throws IOException {
    if (uncreatable.test(name)) {
      throw new IOException("No space left on device");
    }
    Inode inode = new Inode();
    change(now -> now.put(name, inode));
    return new SimulatedFile(name, inode);
  }

  @Override
  public synchronized StorageFile open(String name) throws IOException {
    requirePower();
    Inode inode = names.get(name);
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return new SimulatedFile(name, inode);
  }

  @Override
  public synchronized void replace(String from, String to) throws IOException {
    Inode inode = existing(from);
    change(
        now -> {
          now.remove(from);
          now.put(to, inode);
        });
  }

  @Override
  public synchronized void publish(String from, String to) throws IOException {
    Inode inode = existing(from);
    if (names.containsKey(to)) {
      throw new FileAlreadyExistsException(to);
    }
    change(now -> now.put(to, inode));
    change(now -> now.remove(from));
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    if (undeletable.test(name)) {
      throw new IOException(name + " cannot be deleted");
    }
    if (names.containsKey(name)) {
      change(now -> now.remove(name));
    }
  }

  @Override
  public synchronized void force() throws IOException {
    if (!step()) {
      throw new PowerCut();
    }
    if (!unforceable.test("")) {
      durableNames = names;
      unforcedNames.clear();
    }
  }

  /** Runs {@code work} at once, so that steps have a fixed order, unless threads are used. */
  @Override
  public void inBackground(Runnable work) {
    if (hasThreads) {
      Storage.super.inBackground(work);
    } else {
      work.run();
    }
  }

  @Override
  public String describe(String name) {
    return name;
  }

  // ---- files ----

  private final class SimulatedFile implements StorageFile {
    private final String name;
    private final Inode inode;

    SimulatedFile(String name, Inode inode) {
      this.name = name;
      this.inode = inode;
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        requirePower();
        return inode.contents.length;
      }
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      synchronized (SimulatedDisk.this) {
        requirePower();
        int count = (int) Math.min(target.remaining(), inode.contents.length - position);
        if (count <= 0) {
          return -1;
        }
        target.put(inode.contents, (int) position, count);
        return count;
      }
    }

    @Override
    public int write(long position, ByteBuffer source) throws IOException {
      synchronized (SimulatedDisk.this) {
        int left = source.remaining();
        byte[] bytes = new byte[shortWrites > 0 ? Math.min(shortWrites, left) : left];
        boolean survives = step();
        source.get(bytes);
        inode.change(new Change(position, bytes));
        if (!survives) {
          throw new PowerCut();
        }
        return bytes.length;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (SimulatedDisk.this) {
        boolean survives = step();
        long place = truncation.applyAsLong(size);
        if (place < inode.contents.length) {
          inode.change(new Change(place, null));
        }
        if (!survives) {
          throw new PowerCut();
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (SimulatedDisk.this) {
        awaitForces();
        if (!step()) {
          throw new PowerCut();
        }
        if (failingForce != null && name.contains(failingForce)) {
          failingForce = null;
          inode.failForce();
          throw new IOException("Input/output error");
        }
        if (!unforceable.test(name)) {
          inode.force();
        }
      }
    }

    @Override
    public void close() {}
  }
}
