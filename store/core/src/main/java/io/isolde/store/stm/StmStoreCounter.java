package io.isolde.store.stm;

import io.isolde.stm.LongRef;
import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreCounter;

/** A counter of an {@code stm:} store. Thread-safe. */
final class StmStoreCounter extends AbstractStoreCounter {
  private final StmStore store;
  private final ChangeTarget target;
  private final LongRef value;

  StmStoreCounter(StmStore store, ChangeTarget target, long initial) {
    super(target.name());
    this.store = store;
    this.target = target;
    this.value = LongRef.named(target.name(), initial);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public long get() {
    store.requireUsable();
    return value.get();
  }

  @Override
  public boolean isAtLeast(long bound) {
    store.requireUsable();
    return value.isAtLeast(bound);
  }

  @Override
  public boolean isAtMost(long bound) {
    store.requireUsable();
    return value.isAtMost(bound);
  }

  @Override
  public boolean isEqualTo(long expected) {
    store.requireUsable();
    return value.isEqualTo(expected);
  }

  @Override
  public void set(long newValue) {
    write(() -> value.set(newValue));
  }

  @Override
  public void add(long summand) {
    write(() -> value.add(summand));
  }

  private void write(Runnable action) {
    Joined joined = store.joined();
    if (joined == null) {
      store.transact(() -> write(action));
    } else {
      write(joined, action);
    }
  }

  /** While changes are recorded, this reads the value, so that additions conflict. */
  private void write(Joined joined, Runnable action) {
    action.run();
    if (joined.isObserved()) {
      store.record(target, null, value.get());
    }
  }
}
