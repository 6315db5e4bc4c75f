package io.isolde.benchmarks.peer;

/** A way to share state between threads. Its implementations live in the folder of its name. */
public enum Peer {
  /** This project. */
  ISOLDE("isolde"),
  /** One {@code ReentrantLock} for each piece of state, taken in a global order. */
  ORDERED_LOCKS("orderedlocks"),
  /** One {@code synchronized} block for each piece of state, entered in a global order. */
  MONITORS("monitors"),
  /** One {@code ReentrantLock} for everything. */
  ONE_LOCK("onelock"),
  /**
   * Plain fields: the floor for one thread; wrong for two, which shows that the answers are
   * checked.
   */
  PLAIN("plain"),
  /** {@code java.util.concurrent.atomic}. */
  ATOMICS("atomics"),
  /** {@code java.util.concurrent.atomic.LongAdder}. */
  LONG_ADDER("longadder"),
  /**
   * The collections of {@code java.util.concurrent}: {@code ConcurrentHashMap}, {@code
   * ConcurrentSkipListMap}, {@code LinkedBlockingQueue}. Several operations together are not
   * atomic.
   */
  CONCURRENT("concurrent"),
  /** {@code ArrayBlockingQueue}. */
  ARRAY_QUEUE("arrayqueue"),
  /** Two {@code SynchronousQueue}s: there, and back. */
  SYNCHRONOUS_QUEUE("synchronousqueue"),
  /** A single-thread {@code ExecutorService}. */
  EXECUTOR("executor"),
  /** The typed actors of Apache Pekko 1.3. */
  PEKKO("pekko"),
  /**
   * Multiverse 0.7.0, with isolation level {@code Serializable}; its default permits write skew.
   */
  MULTIVERSE("multiverse"),
  /** Scala STM (CCSTM) 0.11.1, by its Java API. */
  SCALA_STM("scalastm"),
  /** The refs of Clojure 1.12. */
  CLOJURE("clojure"),
  /**
   * ZIO STM 2.1. Every transaction is started from Java, on a fiber of its own: that is a part of
   * its cost here.
   */
  ZIO("zio"),
  /** A {@code TMap} by itself, without a store around it. */
  TMAP("tmap"),
  /** A store, {@code stm:}. */
  STM_STORE("stmstore"),
  /** A store, {@code lock:}. */
  LOCK_STORE("lockstore"),
  /** Does nothing: its cost is that of picking the operations. Subtracted, never compared. */
  NOTHING("nothing");

  private final String folder;

  Peer(String folder) {
    this.folder = folder;
  }

  /** Whether this peer can do what {@code kind} asks for. */
  public boolean has(Class<?> kind) {
    return Peer.class.getClassLoader().getResource(className(kind).replace('.', '/') + ".class")
        != null;
  }

  /** A new implementation of {@code kind} with {@code size} elements. */
  public <T> T create(Class<T> kind, int size) {
    try {
      Class<?> type = Class.forName(className(kind), true, Peer.class.getClassLoader());
      return type.asSubclass(kind).getConstructor(int.class).newInstance(size);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(this + " has no " + kind.getSimpleName(), e);
    }
  }

  private String className(Class<?> kind) {
    return Peer.class.getPackageName() + "." + folder + ".Peer" + kind.getSimpleName();
  }
}
