package io.isolde.store.agents;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentInterruptedException;
import io.isolde.agent.AgentOptions;
import io.isolde.agent.AgentStoppedException;
import io.isolde.agent.AgentTimeoutException;
import io.isolde.agent.Answer;
import io.isolde.agent.Question;
import io.isolde.agent.mailbox.Deadline;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.StandaloneStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in which every ref, every counter and every key of a map is owned by an agent of its own,
 * so that a transaction can use only one of them. Thread-safe.
 */
final class AgentsStore extends StandaloneStore {
  /*
   * Idea. A value is the state of an agent, its owner. A transaction is a question to that agent,
   * and the answer is the new value. Which agent to ask becomes known when the body uses its first
   * key: until then the body runs on the caller's thread; then it starts again at the owner.
   *
   * I1  A value changes only in its owner's answer; so a caller that has given up has changed
   *     nothing (Agent.askAndUpdate).
   * I2  A body at an owner sees no other key.
   * I3  The owner of a key that is absent, and that nobody uses, ends and is forgotten. It ends in
   *     a message of its own, in which it finds the key absent, so nothing is lost: it refuses
   *     later questions, and their senders look up the owner again. (If the owner's mailbox has no
   *     room for that message, and all senders have given up, the owner waits for the next use of
   *     the key.)
   * I4  Once closed is set, no body begins at an owner, because each visit checks it. And close()
   *     waits for all owners that existed.
   *
   * Reads outside transactions return the state of the owner, which is what the last commit left.
   */
  private static final String WAITING = "waited for the owner of its key";

  private final Queue<Supplier<Stream<Agent<Slot>>>> owners = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  AgentsStore(StoreUri uri) {
    super(uri, EnumSet.noneOf(Capability.class));
  }

  @Override
  protected <T extends @Nullable Object, X extends Throwable> T run(
      @Nullable Duration timeout, boolean asSnapshot, TransactionBody<T, X> body) throws X {
    requireUsable();
    KeyTransaction present = KeyTransaction.present();
    if (present != null) {
      return present.block(asSnapshot, body);
    }
    KeyTransaction seeking = KeyTransaction.seeking(this);
    try {
      T result = seeking.run(asSnapshot, body);
      if (seeking.found() == null) {
        return result;
      }
    } catch (Throwable t) {
      if (seeking.found() == null) {
        throw t;
      }
    }
    return at(seeking.found(), timeout, asSnapshot, body);
  }

  /**
   * Runs {@code body}, which uses only {@code key}, as a transaction or a part of the present one.
   */
  <T extends @Nullable Object> T at(Key key, TransactionBody<T, RuntimeException> body) {
    requireUsable();
    KeyTransaction present = KeyTransaction.present();
    return present == null ? at(key, null, false, body) : present.block(false, body);
  }

  /** Asks the owner of the key, and if it has ended, the next owner, until one answers. */
  private <T extends @Nullable Object, X extends Throwable> T at(
      Key key, @Nullable Duration timeout, boolean asSnapshot, TransactionBody<T, X> body)
      throws X {
    long deadlineNanos = timeout == null ? Deadline.NEVER : Deadline.after(timeout);
    Outcome<T> outcome = null;
    while (outcome == null) {
      Agent<Slot> owner = key.owner();
      try {
        outcome = ask(owner, deadlineNanos, slot -> visit(key, slot, asSnapshot, body));
      } catch (AgentStoppedException e) {
        requireEndedInOrder(e);
      } catch (AgentTimeoutException e) {
        throw new TransactionTimeoutException("transaction of " + this, timeout, 0, WAITING, null);
      } catch (AgentInterruptedException e) {
        throw new TransactionInterruptedException("transaction of " + this, 0, WAITING);
      } finally {
        key.release(owner);
      }
    }
    return outcome.<X>get();
  }

  private static <T extends @Nullable Object> Outcome<T> ask(
      Agent<Slot> owner,
      long deadlineNanos,
      Question<Slot, Answer<Slot, Outcome<T>>, RuntimeException> visit) {
    return deadlineNanos == Deadline.NEVER
        ? owner.askAndUpdate(visit)
        : owner.askAndUpdate(Deadline.left(deadlineNanos), visit);
  }

  private void requireEndedInOrder(AgentStoppedException stopped) {
    if (stopped.getCause() != null) {
      throw stopped;
    }
    requireOpen();
  }

  private <T extends @Nullable Object> Answer<Slot, Outcome<T>> visit(
      Key key, Slot slot, boolean asSnapshot, TransactionBody<T, ?> body) {
    try {
      requireOpen();
      KeyTransaction visit = KeyTransaction.at(this, key, slot);
      T result = visit.run(asSnapshot, body);
      return new Answer<>(visit.slot(), new Outcome<>(result, null));
    } catch (Throwable t) {
      return new Answer<>(slot, new Outcome<>(null, t));
    }
  }

  /** The value of a key: as the present transaction sees it, if there is one, else as committed. */
  @Nullable Object read(Key key) {
    requireUsable();
    KeyTransaction present = KeyTransaction.present();
    return present == null ? key.value() : present.read(key);
  }

  /** Writes the value of a key in the present transaction. */
  static void write(Key key, @Nullable Object value) {
    KeyTransaction present = KeyTransaction.present();
    if (present == null) {
      throw new AssertionError("write of " + key.describe() + " outside a transaction");
    }
    present.write(key, value);
  }

  /** Refuses, inside transactions, operations on many keys. */
  void requireNoTransaction(String what) {
    requireUsable();
    KeyTransaction present = KeyTransaction.present();
    if (present != null) {
      throw present.refused(what);
    }
  }

  private void requireUsable() {
    requireJoinable();
    requireOpen();
  }

  private void requireOpen() {
    if (closed) {
      throw closedException();
    }
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return new AgentsRef<>(this, name, type, initial);
  }

  @Override
  protected StoreCounter newCounter(String name) {
    return new AgentsCounter(this, name);
  }

  @Override
  protected <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    return new AgentsMap<>(this, name, keyType, valueType);
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return new AgentsSortedMap<>(this, name, keyType, valueType);
  }

  /** Makes the key of a ref or counter, with its owner. */
  Key newKey(String description, Object initial) {
    Agent<Slot> owner = newOwner(description, new Slot(initial));
    owners.add(() -> Stream.of(owner));
    return new SingleKey(description, owner);
  }

  /** Makes an owner, which must be passed to {@link #owns} before it is used. */
  Agent<Slot> newOwner(String description, Slot slot) {
    return Agent.of(AgentOptions.named(description), slot);
  }

  /** Registers owners that must end with the store. */
  void owns(Supplier<Stream<Agent<Slot>>> someOwners) {
    owners.add(someOwners);
  }

  @Override
  protected boolean isClosed() {
    return closed;
  }

  @Override
  protected void shut() {
    closed = true;
    allOwners().forEach(Agent::closeNow);
    boolean interrupted = Thread.interrupted();
    for (Agent<Slot> owner : (Iterable<Agent<Slot>>) allOwners()::iterator) {
      while (!owner.isEnded()) {
        owner.close();
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Stream<Agent<Slot>> allOwners() {
    return owners.stream().flatMap(Supplier::get);
  }
}
