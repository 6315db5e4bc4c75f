package io.isolde.stm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.AfterCommitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs deeds with every small amount of memory left in the heap, in a process of its own. A linked
 * list fills the rest, down to the smallest objects.
 *
 * <p>Arguments: platform or virtual; step and greatest amount of what is left, in bytes; names of
 * deeds, or none for all.
 */
final class HeapSweep {
  private static final int NODE_BYTES = 16;

  /** How many times in a row a deed must succeed before there is enough memory. */
  private static final int GOOD_MAX = 3;

  /** A node of the list that fills the heap. */
  private static class Node {
    private @Nullable Node next;
  }

  /** A node that fills the heap in few steps, which keeps the garbage collector's work small. */
  private static final class Block extends Node {
    @SuppressWarnings("unused") // it is there for its size
    private final byte[] bytes;

    Block(int size) {
      bytes = new byte[size];
    }
  }

  private static final int BLOCK_BYTES_MAX = 1 << 20;
  private static final int BLOCK_BYTES_MIN = 1 << 10;

  private static volatile @Nullable Node filling;

  private HeapSweep() {}

  public static void main(String[] args) {
    Bystander.start();
    int step = Integer.parseInt(args[1]);
    int max = Integer.parseInt(args[2]);
    List<String> names = List.of(args).subList(3, args.length);
    Watchdog.run(
        () -> sweep(names, step, max),
        args[0].equals("virtual") ? Thread.ofVirtual()::start : HeapSweep::start,
        () -> filling = null);
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "sweep");
    thread.start();
    return thread;
  }

  private static void sweep(List<String> names, int step, int max) {
    Map<String, Deed.Kind> all = Deeds.all();
    all.keySet().retainAll(names.isEmpty() ? all.keySet() : names);
    Bystander.hurry(true);
    all.forEach((name, kind) -> succeeds(kind, -1));
    Bystander.hurry(false);
    all.forEach((name, kind) -> sweep(name, kind, step, max));
  }

  private static void sweep(String name, Deed.Kind kind, int step, int max) {
    int good = 0;
    int tried = 0;
    for (int bytes = 0; bytes <= max && good < GOOD_MAX; bytes += step) {
      Watchdog.progress(name);
      tried++;
      good = succeeds(kind, bytes) ? good + 1 : 0;
    }
    System.out.printf("%s: %d amounts%n", name, tried);
    assertThat(good).as("%s succeeds with %d bytes", name, max).isEqualTo(GOOD_MAX);
  }

  private static boolean succeeds(Deed.Kind kind, int bytes) {
    Deed deed = kind.make();
    Throwable thrown = null;
    try {
      if (bytes >= 0) {
        fill(bytes + BLOCK_BYTES_MIN);
        leave(bytes);
      }
      deed.action().run();
    } catch (Throwable t) {
      thrown = t;
    }
    filling = null;
    try {
      Aftermath.assertNothingLeft(deed, thrown);
    } catch (Throwable t) {
      t.addSuppressed(thrown == null ? new Exception("returned") : thrown);
      throw new AssertionError("with " + bytes + " bytes", t);
    }
    return thrown == null || thrown instanceof AfterCommitException;
  }

  /** Fills the heap until not even the smallest object fits; the smallest objects come last. */
  private static void fill(int bytesOfNodes) {
    Object reserve = new byte[bytesOfNodes];
    for (int size = BLOCK_BYTES_MAX; size >= BLOCK_BYTES_MIN; size /= 2) {
      fillWithBlocks(size, reserve);
    }
    reserve = null;
    for (int i = 0; i < 3; i++) {
      fillWithNodes(); // an attempt that failed may have made the collector find room
    }
  }

  private static void fillWithBlocks(int size, Object reserve) {
    try {
      while (reserve != null) {
        push(new Block(size));
      }
    } catch (OutOfMemoryError e) {
      return; // full for this size
    }
  }

  private static void fillWithNodes() {
    try {
      while (true) {
        push(new Node());
      }
    } catch (OutOfMemoryError e) {
      return; // full
    }
  }

  private static void push(Node node) {
    node.next = filling;
    filling = node;
  }

  private static void leave(int bytes) {
    Node rest = filling;
    for (int i = 0; i < bytes / NODE_BYTES && rest != null; i++) {
      rest = rest.next;
    }
    filling = rest;
  }

  static List<String> flags(String... more) {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(List.of("-Xmx8m", "-Xmn1m", "-XX:+UseSerialGC", "-XX:-UseTLAB"));
    return flags;
  }
}
