package io.isolde.agent;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of an agent: its name, how many messages may wait, what it does when a message
 * throws, and on which threads it runs. Immutable and reusable.
 */
public final class AgentOptions {
  /** How many messages may wait unless options say otherwise. */
  public static final int CAPACITY = 1024;

  /**
   * The system property that makes agents {@linkplain #withValueCheck check values} by default:
   * {@value}.
   */
  public static final String VALUE_CHECK_PROPERTY = "isolde.agent.valueCheck";

  private static final ThreadFactory THREADS =
      Thread.ofVirtual().name("agent").inheritInheritableThreadLocals(false).factory();

  /**
   * The default options: no name, {@link #CAPACITY} messages, {@link FailureMode#STOP}, a virtual
   * thread for each burst of messages, survived failures go to the log, and no value checks unless
   * the property {@link #VALUE_CHECK_PROPERTY} is {@code true}.
   */
  public static final AgentOptions DEFAULT =
      new AgentOptions(
          null,
          CAPACITY,
          FailureMode.STOP,
          burst -> THREADS.newThread(burst).start(),
          AgentOptions::log,
          Boolean.getBoolean(VALUE_CHECK_PROPERTY));

  private final @Nullable String name;
  private final int capacity;
  private final FailureMode failureMode;
  private final Executor executor;
  private final Consumer<? super Throwable> failureListener;
  private final boolean valueCheck;

  private AgentOptions(
      @Nullable String name,
      int capacity,
      FailureMode failureMode,
      Executor executor,
      Consumer<? super Throwable> failureListener,
      boolean valueCheck) {
    this.name = name;
    this.capacity = capacity;
    this.failureMode = Objects.requireNonNull(failureMode, "failureMode");
    this.executor = Objects.requireNonNull(executor, "executor");
    this.failureListener = Objects.requireNonNull(failureListener, "failureListener");
    this.valueCheck = valueCheck;
  }

  private static void log(Throwable failure) {
    System.getLogger("io.isolde.agent")
        .log(System.Logger.Level.WARNING, "an agent goes on after a failure", failure);
  }

  /**
   * Default options with a name.
   *
   * @param name used in exception messages
   * @return the options
   */
  public static AgentOptions named(String name) {
    return DEFAULT.withName(name);
  }

  /**
   * These options with another name.
   *
   * @param newName used in exception messages
   * @return the options
   */
  public AgentOptions withName(String newName) {
    return new AgentOptions(
        Objects.requireNonNull(newName, "name"),
        capacity,
        failureMode,
        executor,
        failureListener,
        valueCheck);
  }

  /**
   * These options with another bound of the mailbox.
   *
   * @param newCapacity how many messages may wait besides the one being handled; at least 1
   * @return the options
   * @throws IllegalArgumentException if {@code newCapacity} is below 1
   */
  public AgentOptions withCapacity(int newCapacity) {
    if (newCapacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, but is " + newCapacity);
    }
    return new AgentOptions(name, newCapacity, failureMode, executor, failureListener, valueCheck);
  }

  /**
   * These options with another failure mode.
   *
   * @param newFailureMode what the agent does when a message that it was told throws
   * @return the options
   */
  public AgentOptions withFailureMode(FailureMode newFailureMode) {
    return new AgentOptions(name, capacity, newFailureMode, executor, failureListener, valueCheck);
  }

  /**
   * These options with another executor, which runs the agent while it has messages. A task handles
   * a bounded burst of them. An agent is never in two tasks at a time.
   *
   * <p>An executor that runs tasks on the calling thread makes senders handle messages. If the
   * executor refuses a task, the agent fails with that exception as the cause.
   *
   * @param newExecutor a pool, a {@link Stepper}, …
   * @return the options
   */
  public AgentOptions withExecutor(Executor newExecutor) {
    return new AgentOptions(name, capacity, failureMode, newExecutor, failureListener, valueCheck);
  }

  /**
   * These options with another failure listener. It receives the exceptions that an agent throws
   * and survives, in the modes {@link FailureMode#RESUME} and {@link FailureMode#RESTART}, and
   * those that monitors throw.
   *
   * @param newFailureListener runs on the agent's thread; what it throws is ignored
   * @return the options
   */
  public AgentOptions withFailureListener(Consumer<? super Throwable> newFailureListener) {
    return new AgentOptions(name, capacity, failureMode, executor, newFailureListener, valueCheck);
  }

  /**
   * These options with or without the value check, which detects values that change after they were
   * handed over. For tests: the check costs time in proportion to the size of the values.
   *
   * <p>The check covers the state, from when a message has produced it until the next message is
   * done, and what a message has captured, from when it is sent until it is done. It looks at the
   * elements of a value that is an array, a record, or a collection or map of {@code java.util};
   * otherwise at its {@code hashCode}, if its class defines one; otherwise, and for classes made
   * for sharing (those of {@code java.util.concurrent} and {@code io.isolde.stm}, and every {@code
   * ConcurrentMap}), only at the object's identity. Therefore it does not detect changes in the
   * fields of a class without {@code hashCode}, changes in what a named module does not open to
   * this one, and changes that are undone in time or come too late.
   *
   * <p>A change causes a {@link ValueChangedException}: the agent fails as if the message had
   * thrown it, or the asker gets it.
   *
   * @param newValueCheck whether to check values
   * @return the options
   */
  public AgentOptions withValueCheck(boolean newValueCheck) {
    return new AgentOptions(name, capacity, failureMode, executor, failureListener, newValueCheck);
  }

  /**
   * The name.
   *
   * @return null if there is none
   */
  public @Nullable String name() {
    return name;
  }

  /**
   * The bound of the mailbox.
   *
   * @return at least 1
   */
  public int capacity() {
    return capacity;
  }

  /**
   * The failure mode.
   *
   * @return what the agent does when a message that it was told throws
   */
  public FailureMode failureMode() {
    return failureMode;
  }

  /**
   * The executor.
   *
   * @return what runs the agent
   */
  public Executor executor() {
    return executor;
  }

  /**
   * Whether values are checked.
   *
   * @return true if they are
   */
  public boolean hasValueCheck() {
    return valueCheck;
  }

  /** Passes a survived failure to the listener. */
  void report(Throwable failure) {
    try {
      failureListener.accept(failure);
    } catch (Throwable ignored) { // there is nobody left to tell
      return;
    }
  }

  /**
   * How exception messages describe an agent with these options.
   *
   * @return for example {@code agent 'alice'}
   */
  public String describe() {
    return name == null ? "agent" : "agent '" + name + "'";
  }

  @Override
  public String toString() {
    return describe()
        + ", capacity "
        + capacity
        + ", failure mode "
        + failureMode
        + (valueCheck ? ", values checked" : "");
  }
}
