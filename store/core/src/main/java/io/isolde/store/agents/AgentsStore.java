package io.isolde.store.agents;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentOptions;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.BackedMap;
import io.isolde.store.spi.BackedSortedMap;
import io.isolde.store.spi.StandaloneStore;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
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
   * I5  The hooks of an attempt run on the caller's thread, or, if the caller has left before the
   *     body has ended, on a thread of their own: never on the owner's (OwnerAttempt I1).
   *
   * Reads outside transactions return the state of the owner, which is what the last commit left.
   */
  private final Queue<Supplier<Stream<Agent<Slot>>>> owners = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  AgentsStore(StoreUri uri) {
    super(uri, EnumSet.noneOf(Capability.class));
  }

  @Override
  protected <T extends @Nullable Object, X extends Throwable> T execute(
      TransactionOptions options, boolean asSnapshot, TransactionBody<T, X> body) throws X {
    requireOpen();
    return new KeyExecution<>(this, options, asSnapshot, body).run();
  }

  /**
   * Runs {@code body}, which uses only {@code key}, as a transaction or a part of the present one.
   */
  <T extends @Nullable Object> T at(Key key, TransactionBody<T, RuntimeException> body) {
    KeyTransaction present = keyTransaction();
    return present == null
        ? new KeyExecution<>(this, TransactionOptions.DEFAULT, false, body).at(key)
        : present.block(false, body);
  }

  /** The value of a key: as the present transaction sees it, if there is one, else as committed. */
  @Nullable Object read(Key key) {
    KeyTransaction present = keyTransaction();
    return present == null ? key.value() : present.read(key);
  }

  /** Writes the value of a key in the present transaction. */
  void write(Key key, @Nullable Object value) {
    Objects.requireNonNull(keyTransaction(), "a transaction").write(key, value);
  }

  /** Refuses, inside transactions, operations on many keys. */
  void requireNoTransaction(String what) {
    KeyTransaction present = keyTransaction();
    if (present != null) {
      throw present.refused(what);
    }
  }

  /** The calling thread's transaction, null if there is none; every operation calls this first. */
  private @Nullable KeyTransaction keyTransaction() {
    KeyTransaction present = (KeyTransaction) present();
    requireOpen();
    return present;
  }

  /** For a visit, which begins after the check of its caller. */
  void requireUnclosed() {
    requireOpen();
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
    return new BackedMap<>(
        this, name, keyType, valueType, new AgentsMap<>(this, name, new ConcurrentHashMap<>()));
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return new BackedSortedMap<>(this, name, keyType, valueType, new AgentsSortedMap<>(this, name));
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

  /** The number of owners; for tests. */
  long countOwners() {
    return allOwners().count();
  }
}
