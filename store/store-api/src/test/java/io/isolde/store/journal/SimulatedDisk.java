package io.isolde.store.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
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
 * <p>The model. Of the writes to a file since its last force, a crash keeps none, all, those up to
 * some point, or any others; a sector of one of them may be lost or torn. Of the changes of names
 * since the last force of the directory, it keeps those up to some point.
 */
public final class SimulatedDisk implements Storage {
  private static final int SECTOR_BYTES = 512;

  /** The power has failed. */
  public static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1;

    PowerCut() {
      super("no power");
    }
  }

  /** A write, or with null bytes a truncation, that may be lost. */
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

    /** As the kernel does: what was not forced can be read, but will not be forced any more. */
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

  /** Makes an empty disk. */
  public SimulatedDisk() {}

  // ---- the power, and faults ----

  /** Lets the power fail at a step from now on, from 1. */
  public synchronized void cutAfter(int moreSteps) {
    cutAt = steps + moreSteps;
  }

  /** How many steps there were: writes, truncations, forces, changes of names. */
  public synchronized int steps() {
    return steps;
  }

  /** The power is back, for a process that was killed: nothing is lost. */
  public synchronized void powerOn() {
    cutAt = Integer.MAX_VALUE;
    failingAt = Integer.MAX_VALUE;
    failure = null;
  }

  /** Every step after the next {@code count} fails, until the power is back. */
  public synchronized void failAfter(int count, IOException reason) {
    failingAt = steps + count;
    failure = reason;
  }

  /** The next force of a file of which this is a part of the name fails, once. */
  public synchronized void failForceOf(String name) {
    failingForce = name;
  }

  /** Forces do nothing. */
  public void lieAboutForce() {
    lieAboutForce(name -> true);
  }

  /** Forces of some files do nothing; the directory has an empty name. */
  public synchronized void lieAboutForce(Predicate<String> names) {
    unforceable = names;
  }

  /** Files are never cut. */
  public void ignoreTruncation() {
    cutElsewhere(size -> Long.MAX_VALUE);
  }

  /** Files are cut where {@code places} says. */
  public synchronized void cutElsewhere(LongUnaryOperator places) {
    truncation = places;
  }

  /** Some files cannot be made. */
  public synchronized void refuseToCreate(Predicate<String> names) {
    uncreatable = names;
  }

  /** Forces of files do not return, or do so again. */
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

  /** What is done in the background is done on threads, in no fixed order. */
  public synchronized void useThreads() {
    hasThreads = true;
  }

  /** Writes take a few bytes at a time. */
  public synchronized void writeShort(int bytes) {
    shortWrites = bytes;
  }

  /** Returns whether the step is to be made; throws the next time if not. */
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

  /** One of the disks that the crash may have left, on which everything is durable. */
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

  /** Prefers the ends: none, all. */
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

  /** The write with a sector torn or lost, that is, as it was before. */
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

  /** What is in a file. */
  public synchronized byte[] bytes(String name) {
    return existing(name).contents.clone();
  }

  /** Replaces what is in a file, durably. */
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
      throw new FileNotFoundException(name);
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

  /** At once, so that steps have an order, unless it has threads. */
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
